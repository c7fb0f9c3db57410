"""The losses track."""

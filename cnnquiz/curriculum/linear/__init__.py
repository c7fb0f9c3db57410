"""The linear track."""

"""The optimization track."""

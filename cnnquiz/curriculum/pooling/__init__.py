"""The pooling track."""

"""The detection track."""

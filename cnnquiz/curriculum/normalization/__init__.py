"""The normalization track."""

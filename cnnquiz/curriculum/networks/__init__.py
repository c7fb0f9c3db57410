"""The networks track."""

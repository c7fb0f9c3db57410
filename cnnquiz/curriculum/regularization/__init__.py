"""The regularization track."""

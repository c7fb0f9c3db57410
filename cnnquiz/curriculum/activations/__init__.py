"""The activations track."""

"""The convolution track."""

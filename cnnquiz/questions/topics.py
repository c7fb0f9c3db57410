"""The 22 topics that questions are filed under, in the order they are taught."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic: its id names its file in the bank."""

    id: str
    title: str


TOPICS: dict[str, Topic] = {
    id_: Topic(id_, title)
    for id_, title in (
        ("convolution", "Convolution and cross-correlation"),
        ("output-shape", "Output shape, stride, dilation"),
        ("padding", "Padding modes and borders"),
        ("cost", "Parameters, operations, memory"),
        ("receptive-field", "Receptive field"),
        ("weight-sharing", "Locality, weight sharing, equivariance"),
        ("pooling", "Pooling"),
        ("kernel-variants", "1×1, grouped, depthwise, dilated"),
        ("upsampling", "Transposed convolution and upsampling"),
        ("activations", "Activations, initialization, gradient flow"),
        ("losses", "Softmax, cross-entropy, losses"),
        ("backpropagation", "Backpropagation and gradient checks"),
        ("normalization", "Batch normalization and its relatives"),
        ("dropout", "Dropout"),
        ("overfitting", "Overfitting, weight penalties, early stopping"),
        ("augmentation", "Augmentation and data"),
        ("optimization", "Optimizers, learning rate, batch size"),
        ("architectures", "Architectures"),
        ("transfer-learning", "Transfer learning and fine-tuning"),
        ("detection", "Detection, segmentation, metrics"),
        ("interpretability", "Interpretability, robustness, calibration"),
        ("efficiency", "Efficiency and deployment"),
    )
}

"""Questions with new numbers every time: the registry and its two doors.

Each module here holds one Generator. `generate(id, seed, level)` makes an item, the
same one for the same arguments; `regenerate(item_id)` makes it again from its id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnquiz.errors import DataError, did_you_mean
from cnnquiz.questions.generators import (
    activation_memory,
    batch_norm_output,
    box_overlap,
    conv_macs,
    conv_transpose_size,
    conv_weight_gradient,
    convolve_or_correlate,
    cross_entropy_gradient,
    cross_entropy_value,
    depthwise_saving,
    dropout,
    early_stopping,
    effective_kernel,
    feature_map,
    find_padding,
    layers_for_receptive_field,
    max_pool_backward,
    multichannel_entry,
    network_parameters,
    network_shapes,
    optimizer_step,
    output_size,
    parameters,
    pooling,
    precision_recall,
    receptive_field,
    running_statistics,
    same_padding,
    softmax,
    suppression,
)
from cnnquiz.questions.generators.framework import Generator

if TYPE_CHECKING:
    from cnnquiz.questions.items import Item, Level

__all__ = ["GENERATORS", "Generator", "generate", "regenerate"]

GENERATORS: dict[str, Generator] = {
    module.GENERATOR.id: module.GENERATOR
    for module in (
        output_size,
        parameters,
        receptive_field,
        feature_map,
        pooling,
        softmax,
        dropout,
        early_stopping,
        network_shapes,
        effective_kernel,
        same_padding,
        find_padding,
        conv_transpose_size,
        network_parameters,
        conv_macs,
        depthwise_saving,
        activation_memory,
        layers_for_receptive_field,
        convolve_or_correlate,
        cross_entropy_value,
        cross_entropy_gradient,
        batch_norm_output,
        running_statistics,
        max_pool_backward,
        conv_weight_gradient,
        multichannel_entry,
        optimizer_step,
        box_overlap,
        suppression,
        precision_recall,
    )
}


def generate(id_: str, seed: int, level: Level) -> Item:
    """Return the item that a generator makes from a seed."""
    if id_ not in GENERATORS:
        near = did_you_mean(id_, GENERATORS)
        raise DataError(f"there is no generator '{id_}'.{near}")
    generator = GENERATORS[id_]
    if level not in generator.levels:
        levels = ", ".join(generator.levels)
        raise DataError(f"{id_} has no level '{level}'; it has {levels}")
    return generator.from_seed(seed, level)


def regenerate(item_id: str) -> Item:
    """Return the item with an id such as `conv-output-size:easy:7`."""
    id_, _, rest = item_id.partition(":")
    level, _, seed = rest.partition(":")
    if not seed.isdecimal():
        raise DataError(f"'{item_id}' is no id of a generated question")
    return generate(id_, int(seed), level)  # type: ignore[arg-type]

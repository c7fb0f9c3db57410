"""Operations stepped through cell by cell, with numbers of one's own.

An `Operation` has arrays, knobs and steps. `of_name` opens one by its name, `of_item`
the one that a question is about, `of_case` and `of_verdict` the one on which a
submission failed. Nothing here draws: the interface and the command line do.
"""

from cnnquiz.explore.cases import of_case, of_verdict
from cnnquiz.explore.catalog import OPERATIONS, of_name
from cnnquiz.explore.items import of_item
from cnnquiz.explore.operation import Operation, Step

__all__ = [
    "OPERATIONS",
    "Operation",
    "Step",
    "of_case",
    "of_item",
    "of_name",
    "of_verdict",
]

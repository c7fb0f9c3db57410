"""The ONNX node tests on the engine: run them all, and print a table of the outcome.

    python -m tests.engine.onnx_vectors

The vectors come with the ``onnx`` package: inputs, attributes and expected outputs of
single operators, by its authors. The table stands in docs/engine.md.
"""

from __future__ import annotations

import importlib
from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from .onnx_operators import ADAPTERS, Node, NotOffered

_FILES = {  # where the file is not called as the operator
    "BatchNormalization": "batch_normalization",
    "InstanceNormalization": "instance_normalization",
    "SoftmaxCrossEntropyLoss": "softmax_cross_entropy_loss",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one case: refused for a reason, or wrong in some way, or right."""

    case: str
    refused: str = ""
    wrong: str = ""


def outcomes(operator):
    """Run each of an operator's cases."""
    return [_outcome(operator, case) for case in cases(operator)]


def cases(operator):
    """Return ONNX's cases of one operator.

    Without those that repeat a case with the operator spelt out in smaller ones.
    """
    import onnx.backend.test.case.node as package

    name = _FILES.get(operator, operator.lower())
    importlib.import_module(f"{package.__name__}.{name}")
    # onnx's own loader runs the thousands of cases of all operators first.
    return [
        case
        for case in package._NodeTestCases
        if [node.op_type for node in case.model.graph.node] == [operator]
        and "_expanded" not in case.name
    ]


def _outcome(operator, case):
    from onnx.helper import get_attribute_value

    (node,) = case.model.graph.node
    attributes = {a.name: get_attribute_value(a) for a in node.attribute}
    for given, expected in case.data_sets:
        rest = iter(given)
        inputs = [next(rest) if name else None for name in node.input]
        try:
            got = ADAPTERS[operator](Node(inputs, attributes))
            compare(got, expected)
        except NotOffered as refusal:
            return Outcome(case.name, refused=str(refusal))
        except (AssertionError, ValueError, TypeError) as error:
            return Outcome(case.name, wrong=repr(error))
    return Outcome(case.name)


def compare(got, expected):
    """Raise AssertionError unless the outputs agree in shape, dtype and values.

    ONNX itself allows a relative error of 1e-3; we hold the engine to a hundredth.
    """
    assert got
    for ours, theirs in zip(
        map(np.asarray, got), map(np.asarray, expected), strict=False
    ):
        assert (ours.shape, ours.dtype) == (theirs.shape, theirs.dtype)
        np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-6)


def table():
    """Return the outcome of all operators as a Markdown table."""
    lines = [
        "| operator | cases | apply | pass | does not apply |",
        "|---|---|---|---|---|",
    ]
    sums = np.zeros(3, int)
    for operator in ADAPTERS:
        found = outcomes(operator)
        reasons = defaultdict(int)
        for outcome in found:
            if outcome.refused:
                reasons[outcome.refused] += 1
        apply = len(found) - sum(reasons.values())
        passed = sum(not outcome.refused and not outcome.wrong for outcome in found)
        why = "; ".join(f"{count} × {reason}" for reason, count in reasons.items())
        lines.append(f"| {operator} | {len(found)} | {apply} | {passed} | {why} |")
        sums += len(found), apply, passed
    lines.append("| **all** | {} | {} | {} | |".format(*sums))
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())

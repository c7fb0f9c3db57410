"""Hold what a submission returned against what is right: type, shape, dtype, values.

The tolerance is derived, not tuned. Rounding can move a sum of n terms by about
n · u · Σ|term|, where u is the unit roundoff; each exercise says n · Σ|term| as its
`rounding`. We allow 32 times that with the u of *single* precision, 2⁻²⁴, for float32
and float64 alike: a right answer may be computed in any order, by FFT, and in float32
inside; a wrong one is off by far more. Cases of small integers are exact either way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from cnnquiz.grading import wire
from cnnquiz.values import Rng

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnquiz.curriculum.exercise import Arguments, Exercise

SLACK = 32.0
ROUNDOFF = {"single": 2.0**-24, "double": 2.0**-53}
Aspect = Literal["type", "shape", "dtype", "agrees_with_reference"]


@dataclass(frozen=True, slots=True)
class Mismatch:
    """The first thing that is wrong, which check it fails, and in which part."""

    check: Aspect
    message: str
    part: str = ""
    wrong: Any = None


@dataclass(frozen=True, slots=True)
class Expectation:
    """What is right for one case, and how far off rounding may be."""

    value: Any
    tolerance: Any
    dtype: str | None
    parts: tuple[str, ...] = ()
    values_free: bool = False

    @classmethod
    def of(cls, exercise: Exercise, arguments: Arguments) -> Expectation:
        """Compute it with the engine, in float64."""
        wide = {k: widen(_real(v)) for k, v in arguments.items()}
        dtype, parts = _dtype(exercise, arguments), exercise.parts
        with np.errstate(all="ignore"):
            value = exercise.reference(**wide)
            if exercise.values == "free":
                return cls(value, None, dtype, parts, values_free=True)
            sizes = exercise.rounding(**wide)
        factor = SLACK * ROUNDOFF[exercise.precision]
        return cls(value, _tolerance(sizes, factor), dtype, parts)


def build(arguments: Arguments) -> Arguments:
    """Return a copy of the arguments as a function receives them."""
    return {k: _real(v) for k, v in wire.copy(arguments).items()}


def _real(value: Any) -> Any:
    return np.random.default_rng(value.seed) if isinstance(value, Rng) else value


def widen(value: Any) -> Any:
    """Return float32 arrays as float64, inside dicts and sequences too."""
    if isinstance(value, np.ndarray):
        return value.astype(np.float64) if value.dtype.kind == "f" else value
    if isinstance(value, dict):
        return {k: widen(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(widen(v) for v in value)
    return value


def _tolerance(sizes: Any, factor: float) -> Any:
    if isinstance(sizes, dict):
        return {k: _tolerance(v, factor) for k, v in sizes.items()}
    if isinstance(sizes, (list, tuple)):
        return type(sizes)(_tolerance(v, factor) for v in sizes)
    return factor * float(np.max(np.abs(sizes), initial=0.0))


def at_least(tolerance: Any, value: Any) -> Any:
    """Return the tolerance, widened to what single precision needs for the value.

    A wrong idea may give large numbers where the right ones are all zero.
    """
    if isinstance(value, dict):
        return {k: at_least(_inner(tolerance, k), v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [at_least(_inner(tolerance, i), v) for i, v in enumerate(value)]
    if not isinstance(value, (int, float, np.ndarray, np.generic)):
        return 0.0
    array = np.asarray(value, np.float64)
    size = float(np.max(np.abs(array[np.isfinite(array)]), initial=0.0))
    own = tolerance if isinstance(tolerance, float) else 0.0
    return max(own, 1e-5 * size)


def _inner(tolerance: Any, key: Any) -> Any:
    """Return the tolerance of one part; of the whole where parts do not match."""
    try:
        return tolerance[key]
    except (TypeError, KeyError, IndexError):
        return tolerance


def _dtype(exercise: Exercise, arguments: Arguments) -> str | None:
    """Return the dtype that array results must have, or None where any will do."""
    if exercise.dtype != "input":
        return None if exercise.dtype == "free" else exercise.dtype
    found = {array.dtype for array in _arrays(arguments)}
    floating = {dtype.name for dtype in found if dtype.kind == "f"}
    # Integer data beside floating weights: any dtype that holds the values.
    first = next((a.dtype for a in _arrays(arguments)), None)
    if len(floating) == 1 and first is not None and first.kind == "f":
        return floating.pop()
    return None


def _arrays(value: Any) -> Iterator[np.ndarray]:
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _arrays(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _arrays(inner)


def mismatch(got: Any, expected: Expectation) -> Mismatch | None:
    """Return the first thing wrong with what a submission returned, or None."""
    found = list(mismatches(got, expected))
    order: tuple[Aspect, ...] = ("type", "shape", "dtype", "agrees_with_reference")
    return min(found, key=lambda m: order.index(m.check), default=None)


def mismatches(got: Any, expected: Expectation) -> Iterator[Mismatch]:
    """Yield what is wrong, part by part."""
    yield from _compare(
        got, expected.value, expected.tolerance, expected, "", expected.parts
    )


def _compare(
    got: Any, want: Any, tolerance: Any, spec: Expectation, name: str, names: Any = ()
) -> Iterator[Mismatch]:
    if isinstance(want, (tuple, list)):
        yield from _compare_sequence(got, want, tolerance, spec, name, names)
    elif isinstance(want, dict):
        yield from _compare_dict(got, want, tolerance, spec, name)
    else:
        problem = _type_problem(got, want)
        if problem:
            yield Mismatch("type", f"{_subject(name)} {problem}", name)
        else:
            yield from _compare_leaf(got, want, tolerance, spec, name)


def _compare_sequence(
    got: Any, want: Any, tolerance: Any, spec: Expectation, name: str, names: Any
) -> Iterator[Mismatch]:
    if not isinstance(got, (tuple, list)):
        asked = _values(len(want)) + (f" ({', '.join(names)})" if names else "")
        message = f"{_subject(name)} is {_kind(got)}; the statement asks for {asked}"
        yield Mismatch("type", message, name)
        return
    if len(got) != len(want):
        message = (
            f"{_subject(name)} has {_values(len(got))} and should have {len(want)}"
        )
        yield Mismatch("type", message, name)
        return
    for index, (g, w) in enumerate(zip(got, want, strict=True)):
        part = names[index] if index < len(names) else f"{name}[{index}]"
        inner = tolerance[index] if isinstance(tolerance, (tuple, list)) else tolerance
        yield from _compare(g, w, inner, spec, part)


def _values(count: int) -> str:
    return "1 value" if count == 1 else f"{count} values"


def _compare_dict(
    got: Any, want: Any, tolerance: Any, spec: Expectation, name: str
) -> Iterator[Mismatch]:
    if not isinstance(got, dict):
        message = f"{_subject(name)} is {_kind(got)}; the statement asks for a dict"
        yield Mismatch("type", message, name)
        return
    if set(got) != set(want):
        missing = ", ".join(sorted(set(want) - set(got)))
        extra = ", ".join(sorted(set(got) - set(want)))
        said = [f"lacks {missing}"] * bool(missing) + [f"has {extra} too"] * bool(extra)
        yield Mismatch("type", f"{_subject(name)} {' and '.join(said)}", name)
        return
    for key, value in want.items():
        inner = tolerance[key] if isinstance(tolerance, dict) else tolerance
        path = f"{name}.{key}" if name.endswith("]") else key
        yield from _compare(got[key], value, inner, spec, path)


def _has_wrong_dtype(given: np.ndarray, right: np.ndarray, spec: Expectation) -> bool:
    if spec.dtype == "integer":
        return given.size > 0 and given.dtype.kind not in "iu"  # np.array([]) will do
    return (
        spec.dtype is not None and right.dtype.kind == "f" and given.dtype != spec.dtype
    )


def _type_problem(got: Any, want: Any) -> str:
    if isinstance(got, wire.Unsupported):
        return f"is {got.what}; the statement asks for {_asked(want)}"
    if isinstance(want, np.ndarray) and want.ndim:
        right = isinstance(got, np.ndarray)
    elif want is None or isinstance(want, str):
        right = type(got) is type(want)
    elif isinstance(want, (bool, np.bool_)):
        right = isinstance(got, (bool, np.bool_)) or _is_0d(got, "b")
    elif isinstance(want, (int, np.integer)) or _is_0d(want, "iu"):
        whole = isinstance(got, (int, np.integer)) and not isinstance(got, bool)
        right = whole or _is_0d(got, "iu")
    else:
        number = isinstance(got, (int, float, np.number)) and not isinstance(got, bool)
        right = number or (isinstance(got, np.ndarray) and got.dtype.kind in "fiu")
    return "" if right else f"is {_kind(got)}; the statement asks for {_asked(want)}"


def _is_0d(value: Any, kinds: str) -> bool:
    is_array = isinstance(value, np.ndarray) and not value.ndim
    return is_array and value.dtype.kind in kinds


def _compare_leaf(
    got: Any, want: Any, tolerance: float, spec: Expectation, name: str
) -> Iterator[Mismatch]:
    if want is None or isinstance(want, (str, bool)):
        if got != want and not spec.values_free:
            message = f"{_subject(name)} is {got!r} and should be {want!r}"
            yield Mismatch("agrees_with_reference", message, name)
        return
    given, right = np.asarray(got), np.asarray(want)
    if given.shape != right.shape:
        message = f"{_subject(name)} has shape {given.shape}, should have {right.shape}"
        yield Mismatch("shape", message, name)
        return
    if (
        isinstance(want, np.ndarray)
        and want.ndim
        and _has_wrong_dtype(given, right, spec)
    ):
        message = f"{_subject(name)} is {given.dtype} and should be {spec.dtype}"
        yield Mismatch("dtype", message, name)
    if spec.values_free:
        return
    wrong = differs(given, right, tolerance)
    if wrong.any():
        yield Mismatch(
            "agrees_with_reference", _say_wrong(given, right, wrong, name), name, wrong
        )


def differs(given: np.ndarray, right: np.ndarray, tolerance: float) -> np.ndarray:
    """Return where two arrays of one shape differ by more than the tolerance."""
    a, b = given.astype(np.float64), right.astype(np.float64)
    with np.errstate(invalid="ignore"):
        near = np.abs(a - b) <= tolerance
    same = (a == b) | (np.isnan(a) & np.isnan(b))
    return np.asarray(~(near | same))


def _say_wrong(
    given: np.ndarray, right: np.ndarray, wrong: np.ndarray, name: str
) -> str:
    place = tuple(int(i) for i in np.argwhere(wrong)[0])
    got, want = _number(given[place]), _number(right[place])
    if not given.ndim:
        return f"{_subject(name)} is {got} and should be {want}"
    count = f"{int(wrong.sum())} of {wrong.size} cells are wrong"
    where = f"{name}{list(place)}" if name else f"at {list(place)} it"
    return f"{where} is {got} and should be {want} ({count})"


def _number(value: Any) -> str:
    text = f"{float(value):.6g}"
    return text if len(text) < 12 else f"{float(value):.3e}"


def _subject(name: str) -> str:
    return name or "the result"


def _kind(value: Any) -> str:
    if value is None:
        return "None (is a return missing?)"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if isinstance(value, wire.Unsupported):
        return value.what
    article = "an" if type(value).__name__[0] in "aeiou" else "a"
    return f"{article} {type(value).__name__}"


def _asked(want: Any) -> str:
    if isinstance(want, np.ndarray) and want.ndim:
        return "a NumPy array"
    if want is None:
        return "None"
    if isinstance(want, (bool, np.bool_)):
        return "True or False"
    if isinstance(want, (int, np.integer)):
        return "an int"
    return "a number"

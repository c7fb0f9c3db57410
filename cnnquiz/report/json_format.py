"""A report as JSON, schema cnnquiz.grade/1: bounded, and nothing but data."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from cnnquiz.grading.verdict import (
    CheckResult,
    Counterexample,
    GradeReport,
    NamedMistake,
    Speed,
    Status,
    Verdict,
)
from cnnquiz.report.safe import clean

SCHEMA = "cnnquiz.grade/1"
MAX_CELLS = 200
MAX_TEXT = 2_000
MAX_OUTPUT = 8_000
MAX_PARTS = 50
MAX_BYTES = 90_000  # of one submission's entry


def dumps(report: GradeReport) -> str:
    """Return the document as text."""
    return json.dumps(to_document(report), indent=1, allow_nan=False)


def to_document(report: GradeReport) -> dict[str, Any]:
    """Return the whole report as data."""
    return {
        "schema": SCHEMA,
        "version": report.version,
        "seed": report.seed,
        "sandbox": {
            "level": report.sandbox.level,
            "layers": list(report.sandbox.layers),
            "missing": [_text(said) for said in report.sandbox.missing],
        },
        "submissions": [
            verdict_to_json(v, allow_slow=report.allow_slow) for v in report.submissions
        ],
    }


def verdict_to_json(verdict: Verdict, *, allow_slow: bool = False) -> dict[str, Any]:
    """Return one submission's entry."""
    entry = {
        "file": _text(verdict.file),
        "exercise": verdict.exercise,
        "status": str(verdict.status),
        "passed": verdict.passed(allow_slow=allow_slow),
        "seconds": round(verdict.seconds, 3),
        "message": _message(verdict),
        "checks": [_check(check) for check in verdict.checks],
        "misconceptions": [
            {"id": m.id, "title": m.title, "lesson": m.lesson}
            for m in verdict.misconceptions
        ],
        "speed": _speed(verdict.speed),
        "output": _text(verdict.output[-MAX_OUTPUT:], 2 * MAX_OUTPUT),
    }
    if len(json.dumps(entry)) > MAX_BYTES:  # many parts that are each small
        for check in entry["checks"]:  # type: ignore[attr-defined]
            check["counterexample"] = None
    return entry


def _message(verdict: Verdict) -> str:
    said = [verdict.message, verdict.praise]
    message = _text(" ".join(part for part in said if part))
    if verdict.line and f"line {verdict.line}" not in message:
        message += f" (line {verdict.line})"
    return message


def _check(check: CheckResult) -> dict[str, Any]:
    return {
        "name": check.name,
        "title": check.title,
        "status": check.status,
        "cases": check.cases,
        "message": _text(check.message),
        "counterexample": _counterexample(check.counterexample),
    }


def _counterexample(found: Counterexample | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "arguments": {
            _text(k, 80): value_to_json(v) for k, v in found.arguments.items()
        },
        "expected": value_to_json(found.expected),
        "got": value_to_json(found.got),
    }


def _speed(speed: Speed | None) -> dict[str, Any] | None:
    if speed is None:
        return None
    return {"ratio": round(speed.ratio, 3), "limit": speed.limit}


def _text(text: str, limit: int = MAX_TEXT) -> str:
    text = clean(text)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def value_to_json(value: Any, depth: int = 0) -> Any:
    """Return a value as JSON types; large arrays are cut and their shape is said."""
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else repr(value)
    if isinstance(value, str):
        return _text(value)
    if depth > 8:
        return "…"
    if isinstance(value, np.ndarray):
        return _array(value)
    if isinstance(value, Mapping):
        pairs = list(value.items())[:MAX_PARTS]
        return {_text(str(k), 80): value_to_json(v, depth + 1) for k, v in pairs}
    if isinstance(value, (list, tuple)):
        return [value_to_json(v, depth + 1) for v in value[:MAX_PARTS]]
    if hasattr(value, "what"):
        return _text(str(value.what))
    if hasattr(value, "seed"):
        return f"default_rng({value.seed})"
    return _text(repr(value))


def _array(array: np.ndarray) -> Any:
    if array.size > MAX_CELLS:
        first = [_cell(v) for v in array.reshape(-1)[:20].tolist()]
        return {"shape": list(array.shape), "dtype": str(array.dtype), "first": first}
    return _nested(array.tolist())


def _nested(value: Any) -> Any:
    return [_nested(v) for v in value] if isinstance(value, list) else _cell(value)


def _cell(value: Any) -> Any:
    is_odd = isinstance(value, float) and not math.isfinite(value)
    return repr(value) if is_odd else value


def verdict_from_json(entry: Mapping[str, Any]) -> Verdict:
    """Return a verdict that draws as the one that was stored did."""
    speed = entry.get("speed")
    return Verdict(
        file=entry["file"],
        exercise=entry["exercise"],
        status=Status(entry["status"]),
        message=entry["message"],
        seconds=entry["seconds"],
        checks=tuple(_check_from(check) for check in entry["checks"]),
        misconceptions=tuple(NamedMistake(**m) for m in entry["misconceptions"]),
        speed=Speed(speed["ratio"], speed["limit"]) if speed else None,
        output=entry["output"],
    )


def _check_from(check: Mapping[str, Any]) -> CheckResult:
    found = check["counterexample"]
    case = None
    if found is not None:
        case = Counterexample(
            {k: _value_from(v) for k, v in found["arguments"].items()},
            _value_from(found["expected"]),
            _value_from(found["got"]),
        )
    return CheckResult(
        check["name"],
        check["title"],
        check["status"],
        check["cases"],
        check["message"],
        case,
    )


def _value_from(value: Any) -> Any:
    """Return lists of numbers as arrays; everything else as it is."""
    if isinstance(value, Mapping):
        return {k: _value_from(v) for k, v in value.items()}
    if not isinstance(value, list):
        return value
    try:
        array = np.array(value, dtype=np.float64)
    except (TypeError, ValueError):
        return [_value_from(v) for v in value]
    return array

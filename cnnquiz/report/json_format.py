"""A report as JSON, schema cnnquiz.grade/1: bounded, and nothing but data."""

from __future__ import annotations

import json
from typing import Any

from cnnquiz.grading.verdict import CheckResult, Counterexample, GradeReport, Verdict
from cnnquiz.report.text import message
from cnnquiz.report.values import Room, plain, text

SCHEMA = "cnnquiz.grade/1"
# Bytes of one submission's entry, which together stay below 100 kB.
MAX_OUTPUT = 16_000
MAX_VALUES = 25_000
MAX_MESSAGE = 4_000
MAX_FILE = 2_000
MAX_CHECKS, MAX_CHECK_TEXT = 40, 400
MAX_NAMED, MAX_LESSON = 8, 1_000
MAX_NAME, MAX_TITLE = 60, 160


def dumps(report: GradeReport) -> str:
    """Return the document as text: ASCII, and an array in one line."""
    return written(to_document(report)) + "\n"


def to_document(report: GradeReport) -> dict[str, Any]:
    """Return the whole report as data."""
    return {
        "schema": SCHEMA,
        "version": report.version,
        "seed": report.seed,
        "sandbox": {
            "level": report.sandbox.level,
            "layers": [text(layer) for layer in report.sandbox.layers],
            "missing": [text(layer) for layer in report.sandbox.missing],
        },
        "submissions": [
            entry(verdict, allow_slow=report.allow_slow)
            for verdict in report.submissions
        ],
    }


def entry(verdict: Verdict, *, allow_slow: bool = False) -> dict[str, Any]:
    """Return what the document says of one submission."""
    room = Room(MAX_VALUES)
    speed = verdict.speed
    return {
        **summary(verdict, allow_slow=allow_slow),
        "message": text(message(verdict, MAX_MESSAGE), MAX_MESSAGE),
        "checks": [
            {**check(c), "counterexample": _counterexample(c.counterexample, room)}
            for c in verdict.checks[:MAX_CHECKS]
        ],
        "misconceptions": named(verdict),
        "speed": speed
        and {"ratio": plain(speed.ratio, room), "limit": plain(speed.limit, room)},
        "output": output(verdict),
    }


def summary(verdict: Verdict, *, allow_slow: bool) -> dict[str, Any]:
    """Return which file it is, and how it ended."""
    return {
        "file": text(verdict.file, MAX_FILE, keep_end=True),
        "exercise": text(verdict.exercise),
        "status": str(verdict.status),
        "passed": verdict.passed(allow_slow=allow_slow),
        "seconds": round(verdict.seconds, 3),
    }


def check(result: CheckResult) -> dict[str, Any]:
    """Return how a check went, but for its counterexample."""
    return {
        "name": text(result.name, MAX_NAME),
        "title": text(result.title, MAX_TITLE),
        "status": result.status,
        "cases": result.cases,
        "message": text(result.message, MAX_CHECK_TEXT),
    }


def named(verdict: Verdict) -> list[dict[str, str]]:
    """Return the misconceptions that claim a submission."""
    return [
        {
            "id": text(m.id, MAX_NAME),
            "title": text(m.title, MAX_TITLE),
            "lesson": text(m.lesson, MAX_LESSON),
        }
        for m in verdict.misconceptions[:MAX_NAMED]
    ]


def output(verdict: Verdict) -> str:
    """Return the end of what a submission printed."""
    return text(verdict.output, MAX_OUTPUT, keep_end=True)


def _counterexample(found: Counterexample | None, room: Room) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "arguments": plain(found.arguments, room),
        "expected": plain(found.expected, room),
        "got": plain(found.got, room),
    }


def written(data: Any, indent: str = "") -> str:
    """Write data as JSON: a line for each key, and one for a list without keys."""
    deeper = indent + " "
    if isinstance(data, dict) and data:
        parts = [f"{json.dumps(k)}: {written(v, deeper)}" for k, v in data.items()]
        return _lines("{", parts, "}", indent)
    if isinstance(data, list) and any(isinstance(part, dict) for part in data):
        return _lines("[", [written(part, deeper) for part in data], "]", indent)
    return json.dumps(data, allow_nan=False)


def _lines(opening: str, parts: list[str], closing: str, indent: str) -> str:
    inner = f",\n{indent} ".join(parts)
    return f"{opening}\n{indent} {inner}\n{indent}{closing}"

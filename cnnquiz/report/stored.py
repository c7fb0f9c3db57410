"""A verdict as it is kept in the record, and read back to be drawn again.

It has the keys of an entry in `cnnquiz grade`'s JSON and a few more. Values are in the
form that says what they were. An entry of the plain form can be read back too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cnnquiz.errors import DataError
from cnnquiz.grading.verdict import (
    CheckResult,
    Counterexample,
    NamedMistake,
    Speed,
    Status,
    Verdict,
)
from cnnquiz.report.json_format import (
    MAX_CHECKS,
    MAX_MESSAGE,
    check,
    named,
    output,
    summary,
)
from cnnquiz.report.safe import one_line
from cnnquiz.report.values import Room, kept, restored, text

MAX_VALUES = 60_000  # bytes


def verdict_to_json(verdict: Verdict, *, allow_slow: bool = False) -> dict[str, Any]:
    """Return a verdict as data."""
    room = Room(MAX_VALUES)
    speed = verdict.speed
    return {
        **summary(verdict, allow_slow=allow_slow),
        "message": text(one_line(verdict.message, MAX_MESSAGE), MAX_MESSAGE),
        "line": verdict.line,
        "checks": [
            {**check(c), "counterexample": _counterexample(c.counterexample, room)}
            for c in verdict.checks[:MAX_CHECKS]
        ],
        "misconceptions": named(verdict),
        "speed": speed
        and {
            "ratio": kept(float(speed.ratio), room),
            "limit": kept(float(speed.limit), room),
            "growth": text(speed.growth),
        },
        "praise": text(verdict.praise),
        "output": output(verdict),
    }


def _counterexample(found: Counterexample | None, room: Room) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "arguments": kept(found.arguments, room),
        "expected": kept(found.expected, room),
        "got": kept(found.got, room),
        "wrong": kept(found.wrong, room),
        "why": text(found.why),
    }


def verdict_from_json(data: Mapping[str, Any]) -> Verdict:
    """Return a verdict that draws as the one that was kept did.

    Raises
    ------
    DataError
        If the data is not that of a verdict.
    """
    try:
        return _verdict_from(data)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise DataError(f"this is not a verdict: {error!r}") from None


def _verdict_from(data: Mapping[str, Any]) -> Verdict:
    speed = data.get("speed")
    return Verdict(
        file=data["file"],
        exercise=data["exercise"],
        status=Status(data["status"]),
        message=data["message"],
        seconds=data.get("seconds", 0.0),
        line=data.get("line"),
        checks=tuple(_check_from(each) for each in data.get("checks", ())),
        misconceptions=tuple(
            NamedMistake(m["id"], m["title"], m["lesson"])
            for m in data.get("misconceptions", ())
        ),
        speed=_speed_from(speed) if speed else None,
        praise=data.get("praise", ""),
        output=data.get("output", ""),
    )


def _speed_from(data: Mapping[str, Any]) -> Speed:
    ratio, limit = (float(restored(data[name])) for name in ("ratio", "limit"))
    return Speed(ratio, limit, data.get("growth", ""))


def _check_from(data: Mapping[str, Any]) -> CheckResult:
    found = data.get("counterexample")
    return CheckResult(
        data["name"],
        data["title"],
        data["status"],
        data["cases"],
        data["message"],
        None if found is None else _counterexample_from(found),
    )


def _counterexample_from(data: Mapping[str, Any]) -> Counterexample:
    arguments = data["arguments"]
    if set(arguments) == {"dict"}:
        arguments = dict(arguments["dict"])
    return Counterexample(
        {name: restored(value) for name, value in arguments.items()},
        restored(data["expected"]),
        restored(data["got"]),
        restored(data.get("wrong")),
        data.get("why", ""),
    )

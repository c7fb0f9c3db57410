"""How the fields of a row become columns of SQLite and values of JSON, and back."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from cnnquiz.study.rows import Answer, Draft, Event, Row, Submission

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

R = TypeVar("R", bound=Row | Draft)


def time_text(at: datetime) -> str:
    """Return a time as UTC in ISO 8601 with microseconds; such texts sort as times."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def storable(text: str) -> str:
    r"""Return the text with lone surrogates written as escapes.

    They come from bytes on standard input that are not UTF-8, and no UTF-8 file can
    hold them.
    """
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def json_text(value: Any) -> str:
    """Return compact, strict JSON."""
    return json.dumps(value, allow_nan=False, separators=(",", ":"))


def _expect(what: str, holds: bool) -> None:
    """Raise the one exception that every reader raises: what was expected."""
    if not holds:
        raise ValueError(what)


def _read_text(value: Any) -> str:
    _expect("text", isinstance(value, str))
    _expect("text that UTF-8 can hold", storable(value) == value)
    return str(value)


def _read_whole(value: Any) -> int:
    _expect("a whole number", isinstance(value, int) and not isinstance(value, bool))
    return int(value)


def _read_count(value: Any) -> int:
    count = _read_whole(value)
    _expect("a count", 0 <= count < 2**63)
    return count


def _read_confidence(value: Any) -> int:
    confidence = _read_whole(value)
    _expect("1, 2 or 3", confidence in {1, 2, 3})
    return confidence


def _read_number(value: Any) -> float:
    _expect("a number", isinstance(value, int | float) and not isinstance(value, bool))
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    _expect("a finite number", math.isfinite(number))
    return number


def _read_score(value: Any) -> float:
    score = _read_number(value)
    _expect("a number from 0 to 1", 0 <= score <= 1)
    return score


def _read_seconds(value: Any) -> float:
    seconds = _read_number(value)
    _expect("seconds, 0 or more", seconds >= 0)
    return seconds


def _read_truth(value: Any) -> bool:
    _expect("true or false", isinstance(value, bool))
    return bool(value)


def _read_time(value: Any) -> datetime:
    form = "a time with its zone, such as 2026-01-31T12:00:00.000000+00:00"
    try:
        at = datetime.fromisoformat(value)
        _expect(form, at.tzinfo is not None)
        return at.astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(form) from None


def _read_texts(value: Any) -> tuple[str, ...]:
    _expect("a list of texts", isinstance(value, list))
    return tuple(_read_text(each) for each in value)


def _read_object(value: Any) -> Mapping[str, Any]:
    """Return a copy as JSON would give it back: tuples as lists, keys as texts."""
    _expect("an object", isinstance(value, dict))
    try:
        return dict(json.loads(json_text(value)))
    except (TypeError, ValueError, RecursionError):
        raise ValueError("an object of strict JSON") from None


def _same(value: Any) -> Any:
    return value


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a row.

    `read` takes a value of a JSON document and raises ValueError with what it expected;
    the other three cannot fail on a row's own values. `needed` fields have no default.
    """

    read: Callable[[Any], Any]
    needed: bool = False
    to_json: Callable[[Any], Any] = _same
    to_sql: Callable[[Any], Any] = _same
    from_sql: Callable[[Any], Any] = _same


def _text(*, needed: bool = False) -> Field:
    return Field(_read_text, needed)


def _truth() -> Field:
    return Field(_read_truth, needed=True, to_sql=int, from_sql=bool)


def _time() -> Field:
    return Field(
        _read_time,
        needed=True,
        to_json=time_text,
        to_sql=time_text,
        from_sql=datetime.fromisoformat,
    )


def _object() -> Field:
    return Field(
        _read_object,
        needed=True,
        to_json=dict,
        to_sql=json_text,
        from_sql=json.loads,
    )


def _texts() -> Field:
    return Field(
        _read_texts,
        to_json=list,
        to_sql=json_text,
        from_sql=lambda text: tuple(json.loads(text)),
    )


def _seed() -> Field:
    """Return a field that SQLite holds as text: a seed may exceed 64 bits."""
    return Field(_read_whole, to_sql=str, from_sql=int)


TABLES: Mapping[type[Row], str] = {
    Answer: "answers",
    Submission: "submissions",
    Event: "events",
}
FIELDS: Mapping[type, Mapping[str, Field]] = {
    Answer: {
        "id": _text(needed=True),
        "item": _text(needed=True),
        "answer": _text(needed=True),
        "correct": _truth(),
        "score": Field(_read_score, needed=True),
        "at": _time(),
        "seed": _seed(),
        "level": _text(),
        "confidence": Field(_read_confidence),
        "seconds": Field(_read_seconds),
        "topic": _text(),
        "misconceptions": _texts(),
        "card": _text(),
    },
    Submission: {
        "id": _text(needed=True),
        "exercise": _text(needed=True),
        "source": _text(needed=True),
        "verdict": _object(),
        "status": _text(needed=True),
        "passed": _truth(),
        "at": _time(),
        "seed": _seed(),
        "hints": Field(_read_count),
        "seconds": Field(_read_seconds),
    },
    Event: {
        "id": _text(needed=True),
        "kind": _text(needed=True),
        "payload": _object(),
        "at": _time(),
    },
    Draft: {
        "exercise": _text(needed=True),
        "text": _text(needed=True),
        "at": _time(),
    },
}


def to_sql(row: Row | Draft) -> list[Any]:
    """Return a row's columns."""
    return _each(row, lambda field: field.to_sql)


def from_sql(kind: type[R], columns: tuple[Any, ...]) -> R:
    """Return the row of these columns."""
    values: list[Any] = [
        None if value is None else field.from_sql(value)
        for field, value in zip(FIELDS[kind].values(), columns, strict=True)
    ]
    return kind(*values)


def to_document(row: Row | Draft) -> dict[str, Any]:
    """Return a row as a JSON object."""
    values = _each(row, lambda field: field.to_json)
    return dict(zip(FIELDS[type(row)], values, strict=True))


def from_document(kind: type[R], document: Mapping[str, Any]) -> R:
    """Return the row of a JSON object; ValueError names the field that is wrong."""
    values = {}
    for name, field in FIELDS[kind].items():
        value = document.get(name)
        if value is None:
            _expect(f"{name}: is missing", not field.needed)
            continue
        try:
            values[name] = field.read(value)
        except ValueError as error:
            raise ValueError(f"{name}: expected {error}, got {value!r:.80}") from None
    return kind(**values)


def _each(
    row: Row | Draft, conversion: Callable[[Field], Callable[[Any], Any]]
) -> list[Any]:
    converted = []
    for name, field in FIELDS[type(row)].items():
        value = getattr(row, name)
        converted.append(None if value is None else conversion(field)(value))
    return converted

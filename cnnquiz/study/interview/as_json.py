"""A scorecard as JSON, schema cnnquiz.scorecard/1: all of it, and nothing but data."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cnnquiz.study.interview.outcomes import Outcome
    from cnnquiz.study.interview.scorecard import Scorecard
    from cnnquiz.study.stats import Share

SCHEMA = "cnnquiz.scorecard/1"


def render(card: Scorecard) -> str:
    """Return the document as text: ASCII, so that any program can read it."""
    return json.dumps(document(card), indent=1, allow_nan=False) + "\n"


def document(card: Scorecard) -> dict[str, Any]:
    """Return the scorecard as data; times are UTC, a share has its 95 % interval."""
    return {
        "schema": SCHEMA,
        "id": card.id,
        "preset": card.preset,
        "at": card.at.isoformat(),
        "seed": card.seed,
        "most": card.most,
        "version": card.version,
        "finished": card.finished,
        "answered": card.answered,
        "planned": card.planned,
        "verdict": card.verdict,
        "mean": card.mean,
        "points": card.points,
        "out_of": card.out_of,
        "dimensions": [
            {
                "name": each.name,
                "title": each.title,
                "score": each.score,
                "points": each.share,
                "answers": _share(each.counts),
                "evidence": each.evidence,
            }
            for each in card.dimensions
        ],
        "left_out": list(card.left_out),
        "misconceptions": [asdict(each) for each in card.misconceptions],
        "topics": [
            {
                "topic": row.topic,
                "answers": _share(row.answers),
                "last": _time(row.last),
            }
            for row in card.topics
        ],
        "calibration": [
            {"confidence": each.confidence, "answers": _share(each.answers)}
            for each in card.calibration
        ],
        "sure_and_wrong": list(card.sure_and_wrong),
        "seconds": {"used": card.used, "budget": card.time},
        "times": [asdict(each) for each in card.times],
        "code": [asdict(each) for each in card.code],
        "follow_ups": [asdict(each) for each in card.follow_ups],
        "plan": [
            {"command": each.command, "why": each.why, "due": _time(each.due)}
            for each in card.plan
        ],
        "trend": [
            {"at": each.at.isoformat(), "verdict": each.verdict, "mean": each.mean}
            for each in card.trend
        ],
        "items": [_item(each) for each in card.outcomes],
    }


def _item(outcome: Outcome) -> dict[str, Any]:
    """Return one thing that was asked, with what was answered."""
    return {
        "id": outcome.id,
        "kind": outcome.unit.kind,
        "type": outcome.type,
        "topic": outcome.topic or None,
        "level": outcome.level,
        "follows": outcome.unit.follows or None,
        "answer": outcome.given,
        "score": outcome.score,
        "earned": outcome.earned,
        "worth": outcome.worth,
        "right": outcome.right,
        "skipped": outcome.skipped,
        "confidence": outcome.confidence,
        "misconceptions": [each.id for each in outcome.shown],
    }


def _share(share: Share) -> dict[str, Any]:
    return {
        "right": share.right,
        "asked": share.asked,
        "share": share.share,
        "interval": list(share.interval),
    }


def _time(at: datetime | None) -> str | None:
    return at.isoformat() if at else None

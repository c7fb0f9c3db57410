"""A grader that stays warm: requests on standard input, verdicts on standard output.

One JSON object a line. The interface starts one of these and grades through it, so
that nothing it draws ever waits. A request to grade is ``{"id", "file", "exercise",
"source", "seed"}``; the answers are any number of ``{"id", "progress": {"stage",
"done", "total"}}``, for a wrong file ``{"id", "early"}`` with what a pinned case already
shows, and then ``{"id", "seed", "verdict"}``. A request to try code is ``{"id", "code",
"tests"}``; its answer is ``{"id", "results"}``. Whatever fails is ``{"id", "error"}``. To
cancel, end the process: its players end with it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from cnnquiz.grading.batch import fresh_seed
from cnnquiz.grading.bench import Bench
from cnnquiz.grading.judging import Observer, Request
from cnnquiz.grading.players import Zygote
from cnnquiz.grading.referee import grade
from cnnquiz.grading.submission import Submission
from cnnquiz.report import verdict_to_json


def main() -> None:
    """Serve until standard input ends."""
    zygote = Zygote()
    try:
        for line in sys.stdin:
            if line.strip():
                _serve(json.loads(line), zygote)
    except KeyboardInterrupt:
        pass
    finally:
        zygote.close()


def _serve(request: dict[str, Any], zygote: Zygote) -> None:
    """Answer a request; what fails is said to the learner, not raised at them."""
    try:
        answer = (_try if "tests" in request else _grade)(request, zygote)
    except Exception as error:  # noqa: BLE001 - whatever it is
        answer = {"error": f"{type(error).__name__}: {error}"}
    _say({"id": request["id"], **answer})


def _try(request: dict[str, Any], zygote: Zygote) -> dict[str, Any]:
    return {"results": Bench(zygote).run(request["code"], request["tests"])}


def _grade(request: dict[str, Any], zygote: Zygote) -> dict[str, Any]:
    number = request["id"]
    source = request["source"].encode("utf-8", "replace")
    seed = request.get("seed")
    asked = Request(
        Submission(Path(request["file"]), source),
        request["exercise"],
        fresh_seed() if seed is None else int(seed),
        observe=_observer(number),
        early=lambda verdict: _say({"id": number, "early": verdict_to_json(verdict)}),
    )
    verdict, _ = grade(asked, zygote)
    return {"seed": asked.seed, "verdict": verdict_to_json(verdict)}


def _observer(number: int) -> Observer:
    def observe(stage: str, done: int, total: int) -> None:
        _say({"id": number, "progress": {"stage": stage, "done": done, "total": total}})

    return observe


def _say(message: dict[str, Any]) -> None:
    print(json.dumps(message), flush=True)


if __name__ == "__main__":
    main()

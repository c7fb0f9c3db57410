"""A grader that decides by a word in the source; run by the tests as a process.

PASS passes, with TIMED in a stated time; HOLD waits for the gate, a FIFO, then passes;
BROKEN is a mistake in the second line; DIE ends the process; MUTTER says what is no
JSON; FAIL says that it failed; anything else is wrong.
"""

import json
import os
import sys
from pathlib import Path

HOSTILE = "[/red] w[i] \x1b[31m"


def say(number, **message):
    print(json.dumps({"id": number, **message}), flush=True)


def verdict(status, source):
    wrong = status == "wrong"
    example = {
        "arguments": {"x": [[1.0, 2.0], [3.0, 4.0]]},
        "expected": [[1.0, 2.0]],
        "got": [[1.0, -2.0]],
    }
    check = {
        "name": "agrees_with_reference",
        "title": "agrees with the reference",
        "status": "failed" if wrong else "passed",
        "cases": 30,
        "message": "one cell differs" if wrong else "",
        "counterexample": example if wrong else None,
    }
    mistake = {"id": "abs-value", "title": "Mirrors", "lesson": "A lesson to remember."}
    return {
        "file": "relu.py",
        "exercise": "relu",
        "status": status,
        "passed": not wrong,
        "seconds": 0.1,
        "message": f"said of {HOSTILE}",
        "line": 2 if "BROKEN" in source else None,
        "checks": [check],
        "misconceptions": [mistake] if wrong else [],
        "speed": {"ratio": 3.1, "limit": 12.0} if "TIMED" in source else None,
        "output": f"process {os.getpid()}",
    }


for line in sys.stdin:
    request = json.loads(line)
    number = request["id"]
    if "tests" in request:
        if "DIE" in request["code"]:
            sys.exit(3)
        said = "it does not hold" if "WRONG" in request["code"] else ""
        say(number, results=[said] * len(request["tests"]))
        continue
    source = request["source"]
    say(number, progress={"stage": "drawn cases", "done": 3, "total": 10})
    if "EARLY" in source:
        say(number, early={"status": "wrong", "message": f"said of {HOSTILE}"})
    if "HOLD" in source:
        Path(sys.argv[1]).read_text()
    if "DIE" in source:
        print("out of luck", file=sys.stderr, flush=True)
        sys.exit(3)
    if "MUTTER" in source:
        print("hm", flush=True)
    elif "FAIL" in source:
        say(number, error="LookupError: nothing there")
    else:
        status = "passed" if "PASS" in source or "HOLD" in source else "wrong"
        say(number, seed=7, verdict=verdict(status, source))

"""JSON, JUnit, Gradescope, CSV and HTML: to the letter, bounded, and inert."""

from __future__ import annotations

import html
import json
import xml.etree.ElementTree as ET
from dataclasses import replace

import numpy as np
import pytest

from cnnquiz.errors import UsageError
from cnnquiz.grading.verdict import (
    CheckResult,
    Counterexample,
    NamedMistake,
    Speed,
    Status,
)
from cnnquiz.report import FORMATS, render

MAX_BYTES = 100_000  # of a report, a submission
DOCUMENT = {"schema", "version", "seed", "sandbox", "submissions"}
ENTRY = {
    "file", "exercise", "status", "passed", "seconds", "message", "checks",
    "misconceptions", "speed", "output",
}  # fmt: skip
CHECK = {"name", "title", "status", "cases", "message", "counterexample"}


def document(report) -> dict:
    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is not JSON")

    return json.loads(render(report, "json"), parse_constant=refuse)


def parsed(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 - a document of ours


def test_json_has_the_keys_of_the_contract(sample, report) -> None:
    """On every kind of verdict: no key more, none less, each of its type."""
    told = document(report(sample))
    assert set(told) == DOCUMENT
    assert told["schema"] == "cnnquiz.grade/1"
    assert set(told["sandbox"]) == {"level", "layers", "missing"}
    (entry,) = told["submissions"]
    assert set(entry) == ENTRY
    assert entry["status"] in set(Status)
    assert type(entry["passed"]) is bool
    assert type(entry["seconds"]) is float
    for check in entry["checks"]:
        assert set(check) == CHECK
        assert check["status"] in {"passed", "failed", "skipped"}
        if check["counterexample"] is not None:
            assert set(check["counterexample"]) == {"arguments", "expected", "got"}
    assert all(set(m) == {"id", "title", "lesson"} for m in entry["misconceptions"])
    assert entry["speed"] is None or set(entry["speed"]) == {"ratio", "limit"}


def test_passed_is_true_for_passed_alone(sample, report) -> None:
    """And for slow where it is allowed."""
    (entry,) = document(report(sample))["submissions"]
    assert entry["passed"] == (entry["status"] == "passed")
    (entry,) = document(report(sample, allow_slow=True))["submissions"]
    assert entry["passed"] == (entry["status"] in {"passed", "slow"})


def case(verdict, report, arguments, expected=None, got=None) -> dict:
    """Return a counterexample as the document says it."""
    found = Counterexample(arguments, expected, got)
    checks = (CheckResult("values", "values", "failed", 1, "", found),)
    told = replace(verdict("scalar"), checks=checks)
    (entry,) = document(replace(report("scalar"), submissions=(told,)))["submissions"]
    return entry["checks"][0]["counterexample"]


def test_values_are_plain_json(verdict, report) -> None:
    """Arrays are nested lists; what is not finite is a text; the rest is in words."""

    class Rng:
        seed = 7

    class Unsupported:
        what = "an instance of numpy.matrix"

    arguments = {
        "x": np.array([[1.0, np.nan], [np.inf, -np.inf]]),
        "i": np.array([1, 2], np.int8),
        "m": np.array([True, False]),
        "f": np.float32(0.5),
        "b": np.True_,
        "n": float("nan"),
        "none": None,
        "rng": Rng(),
        "layers": [{"kernel_size": 3}, (1, 2)],
    }
    told = case(verdict, report, arguments, {"w": np.ones((1, 1))}, Unsupported())
    assert told == {
        "arguments": {
            "x": [[1.0, "nan"], ["inf", "-inf"]],
            "i": [1, 2],
            "m": [True, False],
            "f": 0.5,
            "b": True,
            "n": "nan",
            "none": None,
            "rng": "default_rng(7)",
            "layers": [{"kernel_size": 3}, [1, 2]],
        },
        "expected": {"w": [[1.0]]},
        "got": "an instance of numpy.matrix",
    }


def test_large_arrays_are_cut_and_their_shape_is_said(verdict, report) -> None:
    """Two hundred cells are printed whole."""
    told = case(
        verdict, report, {"x": np.zeros(200)}, None, np.arange(201, dtype=np.int32)
    )
    assert told["arguments"]["x"] == [0.0] * 200
    assert told["got"] == {"shape": [201], "dtype": "int32", "first": list(range(20))}


def huge(verdict, text: str):
    """Return a verdict in which everything is as large as a submission can make it."""
    long = text * (100_000 // len(text))
    found = Counterexample(
        {f"{i}{long}": np.full((3, 60), np.pi) for i in range(30)},
        {str(i): [long, {long: [long] * 1_000}] for i in range(1_000)},
        [[np.full(150, np.pi)] * 100] * 100, None, long,
    )  # fmt: skip
    checks = tuple(
        CheckResult(long, long, "failed", 10**9, long, found) for _ in range(40)
    )
    return replace(
        verdict("error"), file=long, exercise=long, message=long, checks=checks, praise=long,
        misconceptions=(NamedMistake(long, long, long),) * 8, output=long,
        speed=Speed(float("inf"), 1e300, long),
    )  # fmt: skip


@pytest.mark.parametrize(
    "text", ["\U0001f600", "\U0001f600 ", "\x1b", "& ", '"\n', "word "]
)
@pytest.mark.parametrize("format", FORMATS)
def test_a_report_is_bounded(format, text, verdict, report) -> None:
    """A submission cannot fill a disk or a screen with its own verdict.

    The characters are those that take most bytes in one format or another.
    """
    one = replace(report("error"), submissions=(huge(verdict, text),))
    size = len(render(one, format).encode())
    assert 5_000 < size < MAX_BYTES


def test_the_end_of_long_output_is_kept(verdict, report) -> None:
    """What was printed last is nearest to what went wrong."""
    told = replace(verdict("timeout"), output="begin" + "x" * 100_000 + "end")
    one = replace(report("timeout"), submissions=(told,))
    (entry,) = document(one)["submissions"]
    assert entry["output"].startswith("…xx")
    assert entry["output"].endswith("xxend")
    assert parsed(render(one, "junit")).find(".//system-out").text.endswith("xxend")


@pytest.mark.parametrize("format", ["json", "junit", "gradescope", "html"])
def test_documents_are_ascii(sample, format, report) -> None:
    """They can be written to any stream, and are valid UTF-8."""
    assert render(report(sample), format).isascii()


@pytest.mark.parametrize("format", FORMATS)
def test_a_submissions_text_is_inert(format, report) -> None:
    """No control sequence, no mark that reorders, and none after parsing either."""
    text = render(report("hostile"), format)
    if format == "junit":
        root = parsed(text)
        text += "".join(root.itertext()) + "".join(
            value for element in root.iter() for value in element.attrib.values()
        )
    elif format in {"json", "gradescope"}:
        text += str(json.loads(text))
    elif format == "html":
        text += html.unescape(text)
    for bad in "\x1b\x07\x9b\u202e\u200b\u2028\ud800\r":
        assert bad not in text
    assert "red" in text


def test_junit_counts_failures_and_errors(report) -> None:
    """A wrong answer is a failure; what could not be judged is an error."""
    names = (
        "passed",
        "slow",
        "flipped",
        "not_started",
        "invalid",
        "timeout",
        "crashed",
    )
    root = parsed(render(report(*names), "junit"))
    (suite,) = root
    assert root.tag == "testsuites"
    assert suite.tag == "testsuite"
    counts = {"tests": "7", "failures": "4", "errors": "2", "skipped": "0"}
    assert {k: suite.get(k) for k in counts} == counts
    assert {k: root.get(k) for k in counts} == counts
    cases = suite.findall("testcase")
    assert [case.get("name") for case in cases] == ["relu", *["conv2d"] * 6]
    problems = [
        next((p.tag for p in case if p.tag != "system-out"), None) for case in cases
    ]
    assert problems == [None, *["failure"] * 4, "error", "error"]
    assert all(float(case.get("time")) >= 0 for case in cases)


def test_junit_tells_a_failure_in_full_and_its_output_apart(report) -> None:
    """The message is the sentence; the text below it is the terminal's."""
    root = parsed(render(report("flipped"), "junit"))
    failure = root.find(".//failure")
    assert failure.get("type") == "wrong"
    assert "your kernel is flipped" in failure.get("message")
    assert "got (1, 1, 1, 2)" in failure.text
    assert "It printed" not in failure.text
    assert root.find(".//system-out").text.endswith("done\n")
    properties = {p.get("name"): p.get("value") for p in root.iter("property")}
    assert properties["seed"] == "42"
    slow = render(report("slow", allow_slow=True), "junit")
    assert parsed(slow).find(".//failure") is None


def test_gradescope_gives_a_point_for_each_that_passed(report) -> None:
    """The sum is Gradescope's: a score at the top would override it."""
    told = json.loads(render(report("passed", "flipped", "slow"), "gradescope"))
    assert [t["score"] for t in told["tests"]] == [1.0, 0.0, 0.0]
    assert {t["max_score"] for t in told["tests"]} == {1.0}
    assert [t["status"] for t in told["tests"]] == ["passed", "failed", "failed"]
    assert [t["name"] for t in told["tests"]] == ["relu", "conv2d", "conv2d"]
    assert told["tests"][1]["extra_data"]["misconceptions"] == ["kernel-flip"]
    assert "score" not in told
    allowed = json.loads(render(report("slow", allow_slow=True), "gradescope"))
    assert allowed["tests"][0]["score"] == 1.0


def test_gradescope_gets_a_score_where_no_test_has_one(report) -> None:
    """The specification asks for one or the other; and says how many files there are."""
    told = json.loads(render(report(interrupted=True), "gradescope"))
    assert told["score"] == 0.0
    assert told["tests"] == []
    assert "Interrupted" in told["output"]
    several = json.loads(render(report("passed", "flipped"), "gradescope"))
    assert several["output"].endswith("2 files, a point each.")


def test_gradescope_renders_none_of_it(sample, report) -> None:
    """Each text is of the format "text"; the default of the first would be HTML."""
    told = json.loads(render(report(sample), "gradescope"))
    assert told["output_format"] == "text"
    assert told["test_output_format"] == told["test_name_format"] == "text"
    for test in told["tests"]:
        assert test["output_format"] == test["name_format"] == "text"
    known = {
        "score", "max_score", "status", "name", "name_format", "number", "output",
        "output_format", "tags", "visibility", "extra_data",
    }  # fmt: skip
    assert all(set(test) <= known for test in told["tests"])


def test_an_unknown_format_is_refused(report) -> None:
    """A caller's slip does not become another format."""
    with pytest.raises(
        UsageError, match="there is no format 'yaml'; there is text, json"
    ):
        render(report("passed"), "yaml")

"""A report as JUnit XML: a test case a submission, as CI systems read it."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace

from cnnquiz.grading.verdict import GradeReport, Status, Verdict
from cnnquiz.report.markup import held
from cnnquiz.report.safe import one_line
from cnnquiz.report.spans import draw
from cnnquiz.report.text import WORDS, message, verdict_lines

# A *failure* is a submission that was judged; an *error* one that could not be.
FAILURES = {Status.WRONG, Status.SLOW, Status.NOT_STARTED, Status.INVALID}
WIDTH = 100
# Bytes, which together stay below 100 kB a submission.
MAX_DETAILS = 50_000
MAX_OUTPUT = 20_000
MAX_NAME = 2_000


def dumps(report: GradeReport) -> str:
    """Return the XML document as text: ASCII, so that any encoding holds it."""
    cases = [_case(v, allow_slow=report.allow_slow) for v in report.submissions]
    failures = sum(case.find("failure") is not None for case in cases)
    errors = sum(case.find("error") is not None for case in cases)
    suites = ET.Element("testsuites")
    suite = ET.SubElement(suites, "testsuite")
    for element in (suites, suite):
        element.set("name", "cnnquiz")
        element.set("tests", str(len(cases)))
        element.set("failures", str(failures))
        element.set("errors", str(errors))
        element.set("skipped", "0")
        element.set("time", f"{sum(v.seconds for v in report.submissions):.3f}")
    properties = ET.SubElement(suite, "properties")
    for name, value in (
        ("version", report.version),
        ("seed", str(report.seed)),
        ("sandbox", report.sandbox.level),
        ("interrupted", str(report.interrupted).lower()),
    ):
        ET.SubElement(properties, "property", name=name, value=value)
    suite.extend(cases)
    ET.indent(suites)
    body = ET.tostring(suites, encoding="us-ascii").decode("ascii")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def _case(verdict: Verdict, *, allow_slow: bool) -> ET.Element:
    case = ET.Element(
        "testcase",
        classname=held(one_line(verdict.file), MAX_NAME),
        name=held(one_line(verdict.exercise), MAX_NAME),
        time=f"{verdict.seconds:.3f}",
    )
    if not verdict.passed(allow_slow=allow_slow):
        problem = ET.SubElement(
            case,
            "failure" if verdict.status in FAILURES else "error",
            type=str(verdict.status),
            message=held(message(verdict, 500) or WORDS[verdict.status], MAX_NAME),
        )
        rows = verdict_lines(replace(verdict, output=""), WIDTH)
        drawn = draw(rows, width=WIDTH, colour=False, ascii=False)
        problem.text = held(drawn, MAX_DETAILS)
    if verdict.output:
        output = ET.SubElement(case, "system-out")
        output.text = held(verdict.output, MAX_OUTPUT, keep_end=True)
    return case

"""A report as JUnit XML: a test case a submission, as CI systems read it."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from cnnquiz.grading.verdict import GradeReport, Status, Verdict
from cnnquiz.report.safe import clean_xml
from cnnquiz.report.spans import draw
from cnnquiz.report.text import WORDS, verdict_lines

FAILURES = {Status.WRONG, Status.SLOW, Status.NOT_STARTED, Status.INVALID}
MAX_TEXT = 20_000


def dumps(report: GradeReport) -> str:
    """Return the XML document as text."""
    verdicts = report.submissions
    failed = [v for v in verdicts if not v.passed(allow_slow=report.allow_slow)]
    errors = [v for v in failed if v.status not in FAILURES]
    suites = ET.Element("testsuites")
    suite = ET.SubElement(
        suites,
        "testsuite",
        name="cnnquiz",
        tests=str(len(verdicts)),
        failures=str(len(failed) - len(errors)),
        errors=str(len(errors)),
        time=f"{sum(v.seconds for v in verdicts):.3f}",
    )
    properties = ET.SubElement(suite, "properties")
    for name, value in (
        ("version", report.version),
        ("seed", str(report.seed)),
        ("sandbox", report.sandbox.level),
    ):
        ET.SubElement(properties, "property", name=name, value=value)
    for verdict in verdicts:
        suite.append(_case(verdict, allow_slow=report.allow_slow))
    ET.indent(suites)
    return ET.tostring(suites, encoding="unicode", xml_declaration=True)


def _case(verdict: Verdict, *, allow_slow: bool) -> ET.Element:
    case = ET.Element(
        "testcase",
        classname=clean_xml(verdict.file)[:500],
        name=verdict.exercise,
        time=f"{verdict.seconds:.3f}",
    )
    if not verdict.passed(allow_slow=allow_slow):
        tag = "failure" if verdict.status in FAILURES else "error"
        problem = ET.SubElement(
            case,
            tag,
            type=str(verdict.status),
            message=clean_xml(verdict.message or WORDS[verdict.status])[:1_000],
        )
        rows = verdict_lines(verdict, 100)
        drawn = draw(rows, width=100, colour=False, ascii=False)
        problem.text = clean_xml(drawn)[:MAX_TEXT]
    if verdict.output:
        output = ET.SubElement(case, "system-out")
        output.text = clean_xml(verdict.output)[:MAX_TEXT]
    return case

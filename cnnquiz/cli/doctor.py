"""doctor: say what holds the code that is graded here."""

from __future__ import annotations

import contextlib
import json
import os
import platform
import sys

import click

from cnnquiz import __version__
from cnnquiz.cli.terminal import Look
from cnnquiz.errors import ExitCode

LEVELS = {
    "full": "A submission can compute, and nothing else.",
    "partial": "A submission can read files that you can read. It cannot change any.",
    "limits": "A submission can do what you can do, within limits of time and memory.",
    "none": "A submission can do what you can do.",
}


@click.command("doctor", epilog="Example: cnnquiz doctor")
@click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text"
)
def doctor_command(format_: str) -> int:
    """Try what a submission must not be able to do, and say what was stopped.

    Exit code 0 if the sandbox is full, 1 if something is open.
    """
    from cnnquiz.grading.examination import SECRET, examine
    from cnnquiz.grading.players import Zygote

    os.environ[SECRET] = "1"
    with contextlib.closing(Zygote()) as zygote:
        result = examine(zygote)
    sandbox = result.sandbox
    if format_ == "json":
        document = {
            "schema": "cnnquiz.doctor/1",
            "version": __version__,
            "level": sandbox.level,
            "layers": list(sandbox.layers),
            "missing": list(sandbox.missing),
            "tried": [
                {"act": f.act, "stopped": f.stopped, "detail": f.detail}
                for f in result.findings
            ],
        }
        print(json.dumps(document, indent=2))
    else:
        look = Look.of_stdout()
        held, open_ = ("held", "OPEN")
        print(f"cnnquiz {__version__}, Python {platform.python_version()}, ", end="")
        print(f"{platform.system()} {platform.release()}, {platform.machine()}\n")
        print(f"The sandbox is {sandbox.level}. {LEVELS[sandbox.level]}\n")
        print("Layers:")
        for layer in sandbox.layers:
            print(f"  {held}     {layer}")
        for layer in sandbox.missing:
            print(f"  missing  {layer}"[: look.width])
        print("\nTried in a player:")
        for finding in result.findings:
            print(f"  {held if finding.stopped else open_}  {finding.act}")
    sys.stdout.flush()
    whole = all(finding.stopped for finding in result.findings) and result.findings
    return ExitCode.PASSED if whole else ExitCode.NOT_PASSED

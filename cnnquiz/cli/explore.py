"""explore: an operation stepped through, in the interface or as text."""

from __future__ import annotations

import json
import sys
import textwrap
from typing import TYPE_CHECKING, Any

import click

from cnnquiz.cli.terminal import Look
from cnnquiz.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cnnquiz.explore import Operation
    from cnnquiz.explore.pictures import Picture
    from cnnquiz.explore.scene import Scene

MOST_STEPS = 40  # that are printed unless all are asked for
INDENT = " " * 4
ARRAYS = (
    "x", "w", "b", "dout", "logits", "labels",
    "gamma", "beta", "running_mean", "running_var", "draws",
)  # fmt: skip
SWITCHES = ("flip", "training")
NUMBERS = {
    "stride": "Cells from one window to the next.",
    "padding": "Cells around the image.",
    "dilation": "Cells from one weight to the next.",
    "groups": "Groups of channels (grouped_conv2d).",
    "kernel_size": "Side of the window, or sides as 2x3.",
    "output_padding": "Cells kept at the bottom and right (conv_transpose2d).",
    "p": "Probability to drop (dropout).",
    "eps": "Added to the variance (batch_norm).",
    "momentum": "Weight of the new value (batch_norm).",
}


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command an option for each knob and each array."""
    for name in reversed(ARRAYS):
        command = _option(name, metavar="ARRAY")(command)
    for name in reversed(SWITCHES):
        command = click.option(f"--{name}/--no-{name}", default=None)(command)
    for name, help_ in reversed(NUMBERS.items()):
        command = _option(name, metavar="N", help=help_)(command)
    return command


def _option(name: str, **options: Any) -> Callable[..., Any]:
    return click.option(f"--{name.replace('_', '-')}", name, **options)


@click.command(
    "explore",
    epilog=(
        "\b\nExamples:\n"
        "  cnnquiz explore\n"
        "  cnnquiz explore conv2d --stride 2 --padding 1\n"
        '  cnnquiz explore conv2d --x "1 2 3; 4 5 6" --w "1 0; 0 1" --plain\n'
        "\nRows of an ARRAY end in a semicolon; more axes are written as nested lists."
    ),
)
@click.argument("name", metavar="[OP]", required=False)
@click.option("--plain", is_flag=True, help="Print the steps as text.")
@click.option("--all", "everything", is_flag=True, help="Print all steps, not 40.")
@click.option(
    "--gradient",
    type=click.Choice(["dx", "dw", "db"]),
    help="Which one (conv2d_backward).",
)
@_options
@click.pass_obj
def explore_command(
    data_dir: str | None,
    /,
    name: str | None,
    plain: bool,
    everything: bool,
    **given: Any,
) -> int:
    """Step through operation OP, cell by cell; without OP, list them."""
    look = Look.of_stdout()
    if name is None:
        _list(look)
        return ExitCode.PASSED
    operation = _operation(name, given)
    if operation.trouble:
        raise UsageError(f"{name}: {operation.trouble.rstrip('.')}")
    if not plain and sys.stdin.isatty() and sys.stdout.isatty():
        from cnnquiz.cli.practice import open_interface

        return open_interface(data_dir, operation)
    _print(operation, look, everything)
    return ExitCode.PASSED


def _operation(name: str, given: dict[str, Any]) -> Operation:
    from cnnquiz import explore

    values = {key: value for key, value in given.items() if value is not None}
    arrays = {key: _array(key, values[key]) for key in values if key in ARRAYS}
    settings = {
        key: _number(key, value) if key in NUMBERS else value
        for key, value in values.items()
        if key not in ARRAYS
    }
    return explore.of_name(name, arrays, settings)


def _array(name: str, text: str) -> Any:
    """Read rows with semicolons between them, or nested lists."""
    try:
        if text.lstrip().startswith("["):
            return json.loads(text)
        rows = [row.replace(",", " ").split() for row in text.strip(" ;").split(";")]
        found = [[float(cell) for cell in row] for row in rows]
    except ValueError:
        found = []
    lengths = set(map(len, found))
    if len(lengths) != 1 or 0 in lengths:
        raise UsageError(
            f'--{name}: write rows of equal length, as in "1 2 3; 4 5 6", not "{text}"'
        )
    return found


def _number(name: str, text: str) -> int | float | tuple[int, int]:
    """Read a number, or two with an x between them."""
    parts = text.split("x") if name in {"kernel_size", "stride"} else [text]
    try:
        if len(parts) == 2:
            return int(parts[0]), int(parts[1])
        return float(text) if name in {"p", "eps", "momentum"} else int(text)
    except ValueError:
        raise UsageError(f"--{name.replace('_', '-')}: '{text}' is no number") from None


def _list(look: Look) -> None:
    from cnnquiz.explore import OPERATIONS

    wide = max(map(len, OPERATIONS))
    for kind in OPERATIONS.values():
        print(f"  {kind.name:{wide}}  {kind.title}"[: look.width])
    print("\n'cnnquiz explore OP' steps through one of them.")


def _print(operation: Operation, look: Look, everything: bool) -> None:
    """Print the arrays, the steps in words, and the results."""
    from cnnquiz.explore.operation import setting
    from cnnquiz.explore.scene import Scene, flowed

    scene = Scene(operation)
    print(f"{operation.name}: {operation.title}")
    _wrapped(operation.kind.about, look.width)
    knobs = [f"{knob.name} {setting(knob.value)}" for knob in operation.knobs]
    if knobs:
        _wrapped(", ".join(knobs), look.width)
    _tables(scene, look, given=True)
    steps = scene.steps if everything else scene.steps[:MOST_STEPS]
    for number, step in enumerate(steps, 1):
        _wrapped(f"{number}/{len(scene.steps)}  {step.title}", look.width)
        for row in flowed(step.words, look.width - len(INDENT)):
            _wrapped(row, look.width, INDENT)
    left = len(scene.steps) - len(steps)
    if left:
        print(f"... {left} more steps; --all prints them")
    _tables(scene, look, given=False)


def _tables(scene: Scene, look: Look, *, given: bool) -> None:
    """Print the given arrays, or the results, every slice of each."""
    from cnnquiz.explore.pictures import arranged

    print()
    drawn: list[Picture] = []
    for table in scene.tables:
        if table.given == given:
            drawn += scene.slices(table, look.width)
    for row in arranged(drawn, look.width)[0]:
        print("".join(piece.text for piece in row).rstrip())
    if given:
        print()


def _wrapped(text: str, width: int, indent: str = "") -> None:
    """Print a text as lines, the ones of a table as they are."""
    if len(indent) + len(text) <= width:
        print(indent + text)
        return
    rows: Sequence[str] = textwrap.wrap(
        text, width, initial_indent=indent, subsequent_indent=indent
    )
    print("\n".join(rows))

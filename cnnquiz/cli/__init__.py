"""The commands: parse, call, print, exit code. No logic of their own.

Each command's module is imported when it is called, so that `cnnquiz list` pays for
nothing that only the grader or the interface needs.
"""

from __future__ import annotations

import importlib
import os
import sys
from typing import TYPE_CHECKING, Any

import click

from cnnquiz import __version__
from cnnquiz.errors import CnnquizError, ExitCode, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

# Two threads of a BLAS on a busy machine are slower than one, and their spinning makes
# every timing unfair; it must be set before NumPy is loaded.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

COMMANDS = {
    "list": ("course", "Show the exercises and how far you are with them."),
    "start": ("course", "Copy the stub of an exercise, to work on it."),
    "hint": ("course", "Give away a little more of an exercise."),
    "solution": ("course", "Show a model solution."),
    "grade": ("grade", "Grade files, or a folder of them."),
    "watch": ("watch", "Grade a file again each time it is saved."),
    "quiz": ("practice", "Ask questions."),
    "drill": ("drill", "Ask what is due, what is weak, or one topic."),
    "interview": ("interview", "Take a mock interview, with a scorecard."),
    "explore": ("explore", "Step through an operation, cell by cell."),
    "questions": ("questions", "List, show and check the questions."),
    "stats": ("stats", "Show how your learning goes."),
    "export": ("data", "Write out your record: JSON, CSV or Anki."),
    "import": ("data", "Add an export to your record."),
    "reset": ("data", "Begin a new record; the old one is kept aside."),
    "keys": ("keys", "Show the interface's keys, and how to change them."),
    "serve": ("serve", "Open the interface in a browser."),
    "lint": ("lint", "Try out exercises and questions, for their authors."),
    "completion": ("completion", "Print what your shell needs to complete names."),
    "help": ("help", "Read the documentation's pages."),
    "doctor": ("doctor", "Say what holds the code that is graded here."),
}


class Commands(click.Group):
    """A group that imports a command only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order in which a learner meets them."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import a command's module and return the command."""
        del ctx
        if name not in COMMANDS:
            return None
        module = importlib.import_module(f"cnnquiz.cli.{COMMANDS[name][0]}")
        command: click.Command = getattr(module, name.replace("-", "_") + "_command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command, or say which one may have been meant."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = did_you_mean(args[0], COMMANDS)
            raise click.UsageError(f"there is no command '{args[0]}'.{near}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """List the commands without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


EPILOG = """\b
Examples:
  cnnquiz                            open the interface
  cnnquiz start conv2d               copy a stub to ./conv2d.py
  cnnquiz grade conv2d.py            grade it
  cnnquiz watch conv2d.py            grade it whenever it is saved
  cnnquiz quiz --plain -n 5          five questions, line by line
"""


@click.group(
    cls=Commands,
    invoke_without_command=True,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="cnnquiz")
@click.option(
    "--data-dir",
    type=click.Path(file_okay=False),
    envvar="CNNQUIZ_DATA_DIR",
    help="Where your record is kept.  [env: CNNQUIZ_DATA_DIR]",
)
@click.pass_context
def cnnquiz(ctx: click.Context, data_dir: str | None) -> None:
    """Train for interviews about convolutional neural networks.

    Without a command, the interface opens: questions, exercises, reviews.
    """
    ctx.obj = data_dir
    if ctx.invoked_subcommand is None:
        from cnnquiz.cli.practice import open_interface

        ctx.exit(open_interface(data_dir))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; the exit code is one of `ExitCode`."""
    sys.exit(_run(arguments))


def _run(arguments: Sequence[str] | None) -> int:
    try:
        code: Any = cnnquiz.main(arguments, prog_name="cnnquiz", standalone_mode=False)
    except click.exceptions.Exit as exit_:
        return exit_.exit_code
    except (KeyboardInterrupt, click.Abort):
        _complain("interrupted")
        return ExitCode.INTERRUPTED
    except click.UsageError as error:
        _complain(error.format_message())
        where = error.ctx.command_path if error.ctx else "cnnquiz"
        print(f"Try '{where} --help'.", file=sys.stderr)
        return ExitCode.USAGE
    except click.ClickException as error:
        _complain(error.format_message())
        return ExitCode.USAGE
    except CnnquizError as error:
        _complain(str(error))
        return error.exit_code
    except BrokenPipeError:
        # Whoever read our output has left: not an error, and nothing more to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.PASSED
    except Exception as error:
        if os.environ.get("CNNQUIZ_DEBUG"):
            raise
        _complain(
            f"this is a bug in cnnquiz ({type(error).__name__}: {error}). "
            "CNNQUIZ_DEBUG=1 shows where"
        )
        return ExitCode.GRADER_FAILED
    return int(code or 0)


def _complain(message: str) -> None:
    print(f"cnnquiz: {message}", file=sys.stderr)

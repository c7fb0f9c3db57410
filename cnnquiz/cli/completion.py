"""completion: what a shell needs to complete cnnquiz's commands and names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem, get_completion_class

if TYPE_CHECKING:
    from collections.abc import Iterable

SHELLS = ("bash", "zsh", "fish")


@click.command(
    "completion",
    epilog="""\b
Examples:
  eval "$(cnnquiz completion bash)"                       in ~/.bashrc
  eval "$(cnnquiz completion zsh)"                        in ~/.zshrc
  cnnquiz completion fish > ~/.config/fish/completions/cnnquiz.fish
""",
)
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion_command(ctx: click.Context, shell: str) -> None:
    """Print what makes your shell complete commands, options and names."""
    found = get_completion_class(shell)
    assert found is not None  # noqa: S101 - click knows all of SHELLS
    made = found(ctx.find_root().command, {}, "cnnquiz", "_CNNQUIZ_COMPLETE")
    print(made.source())


def exercises(
    ctx: click.Context, parameter: click.Parameter, begun: str
) -> list[CompletionItem]:
    """Complete the name of an exercise."""
    from cnnquiz.curriculum.catalog import every

    del ctx, parameter
    return _of(((entry.slug, entry.level) for entry in every()), begun)


def topics(
    ctx: click.Context, parameter: click.Parameter, begun: str
) -> list[CompletionItem]:
    """Complete the name of a topic."""
    from cnnquiz.questions.topics import TOPICS

    del ctx, parameter
    return _of(((topic.id, topic.title) for topic in TOPICS.values()), begun)


def drills(
    ctx: click.Context, parameter: click.Parameter, begun: str
) -> list[CompletionItem]:
    """Complete what a drill can be of."""
    from cnnquiz.questions.misconceptions import load_misconceptions

    kinds = [("due", "what is due"), ("weak", "what is weak")]
    ideas = [(id_, idea.title) for id_, idea in load_misconceptions().items()]
    return [*_of(kinds, begun), *topics(ctx, parameter, begun), *_of(ideas, begun)]


def interviews(
    ctx: click.Context, parameter: click.Parameter, begun: str
) -> list[CompletionItem]:
    """Complete the name of an interview."""
    from cnnquiz.study.interview.presets import PRESETS

    del ctx, parameter
    return _of(((name, preset.what) for name, preset in PRESETS.items()), begun)


def _of(rows: Iterable[tuple[str, str]], begun: str) -> list[CompletionItem]:
    return [CompletionItem(n, help=said) for n, said in rows if n.startswith(begun)]

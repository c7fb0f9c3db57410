"""The verdict on a submission: its stages as they run, then what came out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.widgets import Static

from cnnquiz.tui import look

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from textual.app import ComposeResult
    from textual.content import Content

    from cnnquiz.tui.grader import Progress

EMPTY = "No verdict yet. F5 grades what stands in the editor."
NARROWEST = 30
BAR = 20


class VerdictPane(VerticalScroll):
    """Shows one thing at a time: nothing yet, stages, a verdict, or a failure."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.verdict: Mapping[str, Any] | None = None
        self.message = EMPTY
        self._seed = 0
        self._stages: list[Progress] = []

    def compose(self) -> ComposeResult:
        """Lay out what is said."""
        yield Static("", id="said", markup=False)

    def on_mount(self) -> None:
        """Say how to begin."""
        self._draw()

    def on_resize(self) -> None:
        """Draw again at the new width."""
        self._draw()

    def show_message(self, message: str) -> None:
        """Say one sentence in place of a verdict."""
        self.verdict, self.message, self._stages = None, message, []
        self._draw()

    def show_progress(self, progress: Progress) -> None:
        """Tick a stage on."""
        self.verdict = None
        if self._stages and self._stages[-1].stage == progress.stage:
            self._stages.pop()
        self._stages.append(progress)
        self._draw()

    def show_verdict(self, verdict: Mapping[str, Any], seed: int) -> None:
        """Draw a verdict as `cnnquiz grade` does."""
        self.verdict, self._seed, self._stages = verdict, seed, []
        self._draw()
        self.scroll_home(animate=False)

    def _draw(self) -> None:
        if not self.is_mounted:
            return
        width = max(self.scrollable_content_region.width, NARROWEST)
        if self.verdict is not None:
            said = drawn(self.verdict, self._seed, width)
        elif self._stages:
            said = stages(self._stages)
        else:
            said = look.styled(self.message)
        self.query_one("#said", Static).update(said)


def stages(seen: list[Progress]) -> Content:
    """Draw the stages gone through, and the one under way with its bar."""
    rows = [look.styled((f"{look.RIGHT} ", "good"), each.stage) for each in seen[:-1]]
    last = seen[-1]
    count = f" {last.done}/{last.total}" if last.total else ""
    rows.append(look.styled("- ", (f"{last.stage}{count}", "bold")))
    if last.total:
        rows.append(look.styled("  ", look.bar(last.done / last.total, BAR)))
    rows.append(look.styled(("\nF6 stops it.", "dim")))
    return look.stacked(rows)


def drawn(verdict: Mapping[str, Any], seed: int, width: int) -> Content:
    """Draw a verdict at a width; nothing in it is read as markup."""
    from cnnquiz.report import verdict_from_json
    from cnnquiz.report.spans import line
    from cnnquiz.report.text import verdict_lines

    rows = list(verdict_lines(verdict_from_json(verdict), width))
    if verdict["checks"]:
        rows += [line(""), line(f"Seed {seed}", "dim")]
    return look.lines(rows)

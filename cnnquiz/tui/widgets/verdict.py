"""The verdict on a submission: its stages as they run, then what came out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from cnnquiz.tui import look

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from textual.app import ComposeResult

    from cnnquiz.tui.grader import Progress

EMPTY = "No verdict yet. F5 grades what stands in the editor."
NARROWEST = 30
BAR = 20


class VerdictPane(VerticalScroll):
    """The last verdict; above it the stages of the one under way, or why there is none.

    Below a pass stands what an interviewer may ask next, once that is known.
    """

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.verdict: Mapping[str, Any] | None = None
        self.message = ""
        self._seed = 0
        self._note = EMPTY
        self._stages: list[Progress] = []
        self._source = ""
        self._follow_ups: Sequence[str] = ()
        self._ways: Sequence[str] = ()

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
        self.verdict, self.message = None, message
        self._end_stages()

    def show_note(self, note: str) -> None:
        """Say why there is no new verdict; the last one stays."""
        self._end_stages(note)

    def show_progress(self, progress: Progress) -> None:
        """Tick a stage on; the last verdict stays until the next one comes."""
        if self._stages and self._stages[-1].stage == progress.stage:
            self._stages.pop()
        elif not self._stages:
            self.scroll_home(animate=False)
        self._note = ""
        self._stages.append(progress)
        self._draw()

    def show_verdict(
        self, verdict: Mapping[str, Any], seed: int, source: str = ""
    ) -> None:
        """Draw a verdict as `cnnquiz grade` does; `source` is what it is about."""
        self.verdict, self.message, self._seed = verdict, "", seed
        self._source = source
        self._end_stages()

    def offer(self, follow_ups: Sequence[str], ways: Sequence[str] = ()) -> None:
        """Say below a pass, this one or a later one, what comes next.

        `ways` are sentences on the keys that lead on from there.
        """
        self._follow_ups, self._ways = follow_ups, ways
        self._draw()

    def _end_stages(self, note: str = "") -> None:
        self._stages, self._note = [], note
        self._draw()
        self.scroll_home(animate=False)

    def _draw(self) -> None:
        if not self.is_mounted:
            return
        parts = [stages(self._stages)] if self._stages else []
        if self._note:
            parts.append(look.styled(self._note))
        last = self._last()
        if last and parts:
            parts.append(look.styled(("The verdict before:", "bold")))
        self.query_one("#said", Static).update(_apart([*parts, *last]))

    def _last(self) -> list[Content]:
        """Return what came out last, if anything did."""
        if self.verdict is None:
            return [look.styled(self.message)] if self.message else []
        width = max(self.scrollable_content_region.width - 1, NARROWEST)
        said = [drawn(self.verdict, self._seed, width)]
        if excerpt := line_of(self._source, self.verdict):
            said.insert(1, excerpt)
        if self.verdict["passed"] and self._follow_ups:
            said.append(next_questions(self._follow_ups, self._ways, width))
        return said


def stages(seen: Sequence[Progress]) -> Content:
    """Draw the stage under way with its bar, then those gone through.

    None of these has a tick: to have tried something is not to have passed it.
    """
    last = seen[-1]
    share = last.done / last.total if last.total else 0.0
    count = f" {last.done}/{last.total}" if last.total else ""
    rows = [
        look.styled((f"{last.stage}{count}", "bold")),
        look.styled(look.bar(share, BAR), ("  Esc stops it.", "dim")),
    ]
    for each in seen[:-1]:
        sign = (f"{look.WRONG} ", "bad") if each.is_failure else ("• ", "dim")
        rows.append(look.styled(sign, each.stage))
    return look.stacked(rows)


def drawn(verdict: Mapping[str, Any], seed: int, width: int) -> Content:
    """Draw a verdict at a width; nothing in it is read as markup."""
    from cnnquiz.report import verdict_from_json
    from cnnquiz.report.spans import line
    from cnnquiz.report.text import verdict_lines
    from cnnquiz.tui import speed

    told = verdict_from_json(verdict)
    parts = [look.lines(verdict_lines(told, width))]
    if told.speed is not None and speed.can_be_drawn(told.speed):
        parts.append(speed.plot(told.speed, width))
    if verdict["checks"]:
        parts.append(look.lines([line(f"Seed {seed}", "dim")]))
    return _apart(parts)


def line_of(source: str, verdict: Mapping[str, Any]) -> Content | None:
    """Draw the line of the source that a verdict is about, with the one before it."""
    number, lines = verdict.get("line"), source.splitlines()
    if not number or number > len(lines):
        return None
    rows = [
        look.styled((f"  {n:>4}  ", "dim"), (lines[n - 1].expandtabs(4), style))
        for n, style in ((number - 1, "dim"), (number, "bold"))
        if n
    ]
    return look.stacked(rows)


def next_questions(
    follow_ups: Sequence[str], ways: Sequence[str], width: int
) -> Content:
    """Draw what may be asked next, and which keys lead on."""
    from cnnquiz.report.spans import line, wrapped

    rows = [line("An interviewer may ask next", "title")]
    for question in follow_ups:
        first, *rest = wrapped(look.text(question), width - 4, "")
        rows += [line(f"  - {first[0].text}")]
        rows += [line(f"    {row[0].text}") for row in rest]
    rows += [line(""), *(line(way) for way in ways)]
    return look.lines(rows)


def _apart(parts: Sequence[Content]) -> Content:
    """Put parts below each other with an empty line between."""
    return Content("\n\n").join(parts)

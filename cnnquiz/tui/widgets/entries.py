"""A list of what can be browsed; what is marked can be opened."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from textual.widgets import OptionList
from textual.widgets.option_list import Option

from cnnquiz.tui import look

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.content import Content

    from cnnquiz.tui.app import CnnquizApp
    from cnnquiz.tui.index import Entry, Key, Kind

MOST = 80  # rows in all; what is more is counted, and found by another word
HEADINGS: dict[Kind, str] = {
    "topic": "Topics",
    "exercise": "Exercises",
    "misconception": "Misconceptions",
    "question": "Questions",
    "generator": "Questions with new numbers each time",
}
# The first of these that an entry is in stands before it, with its sign and style.
_SIGNS = {
    "passed": (look.RIGHT, "good"),
    "slow": ("~", "bold $text-warning"),
    "attempted": ("•", "bold $text-warning"),
    "right": (look.RIGHT, "good"),
    "wrong": (look.WRONG, "bad"),
    "never": (" ", "dim"),
}


class EntryList(OptionList):
    """Entries below the heading of their kind."""

    def __init__(self, id: str) -> None:
        super().__init__(id=id, markup=False)
        self._entries: dict[str, Entry] = {}

    @property
    def marked(self) -> Entry | None:
        """Return the entry that is pointed at."""
        option = self.highlighted_option
        return self._entries.get(option.id or "") if option else None

    def fill(
        self,
        found: Mapping[Kind, Sequence[Entry]],
        states: Mapping[Key, frozenset[str]],
    ) -> None:
        """Show these entries; the one that was marked stays marked if it is there."""
        at = self.marked
        most = MOST // max(1, len(found))
        shown = {kind: entries[:most] for kind, entries in found.items()}
        self._entries = {_name(each): each for kind in shown for each in shown[kind]}
        options: list[Option] = []
        for kind, entries in shown.items():
            options.append(_heading(kind, len(entries), len(found[kind])))
            options += (_option(each, states) for each in entries)
        self.set_options(options)
        wanted = _name(at) if at else ""
        places = {option.id: i for i, option in enumerate(self.options) if option.id}
        self.highlighted = places.get(wanted, next(iter(places.values()), None))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open what was chosen."""
        event.stop()
        self.open_marked()

    def open_marked(self) -> None:
        """Ask the question, or open the exercise, the topic or the misconception."""
        if self.marked is not None:
            open_entry(self.app, self.marked)  # type: ignore[arg-type]


def open_entry(app: CnnquizApp, entry: Entry) -> None:
    """Open one entry; a generator asks with numbers that it did not have before."""
    from cnnquiz.questions.generators import GENERATORS
    from cnnquiz.questions.select import find

    match entry.kind:
        case "topic":
            app.open_topic(entry.id)
        case "exercise":
            app.open_exercise(entry.id)
        case "misconception":
            app.open_misconception(entry)
        case "question":
            app.open_question(find(entry.id))
        case "generator":
            made, rng = GENERATORS[entry.id], random.SystemRandom()
            seed, level = rng.randrange(10**6), rng.choice(made.levels)
            app.open_question(made.from_seed(seed, level))


def _heading(kind: Kind, shown: int, count: int) -> Option:
    more = f", the first {shown} are shown" if shown < count else ""
    heading = f"{HEADINGS[kind]}: {count}{more}"
    return Option(look.styled((heading, "bold $text-accent")), disabled=True)


def _option(entry: Entry, states: Mapping[Key, frozenset[str]]) -> Option:
    return Option(row(entry, states.get(entry.key, frozenset())), id=_name(entry))


def _name(entry: Entry) -> str:
    return f"{entry.kind} {entry.id}"


def row(entry: Entry, states: frozenset[str]) -> Content:
    """Draw one entry: its state, its level, what is to be done, its title."""
    state = next((state for state in _SIGNS if state in states), "")
    sign, style = _SIGNS.get(state, (" ", ""))
    level = f"{entry.level:<7}" if entry.level else ""
    waiting = ", ".join(each for each in ("flagged", "due") if each in states)
    return look.styled(
        (f"{sign} {state:<10}", style),
        level,
        (f"{waiting}  " if waiting else "", "bold $text-warning"),
        entry.title,
        (f"  {entry.note}", "dim"),
    )

"""The keys that work on the screen below, read from its live bindings."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from cnnquiz.tui.look import styled

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.content import Content
    from textual.screen import Screen


class HelpScreen(ModalScreen[None]):
    """A list of keys; Esc closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,question_mark,q,enter", "dismiss", "Close", show=False),
    ]

    def __init__(self, below: Screen[object]) -> None:
        super().__init__()
        self._rows = rows(below)

    def compose(self) -> ComposeResult:
        """Lay out the list."""
        with VerticalScroll(id="help"):
            yield Static("Keys that work here", classes="heading", markup=False)
            for keys, description in self._rows:
                yield Static(_row(keys, description), markup=False)
            yield Static(
                "Ctrl+P finds every action by its name. Esc closes this.",
                classes="note",
                markup=False,
            )

    def on_mount(self) -> None:
        """Let the arrows scroll the list."""
        self.query_one("#help").focus()


def rows(screen: Screen[object]) -> list[tuple[str, str]]:
    """Return the keys and what they do, those of the focused control first."""
    found: dict[tuple[str, str], list[str]] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        if not (binding.description and active.enabled):
            continue
        said = binding.tooltip or binding.description
        shown = screen.app.get_key_display(binding)
        keys = found.setdefault((binding.action, said), [])
        if shown not in keys:
            keys.append(shown)
    return [(" ".join(keys[:3]), said) for (_, said), keys in found.items()]


def _row(keys: str, description: str) -> Content:
    return styled((f"{keys:>16}", "bold"), f"  {description}")

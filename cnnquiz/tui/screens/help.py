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
        self._groups = groups(below)

    def compose(self) -> ComposeResult:
        """Lay out the list."""
        with VerticalScroll(id="help") as page:
            page.border_subtitle = "Ctrl+P finds actions by name. Esc closes this."
            yield Static("Keys that work here", classes="heading", markup=False)
            for group in self._groups:
                for keys, description in group:
                    yield Static(_row(keys, description), markup=False)
                yield Static("", markup=False)

    def on_mount(self) -> None:
        """Let the arrows scroll the list."""
        self.query_one("#help").focus()


def groups(screen: Screen[object]) -> list[list[tuple[str, str]]]:
    """Return the keys and what they do: the screen's, the control's, the app's."""
    found: dict[str, dict[tuple[str, str], list[str]]] = {
        place: {} for place in ("screen", "control", "app")
    }
    for active in screen.active_bindings.values():
        binding = active.binding
        if not (binding.description and active.enabled) or _is_plain(binding.action):
            continue
        place = "app" if active.node is screen.app else "control"
        place = "screen" if active.node is screen else place
        keys = found[place].setdefault((binding.action, binding.description), [])
        shown = screen.app.get_key_display(binding)
        if shown not in keys:
            keys.append(shown)
    return [
        [(" ".join(keys[:3]), said) for (_, said), keys in group.items()]
        for group in found.values()
        if group
    ]


def _is_plain(action: str) -> bool:
    """Say whether an action is what everyone expects of arrows and Tab."""
    return action.startswith(("scroll_", "page_", "cursor_", "app.focus_", "screen."))


def _row(keys: str, description: str) -> Content:
    return styled((f"{keys:>16}", "bold"), f"  {description}")

"""Which operation to explore."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from cnnquiz import explore
from cnnquiz.tui import look

if TYPE_CHECKING:
    from textual.app import ComposeResult


class ChooseOperation(ModalScreen[str | None]):
    """A list of the operations; Enter chooses, Esc keeps the one there is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,o", "dismiss", "Close", show=False),
    ]

    def __init__(self, current: str) -> None:
        super().__init__()
        self._current = current

    def compose(self) -> ComposeResult:
        """Lay out the list."""
        wide = max(map(len, explore.OPERATIONS))
        with Vertical(id="dialog"):
            yield Static("Explore which operation?", classes="heading", markup=False)
            yield OptionList(
                *(
                    Option(look.styled(f"{kind.name:{wide}}  ", kind.title), kind.name)
                    for kind in explore.OPERATIONS.values()
                ),
                markup=False,
            )
            yield Static(
                "Enter chooses. Esc closes this.", classes="note", markup=False
            )

    def on_mount(self) -> None:
        """Point at the operation that is open."""
        menu = self.query_one(OptionList)
        menu.highlighted = list(explore.OPERATIONS).index(self._current)
        menu.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Choose what was selected."""
        event.stop()
        self.dismiss(event.option.id)

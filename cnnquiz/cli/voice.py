"""How questions and their feedback are printed, line by line."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cnnquiz.cli.terminal import Look
    from cnnquiz.questions.feedback import Feedback
    from cnnquiz.questions.items import Item
    from cnnquiz.questions.presentation import Labelled

VERDICTS = ("Correct:", "Partly:", "Wrong:")


class Voice:
    """Prints texts as the terminal can show them, each line at once."""

    def __init__(self, look: Look) -> None:
        self.look = look

    def line(self, text: str) -> None:
        """Print one line as it is."""
        print(self.fit(text), flush=True)

    def say(self, text: str) -> None:
        """Print paragraphs wrapped; lines that begin with a space are grids or code.

        No line of ours may begin like a verdict, whatever a text says.
        """
        for line in text.strip("\n").split("\n") if text else ():
            if line.startswith(VERDICTS):
                line = f" {line}"  # noqa: PLW2901 - the same line, set off
            keep = line.startswith((" ", "\t")) or not line.strip()
            for piece in [line] if keep else textwrap.wrap(line, self.look.width):
                self.line(piece)

    def listed(self, label: str, text: str) -> None:
        """Print a labelled text with a hanging indent."""
        wrapped = textwrap.wrap(
            text,
            self.look.width,
            initial_indent=f"  {label} ",
            subsequent_indent=" " * 6,
        )
        for line in wrapped or [f"  {label}"]:
            self.line(line)

    def how_sure(self, read: Callable[[str], str | None]) -> int | None:
        """Ask how sure the learner is, from 1 to 3; None at the end of input."""
        from cnnquiz.study.stats import CONFIDENCE

        choices = ", ".join(f"{number} {said}" for number, said in CONFIDENCE.items())
        while (line := read(f"How sure are you? {choices}")) is not None:
            if line.strip() in map(str, CONFIDENCE):
                return int(line)
            self.say("Type 1, 2 or 3.")
        return None

    def question(self, item: Item) -> None:
        """Print the stem, the code, and the texts that want a partner."""
        from cnnquiz.questions.presentation import code_of, partners

        self.say(item.stem)
        self.say(code_of(item))
        if item.type == "match":
            for partner in partners(item):  # type: ignore[arg-type]
                self.listed(partner.label, partner.text)

    def choices(self, choices: Sequence[Labelled]) -> None:
        """Print the texts to pick from, each with its label."""
        for choice in choices:
            self.listed(f"{choice.label})", choice.text)

    def explained(self, told: Feedback) -> None:
        """Print the answer and all that is told about it."""
        self.say(f"The answer: {told.answer}")
        for note in told.notes:
            self._note("+" if note.right else "-", note.label, note.text)
        for correction in told.corrections:
            self.say(correction)
        if told.working:
            self.say(told.working)
        self.say(f"(Source: {told.source})")

    def _note(self, sign: str, label: str, text: str) -> None:
        """Print what is said of an option, which may be a grid, on one line."""
        rows = "; ".join(" ".join(row.split()) for row in label.splitlines())
        if text.startswith(rows):  # a generated text names its value itself
            self.listed(sign, text)
        else:
            self.listed(f"{sign} {rows}:", text)

    def fit(self, text: str) -> str:
        """Return the text in the characters that the terminal has."""
        return text.encode("ascii", "replace").decode() if self.look.ascii else text

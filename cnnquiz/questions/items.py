"""What a question is: one frozen struct for each type, told apart by `type`."""

from __future__ import annotations

from typing import Annotated, Any, Generic, Literal, TypeAlias, TypeVar

import msgspec

Level: TypeAlias = Literal["easy", "medium", "hard"]
LEVELS: tuple[Level, ...] = ("easy", "medium", "hard")

Number: TypeAlias = int | float
Grid: TypeAlias = tuple[tuple[Number, ...], ...]

Kebab: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Text: TypeAlias = Annotated[str, msgspec.Meta(min_length=1)]
Seconds: TypeAlias = Annotated[int, msgspec.Meta(ge=10, le=900)]

BLANK = "___"


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What all structs of a question share: frozen, named fields, no unknown ones."""


class Option(Record, frozen=True, kw_only=True):
    """One answer to pick; a wrong one names the misconception it comes from."""

    text: Text
    explanation: Text
    correct: bool = False
    misconception: Kebab | None = None

    def __post_init__(self) -> None:
        if self.correct and self.misconception:
            raise ValueError(f"the right option '{self.text}' names a misconception")
        if not self.correct and not self.misconception:
            raise ValueError(f"the wrong option '{self.text}' names no misconception")


Value_co = TypeVar("Value_co", covariant=True)


class Wrong(Record, Generic[Value_co], frozen=True, kw_only=True):
    """A wrong value that a known misconception leads to."""

    value: Value_co
    explanation: Text
    misconception: Kebab


class Origin(Record, frozen=True, kw_only=True):
    """Where a generated item comes from: enough to make it again."""

    generator: str
    version: int
    seed: int
    level: Level


class Item(Record, frozen=True, kw_only=True, tag_field="type"):
    """The fields of every question.

    Each line of a text is a paragraph and may be wrapped, save those that begin with a
    space: these are grids and tables and stay as they are.

    `misconceptions` holds every wrong idea that the item can show: those its wrong
    answers name, and those listed beside them in the file. `code` is shown below the
    stem; a test runs it and expects the exception named by `raises`, if any. Each
    expression of `check` proves a number of the item; a test evaluates it.
    `shown` is the order in which options stand before the learner (see
    `presentation.arrange`); answers always hold positions in the file's order.
    `article` names the claim of a well-known beginner's article that the item tests.
    `parameters` and `origin` belong to generated items: their numbers under the
    engine's argument names, and what makes them again.
    """

    id: Kebab
    topic: Kebab
    level: Level
    seconds: Seconds
    stem: Text
    working: Text
    source: Text
    article: str = ""
    code: str = ""
    raises: str = ""
    check: tuple[str, ...] = ()
    misconceptions: tuple[Kebab, ...] = ()
    shown: tuple[int, ...] = ()
    parameters: dict[str, Any] | None = None
    origin: Origin | None = None

    def __post_init__(self) -> None:
        for name in ("stem", "working", "code"):
            trimmed = getattr(self, name).strip("\n")
            msgspec.structs.force_setattr(self, name, trimmed)
        self._validate()
        named = (*self._named(), *self.misconceptions)
        msgspec.structs.force_setattr(
            self, "misconceptions", tuple(dict.fromkeys(named))
        )

    @property
    def type(self) -> str:
        """The item's type, as files and records call it."""
        return str(self.__struct_config__.tag)

    def _validate(self) -> None:
        """Raise ValueError if the fields do not fit together."""

    def _named(self) -> tuple[str, ...]:
        """Return the misconceptions that the wrong answers name."""
        return ()


def _of_options(options: tuple[Option, ...]) -> tuple[str, ...]:
    return tuple(o.misconception for o in options if o.misconception)


class Choice(Item, frozen=True, kw_only=True, tag="choice"):
    """Pick one option."""

    options: tuple[Option, ...]

    def _validate(self) -> None:
        if sum(option.correct for option in self.options) != 1:
            raise ValueError("options: exactly one must be correct")

    def _named(self) -> tuple[str, ...]:
        return _of_options(self.options)


class Multi(Item, frozen=True, kw_only=True, tag="multi"):
    """Pick every right option; at least one is right and at least one is wrong."""

    options: tuple[Option, ...]

    def _validate(self) -> None:
        if len({option.correct for option in self.options}) != 2:
            raise ValueError("options: some must be correct and some wrong")

    def _named(self) -> tuple[str, ...]:
        return _of_options(self.options)


class NumberItem(Item, frozen=True, kw_only=True, tag="number"):
    """Type a number. `tolerance` is absolute; without it see `marking.tolerance`."""

    answer: Number
    wrong: tuple[Wrong[Number], ...]
    tolerance: float | None = None
    unit: str = ""

    def _named(self) -> tuple[str, ...]:
        return tuple(wrong.misconception for wrong in self.wrong)


class Shape(Item, frozen=True, kw_only=True, tag="shape"):
    """Type whole numbers with a name each: mostly the axes of an array."""

    axes: tuple[str, ...]
    answer: tuple[int, ...]
    wrong: tuple[Wrong[tuple[int, ...]], ...]

    def _validate(self) -> None:
        if len(self.axes) != len(self.answer):
            raise ValueError("axes: one name for each number of the answer")

    def _named(self) -> tuple[str, ...]:
        return tuple(wrong.misconception for wrong in self.wrong)


class Array(Item, frozen=True, kw_only=True, tag="array"):
    """Predict the output: type a small array, row by row."""

    answer: Grid
    wrong: tuple[Wrong[Grid], ...]
    tolerance: float | None = None

    def _validate(self) -> None:
        for grid in (self.answer, *(wrong.value for wrong in self.wrong)):
            if not grid or not grid[0] or len({len(row) for row in grid}) != 1:
                raise ValueError(f"{list(grid)} is not a full rectangle")

    def _named(self) -> tuple[str, ...]:
        return tuple(wrong.misconception for wrong in self.wrong)


class Distractor(Record, frozen=True, kw_only=True):
    """A line or a partner that belongs nowhere in the answer."""

    text: Text
    explanation: Text
    misconception: Kebab


class Order(Item, frozen=True, kw_only=True, tag="order"):
    """Put lines in order. `lines` is the answer; `distractors` are not part of it."""

    lines: tuple[Text, ...]
    distractors: tuple[Distractor, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """All lines that are shown: the answer's, then the distractors'."""
        return (*self.lines, *(line.text for line in self.distractors))

    def _validate(self) -> None:
        if len(self.lines) < 3:
            raise ValueError("lines: at least three are needed to order")

    def _named(self) -> tuple[str, ...]:
        return tuple(line.misconception for line in self.distractors)


class Pair(Record, frozen=True, kw_only=True):
    """Two texts that belong together, and why."""

    left: Text
    right: Text
    explanation: Text


class Match(Item, frozen=True, kw_only=True, tag="match"):
    """Find the partner of each left text; `extras` are partners of none."""

    pairs: tuple[Pair, ...]
    extras: tuple[Distractor, ...] = ()

    @property
    def rights(self) -> tuple[str, ...]:
        """All right texts: the pairs' in order, then the extras."""
        pairs = (pair.right for pair in self.pairs)
        return (*pairs, *(extra.text for extra in self.extras))

    def _validate(self) -> None:
        if not 2 <= len(self.pairs) <= 9:
            raise ValueError("pairs: two to nine")
        if len(set(self.rights)) != len(self.rights):
            raise ValueError("pairs: two right texts are the same")

    def _named(self) -> tuple[str, ...]:
        return tuple(extra.misconception for extra in self.extras)


class Suspect(Record, frozen=True, kw_only=True):
    """A line that looks wrong and is not."""

    line: int
    explanation: Text
    misconception: Kebab | None = None


class Bug(Item, frozen=True, kw_only=True, tag="bug"):
    """Name the line that is wrong, then pick what it should say.

    Every expression of `check` holds once the right fix stands in the code, and at
    least one fails in the code as shown and with each wrong fix.
    """

    line: int
    fixes: tuple[Option, ...]
    suspects: tuple[Suspect, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of the code; the first one is line 1."""
        return tuple(self.code.splitlines())

    def fixed(self, fix: int) -> str:
        """Return the code with the wrong line replaced by one of the fixes."""
        lines = list(self.lines)
        bad = lines[self.line - 1]
        indent = bad[: len(bad) - len(bad.lstrip())]
        lines[self.line - 1] = indent + self.fixes[fix].text
        return "\n".join(lines) + "\n"

    def _validate(self) -> None:
        if not 1 <= self.line <= len(self.lines):
            raise ValueError(f"line: the code has lines 1 to {len(self.lines)}")
        if sum(fix.correct for fix in self.fixes) != 1:
            raise ValueError("fixes: exactly one must be correct")

    def _named(self) -> tuple[str, ...]:
        suspects = (s.misconception for s in self.suspects if s.misconception)
        return (*_of_options(self.fixes), *suspects)


class Blank(Item, frozen=True, kw_only=True, tag="blank"):
    """Fill `___` in the code with one expression; `tests` hold once it is right."""

    answer: Text
    tests: tuple[str, ...]
    wrong: tuple[Wrong[str], ...] = ()

    def filled(self, expression: str) -> str:
        """Return the code with the expression, in parentheses, for the blank."""
        return self.code.replace(BLANK, f"({expression})") + "\n"

    def _validate(self) -> None:
        if self.code.count(BLANK) != 1:
            raise ValueError(f"code: one blank, written {BLANK}")
        if not self.tests:
            raise ValueError("tests: at least one expression")

    def _named(self) -> tuple[str, ...]:
        return tuple(wrong.misconception for wrong in self.wrong)


class Flag(Record, frozen=True, kw_only=True):
    """Something that a good answer never says; it takes away a point."""

    text: Text
    misconception: Kebab


class Explain(Item, frozen=True, kw_only=True, tag="explain"):
    """Answer in words, then tick the key points made and the red flags raised."""

    points: tuple[Text, ...]
    flags: tuple[Flag, ...]

    def _validate(self) -> None:
        if not 3 <= len(self.points) <= 6:
            raise ValueError("points: three to six")

    def _named(self) -> tuple[str, ...]:
        return tuple(flag.misconception for flag in self.flags)


AnyItem: TypeAlias = (
    Choice | Multi | NumberItem | Shape | Array | Order | Match | Bug | Blank | Explain
)

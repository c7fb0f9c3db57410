"""An app on a record of its own, driven by keys and looked at by its state."""

import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from textual.events import Key
from textual.pilot import Pilot

from cnnquiz.study.record import Record
from cnnquiz.tui.app import CnnquizApp
from cnnquiz.tui.grader import Grader
from cnnquiz.tui.learner import Learner

FAKE = Path(__file__).parent / "fake_service.py"
SMALL, LARGE = (80, 24), (120, 40)
CHARACTERS = {
    "space": " ", "comma": ",", "semicolon": ";", "minus": "-", "full_stop": ".",
    "colon": ":",
}  # fmt: skip
BEGIN = datetime(2026, 11, 2, 9, tzinfo=UTC)


class Clock:
    """A clock that goes on a second at each look, and further when told."""

    def __init__(self) -> None:
        self.now = BEGIN

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def skip(self, **much: float) -> None:
        self.now += timedelta(**much)


class Driven:
    """A running app with short names for what tests do."""

    def __init__(self, app: CnnquizApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def screen(self):
        return self.app.screen

    @property
    def record(self) -> Record:
        return self.app.learner.record

    async def settle(self) -> None:
        """Wait until all that was begun is done, save what waits for the learner."""
        groups = {"default", "open", "load"}
        await self.pilot.pause()
        while busy := [w for w in self.app.workers if w.group in groups]:
            await self.app.workers.wait_for_complete(busy)
            await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        """Press keys, each once the one before has arrived, then settle.

        `Pilot.press` also waits for an idle processor after each key, which takes most
        of a test's time.
        """
        for key in keys:
            event = Key(key, key if len(key) == 1 else CHARACTERS.get(key))
            self.app._driver.send_message(event)
            await self.pilot._wait_for_screen()
            if len(key) > 1:  # it may have opened a screen, to which the next one goes
                await self.settle()
        await self.settle()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Let the app go on until something holds; the test's time limit ends it."""
        while not holds():
            await self.pilot.pause()

    async def graded(self) -> None:
        await self.until(lambda: not self.screen.grading)
        await self.settle()

    def shown(self, selector: str = "*") -> str:
        """Return the text of the widgets that a selector finds."""
        found = self.screen.query(selector)
        return "\n".join(
            str(widget.content)
            for widget in found
            if hasattr(widget, "content") and widget.display
        )


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def record(folder: Path, clock: Clock):
    """The learner's record, to fill before the app opens it."""
    with Record.open(folder / "record.sqlite3", clock=clock) as opened:
        yield opened


@pytest.fixture
def gate(tmp_path: Path) -> Path:
    """A file whose appearance lets the fake grader give a verdict it holds back."""
    return tmp_path / "gate"


@pytest.fixture
def grader(gate: Path) -> Grader:
    return Grader((sys.executable, str(FAKE), str(gate)))


@pytest.fixture
def driven(folder: Path, clock: Clock, grader: Grader):
    """Open an app: `async with driven(size=SMALL) as it`."""

    @asynccontextmanager
    async def run(
        size: tuple[int, int] = SMALL, learner: Learner | None = None, **options
    ) -> AsyncIterator[Driven]:
        if learner is None:
            learner = Learner(Record.open(folder / "record.sqlite3", clock=clock))
        options.setdefault("grader", grader)
        app = CnnquizApp(learner, **options)
        try:
            async with app.run_test(size=size) as pilot:
                it = Driven(app, pilot)
                await it.settle()
                yield it
        finally:
            learner.close()

    return run


# Of these files the quick tier runs a fixed sample: every third test.
SAMPLED = {
    "test_browse",
    "test_cells",
    "test_explore",
    "test_interview",
    "test_progress",
}
EVERY = 3


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the rest of the sampled files into the exhaustive tier."""
    sampled = [
        item for item in items if item.path.stem in SAMPLED and "tui" in item.path.parts
    ]
    for number, item in enumerate(sampled):
        if number % EVERY:
            item.add_marker(pytest.mark.exhaustive)

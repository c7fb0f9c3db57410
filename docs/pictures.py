"""Draw the pictures of the documentation: screens of the interface, as SVG.

    python docs/pictures.py

Each is the real interface on a record made here, at a size and theme of its own.
"""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from cnnquiz.curriculum.catalog import find
from cnnquiz.explore import of_name
from cnnquiz.questions.bank import load_bank
from cnnquiz.study.record import Record
from cnnquiz.tui.app import CnnquizApp
from cnnquiz.tui.learner import Learner

FOLDER = Path(__file__).parent / "pictures"
SIZE = (100, 30)


def fill(record: Record) -> None:
    """Answer some questions, three in four of them right."""
    for number, item in enumerate(load_bank(["pooling", "convolution", "padding"])):
        record.add_answer(item.id, "1", correct=number % 4 != 3, topic=item.topic)
    verdict = {"status": "passed", "passed": True, "misconceptions": []}
    for slug in ("relu", "softmax", "correlate2d"):
        record.add_submission(slug, "...", verdict, seed=1)


async def picture(name: str, act) -> None:
    """Open the interface, do something, and keep what it shows."""
    with tempfile.TemporaryDirectory() as folder:
        record = Record.open(Path(folder) / "record.sqlite3")
        fill(record)
        app = CnnquizApp(Learner(record))
        async with app.run_test(size=SIZE) as pilot:
            await pilot.pause(1)
            await act(app, pilot)
            await pilot.pause(1)
            text = app.export_screenshot(title="cnnquiz")
        record.close()
    (FOLDER / f"{name}.svg").write_text(text, encoding="utf-8")
    print(FOLDER / f"{name}.svg")


async def home(app: CnnquizApp, pilot) -> None:
    """Stay at home."""


async def verdict(app: CnnquizApp, pilot) -> None:
    """Grade a conv2d whose kernel is flipped."""
    wrong = find("conv2d").solution.read_text(encoding="utf-8")
    wrong = wrong.replace("w[:, :, u, v]", "w[:, :, k_h - 1 - u, k_w - 1 - v]")
    app.learner.keep_draft("conv2d", wrong)
    app.open_exercise("conv2d")
    await pilot.pause(1)
    await pilot.press("f5")
    await pilot.pause(1)
    while app.screen.grading:
        await pilot.pause(0.2)


async def explore(app: CnnquizApp, pilot) -> None:
    """Step through a convolution."""
    app.open_explore(of_name("conv2d"))
    await pilot.pause(1)
    await pilot.press(*["right"] * 7)


async def main() -> None:
    """Draw them all."""
    FOLDER.mkdir(exist_ok=True)
    for act in (home, verdict, explore):
        await picture(act.__name__, act)


if __name__ == "__main__":
    asyncio.run(main())

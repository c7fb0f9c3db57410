"""The event loop is not held up: by the real grader, by exploring, by a search."""

import threading

from cnnquiz.tui.grader import Grader

TICK = 0.05  # seconds
ALLOWED = 6  # ticks missed in all, on a machine that does other things as well


class Ticker:
    """Counts the ticks of a thread that come while the loop has not done the last."""

    def __init__(self, loop):
        self._loop = loop
        self._done = threading.Event()
        self._stop = threading.Event()
        self._done.set()
        self.missed = 0
        self._thread = threading.Thread(target=self._run)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        self._thread.join()

    def _run(self):
        while not self._stop.wait(TICK):
            if self._done.is_set():
                self._done.clear()
                self._loop.call_soon_threadsafe(self._done.set)
            else:
                self.missed += 1


async def test_grading_misses_next_to_no_tick(driven):
    import asyncio

    async with driven(size=(120, 40), grader=Grader()) as it:
        it.app.open_exercise("relu")
        await it.settle()
        it.screen.editor.take_over(
            "import numpy as np\n\n\ndef relu(x):\n    return abs(x)\n"
        )
        with Ticker(asyncio.get_running_loop()) as ticker:
            await it.pilot.press("f5")
            await it.graded()
        assert "abs-value" in it.shown("#said")
        assert ticker.missed <= ALLOWED


async def test_exploring_misses_next_to_no_tick(driven):
    import asyncio

    async with driven(size=(120, 40)) as it:
        await it.press("x")
        with Ticker(asyncio.get_running_loop()) as ticker:
            for key in ("right", "right_square_bracket", "end"):
                await it.press(key)
        assert it.screen.at == len(it.screen.scene.steps) - 1 > 0
        assert ticker.missed <= ALLOWED


async def test_searching_misses_next_to_no_tick(driven):
    import asyncio

    async with driven(size=(120, 40)) as it:
        with Ticker(asyncio.get_running_loop()) as ticker:
            await it.press("b")
            await it.until(lambda: it.screen.entries)
            await it.press(*"conv", "down")
        assert it.screen.query_one("#entries").option_count > len("conv")
        assert ticker.missed <= ALLOWED


async def test_a_blocked_loop_is_noticed():
    import asyncio
    import time

    with Ticker(asyncio.get_running_loop()) as ticker:
        while ticker.missed <= ALLOWED:
            time.sleep(TICK)
    assert ticker.missed > ALLOWED

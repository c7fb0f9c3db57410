"""The player's side in this process: what loads, what a call disturbs, what is said."""

from __future__ import annotations

import functools
import sys

import numpy as np
import pytest

from cnnquiz.grading import player, wire
from cnnquiz.values import Rng


def spec(function="f", positional=("x",), keywords=(), driver=None, forbidden=()):
    """Say what must be found in a file."""
    return player.Load(
        file="file.py",
        module="a_submission",
        function=function,
        positional=list(positional),
        keywords=list(keywords),
        driver=driver,
        forbidden=list(forbidden),
    )


@pytest.fixture(autouse=True)
def _clean(monkeypatch):
    """Let nothing of a submission stay."""
    monkeypatch.setitem(sys.modules, "a_submission", None)


def loaded(source: str, **wanted) -> player.Submission:
    """Load a source text."""
    return player.load(source.encode(), spec(**wanted))


@pytest.mark.parametrize(
    ("source", "wanted", "said", "line"),
    [
        ("def f(x):\n    return (", {}, "syntax error: '(' was never closed", 2),
        ("def f(x):\n    '\0'", {}, "null bytes", None),
        ("x = " + "(" * 90_000, {}, "", None),
        ("def g(x): pass", {}, "it does not define 'f'; it defines 'g'", None),
        ("import math\nx = 1", {}, "it does not define 'f'", None),
        ("f = 3", {}, "'f' is an instance of int, not a function", None),
        ("\ndef f():\n    pass", {}, "'f' must take (x), yours takes ()", 2),
        (
            "def f(x): pass",
            {"keywords": ["stride"]},
            "'f' must take (x, stride=...), yours takes (x)",
            1,
        ),
        ("class f:\n    def __init__(self): pass", {}, "'f' must take (x)", None),
        ("from .a import b", {}, "no relative imports", 1),
        ("import numpy as n\nn.convolve(1, 2)", {}, "numpy.convolve is off limits", 2),
        (
            "import scipy.signal\nscipy.signal.convolve",
            {},
            "scipy.signal.convolve is",
            2,
        ),
        ("from numpy import convolve as c", {}, "numpy.convolve is off limits", 1),
        ("import numpy.lib as l\nl.stride_tricks", {}, "numpy.lib.stride_tricks is", 2),
    ],
)
def test_what_does_not_load_is_said_with_its_line(source, wanted, said, line) -> None:
    """Nothing of it has run where it does not parse or uses what is off limits."""
    forbidden = ("numpy.convolve", "scipy.signal.convolve", "numpy.lib.stride_tricks")
    with pytest.raises(player.Invalid) as caught:
        loaded(source, forbidden=forbidden, **wanted)
    assert said in str(caught.value)
    if said:
        assert caught.value.line == line


def test_names_that_look_alike_are_not_off_limits() -> None:
    """`convolve` of something else is the learner's own."""
    source = (
        "class mine:\n    convolve = staticmethod(lambda x: x)\n"
        "def f(x):\n    return mine.convolve(x)[0].real\n"
    )
    assert loaded(source, forbidden=["numpy.convolve"]).call({"x": (3,)})["value"] == 3


@pytest.mark.parametrize("error", [RecursionError, MemoryError])
def test_what_the_parser_gives_up_on_is_nested_too_deeply(error, monkeypatch) -> None:
    """Which error that is depends on the version of Python."""

    def give_up(source, file):
        raise error

    monkeypatch.setattr(player.ast, "parse", give_up)
    with pytest.raises(player.Invalid, match="nested too deeply"):
        loaded("f = 1")


def test_a_function_that_hides_its_signature_is_taken() -> None:
    """Functions written in C may not tell."""
    assert loaded("f = max").call({"x": [1, 2]})["value"] == 2


def test_arguments_are_passed_as_the_exercise_names_them() -> None:
    """The first ones by position, so that a learner may name them at will."""
    source = "def f(mine, /, also_mine, *, stride):\n    return mine, also_mine, stride"
    submission = loaded(source, positional=("x", "w"), keywords=("stride",))
    reply = submission.call({"stride": 2, "w": "w", "x": "x"})
    assert reply["value"] == ("x", "w", 2)


def test_a_seed_arrives_as_a_generator() -> None:
    """The same draws as from NumPy's generator with that seed."""
    reply = loaded("def f(x):\n    return x.random()").call({"x": Rng(7)})
    assert reply["value"] == np.random.default_rng(7).random()


def test_a_driver_runs_around_the_function() -> None:
    """It may name what is not there in its annotations."""
    driver = "def drive(f, x: np.ndarray, times: Missing) -> Any:\n    return f(f(x)) * times"
    submission = loaded("def f(x):\n    return x + 1", driver=driver)
    assert submission.call({"x": 1, "times": 10})["value"] == 30


@pytest.mark.parametrize(
    ("body", "disturbed"),
    [
        ("return x + 1", set()),
        ("x += 1; return x.copy()", {"changed"}),
        ("kept[:] = x; return kept", {"earlier_changed"}),
        ("np.random.rand(); return 0", {"global_rng"}),
    ],
)
def test_what_a_call_disturbs_is_noted(body: str, disturbed: set[str]) -> None:
    """An argument, what an earlier call returned, NumPy's global generator."""
    source = f"import numpy as np\nkept = np.zeros(2)\ndef f(x):\n    {body}\n"
    submission = loaded(source)
    state = np.random.get_state()  # noqa: NPY002 - it is what is watched
    submission.call({"x": np.array([1.0, 2.0])})
    reply = submission.call({"x": np.array([3.0, 4.0])})
    np.random.set_state(state)  # noqa: NPY002
    noted = {k for k in ("changed", "earlier_changed", "global_rng") if reply[k]}
    assert noted == disturbed
    if "changed" in disturbed:
        assert reply["changed"] == ["x"]


def test_without_watching_nothing_but_the_value_is_told() -> None:
    """Timed calls pay for no bookkeeping."""
    reply = loaded("def f(x):\n    return x").call({"x": 1}, watch=False)
    assert reply == {"ok": True, "value": 1}


def test_the_gate_lets_numpy_scipy_and_the_library_through() -> None:
    """It leaves finding them to the usual finders."""
    gate = player.ImportGate()
    for name in ("numpy.linalg", "scipy", "json", "os.path"):
        assert gate.find_spec(name) is None
    for name in ("torch", "torch.nn", "cnnquiz.engine", "numpy2"):
        with pytest.raises(
            ModuleNotFoundError, match=f"'{name.partition('.')[0]}' cannot"
        ):
            gate.find_spec(name)


class Exhausted(Exception):  # noqa: N818 - the referee has gone
    """There are no more requests."""


def conversation(*requests) -> list:
    """Serve these requests, each a header, a value and raw bytes; return the answers."""
    waiting, answers = list(requests), []

    def read():
        if not waiting:
            raise Exhausted
        header, value, raw = waiting.pop(0)
        return {**header, "id": len(answers)}, value, raw

    def write(frame):
        head, _ = wire.check_head(frame[: wire.HEAD.size])
        split = wire.HEAD.size + head
        answers.append(wire.unpack(frame[wire.HEAD.size : split], frame[split:])[:2])

    with pytest.raises(Exhausted):
        player.serve(read, write)
    return answers


def load_request(source: str):
    """Ask for a file to be loaded."""
    fields = (
        "file",
        "module",
        "function",
        "positional",
        "keywords",
        "driver",
        "forbidden",
    )
    as_data = {name: getattr(spec(), name) for name in fields}
    return {"op": "load", "load": as_data}, None, source.encode()


def call_request(x):
    """Ask for a call."""
    return {"op": "call", "watch": True}, {"x": x}, b""


def test_a_conversation_from_the_file_to_its_results() -> None:
    """Load, call, go there and back; each answer bears its question's number."""
    (loading, _), (calling, value), (nothing, _) = conversation(
        load_request("def f(x):\n    return x * 2"),
        call_request(21),
        ({"op": "nothing"}, {"x": 1}, b""),
    )
    assert loading == {"ok": True, "id": 0}
    assert (calling["id"], calling["changed"], value) == (1, [], 42)
    assert nothing == {"ok": True, "id": 2}


def test_a_call_without_a_submission_is_idle() -> None:
    """That is what a request costs by itself."""
    assert conversation(call_request(1)) == [({"ok": True, "id": 0}, None)]


def test_what_goes_wrong_is_an_answer() -> None:
    """An invalid file, an exception, one that ends programs; and then it goes on."""
    invalid, _, raised, ended, again = conversation(
        load_request("def g(x): pass"),
        load_request(
            "def f(x):\n    if x > 1:\n        raise SystemExit\n    return 1 / x"
        ),
        call_request(0),
        call_request(2),
        call_request(1),
    )
    assert invalid[0]["ok"] is False
    assert "it defines 'g'" in invalid[0]["invalid"]
    assert (raised[0]["kind"], raised[0]["line"]) == ("ZeroDivisionError", 4)
    assert raised[0]["text"] == "return 1 / x"
    assert (ended[0]["kind"], ended[0]["line"]) == ("SystemExit", 3)
    assert again[1] == 1.0


def test_streams_that_the_learner_replaced_do_no_harm(monkeypatch) -> None:
    """They may raise anything when they are flushed."""

    class Broken:
        def flush(self):
            raise SystemExit

    monkeypatch.setattr(sys, "stdout", Broken())
    assert conversation(call_request(1))[0][0]["ok"] is True


class Unspeakable(Exception):  # noqa: N818 - a name to look for
    """Its message cannot be had."""

    def __str__(self):
        raise SystemExit


@pytest.mark.parametrize(
    ("error", "message", "missing"),
    [
        (ValueError("x" * 5_000), "x" * player.MAX_MESSAGE, False),
        (Unspeakable(), "(its message cannot be shown)", False),
        (ModuleNotFoundError("no torch"), "no torch", True),
        (ImportError("attempted relative import"), "attempted relative import", True),
        (ImportError("cannot import name 'a'"), "cannot import name 'a'", False),
    ],
)
def test_an_exception_is_told_as_data(error, message: str, missing: bool) -> None:
    """Its name, its message up to a bound, and whether a module is missing."""
    said = player.say_raised(error, "file.py")
    assert said["kind"] == type(error).__name__
    assert said["message"] == message
    assert said["missing_module"] is missing
    assert (said["line"], said["text"]) == (None, "")


def test_the_line_is_the_submissions_last_one() -> None:
    """Not that of the library it called, and not that of ours."""
    source = "import json\n\ndef f(x):\n    return json.loads(x)\n"
    submission = loaded(source)
    with pytest.raises(ValueError, match="Expecting") as caught:
        submission.call({"x": "}"})
    said = player.say_raised(caught.value, "file.py")
    assert (said["line"], said["text"]) == (4, "return json.loads(x)")


def test_a_partial_has_no_line_of_its_own() -> None:
    """A signature that does not fit is said without one."""
    assert player._line_of(functools.partial(max)) is None


def test_warming_up_changes_nothing() -> None:
    """NumPy's global generator stays where it was."""
    before = player._global_rng()
    player.warm_up()
    assert player._global_rng() == before

"""Whatever a file does, it ends as a status of the contract with one sentence."""

from __future__ import annotations

import numpy as np
import pytest

from cnnquiz.grading.verdict import Status

RIGHT = "import numpy as np\ndef relu(x):\n    return np.maximum(x, 0)\n"
CASES = {
    "right": (RIGHT, "passed", "checks hold"),
    "windows line ends": (RIGHT.replace("\n", "\r\n"), "passed", ""),
    "byte order mark": (b"\xef\xbb\xbf" + RIGHT.encode(), "passed", ""),
    "latin-1, declared": (
        b"# -*- coding: latin-1 -*-\n# \xe9\n" + RIGHT.encode(),
        "passed",
        "",
    ),
    "a lambda": ("import numpy as np\nrelu = lambda x: np.maximum(x, 0)", "passed", ""),
    "a ufunc in a partial": (
        "import numpy as np, functools\n"
        "relu = functools.partial(np.maximum, np.float32(0).astype(np.int8))",
        "passed",
        "",
    ),
    "main block": (RIGHT + "if __name__ == '__main__':\n    1 / 0\n", "passed", ""),
    "a dataclass": (
        "from dataclasses import dataclass\n@dataclass\nclass A:\n    x: int\n" + RIGHT,
        "passed",
        "",
    ),
    "an optional import": (
        "try:\n    import torch\nexcept ImportError:\n    torch = None\n" + RIGHT,
        "passed",
        "",
    ),
    "empty": ("", "invalid", "does not define 'relu'"),
    "another name": ("def relo(x):\n    return x", "invalid", "it defines 'relo'"),
    "not a function": ("relu = 3", "invalid", "int, not a function"),
    "syntax error": ("def relu(x)\n    return x", "invalid", "syntax error"),
    "null byte": (b"def relu(x):\n\x00 return x", "invalid", ""),
    "not UTF-8": (b"\xff\xfe\x00def relu", "invalid", ""),
    "deeply nested": ("x = " + "(" * 5_000, "invalid", ""),
    "no arguments": ("def relu():\n    return 0", "invalid", "must take (x)"),
    "two arguments": ("def relu(x, y):\n    return x", "invalid", "must take (x)"),
    "sibling module": ("import helper\n" + RIGHT, "invalid", "'helper' cannot"),
    "relative import": ("from . import helper\n" + RIGHT, "invalid", "relative"),
    "torch": ("import torch\n" + RIGHT, "invalid", "'torch' cannot be imported"),
    "cnnquiz": ("import cnnquiz.engine\n" + RIGHT, "invalid", "'cnnquiz' cannot"),
    "late import": (
        "def relu(x):\n    import pandas\n    return x",
        "invalid",
        "'pandas'",
    ),
    "stub": ("def relu(x):\n    raise NotImplementedError('relu')", "not_started", ""),
    "raises at import": ("1 / 0\n" + RIGHT, "error", "ZeroDivisionError"),
    "exits at import": ("import sys\nsys.exit(0)", "error", "SystemExit"),
    "raises": ("def relu(x):\n    raise KeyError('k')", "error", "KeyError: 'k'"),
    "raises a base exception": (
        "def relu(x):\n    raise BaseException('all')",
        "error",
        "BaseException: all",
    ),
    "an exception that cannot be shown": (
        "class E(Exception):\n    def __str__(self):\n        raise E\n"
        "def relu(x):\n    raise E",
        "error",
        "cannot be shown",
    ),
    "exits": ("import sys\ndef relu(x):\n    sys.exit(0)", "error", "SystemExit"),
    "reads input": ("def relu(x):\n    input()\n    return x", "error", "EOFError"),
    "recursion": ("def relu(x):\n    return relu(x)", "error", "RecursionError"),
    "returns None": ("def relu(x):\n    x", "wrong", "is a return missing?"),
    "returns a list": ("def relu(x):\n    return x.tolist()", "wrong", "a list"),
    "returns a matrix": (
        "import numpy as np\ndef relu(x):\n    return np.matrix(np.ones(3))",
        "wrong",
        "numpy.matrix",
    ),
    "returns objects": (
        "import numpy as np\ndef relu(x):\n    return x.astype(object)",
        "wrong",
        "dtype object",
    ),
    "returns text": ("def relu(x):\n    return 'x'", "wrong", "a str"),
    "wrong shape": ("def relu(x):\n    return x.ravel()[:1]", "wrong", "shape"),
    "wrong dtype": (
        "import numpy as np\ndef relu(x):\n    return np.maximum(x, 0).astype(float)",
        "wrong",
        "float64 and should be float32",
    ),
    "NaN": ("def relu(x):\n    return x * float('nan')", "wrong", "nan"),
    "ends itself": ("import os\ndef relu(x):\n    os._exit(0)", "crashed", "itself"),
    "segmentation fault": (
        "import ctypes\ndef relu(x):\n    ctypes.string_at(0)",
        "crashed",
        "SIGSEGV",
    ),
    "too much memory": (
        "import numpy as np\ndef relu(x):\n    return np.ones(10**11)",
        "memory",
        "",
    ),
    "forbidden file": ("def relu(x):\n    open('/etc/passwd')", "blocked", "passwd"),
    "writes a file": ("open('/tmp/cnnquiz-x', 'w')\n" + RIGHT, "blocked", ""),
    "a thread": (
        "import threading\ndef relu(x):\n    threading.Thread(target=print).start()",
        "blocked",
        "new thread",
    ),
    "loops at import": ("while True:\n    pass", "timeout", "while loading"),
    "loops in a call": (
        "def relu(x):\n    while True:\n        pass",
        "timeout",
        "in a call",
    ),
    "closes its pipes": (
        "import os\ndef relu(x):\n    os.closerange(0, 64)\n    return x",
        "crashed",
        "",
    ),
    "floods": ("def relu(x):\n    while 1: print('y' * 9999)", "crashed", "printed"),
}


@pytest.mark.parametrize("name", CASES)
def test_every_kind_of_file_ends_as_a_status(name: str, judge) -> None:
    """The status is the contract's, the message one sentence with the cause."""
    source, status, said = CASES[name]
    verdict = judge(source)
    assert verdict.status == Status(status), verdict.message
    assert said in verdict.message
    assert len(verdict.message) < 500
    assert "Traceback" not in verdict.message


def test_the_line_of_a_mistake_is_named(judge) -> None:
    """A syntax error, an exception and an import each say where."""
    assert judge("x = 1\ndef relu(x)\n").line == 2
    assert judge("def relu(x):\n\n    return y\n").line == 3
    assert judge("\n\nimport torch\n").line == 3


def test_a_check_that_needs_a_failed_one_is_skipped(judge) -> None:
    """What cannot be judged is not called wrong."""
    checks = {c.name: c for c in judge("def relu(x):\n    return None").checks}
    assert checks["type"].status == "failed"
    assert checks["shape"].status == "skipped"
    assert "returns what" in checks["shape"].message
    assert checks["agrees_with_reference"].status == "skipped"
    assert checks["leaves_inputs_unchanged"].status == "passed"


def test_the_same_seed_gives_the_same_verdict(judge) -> None:
    """Cases, counterexample and names are repeated by the seed."""
    source = "import numpy as np\ndef relu(x):\n    return np.where(x > -2, x, 0)"
    one, two = judge(source, seed=5), judge(source, seed=5)
    first = [c.counterexample for c in one.checks if c.counterexample]
    second = [c.counterexample for c in two.checks if c.counterexample]
    np.testing.assert_equal(first[0].arguments, second[0].arguments)
    assert one.message == two.message


def test_the_counterexample_is_one_that_can_be_followed_by_hand(judge) -> None:
    """A flipped kernel shows on two arrays of at most 2x2 with one cell each."""
    source = (
        "import numpy as np\n"
        "def conv2d(x, w, b=None, stride=1, padding=0):\n"
        "    w = w[:, :, ::-1, ::-1]\n"
        "    x = np.pad(x, ((0, 0), (0, 0), (padding,) * 2, (padding,) * 2))\n"
        "    v = np.lib.stride_tricks.sliding_window_view(x, w.shape[2:], (2, 3))\n"
        "    y = np.einsum('nchwij,ocij->nohw', v[:, :, ::stride, ::stride], w)\n"
        "    return y.astype(w.dtype) + (0 if b is None else b[:, None, None])\n"
    )
    for seed in range(3):
        verdict = judge(source, "conv2d", seed)
        assert [m.id for m in verdict.misconceptions] == ["kernel-flip"]
        (found,) = [c.counterexample for c in verdict.checks if c.counterexample]
        x, w = found.arguments["x"], found.arguments["w"]
        assert x.size <= 4
        assert w.size <= 4
        assert np.count_nonzero(x) + np.count_nonzero(w) == 2


def test_state_kept_between_calls_is_found(judge) -> None:
    """A result that depends on what was called before is wrong."""
    source = (
        "import numpy as np\nbuffers = {}\n"
        "def relu(x):\n"
        "    out = buffers.setdefault((x.shape, str(x.dtype)), np.empty_like(x))\n"
        "    return np.maximum(x, 0, out=out)\n"
    )
    checks = {c.name: c.status for c in judge(source).checks}
    assert checks["agrees_with_reference"] == "passed"
    assert checks["keeps_earlier_results"] == "failed"


def test_state_that_spoils_later_answers_is_said(judge) -> None:
    """The case shown comes out right when it is tried alone, and the verdict says so."""
    source = (
        "import numpy as np\ncalls = []\n"
        "def relu(x):\n"
        "    calls.append(1)\n"
        "    return np.maximum(x, 0) + (len(calls) > 30)\n"
    )
    kept = "called alone, that case comes out right: something is kept between calls"
    assert judge(source).message.endswith(kept)
    assert kept not in judge(source.replace("> 30", "> 0")).message


def test_the_shapes_of_a_part_are_said_before_its_values(judge) -> None:
    """Not that dx is wrong, but what shape it has."""
    source = (
        "def linear_backward(dout, x, w):\n"
        "    return (dout @ w).squeeze(), dout.T @ x, dout.sum(0)\n"
    )
    assert judge(source, "linear_backward").message.startswith("dx has shape")


def test_a_changed_argument_is_found_though_the_result_is_right(judge) -> None:
    """In-place work on the caller's array fails by itself."""
    verdict = judge("def relu(x):\n    x[x < 0] = 0\n    return x.copy()\n")
    assert verdict.status is Status.WRONG
    assert [m.id for m in verdict.misconceptions] == ["mutates-input"]


def test_what_was_printed_is_kept_and_bounded(judge) -> None:
    """The end of the output is kept apart from the verdict."""
    verdict = judge("print('a' * 50_000, 'the end')\n" + RIGHT)
    assert verdict.status is Status.PASSED
    assert verdict.output.endswith("the end\n")
    assert len(verdict.output) < 9_000


def test_an_unknown_mistake_is_not_given_a_name(judge) -> None:
    """No claim, no guess."""
    verdict = judge("def relu(x):\n    return x * (x > 0) * 3\n")
    assert verdict.status is Status.WRONG
    assert verdict.misconceptions == ()

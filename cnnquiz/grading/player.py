"""The player's side: load a submission, call it, and say what happened.

Everything here runs in the untrusted process, before and between the learner's own
code. It holds no answer: it is sent arguments and sends back results. What it says is
believed by nobody. Standard library and NumPy only.
"""

from __future__ import annotations
import __future__

import ast
import inspect
import json
import linecache
import sys
import traceback
import types
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from cnnquiz.grading import wire
from cnnquiz.values import Rng

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

ALLOWED_PACKAGES = frozenset({"numpy", "scipy"})
MAX_MESSAGE = 1_000


@dataclass(frozen=True, slots=True)
class Load:
    """What the referee says about a submission, besides its source."""

    file: str
    module: str
    function: str
    positional: list[str]
    keywords: list[str]
    driver: str | None
    forbidden: list[str]


class Invalid(Exception):  # noqa: N818 - it is a verdict, not an error of ours
    """The source does not load as this exercise."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


class ImportGate:
    """Lets only NumPy, SciPy and the standard library be imported."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        """Refuse every other package; leave the finding to the usual finders."""
        root = name.partition(".")[0]
        if root not in sys.stdlib_module_names and root not in ALLOWED_PACKAGES:
            raise ModuleNotFoundError(
                f"'{root}' cannot be imported here: a submission is one file and may "
                "import NumPy, SciPy and the standard library",
                name=name,
            )


class Submission:
    """The learner's function with the bookkeeping around each call."""

    def __init__(self, function: Callable[..., Any], load: Load) -> None:
        self._function = function
        self._positional = tuple(load.positional)
        self._driver = _define_driver(load.driver) if load.driver else None
        self._earlier: tuple[Any, bytes] | None = None
        self._global = _global_rng()

    def call(
        self, arguments: Mapping[str, Any], *, watch: bool = True
    ) -> dict[str, Any]:
        """Call the function; with `watch`, also say what the call has disturbed."""
        given = {k: _build(v) for k, v in arguments.items()}
        if not watch:
            return {"ok": True, "value": self._run(given)}
        before = {k: wire.snapshot(v) for k, v in given.items()}
        value = self._run(given)
        global_before, self._global = self._global, _global_rng()
        changed = [k for k, v in given.items() if wire.snapshot(v) != before[k]]
        earlier_changed = False
        if self._earlier is not None:
            earlier, was = self._earlier
            earlier_changed = wire.snapshot(earlier) != was
        self._earlier = value, wire.snapshot(value)
        return {
            "ok": True,
            "value": value,
            "changed": changed,
            "shared": [k for k, v in given.items() if _share(v, value)],
            "earlier_changed": earlier_changed,
            "global_rng": self._global != global_before,
        }

    def _run(self, arguments: dict[str, Any]) -> Any:
        if self._driver is not None:
            return self._driver(self._function, **arguments)
        positional = [arguments[k] for k in self._positional if k in arguments]
        keywords = {k: v for k, v in arguments.items() if k not in self._positional}
        return self._function(*positional, **keywords)


def _build(value: Any) -> Any:
    return np.random.default_rng(value.seed) if type(value) is Rng else value


def _share(argument: Any, result: Any) -> bool:
    """Say whether any array of the one lies in the memory of the other."""
    return any(
        np.may_share_memory(given, returned)
        for given in _arrays(argument)
        for returned in _arrays(result)
    )


def _arrays(value: Any) -> Iterator[np.ndarray]:
    if isinstance(value, np.ndarray):
        yield value
    elif type(value) in (tuple, list):
        for inner in value:
            yield from _arrays(inner)
    elif type(value) is dict:
        for inner in value.values():
            yield from _arrays(inner)


def _global_rng() -> bytes:
    state: Any = np.random.get_state()  # noqa: NPY002 - watched so that it is left alone
    return repr(state[2:]).encode() + bytes(state[1].tobytes())


def _define_driver(source: str) -> Callable[..., Any]:
    namespace: dict[str, Any] = {"np": np}
    lazy = __future__.annotations.compiler_flag  # its annotations name what is not here
    exec(compile(source, "<driver>", "exec", lazy), namespace)  # noqa: S102 - ours
    (driver,) = (
        v
        for v in namespace.values()
        if isinstance(v, types.FunctionType) and v.__code__.co_filename == "<driver>"
    )
    return driver


def load(source: bytes, spec: Load) -> Submission:
    """Compile and run a submission's source, and find its function.

    Raises
    ------
    Invalid
        If it does not parse, imports what it may not, does not run to its end because
        of an import, or does not define the function with the arguments asked for.
    """
    tree = _parse(source, spec.file)
    _refuse_forbidden(tree, spec.forbidden)
    text = source.decode("utf-8", "replace")
    linecache.cache[spec.file] = (len(text), None, text.splitlines(True), spec.file)
    module = types.ModuleType(spec.module)
    module.__file__ = spec.file
    sys.modules[spec.module] = module
    exec(compile(source, spec.file, "exec", dont_inherit=True), module.__dict__)  # noqa: S102
    function = getattr(module, spec.function, None)
    if function is None:
        raise Invalid(_missing(spec.function, module))
    if not callable(function):
        raise Invalid(f"'{spec.function}' is {wire.describe(function)}, not a function")
    _check_signature(function, spec)
    return Submission(function, spec)


def _parse(source: bytes, file: str) -> ast.Module:
    try:
        return ast.parse(source, file)
    except SyntaxError as error:
        raise Invalid(f"syntax error: {error.msg}", error.lineno) from None
    except ValueError as error:
        raise Invalid(f"it is not Python source: {error}") from None
    except (RecursionError, MemoryError):
        raise Invalid("it is nested too deeply to be parsed") from None


def _refuse_forbidden(tree: ast.Module, forbidden: list[str]) -> None:
    """Refuse what the statement puts off limits, by the dotted names it is used by."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            raise Invalid("a submission is one file: no relative imports", node.lineno)
        if isinstance(node, ast.Import):
            for alias in node.names:
                root = alias.name.partition(".")[0]
                names[alias.asname or root] = alias.name if alias.asname else root
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                dotted = f"{node.module}.{alias.name}"
                names[alias.asname or alias.name] = dotted
                _refuse(dotted, forbidden, node.lineno)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            _refuse(_dotted(node, names), forbidden, node.lineno)


def _dotted(node: ast.expr, names: dict[str, str]) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value, names)}.{node.attr}"
    return names.get(node.id, node.id) if isinstance(node, ast.Name) else ""


def _refuse(dotted: str, forbidden: list[str], line: int) -> None:
    if dotted in forbidden:
        raise Invalid(f"{dotted} is off limits in this exercise", line)


def _missing(function: str, module: types.ModuleType) -> str:
    own = [
        name
        for name, value in vars(module).items()
        if isinstance(value, (types.FunctionType, type))
        and getattr(value, "__module__", None) == module.__name__
    ]
    found = f"; it defines {', '.join(map(repr, own[:5]))}" if own else ""
    return f"it does not define '{function}'{found}"


def _check_signature(function: Callable[..., Any], spec: Load) -> None:
    try:
        signature = inspect.signature(function)
    except (ValueError, TypeError, NameError):
        return  # written in C, or (from Python 3.14) with annotations of no meaning
    wanted = ", ".join([*spec.positional, *(f"{k}=..." for k in spec.keywords)])
    try:
        signature.bind(*spec.positional, **dict.fromkeys(spec.keywords))
    except TypeError as error:
        raise Invalid(
            f"'{spec.function}' must take ({wanted}), yours takes {signature}: {error}",
            _line_of(function),
        ) from None


def _line_of(function: Callable[..., Any]) -> int | None:
    code = getattr(function, "__code__", None)
    return getattr(code, "co_firstlineno", None)


def say_raised(error: BaseException, file: str) -> dict[str, Any]:
    """Describe an exception as data: kind, message, and where in the submission."""
    try:
        message = str(error)[:MAX_MESSAGE]
    except BaseException:  # noqa: BLE001 - __str__ is the learner's code
        message = "(its message cannot be shown)"
    line, text = None, ""
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename == file:
            line, text = frame.lineno, frame.line or ""
    return {
        "ok": False,
        "kind": type(error).__name__[:100],
        "message": message,
        "line": line,
        "text": text[:200],
        "missing_module": isinstance(error, ModuleNotFoundError)
        or (isinstance(error, ImportError) and "relative" in message),
    }


def serve(
    read: Callable[[], tuple[dict[str, Any], Any, bytes]],
    write: Callable[[bytes], None],
) -> None:
    """Answer requests until the referee closes the pipe."""
    submission: Submission | None = None
    file = ""
    while True:
        header, value, raw = read()
        reply: dict[str, Any]
        result: Any = None
        try:
            if header["op"] == "load":
                spec = Load(**header["load"])
                file = spec.file
                submission = load(raw, spec)
                reply = {"ok": True}
            elif header["op"] == "call" and submission is not None:
                reply = submission.call(value, watch=header["watch"])
                result = reply.pop("value")
            else:
                reply = {"ok": True}
            frame = wire.pack({**reply, "id": header["id"]}, result)
        except Invalid as error:
            reply = {
                "ok": False,
                "invalid": str(error)[:MAX_MESSAGE],
                "line": error.line,
            }
            frame = wire.pack({**reply, "id": header["id"]})
        except BaseException as error:  # noqa: BLE001 - whatever the learner raises
            frame = wire.pack({**say_raised(error, file), "id": header["id"]})
        _flush()
        write(frame)


def _flush() -> None:
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:  # noqa: BLE001, S110 - the learner may have replaced them
        pass


def warm_up() -> None:
    """Load what submissions often use, so that each fork has it already."""
    np.ones((2, 2)) @ np.ones((2, 2))
    np.random.default_rng(0).normal()
    np.einsum("ij,jk->ik", np.ones((2, 2)), np.ones((2, 2)))
    json.dumps({})

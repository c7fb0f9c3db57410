"""docs/authoring.md, followed to the letter, makes a pack that lint has nothing against.

Installing it is imitated: `pip install -e .` would write the entry points that the
pyproject.toml states beside the package, which is what the fixture does.
"""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from cnnquiz import lint, resources
from cnnquiz.curriculum import catalog

PAGE = (Path(__file__).parents[1] / "docs" / "authoring.md").read_text(encoding="utf-8")
BLOCKS = re.findall(
    r"(?:^|\n\n)([^`]*(?:`[^`\n]+`[^`]*)*)```(\w+)\n(.*?)```", PAGE, re.DOTALL
)
STUB, EXERCISE = "my_pack/exercises/extras/clip.py", "my_pack/extras/clip.py"
SOLUTION = "my_pack/solutions/extras/clip.py"
HINTS = (
    "Each element is treated alone.",
    "Two comparisons do it: one with each limit.",
)


def files():
    """Return the page's files by their paths: in a first comment, or named before."""
    found = {}
    for before, language, text in BLOCKS:
        if language == "sh":
            continue
        own = re.match(r"# ([\w./]+\.(?:py|toml))\n", text)
        named = re.findall(r"`(my_pack/[\w./-]+)`", before)
        found[own[1] if own else named[-1]] = text
    return found


def commands():
    """Return the page's commands."""
    return [
        line.split()
        for _, language, text in BLOCKS
        if language == "sh"
        for line in text.splitlines()
    ]


@pytest.fixture
def pack(tmp_path):
    """Write the page's files, and install them."""
    for name, text in files().items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    project = tomllib.loads((tmp_path / "pyproject.toml").read_text())["project"]
    info = tmp_path / f"my_pack-{project['version']}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    )
    (points,) = project["entry-points"].items()
    rows = "\n".join(f"{name} = {where}" for name, where in points[1].items())
    (info / "entry_points.txt").write_text(f"[{points[0]}]\n{rows}\n")
    return tmp_path


def run(pack, *command):
    """Run a command of the page in the pack's folder."""
    return subprocess.run(
        [sys.executable, "-m", *command],
        capture_output=True, text=True, encoding="utf-8", cwd=pack, timeout=120,
        env={**os.environ, "PYTHONPATH": str(pack), "PYTHONIOENCODING": "utf-8",
             "CNNQUIZ_DATA_DIR": str(pack / "data")},
    )  # fmt: skip


def test_the_page_names_all_its_files() -> None:
    """The tree that it begins with is what it then writes."""
    (tree,) = re.findall(r"```\n(pyproject\.toml .*?)```", PAGE, re.DOTALL)
    assert {line.split()[0] for line in tree.splitlines()} == set(files())


def test_each_command_of_the_page_does_what_it_says(pack) -> None:
    """Nothing is to be mended, the stub is copied, the solution passes."""
    assert len(commands()) == 6
    for command in commands():
        done = run(pack, *command)
        assert done.returncode == 0, (command, done.stdout, done.stderr)
        assert "Traceback" not in done.stderr
    assert (pack / "clip.py").read_text() == files()[STUB]
    assert "clip" in run(pack, "cnnquiz", "list", "--track", "extras").stdout
    wrong = files()[SOLUTION].replace("np.maximum(x, low)", "x")
    (pack / "clip.py").write_text(wrong)
    graded = run(pack, "cnnquiz", "grade", "clip.py")
    assert graded.returncode == 1
    assert "no-lower-limit" in graded.stdout


@pytest.fixture
def entry(pack, monkeypatch):
    """The pack's exercise, in this process."""
    monkeypatch.syspath_prepend(str(pack))
    for name in [name for name in sys.modules if name.partition(".")[0] == "my_pack"]:
        monkeypatch.delitem(sys.modules, name)
    importlib.invalidate_caches()
    tracks = {"extras": [("clip", "easy", 4)]}
    (found,) = catalog.of_pack(
        resources.Pack("my-pack", "my_pack", pack / "my_pack", tracks)
    )
    monkeypatch.setattr(catalog, "every", lambda: (*catalog.CATALOG, found))
    return found


def test_lint_has_nothing_against_the_page(entry) -> None:
    """So each of the faults below is found by itself."""
    assert list(lint.problems(entry)) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (STUB, "# cnnquiz: clip", "# clip", "does not begin with '# cnnquiz: clip'"),
        (SOLUTION, "# cnnquiz: clip", "", "does not begin with '# cnnquiz: clip'"),
        (STUB, "Source: numpy.clip.", "", "has no 'Source:'"),
        (STUB, "1,000 times", "100 times", "does not say '1,000 times the engine's time'"),
        (STUB, "Limit each value", "Limit each value " + "again " * 20, "no title"),
        (STUB, ">>> clip(np.array([-3.0", ">>> clip(np.array([-2.5", ""),
        (STUB, "array([-1. ,", "array([-2. ,", "worked example does not hold"),
        (STUB, 'NotImplementedError("clip")', "ValueError", "do not end in"),
        (SOLUTION, "np.maximum(x, low)", "x", "the solution fails 'agrees with"),
        (SOLUTION, "def clip", "def clipped", "does not define 'clip'"),
        (EXERCISE, 'slug="clip"', 'slug="relu"', "EXERCISE is called 'relu'"),
        (EXERCISE, *HINTS, "not three different hints"),
        (EXERCISE, "at a limit?", "at a limit", "is no question"),
        (EXERCISE, '("activations",)', '("sums",)', "there is no topic 'sums'"),
        (EXERCISE, '("activations",)', "()", "belongs to no topic"),
        (EXERCISE, "only the upper limit is applied", "Only one.", "does not finish"),
        (EXERCISE, "Values below `low` become `low`.", "Too short.", "is no sentence or two"),
        (EXERCISE, "the worked example", "an example", "first pinned case is not"),
        (EXERCISE, '"float32", x', '"", x', "does not say what it is about"),
        (EXERCISE, "np.minimum(x, high)", "np.clip(x, low, high)", "passes every check"),
        (EXERCISE, "import numpy as np", "import numpy as up", "does not load: NameError"),
    ],
)  # fmt: skip
def test_lint_finds_a_planted_fault(entry, pack, file, old, new, said) -> None:
    """Each rule can be broken, and says so; a change that breaks none is not one."""
    path = pack / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    catalog._parsed.cache_clear()
    found = list(lint.problems(entry))
    assert any(said in problem for problem in found) if said else found == []


def test_two_ideas_that_cannot_be_told_apart_are_found(entry, pack) -> None:
    """Both are named, so neither is."""
    path = pack / EXERCISE
    text = path.read_text()
    start = text.index("        Misconception(")
    idea = text[start : text.index("    ),\n    workload", start)]
    twice = (
        text[:start]
        + idea
        + idea.replace("no-lower-limit", "high-only")
        + text[start + len(idea) :]
    )
    path.write_text(twice)
    assert "no-lower-limit is named no-lower-limit, high-only" in list(
        lint.problems(entry)
    )


LOOPS = """# cnnquiz: clip
import numpy as np


def clip(x, low, high):
    limited = np.zeros_like(x)
    for place, value in np.ndenumerate(x):
        limited[place] = low if value < low else high if value > high else value
    return limited
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("", "", ""),
        ("high if value > high else value", "value", "the loop form fails 'agrees with"),
        ("def clip", "def clipped", "the loop form does not define 'clip'"),
        ("# cnnquiz: clip\n", "", "clip_loops.py does not begin with '# cnnquiz: clip'"),
        ("import numpy as np", "import numpy as up, nowhere", "it does not load:"),
    ],
)  # fmt: skip
def test_the_loop_form_of_a_pack_is_held_to_the_same_rules(
    entry, pack, old, new, said
) -> None:
    """Right loops beside the solution are well; each planted fault is told."""
    path = pack / SOLUTION.replace("clip.py", "clip_loops.py")
    path.write_text(LOOPS.replace(old, new, 1), encoding="utf-8")
    found = list(lint.problems(entry))
    assert len(found) == bool(said)
    assert all(problem.startswith(said) for problem in found)


def test_a_missing_file_is_named(entry, pack) -> None:
    """Nothing else can be said then."""
    (pack / SOLUTION).unlink()
    (problem,) = lint.problems(entry)
    assert problem.endswith("clip.py is missing")


def test_a_pack_that_does_not_load_stops_nothing(pack) -> None:
    """It is said beside the course, which is there as ever."""
    (pack / "my_pack" / "__init__.py").write_text("import nowhere_to_be_found\n")
    done = run(pack, "cnnquiz", "list")
    assert done.returncode == 0
    assert "conv2d" in done.stdout
    assert "the pack 'my-pack' does not load: ModuleNotFoundError" in done.stderr


def test_a_pack_cannot_take_the_place_of_an_exercise(entry, pack) -> None:
    """Its row is left out, and lint says so."""
    tracks = {"extras": [("relu", "easy", 1)]}
    double = resources.Pack("my-pack", "my_pack", pack / "my_pack", tracks)
    assert list(lint.taken(double)) == [
        "relu: another exercise has this name; it is left out"
    ]


def test_questions_of_a_pack_are_found_and_checked(pack) -> None:
    """By their ids, and by the file and the line of what is wrong."""
    shown = run(pack, "cnnquiz", "questions", "show", "clip-no-size")
    assert "clipped to [0, 6]" in " ".join(shown.stdout.split())
    path = pack / "my_pack" / "questions" / "output-shape.toml"
    path.write_text(path.read_text().replace("seconds = 40", "seconds = 4"))
    done = run(pack, "cnnquiz", "lint", "my-pack")
    assert done.returncode == 1
    assert "output-shape.toml:5" in done.stdout

"""questions list, show, check: the contract, seen from outside."""

from __future__ import annotations

import json
import math

import pytest

from cnnquiz.questions.bank import load_bank
from cnnquiz.questions.generators import GENERATORS

CONTRACT = {
    "id", "type", "topic", "level", "stem", "options", "answer", "tolerance",
    "working", "explanations", "source", "parameters",
}  # fmt: skip
BAD = """
[[item]]
id = "two-right"
type = "choice"
level = "easy"
seconds = 30
stem = "Which kernel?"
working = "The first."
source = "Dumoulin and Visin 2016, section 2"
[[item.options]]
text = "one"
explanation = "Yes."
correct = true
[[item.options]]
text = "two"
explanation = "Yes."
correct = true
"""
UNSAID = BAD.replace(
    'explanation = "Yes."\ncorrect = true\n[[item.options]]\ntext = "two"\n'
    'explanation = "Yes."\ncorrect = true\n',
    'explanation = "Yes."\ncorrect = true\n[[item.options]]\ntext = "two"\n'
    'explanation = "No."\nmisconception = "no-such-idea"\n',
)


def shown(run, *arguments):
    done = run("questions", "show", *arguments, "--format", "json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_list_holds_every_question_and_generator(run) -> None:
    """The contract's keys, and nothing left out."""
    document = json.loads(run("questions", "list", "--format", "json").stdout)
    assert document["schema"] == "cnnquiz.questions/1"
    assert [row["id"] for row in document["fixed"]] == list(load_bank().items)
    assert [row["id"] for row in document["generators"]] == list(GENERATORS)
    assert set(document["fixed"][0]) == {
        "id", "topic", "type", "level", "source", "misconceptions",
    }  # fmt: skip
    assert set(document["generators"][0]) == {"id", "title", "topic", "levels"}


def test_the_list_of_one_topic_holds_that_topic(run) -> None:
    """Both kinds; an unknown topic is answered with the nearest."""
    done = run("questions", "list", "--topic", "pooling")
    assert "pool-by-hand" in done.stdout
    assert "conv-output-size" not in done.stdout
    assert (
        "Did you mean 'pooling'?"
        in run("questions", "list", "--topic", "poling").stderr
    )


def test_a_generated_question_states_its_numbers(run) -> None:
    """The answer follows from the parameters by a formula written here."""
    told = shown(run, "conv-output-size", "--seed", 7, "--level", "medium")
    assert set(told) >= CONTRACT
    p = told["parameters"]
    span = p["dilation"] * (p["kernel_size"] - 1) + 1
    size = math.floor((p["n"] + 2 * p["padding"] - span) / p["stride"]) + 1
    assert told["answer"] == size
    assert told["id"] == "conv-output-size:medium:7"
    assert shown(run, told["id"]) == told


def test_answers_are_not_rounded(run) -> None:
    """A softmax to the last digit, whatever the learner may round."""
    told = shown(run, "softmax-value", "--seed", 3, "--level", "medium")
    logits, index = told["parameters"]["logits"], told["parameters"]["index"]
    powers = [math.exp(z - max(logits)) for z in logits]
    assert told["answer"] == pytest.approx(powers[index] / sum(powers), rel=1e-12)
    assert 0 < told["tolerance"] < 0.01


def test_a_question_in_words_shows_all_that_a_learner_sees(run) -> None:
    """Stem, options, the answer, its reasons and the source."""
    item = next(item for item in load_bank() if item.type == "choice")
    done = run("questions", "show", item.id)
    said = " ".join(done.stdout.split())
    assert " ".join(item.stem.split()) in said
    for option in item.options:
        assert " ".join(option.text.split()) in said
        assert " ".join(option.explanation.split()) in said
    assert item.source in said


def test_seed_and_level_are_for_generators(run) -> None:
    """For a fixed question they are a mistake of usage; an unknown id is answered."""
    fixed = next(iter(load_bank().items))
    assert run("questions", "show", fixed, "--seed", 1).returncode == 2
    done = run("questions", "show", "conv-outputsize")
    assert done.returncode == 2
    assert "there is no" in done.stderr


def test_check_finds_nothing_to_mend_in_the_bank(run) -> None:
    """Exit code 0 and a sentence."""
    done = run("questions", "check")
    assert done.returncode == 0, done.stdout
    assert "Nothing to mend" in done.stdout


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        (BAD, "pooling.toml:2", "exactly one must be correct"),
        (UNSAID, "pooling.toml:2", "'no-such-idea' is not in misconceptions.toml"),
        (BAD.replace("seconds = 30", "seconds = 3"), "pooling.toml:6", "seconds"),
    ],
    ids=["does not load", "breaks a rule", "a field"],
)
def test_check_names_file_and_line(run, tmp_path, text, where, what) -> None:
    """Files that cannot be read and rules that are broken, with exit code 1."""
    path = tmp_path / "pooling.toml"
    path.write_text(text)
    done = run("questions", "check", path)
    assert done.returncode == 1
    assert where in done.stdout
    assert what in done.stdout
    document = json.loads(run("questions", "check", path, "--format", "json").stdout)
    assert any(where in problem for problem in document["problems"])


def test_check_takes_files_named_after_a_topic(run, tmp_path) -> None:
    """Any other name, and a file that is not there, is a mistake of usage."""
    (tmp_path / "other.toml").write_text(BAD)
    assert run("questions", "check", tmp_path / "other.toml").returncode == 2
    assert run("questions", "check", tmp_path / "pooling.toml").returncode == 2


def test_the_command_alone_shows_its_help(run) -> None:
    """With the three commands below it."""
    done = run("questions")
    assert done.returncode == 0
    assert all(f"\n  {name} " in done.stdout for name in ("list", "show", "check"))

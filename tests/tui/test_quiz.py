"""A quiz: answered by keys, kept before it is explained, left and continued."""

import msgspec
import pytest
from textual.widgets import Static

from cnnquiz.questions.answers import LETTERS, label, right_answer
from cnnquiz.questions.bank import load_bank
from cnnquiz.questions.items import Choice, Explain, Option
from cnnquiz.questions.presentation import arrange
from cnnquiz.questions.select import choose
from cnnquiz.tui import quiz
from cnnquiz.tui.widgets.told import Told

NAMES = {" ": "space", ",": "comma", ";": "semicolon", "-": "minus", ".": "full_stop"}
SIZES = [(80, 24), (120, 40)]
TYPES = (
    "choice", "multi", "number", "shape", "array", "order", "match", "bug", "blank",
    "explain",
)  # fmt: skip


def typed(text):
    return [NAMES.get(char, char) for char in text]


def keys_for(item):
    """Return the keys that give the right answer, one list a step."""
    answer = right_answer(item)
    match item.type:
        case "choice":
            return [[label(item, answer)]]
        case "multi":
            return [[label(item, i) for i in answer]]
        case "number":
            return [typed(repr(answer))]
        case "shape":
            return [typed(",".join(map(str, answer)))]
        case "array":
            return [typed("; ".join(" ".join(map(repr, row)) for row in answer))]
        case "order":
            return [[label(item, i) for i in answer]]
        case "match":
            return [[label(item, i) for i in answer]]
        case "bug":
            return [typed(str(answer.line)), [label(item, answer.fix)]]
        case "blank":
            return [typed(answer)]
        case "explain":
            points = [str(i + 1) for i in range(len(item.points))]
            return [typed("because"), points, []]
    raise AssertionError(item.type)


@pytest.fixture(scope="module")
def by_type():
    found = {}
    for item in choose(300, seed=3):
        found.setdefault(item.type, item)
    return found


def quiz_of(*items):
    return quiz.of_items("A few", items, seed=5)


async def answer(it, keys):
    for step in keys:
        await it.press(*step)
        is_first = step == keys[0]
        is_long = is_first and (it.screen.query("Words") or it.screen.query("Grid"))
        await it.press("f5" if is_long else "enter")


@pytest.mark.parametrize("type_", TYPES)
async def test_the_right_answer_is_given_by_keys_alone(driven, by_type, type_):
    size = SIZES[TYPES.index(type_) % 2]
    asked = quiz_of(by_type[type_])
    item = asked.items[0]
    async with driven(size) as it:
        it.app.open_quiz(asked)
        await it.settle()
        await answer(it, keys_for(item))
        await it.until(lambda: it.screen.told is not None)
        assert asked.scores == {item.id: 1.0}
        kept = it.record.answers()
        assert [(row.item, row.correct) for row in kept] == [(item.id, True)]
        assert it.screen.told is not None
        assert "Correct" in it.shown("#headline")


async def test_an_answer_is_kept_before_anything_is_told(driven, by_type, monkeypatch):
    asked = quiz_of(by_type["choice"])
    seen = []
    async with driven() as it:
        keep = it.app.learner.keep_answer

        def watched(*arguments, **others):
            seen.append(len(it.screen.query(Told)))
            keep(*arguments, **others)

        monkeypatch.setattr(it.app.learner, "keep_answer", watched)
        it.app.open_quiz(asked)
        await it.settle()
        await it.press("1", "enter")
        assert seen == [0]
        assert len(it.screen.query(Told)) == 1


async def test_a_slip_is_undone_until_enter(driven, by_type):
    asked = quiz_of(by_type["choice"])
    item = asked.items[0]
    right = label(item, right_answer(item))
    wrong = next(key for key in "12" if key != right)
    async with driven() as it:
        it.app.open_quiz(asked)
        await it.settle()
        await it.press(wrong, right)
        assert it.record.answers() == []
        await it.press("enter")
        assert asked.scores[item.id] == 1


async def test_enter_without_a_choice_asks_again(driven, by_type):
    asked = quiz_of(by_type["choice"])
    async with driven() as it:
        it.app.open_quiz(asked)
        await it.settle()
        await it.press("enter")
        assert it.screen.told is None
        assert "Type one label" in it.shown("#say")


async def test_what_cannot_be_read_is_said_and_asked_again(driven, by_type):
    asked = quiz_of(by_type["number"])
    async with driven() as it:
        it.app.open_quiz(asked)
        await it.settle()
        await it.press(*"many", "enter")
        assert "Type a number" in it.shown("#say")
        assert it.screen.told is None
        await it.press(*["backspace"] * 4, *keys_for(asked.items[0])[0], "enter")
        assert asked.points == 1


async def test_the_explanation_is_that_of_the_chosen_option(driven, by_type):
    asked = quiz_of(by_type["choice"])
    item = asked.items[0]
    wrong = next(i for i, option in enumerate(item.options) if not option.correct)
    async with driven() as it:
        it.app.open_quiz(asked)
        await it.settle()
        await it.press(label(item, wrong), "enter")
        assert item.options[wrong].explanation in it.shown("#headline")
        assert "Wrong" in it.shown("#headline")
        told = it.shown("Told Static")
        assert item.source in told
        assert item.working.split("\n")[0] in told


async def test_the_other_options_wait_for_their_key(driven, by_type):
    asked = quiz_of(by_type["choice"])
    async with driven() as it:
        it.app.open_quiz(asked)
        await it.settle()
        await it.press("1", "enter")
        assert not it.screen.query_one("#notes").display
        await it.press("o")
        assert it.screen.query_one("#notes").display


async def test_fixes_of_a_bug_are_shown_after_the_line(driven, by_type):
    asked = quiz_of(by_type["bug"])
    fix = asked.items[0].fixes[0].text
    async with driven() as it:
        it.app.open_quiz(asked)
        await it.settle()
        assert fix not in it.shown("Row Static")
        await it.press("1", "enter")
        assert fix in it.shown("Row Static")
        assert it.screen.told is None


async def test_a_rubric_is_shown_after_the_explanation(driven, by_type):
    asked = quiz_of(by_type["explain"])
    item = asked.items[0]
    assert isinstance(item, Explain)
    async with driven() as it:
        it.app.open_quiz(asked)
        await it.settle()
        assert item.points[0] not in it.shown("Static")
        await it.press(*"words", "f5")
        assert item.points[0] in it.shown("Static")


async def test_not_knowing_is_an_answer_too(driven, by_type):
    asked = quiz_of(by_type["shape"])
    async with driven() as it:
        it.app.open_quiz(asked)
        await it.settle()
        await it.press("f4")
        assert it.screen.told is not None
        (row,) = it.record.answers()
        assert (row.answer, row.correct) == ("null", False)


async def test_a_quiz_goes_on_to_its_summary(driven, by_type):
    asked = quiz_of(by_type["choice"], by_type["multi"])
    async with driven() as it:
        it.app.open_quiz(asked)
        await it.settle()
        await answer(it, keys_for(asked.items[0]))
        await it.press("enter")
        assert it.screen.item is asked.items[1]
        await it.press("f4", "enter")
        assert type(it.screen).__name__ == "SummaryScreen"
        assert "1 of 2 points" in it.shown()
        await it.press("m")
        assert [item.id for item in it.screen.quiz.items] == [asked.items[1].id]


async def test_a_quiz_that_was_left_continues_in_the_next_run(driven, by_type):
    items = [by_type["choice"], by_type["multi"], by_type["shape"]]
    async with driven() as it:
        it.app.open_quiz(quiz_of(*items))
        await it.settle()
        await it.press("f4", "enter", "escape")
        assert type(it.screen).__name__ == "HomeScreen"
    async with driven() as it:
        assert it.screen.told.steps[0].kind == "continue"
        await it.press("c")
        assert it.screen.quiz.scores == {items[0].id: 0.0}
        assert it.screen.item.id == items[1].id
        again = arrange(items[1], 5)
        assert it.screen.item == again


async def test_a_quiz_that_is_over_is_not_offered_again(driven, by_type):
    async with driven() as it:
        it.app.open_quiz(quiz_of(by_type["choice"]))
        await it.settle()
        await it.press("f4", "enter", "enter")
        assert type(it.screen).__name__ == "HomeScreen"
        assert all(step.kind != "continue" for step in it.screen.told.steps)


async def test_brackets_in_a_question_are_text(driven, by_type):
    hostile = "w[i] = x[/foo] [red]"
    item = by_type["choice"]
    options = tuple(
        Option(
            text=f"{hostile} {position}",
            explanation=hostile,
            correct=option.correct,
            misconception=option.misconception,
        )
        for position, option in enumerate(item.options)
    )
    item = msgspec.structs.replace(
        item, stem=hostile, working=hostile, source=hostile, options=options, shown=()
    )
    assert isinstance(item, Choice)
    async with driven() as it:
        it.app.open_quiz(quiz_of(item))
        await it.settle()
        assert hostile in it.shown(".stem Static")
        assert f"{hostile} 0" in it.shown("Row Static")
        await it.press("1", "enter")
        assert hostile in it.shown("#headline")
        for widget in it.screen.query(Static):
            assert not widget._render_markup


async def test_order_is_undone_with_backspace(driven, by_type):
    asked = quiz_of(by_type["order"])
    async with driven() as it:
        it.app.open_quiz(asked)
        await it.settle()
        control = it.screen._control
        await it.press("b", "a", "backspace")
        assert control.typed == "b"
        await it.press("c", "left")
        assert control.typed == "c b"
        await it.press("b")
        assert control.typed == "c"
        assert LETTERS.startswith("abc")


async def test_setup_begins_what_was_chosen(driven):
    async with driven() as it:
        it.app.open_quiz_setup()
        await it.settle()
        await it.press("left", "l", "space", "enter")
        asked = it.screen.quiz
        assert len(asked.items) == 5
        assert {item.level for item in asked.items} == {"easy"}
        assert {item.topic for item in asked.items} == {"convolution"}


async def test_enter_alone_begins_ten_questions(driven):
    async with driven() as it:
        it.app.open_quiz_setup()
        await it.settle()
        await it.press("enter")
        assert len(it.screen.quiz.items) == 10


async def test_a_blank_that_does_not_hold_is_told_so(driven, by_type):
    asked = quiz_of(by_type["blank"])
    async with driven() as it:
        it.app.open_quiz(asked)
        await it.settle()
        await it.press(*typed("WRONG"), "enter")
        await it.until(lambda: it.screen.told is not None)
        assert "it does not hold" in it.shown("#headline")
        assert [row.correct for row in it.record.answers()] == [False]


async def test_a_blank_that_cannot_be_tried_is_kept_and_tried_again(driven, by_type):
    asked = quiz_of(by_type["blank"])
    async with driven() as it:
        it.app.open_quiz(asked)
        await it.settle()
        await it.press(*typed("DIE"), "enter")
        await it.until(lambda: "could not be tried" in it.shown("#say"))
        assert it.record.answers() == []
        await it.press(*["backspace"] * 3, *typed("1"), "enter")
        await it.until(lambda: it.screen.told is not None)
        assert [row.correct for row in it.record.answers()] == [True]


async def test_due_questions_are_asked_again(record, clock):
    """For their cards: a generator's item comes with new numbers."""
    item = next(iter(load_bank()))
    probed = "pool-by-hand#strided-twice"
    for id_, card in (
        (item.id, None), ("no-such-question", None), ("pool-by-hand:easy:1", probed),
    ):  # fmt: skip
        record.add_answer(id_, "1", correct=False, card=card)
    clock.skip(hours=1)
    asked = quiz.of_due(record, seed=9)
    assert asked.kind == "drill"
    by_card = {asked.cards[each.id]: each for each in asked.items}
    assert set(by_card) == {item.id, probed}
    assert by_card[probed].origin.generator == "pool-by-hand"


async def test_a_drill_keeps_its_cards_and_continues_as_a_drill(driven, record, clock):
    for id_ in ("pool-by-hand:easy:1", "iou:easy:1"):
        record.add_answer(id_, "1", correct=False)
    clock.skip(hours=1)
    async with driven() as it:
        await it.press("r")
        await it.press("f4", "enter", "escape")
        assert "Drill: due" in it.screen.told.steps[0].title
        await it.press("c")
        await it.press("f4")
        quizzed = it.screen.quiz
        assert quizzed.kind == "drill"
        kept = it.record.answers()[2:]
        assert [row.card for row in kept] == [quizzed.cards[row.item] for row in kept]
        assert len(kept) == 2


async def asked_how_sure(it, asked, *keys):
    """Turn the question on and answer the first item."""
    it.app.open_quiz(asked)
    await it.settle()
    await it.press("f6", *keys, "enter")
    assert type(it.screen).__name__ == "HowSure"


async def test_how_sure_is_asked_before_anything_is_told_and_kept(driven, by_type):
    asked = quiz_of(by_type["choice"], by_type["multi"])
    async with driven() as it:
        await asked_how_sure(it, asked, "1")
        assert "1 a guess, 2 fairly, 3 certain" in it.shown("#sure")
        assert it.record.answers() == []
        await it.press("2")
        assert it.screen.told is not None
        assert [row.confidence for row in it.record.answers()] == [2]
        await it.press("enter", "1", "enter", "3")
        assert [row.confidence for row in it.record.answers()] == [2, 3]


async def test_how_sure_is_remembered_for_the_run_until_it_is_turned_off(
    driven, by_type
):
    async with driven() as it:
        await asked_how_sure(it, quiz_of(by_type["choice"]), "1")
        await it.press("3", "escape")
        it.app.open_quiz(quiz_of(by_type["multi"]))
        await it.settle()
        await it.press("1", "enter")
        assert type(it.screen).__name__ == "HowSure"
        await it.press("escape", "f6", "enter")
        assert it.screen.told is not None
        assert [row.confidence for row in it.record.answers()] == [3, None]


async def test_an_answer_can_be_changed_while_it_is_asked_how_sure(driven, by_type):
    asked = quiz_of(by_type["choice"])
    item = asked.items[0]
    right = label(item, right_answer(item))
    wrong = next(key for key in "12" if key != right)
    async with driven() as it:
        await asked_how_sure(it, asked, wrong)
        await it.press("escape")
        assert it.screen.told is None
        await it.press(right, "enter", "1")
        assert asked.scores == {item.id: 1.0}


async def test_both_steps_of_a_bug_are_answered_before_how_sure_is_asked(
    driven, by_type
):
    asked = quiz_of(by_type["bug"])
    line, fix = keys_for(asked.items[0])
    async with driven() as it:
        it.app.open_quiz(asked)
        await it.settle()
        await it.press("f6", *line, "enter")
        assert type(it.screen).__name__ == "QuizScreen"
        await it.press(*fix, "enter", "escape", "enter", "3")
        assert asked.points == 1
        assert [row.confidence for row in it.record.answers()] == [3]


async def test_a_blank_that_cannot_be_tried_asks_again_how_sure(driven, by_type):
    asked = quiz_of(by_type["blank"])
    async with driven() as it:
        await asked_how_sure(it, asked, *typed("DIE"))
        await it.press("2")
        await it.until(lambda: "could not be tried" in it.shown("#say"))
        assert it.record.answers() == []
        await it.press(*["backspace"] * 3, *typed("1"), "enter", "1")
        await it.until(lambda: it.screen.told is not None)
        assert [row.confidence for row in it.record.answers()] == [1]


@pytest.mark.parametrize("type_", ["explain", "shape"])
async def test_how_sure_is_not_asked_where_the_answer_is_known(driven, by_type, type_):
    """One marks oneself by the points, which tell it; f4 says that one is not."""
    asked = quiz_of(by_type[type_])
    async with driven() as it:
        it.app.open_quiz(asked)
        await it.settle()
        await it.press("f6")
        if type_ == "explain":
            await answer(it, keys_for(asked.items[0]))
        else:
            await it.press("f4")
        assert it.screen.told is not None
        assert [row.confidence for row in it.record.answers()] == [None]


async def test_a_question_is_flagged_and_the_flag_taken_away(driven, by_type):
    item = by_type["choice"]
    async with driven() as it:
        it.app.open_quiz(quiz_of(item))
        await it.settle()
        await it.press("f7")
        assert "flagged" in it.shown("#progress")
        assert it.app.learner.flags() == {item.id}
        await it.press("f4")
        assert "flagged" in it.shown("#progress")
    async with driven() as it:  # another run
        assert it.app.learner.flags() == {item.id}
        it.app.open_quiz(quiz_of(item))
        await it.settle()
        assert "flagged" in it.shown("#progress")
        await it.press("f7")
        assert "flagged" not in it.shown("#progress")
        kept = [event.payload for event in it.record.events("flag")]
        assert kept == [{"item": item.id, "on": on} for on in (True, False)]
        assert it.app.learner.flags() == set()


HALF = {
    "choice": "2", "multi": "13", "number": "12", "shape": "8,64", "order": "ba",
    "match": "21", "array": "1 2", "bug": "2", "blank": "x +", "explain": "because",
}  # fmt: skip


@pytest.mark.parametrize("type_", TYPES)
async def test_an_answer_that_is_half_typed_is_there_again(driven, by_type, type_):
    async with driven() as it:
        it.app.open_quiz(quiz_of(by_type[type_], by_type["choice"]))
        await it.settle()
        await it.press(*typed(HALF[type_]))
        left = it.screen._control.draft
        assert left.strip()
        await it.press("escape", "c")
        assert it.screen._control.draft == left
    async with driven() as it:  # as in the next run
        await it.press("c")
        assert it.screen._control.draft == left


async def test_words_that_were_given_are_there_again_above_the_points(driven, by_type):
    async with driven() as it:
        it.app.open_quiz(quiz_of(by_type["explain"], by_type["choice"]))
        await it.settle()
        await it.press(*"because", "f5", "1")
        await it.press("escape", "c")
        assert [part.text for part in it.screen._parts] == ["because"]
        assert it.screen._control.ticked == {0}


async def test_the_next_question_begins_empty(driven, by_type):
    async with driven() as it:
        it.app.open_quiz(quiz_of(by_type["number"], by_type["choice"]))
        await it.settle()
        await it.press("7", "f4", "enter", "2", "escape", "c")
        assert it.screen.item.type == "choice"
        assert it.screen._control.typed == "2"
        await it.press("enter", "enter", "escape")
        it.app.open_question(by_type["number"])
        await it.settle()
        assert it.screen._control.typed == ""


async def test_a_quiz_that_was_left_and_then_ended_is_not_offered_again(
    driven, by_type
):
    async with driven() as it:
        it.app.open_quiz(quiz_of(by_type["choice"], by_type["multi"]))
        await it.settle()
        await it.press("f4", "escape")
        await it.press("c")
        await it.press("f4", "enter", "escape")
        assert type(it.screen).__name__ == "HomeScreen"
        await it.until(
            lambda: not any(step.kind == "continue" for step in it.screen._steps)
        )
        assert len(it.record.answers()) == 2


async def test_a_complaint_goes_once_something_is_typed(driven, by_type):
    async with driven() as it:
        it.app.open_quiz(quiz_of(by_type["number"]))
        await it.settle()
        await it.press("enter")
        assert "Type a number" in it.shown("#say")
        await it.press("7")
        assert it.shown("#say") == "Enter confirms."


async def test_giving_up_is_not_called_wrong(driven, by_type):
    async with driven() as it:
        it.app.open_quiz(quiz_of(by_type["choice"]))
        await it.settle()
        await it.press("f4")
        assert "Not known" in it.shown("#headline")
        assert "Wrong" not in it.shown("#headline")
        assert [row.score for row in it.record.answers()] == [0]


async def test_a_question_of_the_summary_can_be_asked_again(driven, by_type):
    async with driven() as it:
        it.app.open_quiz(quiz_of(by_type["choice"], by_type["multi"]))
        await it.settle()
        await it.press("f4", "enter", "f4", "enter", "down", "down", "enter")
        assert it.screen.item.id == by_type["multi"].id
        await it.press("escape")
        assert type(it.screen).__name__ == "SummaryScreen"

"""Browse: what words find, in which state it is shown, and what Enter opens."""

import pytest

from cnnquiz.curriculum.catalog import every
from cnnquiz.questions.bank import load_bank
from cnnquiz.questions.generators import GENERATORS, generate
from cnnquiz.questions.misconceptions import load_misconceptions
from cnnquiz.questions.topics import TOPICS
from cnnquiz.tui.index import KINDS, Query, index, matching
from cnnquiz.tui.learner import Learner
from cnnquiz.tui.states import drawn, states_of
from cnnquiz.tui.widgets.entries import MOST, EntryList


def found(query, states=None):
    """Return (kind, id) of what a query finds."""
    by_kind = matching(index(), Query.of(query), states or {})
    return {entry.key for entries in by_kind.values() for entry in entries}


def named(it):
    return type(it.screen).__name__


def rows(it):
    menu = it.screen.query_one("#entries", EntryList)
    return [str(option.prompt) for option in menu.options] if menu.display else []


def marked(it):
    return it.screen.query_one("#entries", EntryList).marked


async def opened(it):
    await it.press("b")
    await it.until(lambda: named(it) == "BrowseScreen" and it.screen.entries)
    await it.settle()


async def search(it, words):
    """Put the words in at once: each key alone takes a test's time."""
    if named(it) == "HomeScreen":
        await opened(it)
    it.screen.query_one("#filter").value = words
    await it.settle()


def test_everything_that_can_be_asked_is_in_the_index():
    ids = {kind: {e.id for e in index() if e.kind == kind} for kind in KINDS}
    assert ids["question"] == set(load_bank().items)
    assert ids["generator"] == set(GENERATORS)
    assert ids["topic"] == set(TOPICS)
    assert ids["exercise"] == {entry.slug for entry in every()}
    assert ids["misconception"] > set(load_misconceptions())
    assert len({entry.key for entry in index()}) == len(index())


def test_an_exercises_own_misconception_is_found_with_its_exercise():
    relu = next(entry for entry in every() if entry.slug == "relu").load()
    own = [m for m in relu.misconceptions if m.id not in load_misconceptions()]
    entries = {entry.key: entry for entry in index()}
    for each in own:
        assert "relu" in entries["misconception", each.id].related
    for id_, each in load_misconceptions().items():
        assert entries["misconception", id_].note == each.correction


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("plural", ["", "s"])
def test_the_name_of_a_kind_finds_that_kind_alone(kind, plural):
    assert {key[0] for key in found(kind + plural)} == {kind}


def test_two_kinds_find_both_and_other_words_narrow():
    both = found("exercise topic conv")
    assert {kind for kind, _ in both} == {"exercise", "topic"}
    assert both == found("exercise conv") | found("topic conv")
    assert found("exercise conv2d backward") == {("exercise", "conv2d_backward")}


def test_a_level_finds_that_level_alone():
    bank = load_bank()
    hard = {id_ for kind, id_ in found("hard question")}
    assert hard == {item.id for item in bank if item.level == "hard"}
    assert found("easy hard question") == found("easy question") | found(
        "hard question"
    )


@pytest.mark.parametrize(
    "word",
    ["stem", "id", "topic", "misconception"],
)
def test_a_question_is_found_by_each_of_its_texts(word):
    item = load_bank()["conv-bias"] if "conv-bias" in load_bank().items else None
    item = item or next(item for item in load_bank() if item.misconceptions)
    texts = {
        "stem": " ".join(item.stem.split()[:3]),
        "id": item.id,
        "topic": item.topic,
        "misconception": item.misconceptions[0],
    }
    assert ("question", item.id) in found(f"question {texts[word].upper()}")
    assert ("question", item.id) not in found(f"question {texts[word]} zzzz")


def test_words_that_are_not_written_out_yet_find_as_well():
    assert found("misconcep flip") >= found("misconception flip")


def keep(record, item, right, **others):
    record.add_answer(
        item.id, "1", correct=right, topic=item.topic,
        seed=item.origin.seed if item.origin else None, **others,
    )  # fmt: skip


def test_a_question_is_in_the_state_of_its_last_answer(record, clock):
    once, mended, lost, *_ = load_bank()
    for item, rights in ((once, [False]), (mended, [False, True]), (lost, [True] * 2)):
        for right in rights:
            keep(record, item, right)
    keep(record, lost, right=False)
    states = states_of(index(), record, [])
    assert found("question wrong", states) == {
        ("question", once.id), ("question", lost.id)
    }  # fmt: skip
    assert found("question right", states) == {("question", mended.id)}
    never = found("question never", states)
    assert len(never) == len(load_bank()) - 3
    clock.skip(minutes=30)
    states = states_of(index(), record, [])
    assert ("question", once.id) in found("question wrong due", states)
    assert found("question right due", states) == set()


def test_a_generator_is_in_the_state_of_its_last_question(record, clock):
    item = generate("pool-by-hand", 3, "easy")
    keep(record, item, right=False)
    clock.skip(minutes=30)
    states = states_of(index(), record, [])
    assert found("generator wrong due", states) == {("generator", "pool-by-hand")}
    assert ("generator", "pool-by-hand") not in found("never", states)


def test_exercises_and_misconceptions_have_states_too(record, clock):
    for slug, status in (("relu", "passed"), ("softmax", "slow"), ("conv2d", "wrong")):
        named_ = [] if status == "passed" else [{"id": "kernel-flip"}]
        record.add_submission(
            slug, "x",
            {"status": status, "passed": status == "passed", "misconceptions": named_},
        )  # fmt: skip
    states = states_of(index(), record, [])
    assert found("exercise passed", states) == {("exercise", "relu")}
    assert found("exercise right", states) == {("exercise", "relu")}
    assert found("exercise slow", states) == {("exercise", "softmax")}
    assert found("exercise attempted", states) == {("exercise", "conv2d")}
    assert len(found("exercise never", states)) == len(every()) - 3
    assert found("misconception wrong", states) == {("misconception", "kernel-flip")}
    assert not found("misconception never", states)
    assert not found("exercise due", states)
    clock.skip(days=400)
    states = states_of(index(), record, [])
    assert len(found("exercise due", states)) == 3


def test_a_flagged_question_is_found_as_it_was():
    item = generate("pool-by-hand", 3, "easy")
    fixed = next(iter(load_bank()))
    flags = [item.id, fixed.id, "no-such-generator:easy:1"]
    entries = (*index(), *drawn(flags))
    states = states_of(entries, None, flags)
    by_kind = matching(entries, Query.of("flagged"), states)
    assert {e.id for e in by_kind["question"]} == {item.id, fixed.id}
    assert {e.id for e in by_kind["generator"]} == {"pool-by-hand"}
    assert ("question", fixed.id) in found("question never flagged", states)
    assert item.stem.startswith(
        next(e.title for e in by_kind["question"] if e.id == item.id)
    )


async def test_without_words_it_says_what_can_be_typed(driven):
    async with driven() as it:
        await opened(it)
        told = it.shown("#told")
        assert "hard pooling wrong" in told
        assert f"{len(load_bank())} questions" in told
        assert rows(it) == []
        await it.press("enter")
        assert named(it) == "BrowseScreen"


async def test_results_stand_below_their_kind_with_its_count(driven):
    async with driven() as it:
        await search(it, "flip")
        shown = rows(it)
        for kind, entries in matching(index(), Query.of("flip"), {}).items():
            heading = {"misconception": "Misconceptions", "question": "Questions"}
            if kind in heading:
                assert any(
                    row.startswith(f"{heading[kind]}: {len(entries)}") for row in shown
                )
        assert not it.screen.query_one("#filters").display


async def test_no_more_rows_are_drawn_than_a_key_has_time_for(driven):
    async with driven() as it:
        for words in ("e", "question"):
            await search(it, words)
            assert len(rows(it)) <= MOST + len(KINDS)
            await it.press("escape")
        await search(it, "question")
        assert rows(it)[0] == (
            f"Questions: {len(load_bank())}, the first {MOST} are shown"
        )


async def test_what_fits_nothing_says_so_and_opens_nothing(driven):
    async with driven() as it:
        await search(it, "zzzz")
        assert "Nothing fits" in it.shown("#told")
        await it.press("enter")
        assert named(it) == "BrowseScreen"


async def test_a_question_is_asked_alone_and_its_state_is_shown_after(driven):
    item = load_bank()["floor-when-stride-does-not-fit"]
    async with driven() as it:
        await search(it, item.id)
        assert rows(it)[1].startswith("  never")
        await it.press("enter")
        assert [each.id for each in it.screen.quiz.items] == [item.id]
        await it.press("f4", "enter")
        assert named(it) == "BrowseScreen"
        await it.until(lambda: rows(it)[1].startswith("✗ wrong"))
        assert marked(it).id == item.id


async def test_a_question_that_was_looked_up_does_not_hide_the_quiz_that_was_left(
    driven,
):
    async with driven() as it:
        await it.press("enter")  # the first ten questions
        await it.press("escape")
        await search(it, "question padding")
        await it.press("enter", "escape", "escape", "escape")
        assert named(it) == "HomeScreen"
        await it.press("c")
        assert len(it.screen.quiz.items) == 10


async def test_a_generator_asks_with_new_numbers(driven):
    async with driven() as it:
        await search(it, "generator pool-by-hand")
        seen = set()
        for _ in range(2):
            await it.press("enter")
            (item,) = it.screen.quiz.items
            assert item.origin.generator == "pool-by-hand"
            seen.add(item.id)
            await it.press("escape")
        assert len(seen) == 2


async def test_an_exercise_and_a_topic_are_opened(driven):
    async with driven() as it:
        await search(it, "exercise conv2d_backward")
        await it.press("enter")
        assert it.screen.entry.slug == "conv2d_backward"
        await it.press("escape", "escape")
        await search(it, "topic dropout")
        await it.press("enter")
        assert {item.topic for item in it.screen.quiz.items} == {"dropout"}


async def test_a_misconception_shows_what_is_right_and_what_asks_about_it(driven):
    known = load_misconceptions()["flip-is-transpose"]
    async with driven() as it:
        await search(it, "misconception flip-is-transpose")
        await it.press("enter")
        assert named(it) == "MisconceptionScreen"
        told = it.shown(".idea")
        assert known.title in told
        assert known.correction in told
        assert not it.screen.query_one("#shown").display
        asks = [i for i in load_bank() if "flip-is-transpose" in i.misconceptions]
        assert rows(it)[0] == f"Questions: {len(asks)}"
        await it.press("enter")
        assert it.screen.quiz.items[0].id == asks[0].id
        await it.press("escape", "d")
        assert it.screen.quiz.title == "Drill: flip-is-transpose"


async def test_an_open_misconception_says_so(driven, record):
    keep(record, next(iter(load_bank())), right=False, misconceptions=("kernel-flip",))
    async with driven() as it:
        await search(it, "misconception wrong")
        await it.press("enter")
        assert "not put it right" in it.shown("#shown")


async def test_a_misconception_of_exercises_alone_offers_them(driven):
    own = next(
        e for e in index() if e.kind == "misconception" and e.related == ("relu",)
    )
    assert not any(own.id in item.misconceptions for item in load_bank())
    async with driven() as it:
        await search(it, f"misconception {own.id}")
        await it.press("enter")
        assert rows(it)[0] == "Exercises: 1"
        await it.press("d")
        assert it.screen.entry.slug == "relu"


async def test_escape_takes_the_words_away_first(driven):
    async with driven() as it:
        await search(it, "conv")
        await it.press("escape")
        assert named(it) == "BrowseScreen"
        assert rows(it) == []
        await it.press("escape")
        assert named(it) == "HomeScreen"


async def test_the_arrows_move_while_the_line_keeps_the_keys(driven):
    async with driven() as it:
        await opened(it)
        await it.press(*"conv")
        first = marked(it)
        await it.press("down")
        assert marked(it) != first
        await it.press("2")
        assert "conv2" in it.screen.query_one("#filter").value


async def test_what_was_marked_is_marked_when_the_learner_comes_back(driven):
    async with driven() as it:
        await search(it, "exercise conv")
        await it.press("down", "down", "enter")
        slug = it.screen.entry.slug
        await it.press("escape")
        before = it.screen.entries
        it.screen.entries = ()
        it.screen.on_screen_resume()
        await it.until(lambda: it.screen.entries == before)
        await it.settle()
        assert marked(it).id == slug


async def test_without_a_record_flags_are_found_in_this_run(driven):
    item = load_bank()["floor-when-stride-does-not-fit"]
    async with driven(learner=Learner(None)) as it:
        it.app.learner.flag(item.id, on=True)
        await search(it, "flagged")
        assert marked(it).id == item.id


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_only_ascii_is_drawn_where_only_ascii_shows(driven, monkeypatch, size):
    monkeypatch.setenv("CNNQUIZ_ASCII", "1")
    async with driven(size) as it:
        await search(it, "conv")
        await it.press("enter", "escape")
        strips = it.screen._compositor.render_strips()
        assert "".join(strip.text for strip in strips).isascii()

"""What holds on every screen: keys that fit, help, a way back, no markup, ASCII."""

import pytest
from textual.widgets import Footer, Static
from textual.widgets._footer import FooterKey

from cnnquiz.curriculum.catalog import every, find
from cnnquiz.questions.answers import label, right_answer
from cnnquiz.questions.bank import load_bank
from cnnquiz.questions.select import choose
from cnnquiz.tui import look, quiz
from cnnquiz.tui.screens.help import HelpScreen, groups
from cnnquiz.tui.screens.page import Page

MOST_KEYS = 6


def named(it):
    return type(it.screen).__name__


def a_quiz(it):
    it.app.open_quiz(quiz.of_items("One", choose(1, seed=1), 1))


SCREENS = {
    "home": lambda it: None,
    "setup": lambda it: it.app.open_quiz_setup(),
    "quiz": a_quiz,
    "exercises": lambda it: it.app.open_exercises(),
    "exercise": lambda it: it.app.open_exercise("relu"),
    "progress": lambda it: it.app.open_progress(),
    "browse": lambda it: it.app.open_browse(),
}


@pytest.fixture(params=SCREENS)
def opener(request):
    return SCREENS[request.param]


async def test_each_screen_has_a_footer_that_fits_help_and_a_way_back(driven, opener):
    async with driven() as it:
        opener(it)
        await it.settle()
        screen = it.screen
        footer = screen.query_one(Footer)
        await it.until(lambda: len(footer.query(FooterKey)) > 2)
        keys = list(footer.query(FooterKey))
        assert len(keys) <= MOST_KEYS
        assert sum(key.outer_size.width for key in keys) <= 80
        assert not [each for each in screen.query(Static) if each._render_markup]
        await it.press("f1")
        assert isinstance(it.screen, HelpScreen)
        await it.press("escape")
        assert it.screen is screen
        for size in ((40, 12), (200, 60), (81, 25)):
            await it.pilot.resize_terminal(*size)
            await it.settle()
        assert screen.focused is not None
        await it.press("escape")
        assert named(it) == "HomeScreen"


async def test_the_help_says_what_the_bindings_say(driven):
    async with driven() as it:
        it.app.open_exercise("relu")
        await it.settle()
        said = {what: keys for group in groups(it.screen) for keys, what in group}
        assert said["Grade"] == "f5 ^s"
        assert said["Model solution"] == "f8"
        await it.press("f1")
        assert "Write to a file" in it.shown()


async def test_the_palette_names_every_action_noun_then_verb(driven, opener):
    async with driven() as it:
        opener(it)
        await it.settle()
        titles = [c.title for c in it.app.get_system_commands(it.screen)]
        assert len(set(titles)) == len(titles)
        assert all(title.partition(": ")[2] for title in titles)
        if isinstance(it.screen, Page):
            for title, _, action in it.screen.PALETTE:
                is_offered = it.screen.check_action(action, ()) is not False
                assert (title in titles) == is_offered
                assert hasattr(it.screen, f"action_{action}")


async def test_a_palette_command_does_what_it_says(driven):
    async with driven() as it:
        it.app.open_exercise("relu")
        await it.settle()
        commands = {c.title: c for c in it.app.get_system_commands(it.screen)}
        await commands["exercise: take a hint"].callback()
        await it.settle()
        assert named(it) == "HintScreen"
        await it.press("escape")
        commands["view: go home"].callback()
        await it.settle()
        assert named(it) == "HomeScreen"


async def test_light_and_dark_are_switched_and_the_editor_follows(driven):
    async with driven() as it:
        it.app.open_exercise("relu")
        await it.settle()
        dark = it.screen.editor.theme
        it.app.switch_theme()
        await it.settle()
        assert not it.app.current_theme.dark
        assert it.screen.editor.theme != dark


async def test_only_ascii_is_drawn_where_only_ascii_shows(driven, opener, monkeypatch):
    monkeypatch.setenv("CNNQUIZ_ASCII", "1")
    async with driven() as it:
        opener(it)
        await it.settle()

        def drawn() -> str:
            rows = it.screen._compositor.render_strips()
            return "\n".join(strip.text for strip in rows)

        await it.until(lambda: "Help" in drawn())  # the footer is drawn last
        assert drawn().isascii(), [c for c in drawn() if not c.isascii()]


async def test_what_needs_two_characters_is_spelled_out_in_ascii(driven, monkeypatch):
    monkeypatch.setenv("CNNQUIZ_ASCII", "1")
    item = choose(1, seed=1, types=["choice"])[0]
    import msgspec

    item = msgspec.structs.replace(item, stem="k ≥ 3 → stride")
    async with driven() as it:
        it.app.open_quiz(quiz.of_items("One", [item], 1))
        await it.settle()
        assert "k >= 3 -> stride" in it.shown(".stem Static")


async def test_without_colour_the_focus_and_the_verdict_are_seen(driven, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    item = choose(1, seed=1, types=["choice"])[0]
    async with driven() as it:
        it.app.open_quiz(quiz.of_items("One", [item], 1))
        await it.settle()
        right = label(it.screen.item, right_answer(it.screen.item))
        await it.press(next(key for key in "12" if key != right), "enter")
        assert "✗ Wrong" in it.shown("#headline")


async def test_an_exercise_is_read_as_its_statement_says(driven):
    entry = find("conv2d")
    async with driven() as it:
        it.app.open_exercise("conv2d")
        await it.settle()
        said = it.shown("Statement Static")
        assert entry.title in said
        assert ">>> conv2d(x, w)" in said
        assert "-----" not in said


def test_all_that_texts_are_written_with_has_a_spelling_in_ascii(monkeypatch):
    monkeypatch.setenv("CNNQUIZ_ASCII", "1")
    texts = [item.stem + item.working for item in load_bank()]
    texts += [entry.statement for entry in every()]
    lost = {
        char
        for text in texts
        for char in look.text(text)
        if not char.isascii() and "?" in look._in_ascii(char)
    }
    assert not lost


async def test_the_help_always_says_how_to_close_it(driven):
    async with driven() as it:
        it.app.open_exercise("relu")
        await it.settle()
        await it.press("f1")
        assert "Esc closes this" in str(it.screen.query_one("#help").border_subtitle)

"""Plots: what is drawn can be counted back."""

from datetime import date, timedelta

import pytest

from cnnquiz.report import plots

TODAY = date(2026, 11, 4)  # a Wednesday


@pytest.mark.parametrize(
    ("share", "drawn", "in_ascii"),
    [
        (0.0, "░░░░", "...."),
        (0.5, "██░░", "##.."),
        (0.53125, "██▏░", "##.."),
        (1.0, "████", "####"),
        (1.7, "████", "####"),
        (-1.0, "░░░░", "...."),
    ],
)
def test_a_bar_is_as_full_as_its_share(share, drawn, in_ascii):
    assert plots.bar(share, 4) == drawn
    assert plots.bar(share, 4, ascii=True) == in_ascii


@pytest.mark.parametrize(("mark", "place"), [(0.0, 0), (0.26, 1), (0.99, 3), (1.0, 3)])
def test_a_mark_stands_in_the_cell_of_its_share(mark, place):
    assert plots.bar(0.5, 4, mark=mark).index("│") == place
    assert plots.bar(0.5, 4, ascii=True, mark=mark).index("|") == place
    assert len(plots.bar(0.5, 4, mark=mark)) == 4


def test_a_column_is_as_high_as_its_value_and_never_looks_like_none():
    assert plots.columns([None, 0.0, 1.0, 400.0, 800.0]) == " ▁▁▄█"
    assert plots.columns([None, 0.0]) == " ▁"
    assert plots.columns([4, 8], ascii=True) == "=%"
    assert plots.columns([]) == ""


def test_a_day_stands_in_the_row_of_its_weekday_and_the_column_of_its_week():
    months, *rows = plots.calendar({TODAY: 60.0}, TODAY, weeks=3)
    assert months == "      Nov"
    assert rows[2] == "Wed · · ░"
    assert rows[0] == "Mon · · ·"
    assert rows[3] == "Thu · ·"
    earlier = plots.calendar({TODAY - timedelta(days=8): 60.0}, TODAY, weeks=3)
    assert earlier[2] == "Tue · ░ ·"


@pytest.mark.parametrize(
    ("minutes", "shade"), [(0, "░"), (9.9, "░"), (10, "▒"), (20, "▓"), (40, "█")]
)
def test_a_day_is_shaded_by_its_minutes(minutes, shade):
    drawn = plots.calendar({TODAY: minutes * 60}, TODAY, weeks=1)
    assert drawn[3] == f"Wed {shade}"


def test_each_month_is_named_above_its_first_day():
    months, *rows = plots.calendar({date(2026, 11, 1): 1.0}, TODAY, weeks=10)
    sunday = rows[6]
    assert months.index("Nov") == sunday.index("░")
    assert months.split() == ["Sep", "Oct", "Nov"]


def test_the_calendar_and_its_legend_need_no_unicode():
    seconds = {TODAY - timedelta(days=back): 600.0 * back for back in range(6)}
    drawn = plots.calendar(seconds, TODAY, weeks=2, ascii=True)
    legend = plots.legend(ascii=True)
    assert "".join([*drawn, legend]).isascii()
    shades = {cell for row in drawn[1:] for cell in row[4:].split()}
    assert shades == {part.split()[0] for part in legend.split("  ")}


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 s"),
        (29, "29 s"),
        (60, "1 min"),
        (3599, "1 h 0 min"),
        (5400, "1 h 30 min"),
    ],
)
def test_a_duration_in_words(seconds, said):
    assert plots.duration(seconds) == said

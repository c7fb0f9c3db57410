"""What learners type: read generously, and asked again where it cannot be read."""

import pytest

from cnnquiz.questions.parsing import (
    AnswerError,
    BugAnswer,
    Explained,
    is_number,
    parse,
    parse_fix,
    parse_line,
    parse_number,
    parse_ticks,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        (" 12 ", 12),
        ("+3", 3),
        ("-3", -3),
        ("−3", -3),
        ("3.0", 3),
        ("2.5", 2.5),
        (".5", 0.5),
        ("5.", 5),
        ("1e6", 1_000_000),
        ("1.2E6", 1_200_000),
        ("1e-3", 0.001),
        ("1_792", 1792),
        ("1,792", 1792),
        ("1,228,800", 1228800),
        ("1/3", 1 / 3),
        ("1 / 4", 0.25),
        ("-6/3", -2),
        ("1.5/3", 0.5),
        ("60%", 0.6),
        ("60 %", 0.6),
        ("0", 0),
        ("1e-400", 0),
    ],
)
def test_numbers_are_read_as_people_write_them(text, value):
    assert parse_number(text) == pytest.approx(value, rel=1e-15, abs=1e-300)


@pytest.mark.parametrize("text", ["3", "3.0", "6/2", "3e0", "300%"])
def test_a_whole_number_is_an_int_however_it_is_written(text):
    assert isinstance(parse_number(text), int)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "abc", "1 2", "1/0", "1/", "/3", "1/2/3", "nan", "inf", "1e999",
        "--3", "1__0", "_1", "0x10", "1e", "٣", "²", "1;2", "3 apples", "9" * 5000,
        "1e-9999999999", "%", "e5", "1,23", "12,34,5", "True", "1+1", "\x1b[31m3",
    ],
)  # fmt: skip
def test_what_is_no_number_is_asked_again(text):
    with pytest.raises(AnswerError):
        parse_number(text)


def test_a_decimal_comma_gets_its_own_hint():
    with pytest.raises(AnswerError, match=r"2\.5, not 2,5"):
        parse_number("3,5")


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("12.25 MiB", "MiB", 12.25),
        ("12.25mib", "MiB", 12.25),
        ("12.25", "MiB", 12.25),
        ("25", "%", 25),
        ("25%", "%", 25),
        ("25 %", "%", 25),
    ],
)
def test_the_unit_may_stand_there_or_not(text, unit, value):
    assert parse_number(text, unit) == value


def test_another_unit_is_asked_again():
    with pytest.raises(AnswerError, match="a number in MiB"):
        parse_number("12 MB", "MiB")


def test_is_number_tells_numeric_options_from_words():
    assert is_number("1,728")
    assert not is_number("27 weights")


@pytest.mark.parametrize("text", ["1", "a", "A", " 1 ", "1.", "a)", "1)"])
def test_an_option_is_named_by_digit_or_letter(build, text):
    assert parse(build("choice"), text) == 0


@pytest.mark.parametrize("text", ["", "0", "4", "d", "1 2", "12", "-1", "right", "²"])
def test_what_names_no_option_is_asked_again(build, text):
    with pytest.raises(AnswerError):
        parse(build("choice"), text)


@pytest.mark.parametrize(
    "text", ["1 3 4", "134", "1,3,4", "a c d", "acd", "4 1 3", "1;3;4", "1 1 3 4"]
)
def test_several_options_are_named_in_many_ways(build, text):
    assert parse(build("multi"), text) == {0, 2, 3}


@pytest.mark.parametrize("text", ["", " ", "5", "1 9", "x", "?", ","])
def test_several_options_that_are_not_there_are_asked_again(build, text):
    with pytest.raises(AnswerError):
        parse(build("multi"), text)


@pytest.mark.parametrize(
    "text",
    [
        "8,64,56,56", "(8, 64, 56, 56)", "8x64x56x56", "8 64 56 56", "[8, 64, 56, 56]",
        "8X64×56*56", "8, 64, 56, 56,", "8;64;56;56", "0_8,6_4,56,56",
    ],
)  # fmt: skip
def test_shapes_are_read_with_any_separator(build, text):
    assert parse(build("shape"), text) == (8, 64, 56, 56)


@pytest.mark.parametrize("text", ["(3,)", "3", "[3]"])
def test_a_shape_may_have_one_axis(build, text):
    assert parse(build("shape"), text) == (3,)


@pytest.mark.parametrize(
    "text", ["", "()", "8,a,2", "8,-1", "8,2.5", "N,C", "8,,²", "9" * 20]
)
def test_what_is_no_shape_is_asked_again(build, text):
    with pytest.raises(AnswerError, match="N, C, H, W"):
        parse(build("shape"), text)


@pytest.mark.parametrize(
    "text",
    [
        "1 2; 3 4", "1,2;3,4", "1 2\n3 4", "[[1, 2], [3, 4]]", "[1 2; 3 4]",
        "1 2;3 4;", "[[1, 2],\n [3, 4]]", "[[1 2]\n [3 4]]", "1  2 ; 3\t4",
    ],
)  # fmt: skip
def test_arrays_are_read_row_by_row(build, text):
    assert parse(build("array"), text) == ((1, 2), (3, 4))


def test_cells_may_be_negative_fractions(build):
    assert parse(build("array"), "-1/2 0.25; −3 1e1") == ((-0.5, 0.25), (-3, 10))


@pytest.mark.parametrize("text", ["", ";", "[]", "1 2; 3", "1 a; 3 4", "1 2 3; 4 5"])
def test_what_is_no_array_is_asked_again(build, text):
    with pytest.raises(AnswerError):
        parse(build("array"), text)


def test_all_cells_in_one_row_are_asked_again(build):
    with pytest.raises(AnswerError, match="between the rows"):
        parse(build("array"), "1 2 3 4")


def test_an_array_of_another_size_is_an_answer(build):
    assert parse(build("array"), "1 2 3") == ((1, 2, 3),)


@pytest.mark.parametrize(
    "text",
    [
        "c a d b",
        "cadb",
        "3 1 4 2",
        "c,a,d,b",
        "C A D B",
        "c > a > d > b",
        "c-a-d-b",
        "c -> a -> d -> b",
    ],
)
def test_an_order_is_given_by_letters(build, text):
    assert parse(build("order"), text) == (2, 0, 3, 1)


@pytest.mark.parametrize("text", ["", "a b c", "a a b c", "a b c e", "first second"])
def test_an_order_that_cannot_be_is_asked_again(build, text):
    with pytest.raises(AnswerError):
        parse(build("order"), text)


def test_missing_lines_are_named(build):
    with pytest.raises(AnswerError, match="missing: b d"):
        parse(build("order"), "a c")


def test_with_stray_lines_some_may_be_left_out(build, distractor):
    item = build("order", distractors=[distractor])
    assert parse(item, "a b e") == (0, 1, 4)


@pytest.mark.parametrize(
    "text",
    [
        "a3 b1 c2", "a3b1c2", "A3, B1, C2", "c2 a3 b1", "a-3; b-1; c-2", "a:3 b:1 c:2",
    ],
)  # fmt: skip
def test_pairs_are_matched_by_letter_and_number(build, text):
    assert parse(build("match"), text) == (2, 0, 1)


@pytest.mark.parametrize(
    "text",
    [
        "", "a3", "a3 b1", "a3 b1 c5", "d1 a1 b2 c3", "a1 a2 b1 c2", "a3 b1 c2 x",
        "123", "a0 b1 c2", "3 1 2", "a" + "9" * 5000,
    ],
)  # fmt: skip
def test_pairs_that_cannot_be_are_asked_again(build, text):
    with pytest.raises(AnswerError):
        parse(build("match"), text)


@pytest.mark.parametrize("text", ["3 b", "3, b", "3 2", "3 B"])
def test_a_bug_takes_line_and_fix(build, text):
    assert parse(build("bug"), text) == BugAnswer(3, 1)


@pytest.mark.parametrize("text", ["", "3", "9 a", "3 x", "a b", "3 a b"])
def test_what_is_no_line_and_fix_is_asked_again(build, text):
    with pytest.raises(AnswerError):
        parse(build("bug"), text)


def test_line_and_fix_can_be_read_one_by_one(build):
    assert parse_line(build("bug"), " line 2 ") == 2
    assert parse_fix(build("bug"), "b") == 1
    for bad in ("0", "5", "two", "", "²", "9" * 5000):
        with pytest.raises(AnswerError, match="1 to 4"):
            parse_line(build("bug"), bad)


@pytest.mark.parametrize("text", ["2 * x", " x + x ", "(x,)[0]", "f(x) if x else 1"])
def test_a_blank_takes_an_expression(build, text):
    assert parse(build("blank"), text) == text.strip()


@pytest.mark.parametrize(
    "text",
    [
        "", "x = 1", "return x", "1 +", "x) + (y", "import os", "\x00", "x # why",
        "x" * 201, "(" * 150,
    ],
)  # fmt: skip
def test_what_is_no_expression_is_asked_again(build, text):
    with pytest.raises(AnswerError):
        parse(build("blank"), text)


def test_an_explanation_is_any_text(build):
    assert parse(build("explain"), " so be it \n") == Explained("so be it")
    with pytest.raises(AnswerError):
        parse(build("explain"), "  ")


def test_no_tick_at_all_has_to_be_said():
    assert parse_ticks("0", (0, 1), none=True) == frozenset()
    assert parse_ticks("none", (0, 1), none=True) == frozenset()
    assert parse_ticks("2", (0, 1), none=True) == {1}
    for text in ("", "3"):
        with pytest.raises(AnswerError):
            parse_ticks(text, (0, 1), none=True)
    with pytest.raises(AnswerError):
        parse_ticks("0", (0, 1))

from datetime import UTC, datetime, timedelta

from cnnquiz.study.rows import Event
from cnnquiz.study.timeline import in_order

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def arrived(*days):
    """Return rows that arrived in this order, dated so many days from now."""
    return [
        # The ids fall as the numbers rise: nothing may go by them.
        Event(str(99 - number), str(number), {}, NOW + timedelta(days=day))
        for number, day in enumerate(days)
    ]


def ordered(*days):
    return [
        ((at - NOW).days, int(row.kind)) for at, row in in_order(arrived(*days), NOW)
    ]


def test_rows_imported_late_find_their_place():
    assert ordered(-9, -1, -5) == [(-9, 0), (-5, 2), (-1, 1)]


def test_rows_of_one_moment_keep_their_arrival():
    assert ordered(-2, -2, -2) == [(-2, 0), (-2, 1), (-2, 2)]


def test_a_row_from_the_future_happened_after_the_row_before_it():
    assert ordered(-9, 5000, 5001, -3) == [(-9, 0), (-9, 1), (-9, 2), (-3, 3)]


def test_a_record_begun_in_the_future_starts_at_its_first_sound_time():
    assert ordered(5000, -3) == [(-3, 0), (-3, 1)]
    assert ordered(5000) == [(0, 0)]
    assert ordered() == []

import csv
import io
import json
import string
import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnquiz.errors import DataError
from cnnquiz.study.exchange import (
    Imported,
    anki_tsv,
    answers_csv,
    export,
    import_,
    parse,
)
from cnnquiz.study.record import Record
from cnnquiz.study.rows import Answer, Draft, Event, Submission

texts = st.text(max_size=20)
ids = st.text(string.hexdigits, min_size=1, max_size=3)
times = st.datetimes(
    min_value=datetime(2000, 1, 1),  # noqa: DTZ001 - the strategy adds the zone
    timezones=st.just(UTC),
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts | st.floats(allow_nan=False),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3)
    ),
    max_leaves=5,
).filter(lambda value: "Infinity" not in json.dumps(value))
objects = st.dictionaries(texts, json_values, max_size=3)
seconds = st.floats(min_value=0, max_value=1e6)
logs = st.lists(
    st.builds(
        Answer,
        ids,
        texts,
        texts,
        st.booleans(),
        st.floats(0, 1),
        times,
        seed=st.none() | st.integers(),
        level=st.none() | texts,
        confidence=st.none() | st.integers(1, 3),
        seconds=st.none() | seconds,
        topic=st.none() | texts,
        misconceptions=st.lists(texts, max_size=3).map(tuple),
        card=st.none() | texts,
    )
    | st.builds(
        Submission,
        ids,
        texts,
        texts,
        objects,
        texts,
        st.booleans(),
        times,
        seed=st.none() | st.integers(),
        hints=st.integers(0, 2**63 - 1),
        seconds=st.none() | seconds,
    )
    | st.builds(Event, ids, texts, objects, times),
    unique_by=lambda row: (type(row), row.id),  # each table has ids of its own
    max_size=8,
)


@given(log=logs, drafts=st.lists(st.builds(Draft, ids, texts, times), max_size=2))
@settings(max_examples=30, deadline=None)
def test_a_record_comes_back_from_its_export_and_only_once(log, drafts):
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        first, second = (
            stack.enter_context(Record.open(Path(folder, name))) for name in "ab"
        )
        first.add_rows(log)
        first.add_drafts(drafts)
        document = export(first)
        sent = json.loads(json.dumps(document, allow_nan=False))
        assert import_(second, sent) == Imported(added=len(log), known=0)
        assert export(second) == document
        assert import_(second, sent) == Imported(added=0, known=len(log))
        assert export(second) == document
        rows = second.answers() + second.submissions() + second.events()
        assert sorted(rows, key=repr) == sorted(log, key=repr)


def test_an_export_has_the_stated_form(record, submit):
    answer = record.add_answer("q", "b", correct=True, seed=3)
    submit(record)
    record.add_event("flag", {"item": "q"})
    document = export(record)
    assert list(document) == ["schema", "answers", "submissions", "events", "drafts"]
    assert document["schema"] == "cnnquiz.export/1"
    assert document["answers"][0] | {"id": ""} == {
        "id": "",
        "item": "q",
        "answer": "b",
        "correct": True,
        "score": 1.0,
        "at": "2026-03-01T09:00:02.000000+00:00",
        "seed": 3,
        "level": None,
        "confidence": None,
        "seconds": None,
        "topic": None,
        "misconceptions": [],
        "card": None,
    }
    assert document["answers"][0]["id"] == answer.id
    assert document["submissions"][0]["verdict"]["status"] == "wrong"
    assert document["events"][0]["payload"] == {"item": "q"}


def test_an_export_is_of_one_moment(path, record, monkeypatch):
    read = record.submissions
    with Record.open(path) as other:

        def meanwhile():
            other.add_event("flag")
            return read()

        monkeypatch.setattr(record, "submissions", meanwhile)
        assert export(record)["events"] == []
    assert len(record.events()) == 1


def test_the_least_answer_can_be_imported_with_any_zone(record):
    row = {"id": "1", "item": "q", "answer": "b", "correct": True, "score": 1}
    row["at"] = "2026-01-31T12:00:00+02:00"
    import_(record, document(answers=[row]))
    assert record.answers() == [
        Answer(
            "1",
            "q",
            "b",
            correct=True,
            score=1.0,
            at=datetime(2026, 1, 31, 10, tzinfo=UTC),
        )
    ]


def test_two_records_merged_either_way_hold_the_same(tmp_path, record):
    record.add_answer("q", "mine", correct=True)
    with Record.open(tmp_path / "other.sqlite3") as other:
        other.add_answer("q", "theirs", correct=False)
        mine, theirs = export(record), export(other)
        import_(record, theirs)
        import_(other, mine)
        merged = [sorted(export(each)["answers"], key=str) for each in (record, other)]
    assert merged[0] == merged[1]
    assert len(merged[0]) == 2


def test_the_newer_draft_is_kept(record, clock):
    record.save_draft("relu", "old")
    old = export(record)
    clock.move(days=-9)
    record.save_draft("relu", "typed while the clock was behind")
    import_(record, old)
    assert record.draft("relu").text == "old"
    clock.move(days=10)
    record.save_draft("relu", "new")
    import_(record, old)
    assert record.draft("relu").text == "new"


def document(**lists):
    empty = {
        "schema": "cnnquiz.export/1",
        "answers": [],
        "submissions": [],
        "events": [],
    }
    return empty | lists


FINE = {
    "id": "1",
    "item": "q",
    "answer": "b",
    "correct": True,
    "score": 1.0,
    "at": "2026-01-31T12:00:00.000000+00:00",
}


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ([], "'schema' must be 'cnnquiz.export/1', got None"),
        ({"schema": "cnnquiz.grade/1"}, "got 'cnnquiz.grade/1'"),
        ({"schema": "cnnquiz.export/1"}, "answers: expected a list, got None"),
        (document(events="no"), "events: expected a list, got 'no'"),
        (document(answers=[FINE, 7]), r"answers\[1\]: expected an object, got 7"),
        (
            document(answers=[FINE, FINE | {"id": None}]),
            r"answers\[1\]\.id: is missing",
        ),
        (
            document(answers=[FINE | {"score": "1"}]),
            r"answers\[0\]\.score: expected a number, got '1'",
        ),
        (
            document(answers=[FINE | {"correct": 1}]),
            r"answers\[0\]\.correct: expected true or false, got 1",
        ),
        (
            document(answers=[FINE | {"at": "2026-01-31T12:00:00"}]),
            r"answers\[0\]\.at: expected a time with its zone",
        ),
        (
            document(answers=[FINE | {"at": 12}]),
            r"answers\[0\]\.at: expected a time with its zone",
        ),
        (
            document(answers=[FINE | {"item": "\ud800"}]),
            r"answers\[0\]\.item: expected text that UTF-8 can hold",
        ),
        (
            document(answers=[FINE | {"seconds": 10**400}]),
            r"answers\[0\]\.seconds: expected a finite number",
        ),
        (
            document(
                events=[{"id": "1", "kind": "flag", "at": FINE["at"], "payload": []}]
            ),
            r"events\[0\]\.payload: expected an object",
        ),
        (
            document(drafts=[{"exercise": "relu", "at": FINE["at"]}]),
            r"drafts\[0\]\.text: is missing",
        ),
    ],
)
def test_a_wrong_document_is_refused_whole_and_says_where(record, wrong, message):
    with pytest.raises(DataError, match=message):
        import_(record, wrong)
    assert export(record) == document(drafts=[])


def test_a_long_wrong_value_is_cut_in_the_message(record):
    for wrong in ("x" * 10_000, [FINE | {"score": "x" * 10_000}]):
        with pytest.raises(DataError) as caught:
            import_(record, document(answers=wrong))
        assert len(str(caught.value)) < 150


def test_a_payload_with_numbers_that_json_lacks_adds_nothing(record):
    event = {
        "id": "1",
        "kind": "flag",
        "at": FINE["at"],
        "payload": {"x": float("nan")},
    }
    with pytest.raises(
        DataError, match=r"events\[0\]\.payload: expected an object of strict JSON"
    ):
        import_(record, document(answers=[FINE], events=[event]))
    assert record.answers() == []


def test_csv_holds_any_answer(record):
    record.add_answer("q", 'a, "b"\nc', correct=False, misconceptions=["x-y", "z"])
    text = answers_csv(record)
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["answer"], row["misconceptions"]) == ('a, "b"\nc', "x-y z")
    assert (row["correct"], row["seed"]) == ("False", "")
    assert text.count("\r") == 0


def test_anki_gets_the_id_as_guid_and_fields_in_quotes_where_needed():
    text = anki_tsv([("conv-bias", "how\tmany?", "C_out"), ("q2", 'say "x"', "a\nb")])
    assert text == (
        "#separator:tab\n#html:false\n#guid column:1\n#columns:id\tfront\tback\n"
        'conv-bias\t"how\tmany?"\tC_out\n'
        'q2\t"say ""x"""\t"a\nb"\n'
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "no JSON"),
        (b"{", "no JSON"),
        (b"\xff", "no JSON"),
        (b"[" * 200_000, "no JSON"),
    ],
)
def test_what_is_no_json_is_no_export(text, said):
    """However deep it goes; the reason is kept short."""
    with pytest.raises(DataError, match=f"not an export of cnnquiz: {said}") as caught:
        parse(text)
    assert len(str(caught.value)) < 130


def test_an_export_is_read_as_it_was_written():
    """Bytes of a file become a document."""
    assert parse(b'{"answers": []}') == {"answers": []}

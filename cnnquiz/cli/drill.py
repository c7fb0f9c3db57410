"""drill: ask what is due, what is weak, one topic or one misconception."""

from __future__ import annotations

import contextlib
import secrets
from typing import TYPE_CHECKING

import click

from cnnquiz.cli import completion
from cnnquiz.errors import DataError, ExitCode

if TYPE_CHECKING:
    from cnnquiz.questions.items import Item
    from cnnquiz.study.drills import Asked
    from cnnquiz.study.record import Record
    from cnnquiz.study.sessions import Session


@click.command(
    "drill",
    epilog="""\b
Examples:
  cnnquiz drill                      what is due, then what is weak
  cnnquiz drill due --plain -n 20
  cnnquiz drill pooling
  cnnquiz drill kernel-flip --confidence
""",
)
@click.argument(
    "what",
    required=False,
    metavar="[due|weak|TOPIC|MISCONCEPTION]",
    shell_complete=completion.drills,
)
@click.option("-n", "count", type=click.IntRange(1, 500), default=10, show_default=True)
@click.option(
    "--plain", is_flag=True, help="Line by line on standard input and output."
)
@click.option("--seed", type=click.IntRange(min=0), help="Repeat a drill.")
@click.option(
    "--confidence", is_flag=True, help="Ask how sure you are; implies --plain."
)
@click.pass_obj
def drill_command(
    data_dir: str | None,
    what: str | None,
    count: int,
    plain: bool,
    seed: int | None,
    confidence: bool,
) -> int:
    """Ask the questions that are worth asking now, topics in turn.

    A drill that was left with ^C goes on where it stopped; ^D ends it. What was
    answered is kept either way.
    """
    from cnnquiz.cli.practice import can_draw, open_interface
    from cnnquiz.cli.record import open_record
    from cnnquiz.study.drills import check_selection

    check_selection(what)
    plain = plain or confidence
    if not plain and not can_draw():
        return open_interface(data_dir)  # says what works without a terminal
    record = open_record(data_dir)
    try:
        if plain:
            return _plainly(record, what, count, seed, confidence)
        asked, seed = _select(record, what, count, seed)
        if not asked:
            return _nothing_due(record)
    finally:
        if record:
            record.close()
    from cnnquiz.tui.quiz import of_drill

    return open_interface(data_dir, of_drill(what, asked, seed))


def _plainly(
    record: Record | None, what: str | None, count: int, seed: int | None, sure: bool
) -> int:
    from cnnquiz.cli.practice import Plainly
    from cnnquiz.study import drills, sessions

    session = _left(record, what, seed)
    if session is None:
        asked, seed = _select(record, what, count, seed)
        if not asked:
            return _nothing_due(record)
        items = [each.item for each in asked]
        cards = {each.item.id: each.card for each in asked if each.card}
        plainly = Plainly(items, seed, record, cards, sure)
        plainly.voice.say(f"{len(items)} questions, seed {seed}. ^D ends the drill.")
        if record:
            ids = [item.id for item in items]
            session = sessions.begin(
                record, drills.KIND, drills.title(what), seed, ids, cards
            )
    else:
        before = len(session.items) - len(session.left)
        items = _found(session)
        plainly = Plainly(
            items, session.seed, record, session.cards, sure, before=before
        )
        plainly.voice.say(
            f"The drill that you left goes on: {before} of {len(session.items)} "
            f"answered, seed {session.seed}. ^D ends it."
        )
    code = plainly.run()
    if record and session and code != ExitCode.INTERRUPTED:
        sessions.end(record, session)
    return code


def _select(
    record: Record | None, what: str | None, count: int, seed: int | None
) -> tuple[list[Asked], int]:
    from cnnquiz.study.drills import select

    seed = secrets.randbelow(1 << 20) if seed is None else seed
    return select(record, what, count, seed), seed


def _left(record: Record | None, what: str | None, seed: int | None) -> Session | None:
    """Return the drill to go on with: of this selection, and of this seed if given."""
    from cnnquiz.study import drills, sessions

    session = sessions.unfinished(record, drills.KIND) if record else None
    if session is None or session.title != drills.title(what):
        return None
    return session if seed in {None, session.seed} and _found(session) else None


def _found(session: Session) -> list[Item]:
    """Return the questions that are left; one that is gone is left out."""
    from cnnquiz.questions.select import find

    found = []
    for id_ in session.left:
        with contextlib.suppress(DataError):
            found.append(find(id_))
    return found


def _nothing_due(record: Record | None) -> int:
    """Say that there is nothing to review, and what else there is."""
    from cnnquiz.study.scheduler import Schedule

    waiting = []
    if record:
        cards = Schedule.from_record(record).cards.values()
        waiting = [card.due for card in cards if card.kind == "question"]
    if waiting:
        soonest = min(waiting).astimezone()
        print(f"Nothing is due. The next question is due on {soonest:%Y-%m-%d %H:%M}.")
    else:
        print("Nothing is due: no question was answered yet.")
    print("'cnnquiz drill weak' asks all the same.")
    return ExitCode.PASSED

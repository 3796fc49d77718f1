"""The journal's promises, on SQLite and on PostgreSQL: all or nothing, once only, in one chain."""

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import IntegrityError

from contest.database import reading, writing
from contest.journal.append import EMPTY, Head, HeadMoved, append, head_of
from contest.journal.chain import GENESIS, link
from contest.journal.entries import ContestantRow, Entry, ResponseRow, encode
from contest.journal.replay import records_of, state_of, verify
from contest.models import Contestant, JournalEntry, Response
from contest.rules.events import Answered, ItemOpened, Joined
from tests.journal.conftest import HEAT


def joined(number: int) -> Entry:
    event = Joined(at=number, contestant=f"P{number}", number=number, seed="seed")
    row = ContestantRow(
        f"P{number}", number, f"选手{number}", f"选手{number}", None, None, None, None, None,
        f"{number:064d}", f"{number + 1000:064d}", "seed", number,
    )  # fmt: skip
    return Entry(HEAT, f"j:P{number}", encode(event), contestants=(row,))


def answered(number: int, revision: int = 1) -> Entry:
    event = Answered(at=50, contestant=f"P{number}", item="q1", revision=revision, options=("T",))
    row = ResponseRow(
        f"P{number}", "q1", "q1@1", 1, revision, "answered", ("T",), ("T", "F"), 50, 40, "open", "live", 1
    )
    return Entry(HEAT, f"a:q1:P{number}:1:{revision}", encode(event), responses=(row,))


def standing(engine: Engine) -> Head:
    with reading(engine) as connection:
        return head_of(connection, HEAT)


def write(engine: Engine, *entries: Entry) -> Head:
    expected = standing(engine)
    with writing(engine) as connection:
        return append(connection, entries, {HEAT: expected})[HEAT]


def test_a_batch_is_written_with_all_its_rows(engine: Engine) -> None:
    write(engine, joined(1), joined(2), Entry(HEAT, "o", encode(ItemOpened(at=10, item="q1", closes=30))), answered(1))
    with reading(engine) as connection:
        assert connection.scalar(select(func.count()).select_from(JournalEntry)) == 5
        contestant = connection.execute(select(Contestant).where(Contestant.id == "P2")).mappings().one()
        response = connection.execute(select(Response)).mappings().one()
    assert contestant["nickname"] == "选手2" and contestant["district"] is None
    assert response["options"] == ["T"] and response["shown"] == ["T", "F"] and response["elapsed_ms"] == 40


def test_each_record_is_chained_to_the_one_before(engine: Engine) -> None:
    write(engine, joined(1))
    write(engine, joined(2))
    previous = GENESIS
    with reading(engine) as connection:
        for record in records_of(connection, HEAT):
            assert record.hash == link(previous, record.seq, record.payload)
            previous = record.hash
    assert standing(engine) == Head(3, previous)


def test_a_key_that_is_there_already_lets_nothing_of_the_batch_in(engine: Engine) -> None:
    write(engine, joined(1))
    before = standing(engine)
    with pytest.raises(IntegrityError):
        write(engine, joined(2), joined(1))
    assert standing(engine) == before
    with reading(engine) as connection:
        assert connection.scalar(select(func.count()).select_from(Contestant)) == 1


def test_one_person_and_item_and_revision_has_one_response(engine: Engine) -> None:
    write(engine, joined(1), answered(1))
    twice = answered(1)._replace(key="a:under another key")
    with pytest.raises(IntegrityError):
        write(engine, twice)


def test_two_contestants_of_a_heat_cannot_share_a_name(engine: Engine) -> None:
    write(engine, joined(1))
    other = joined(2)
    same = other.contestants[0]._replace(name_key="选手1")
    with pytest.raises(IntegrityError):
        write(engine, other._replace(contestants=(same,)))


def test_whoever_rests_on_an_older_end_of_the_chain_is_refused(engine: Engine) -> None:
    former = standing(engine)
    write(engine, joined(1))
    with pytest.raises(HeadMoved), writing(engine) as connection:
        append(connection, [joined(2)], {HEAT: former})
    with pytest.raises(HeadMoved), writing(engine) as connection:
        append(connection, [joined(2)], {HEAT: EMPTY})


def test_the_state_is_read_back_from_the_journal_alone(engine: Engine) -> None:
    write(engine, joined(1), Entry(HEAT, "o", encode(ItemOpened(at=10, item="q1", closes=30))), answered(1))
    with reading(engine) as connection:
        state, head, events = state_of(connection, HEAT)
    assert state.answers["P1"].options == ("T",)
    assert head == standing(engine) and len(events) == 4


@pytest.mark.parametrize(
    ("tampering", "seq", "reason"),
    [
        ("UPDATE journal SET payload = replace(payload, 'P2', 'P9') WHERE seq = 3", 3, "altered"),
        ("DELETE FROM journal WHERE seq = 2", 2, "missing"),
        ("DELETE FROM journal WHERE seq = 4", 4, "cut"),
        ("UPDATE journal SET hash = replace(hash, '0', '1') WHERE seq = 4", 4, "altered"),
    ],
)
def test_verify_names_the_first_record_that_was_tampered_with(
    engine: Engine, tampering: str, seq: int, reason: str
) -> None:
    write(engine, joined(1), joined(2), joined(3))
    with reading(engine) as connection:
        assert verify(connection, HEAT) is None
    with writing(engine) as connection:
        connection.execute(text(tampering))
    with reading(engine) as connection:
        fault = verify(connection, HEAT)
    assert fault is not None and (fault.seq, fault.reason) == (seq, reason)


def test_a_printed_head_unmasks_a_journal_that_was_rewritten_and_hashed_anew(engine: Engine) -> None:
    printed = write(engine, joined(1), joined(2))
    with writing(engine) as connection:
        connection.execute(text("DELETE FROM journal WHERE seq > 1"))
        first = next(iter(records_of(connection, HEAT)))
        connection.execute(
            text("UPDATE journal_heads SET seq = 1, hash = :hash WHERE heat_id = :heat"),
            {"hash": first.hash, "heat": HEAT},
        )
        connection.execute(text("DELETE FROM contestants"))
    write(engine, joined(2))
    with reading(engine) as connection:
        assert verify(connection, HEAT) is None
        fault = verify(connection, HEAT, printed.hash)
    assert fault is not None and fault.reason == "other_head"

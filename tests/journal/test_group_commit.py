"""The group commit: nothing is told before it is on disk, and a fault of one heat is not another's."""

import threading
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, text

from contest.database import reading, writing
from contest.journal.append import append, head_of
from contest.journal.entries import Entry, encode
from contest.journal.group_commit import GroupCommit, Outcome
from contest.journal.replay import verify
from contest.rules.events import Joined
from tests.journal.conftest import CREATED, HEAT, add_heat
from tests.journal.test_append import joined, standing

PATIENCE_S = 20


class Replies:
    """Collects outcomes; called from the journal's thread, waited for by the test."""

    def __init__(self) -> None:
        self.outcomes: dict[str, Outcome] = {}
        self._changed = threading.Condition()

    def to(self, name: str) -> Callable[[Outcome], None]:
        def done(outcome: Outcome) -> None:
            with self._changed:
                self.outcomes[name] = outcome
                self._changed.notify_all()

        return done

    def wait_for(self, *names: str) -> list[Outcome]:
        with self._changed:
            assert self._changed.wait_for(lambda: set(names) <= set(self.outcomes), PATIENCE_S)
            return [self.outcomes[name] for name in names]


@pytest.fixture
def replies() -> Replies:
    return Replies()


@pytest.fixture
def journal(engine: Engine, database_url: str) -> Iterator[GroupCommit]:
    commits = GroupCommit(database_url, lambda function: function())
    commits.adopt(HEAT, standing(engine))
    yield commits
    commits.stop()


def test_an_outcome_comes_after_the_commit(engine: Engine, journal: GroupCommit, replies: Replies) -> None:
    journal.submit(HEAT, (joined(1),), replies.to("one"))
    (outcome,) = replies.wait_for("one")
    assert outcome.error is None and outcome.head == standing(engine)


def test_what_waits_is_written_in_the_order_in_which_it_came(
    engine: Engine, journal: GroupCommit, replies: Replies
) -> None:
    names = [str(number) for number in range(1, 60)]
    for name in names:
        journal.submit(HEAT, (joined(int(name)),), replies.to(name))
    assert all(outcome.error is None for outcome in replies.wait_for(*names))
    with reading(engine) as connection:
        assert verify(connection, HEAT) is None
        numbers = connection.execute(text("SELECT key FROM journal WHERE seq > 1 ORDER BY seq")).scalars()
        assert list(numbers) == [f"j:P{name}" for name in names]


def test_a_barrier_comes_after_everything_before_it(engine: Engine, journal: GroupCommit, replies: Replies) -> None:
    journal.submit(HEAT, (joined(1),), replies.to("one"))
    journal.submit(HEAT, (), replies.to("barrier"))
    (outcome,) = replies.wait_for("barrier")
    assert outcome.error is None and outcome.head == standing(engine)


def test_after_a_refused_entry_the_heat_is_closed_until_it_was_loaded_afresh(
    engine: Engine, journal: GroupCommit, replies: Replies
) -> None:
    journal.submit(HEAT, (joined(1),), replies.to("first"))
    replies.wait_for("first")
    journal.submit(HEAT, (joined(1),), replies.to("again"))
    replies.wait_for("again")
    journal.submit(HEAT, (joined(2),), replies.to("refused"))
    assert [outcome.error for outcome in replies.wait_for("again", "refused")] == ["duplicate", "retry"]
    journal.adopt(HEAT, standing(engine))
    journal.submit(HEAT, (joined(2),), replies.to("second"))
    (outcome,) = replies.wait_for("second")
    assert outcome.error is None


def test_somebody_else_s_append_is_noticed_and_nothing_is_acknowledged_on_a_stale_state(
    engine: Engine, journal: GroupCommit, replies: Replies
) -> None:
    with writing(engine) as connection:
        append(connection, [joined(7)], {HEAT: head_of(connection, HEAT)})
    journal.submit(HEAT, (joined(8),), replies.to("stale"))
    (outcome,) = replies.wait_for("stale")
    assert outcome.error == "retry"
    with reading(engine) as connection:
        assert verify(connection, HEAT) is None


def test_a_fault_of_one_heat_costs_another_nothing(engine: Engine, journal: GroupCommit, replies: Replies) -> None:
    other = "OTHER"
    with writing(engine) as connection:
        add_heat(connection, other)
        append(connection, [Entry(other, "created", encode(CREATED))], {})
        journal.adopt(other, head_of(connection, other))
        append(connection, [joined(7)], {HEAT: head_of(connection, HEAT)})
    elsewhere = Entry(other, "j", encode(Joined(at=1, contestant="X", number=1, seed="s")))
    journal.submit(HEAT, (joined(8),), replies.to("stale"))
    journal.submit(other, (elsewhere,), replies.to("sound"))
    stale, sound = replies.wait_for("stale", "sound")
    assert stale.error == "retry" and sound.error is None


def test_a_database_that_is_away_is_answered_with_retry(engine: Engine, journal: GroupCommit, replies: Replies) -> None:
    with writing(engine) as connection:
        connection.execute(text("ALTER TABLE journal_heads RENAME TO gone"))
    journal.submit(HEAT, (joined(1),), replies.to("away"))
    (outcome,) = replies.wait_for("away")
    assert outcome.error == "retry"
    with writing(engine) as connection:
        connection.execute(text("ALTER TABLE gone RENAME TO journal_heads"))
    journal.adopt(HEAT, standing(engine))
    journal.submit(HEAT, (joined(1),), replies.to("back"))
    (outcome,) = replies.wait_for("back")
    assert outcome.error is None

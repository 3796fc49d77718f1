"""Review: where an item may go from where it stands, who may take it there, and what must be true of it first.

Values only. Parameters and approvals belong to a version, so a change of text or key begins again as a draft.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, NamedTuple

from question_bank.items import Difficulty, ItemDraft, ItemStatus

AUTHOR, REVIEWER, ORGANIZER, ADMIN = "author", "reviewer", "organizer", "admin"
LEADS = frozenset({ORGANIZER, ADMIN})
APPROVES = LEADS | {REVIEWER}
WRITES = LEADS | {AUTHOR}

DRAFT, REVIEWED, PILOT = ItemStatus.DRAFT, ItemStatus.REVIEWED, ItemStatus.PILOT
CALIBRATED, RETIRED = ItemStatus.CALIBRATED, ItemStatus.RETIRED
# From where to where, and who may do it. What else must be true is asked by `obstacle`.
WAYS: dict[tuple[ItemStatus, ItemStatus], frozenset[str]] = {
    (DRAFT, REVIEWED): APPROVES,
    (REVIEWED, DRAFT): APPROVES,
    (REVIEWED, PILOT): LEADS,
    (PILOT, REVIEWED): LEADS,
    (PILOT, CALIBRATED): LEADS,
    (REVIEWED, CALIBRATED): LEADS,
    (CALIBRATED, PILOT): LEADS,
    (PILOT, DRAFT): LEADS,
    (CALIBRATED, DRAFT): LEADS,
    (DRAFT, RETIRED): WRITES,
    (REVIEWED, RETIRED): LEADS,
    (PILOT, RETIRED): LEADS,
    (CALIBRATED, RETIRED): LEADS,
    (RETIRED, DRAFT): LEADS,
}

Rule = Literal["two", "one", "solo"]
Obstacle = Literal["no_way", "not_yours", "gaps", "changes_asked", "second_pair", "no_approval", "no_parameters"]


class BankRules(NamedTuple):
    """How the bank is run. `solo`: one organizer does everything alone, and everything that is done says so."""

    two_pairs_of_eyes: bool = True
    solo: bool = False

    @property
    def name(self) -> Rule:
        return "solo" if self.solo else "two" if self.two_pairs_of_eyes else "one"


class Person(NamedTuple):
    id: str
    role: str


class Standing(NamedTuple):
    """What decides about an item: its status, who wrote its current version, who approved that version or asked for
    changes of it, how much is missing from it, and whether data have given it parameters."""

    status: ItemStatus
    owner: str | None
    author: str | None
    approvers: frozenset[str] = frozenset()
    asking: frozenset[str] = frozenset()
    gaps: int = 0
    calibrated: bool = False


def eyes(standing: Standing) -> frozenset[str]:
    """The different people who stand for a version: who wrote it, and who approved it."""
    return standing.approvers | ({standing.author} if standing.author else frozenset())


def open_ways(status: ItemStatus, role: str) -> frozenset[ItemStatus]:
    """Where a role may take items from a status, wherever nothing else stands in the way."""
    return frozenset(to for (start, to), roles in WAYS.items() if start == status and role in roles)


def obstacle(standing: Standing, to: ItemStatus, person: Person, rules: BankRules) -> Obstacle | None:
    """Why this person may not take the item there now; None: they may."""
    if to not in open_ways(standing.status, person.role):
        return "no_way"
    if person.role == AUTHOR and standing.owner != person.id:
        return "not_yours"
    if to in (REVIEWED, PILOT, CALIBRATED):
        return _unsound(standing, to, rules)
    return None


def _unsound(standing: Standing, to: ItemStatus, rules: BankRules) -> Obstacle | None:
    if standing.gaps:
        return "gaps"
    if standing.asking:
        return "changes_asked"
    if to == CALIBRATED and not standing.calibrated:
        return "no_parameters"
    if standing.status == DRAFT and rules.name == "two" and len(eyes(standing)) < 2:
        return "second_pair"
    if standing.status == DRAFT and rules.name != "solo" and not standing.approvers:
        return "no_approval"
    return None


def may_edit(standing: Standing, person: Person) -> bool:
    """Organizers change every item, authors their own drafts, reviewers none: they say what ought to be changed."""
    if person.role in LEADS:
        return standing.status != RETIRED
    return person.role == AUTHOR and standing.status == DRAFT and standing.owner == person.id


def may_review(standing: Standing, person: Person, rules: BankRules) -> bool:
    """Nobody approves what they wrote themselves, except where one person does everything."""
    own = standing.author == person.id and rules.name == "two"
    return person.role in APPROVES and standing.status == DRAFT and not own


def ways_from(standing: Standing, person: Person, rules: BankRules) -> list[tuple[ItemStatus, Obstacle | None]]:
    """Where this role could take the item, each with what still stands in the way."""
    found = [(to, obstacle(standing, to, person, rules)) for start, to in WAYS if start == standing.status]
    return [(to, reason) for to, reason in found if reason not in ("no_way", "not_yours")]


def says_the_same(former: ItemDraft, changed: ItemDraft) -> bool:
    """Whether contestants see and the key says the same: only tags and other facts about the item have changed."""
    return _asked(former) == _asked(changed)


def _asked(item: ItemDraft) -> ItemDraft:
    return replace(
        item, benchmark=None, point=None, dimension=None, difficulty=Difficulty(), source="", reading="", topics=(),
        groups=(), tags=(), misconceptions={}, seconds=0,
    )  # fmt: skip


def status_after(status: ItemStatus, former: ItemDraft, changed: ItemDraft, gaps: Sequence[object] = ()) -> ItemStatus:
    """A changed item is a draft again, unless only facts about it were changed and it still lacks nothing."""
    return status if says_the_same(former, changed) and not gaps else DRAFT

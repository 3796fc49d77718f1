"""An item's difficulty is put where its answers put it."""

from contest.locale.refusal_words import N_
from contest.rules.refusals import Refusal
from contest.services.bank_difficulty import adjusted
from contest.services.item_history import Hand
from contest.services.take_over_parameters import take_over

BY_ANSWERS = N_("按实际作答调整难度")


def move_to_answers(work: Hand, item_id: str) -> str:
    """The item's difficulty becomes what its answers show; returns the calibration by which it can be taken back.

    Raises `Refusal`: `nothing_left` for an item without answers, and what `take_over` raises.
    """
    document = adjusted(work.connection, item_id)
    if document is None:
        raise Refusal("nothing_left")
    versions = {entry["version"] for entry in document["items"]}
    taken = take_over(work.connection, document, versions, work.person.id, work.now, BY_ANSWERS, calibrated=False)
    return taken.calibration

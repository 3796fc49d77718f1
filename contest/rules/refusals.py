"""Refusals are values with a name; the edge words them in the user's language."""

from typing import Any, Final

import msgspec


class Refused(msgspec.Struct, frozen=True):
    """Why a wish was not granted. `stored` carries what is on record where a repeat or a lock is the reason."""

    reason: str
    stored: Any = None


class Refusal(Exception):
    """A `Refused` on its way up through a service."""

    def __init__(self, reason: str, stored: Any = None) -> None:
        super().__init__(reason)
        self.refused = Refused(reason, stored)


# Every reason there is. The edge must have words for each; a test compares.
REASONS: Final = frozenset(
    {
        "unknown_pin", "bad_seat", "removed", "moved", "too_many", "name_taken", "name_unclean", "name_empty",
        "name_long", "heat_full", "lobby_locked", "heat_finished", "late", "consent_missing", "unknown_choice",
        "not_joined", "not_open", "too_late", "paused", "unknown_item", "unknown_option", "wrong_count", "locked",
        "superseded", "retry", "stale_host", "stale_view", "watching", "wrong_phase", "nothing_left", "bad_reason",
        "bad_request", "unknown_claim", "unknown_contestant", "unknown_code", "not_finished", "forbidden",
        "bad_ticket", "bad_password", "not_paused", "unknown_screen", "unknown_heat", "heat_played",
        "type_not_playable", "not_reviewed", "pilot_only", "retired",
        # Of the bank's desk.
        "bad_item", "stale_item", "not_yours", "no_way", "gaps", "changes_asked", "second_pair", "no_approval",
        "no_parameters", "own_item", "embargoed", "same_item", "changed_since",
    }
)  # fmt: skip

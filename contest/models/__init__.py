"""All tables of the program. Importing this package registers every one of them with the metadata."""

from contest.models.audit import AuditEntry
from contest.models.people import Account, Contestant, OneTimeLink
from contest.models.records import JournalEntry, JournalHead, Response
from contest.models.timetable import Contest, Heat, HeatItem, HeatResult
from question_bank.models import Item, ItemKey, ItemParameter, ItemVersion, Model

__all__ = [
    "Account",
    "AuditEntry",
    "Contest",
    "Contestant",
    "Heat",
    "HeatItem",
    "HeatResult",
    "Item",
    "ItemKey",
    "ItemParameter",
    "ItemVersion",
    "JournalEntry",
    "JournalHead",
    "Model",
    "OneTimeLink",
    "Response",
]

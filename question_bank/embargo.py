"""An item under embargo is shown to nobody outside the bank before its date: in no round, no paper, no file."""

from datetime import UTC, datetime

from sqlalchemy import ColumnElement, or_

from question_bank.models import Item


def released(now: datetime) -> ColumnElement[bool]:
    """The condition of a query for items that may leave the bank."""
    return or_(Item.embargo_until.is_(None), Item.embargo_until <= now)


def is_held(until: datetime | None, now: datetime) -> bool:
    """Whether a date that was read from the database still holds the item back."""
    return until is not None and (until if until.tzinfo else until.replace(tzinfo=UTC)) > now

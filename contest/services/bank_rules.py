"""How the bank is run, as its settings say."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from contest.services.heat_lists import note
from question_bank.models import BankSetting
from question_bank.review import BankRules, Person

FAIR = BankRules()


def bank_rules(connection: Connection) -> BankRules:
    stored = {row.name: row.value for row in connection.execute(select(BankSetting.name, BankSetting.value))}
    return BankRules(*(bool(stored.get(name, getattr(FAIR, name))) for name in BankRules._fields))


def set_bank_rules(connection: Connection, rules: BankRules, person: Person, now: datetime) -> None:
    """The audit keeps what they were and what they are."""
    former = bank_rules(connection)
    for name, value in rules._asdict().items():
        connection.execute(delete(BankSetting).where(BankSetting.name == name))
        connection.execute(insert(BankSetting).values(name=name, value=value))
    note(connection, person.id, "bank_rules", former=former._asdict(), new=rules._asdict(), at=now.isoformat())

"""The rows of the editor's grid: every value of a field, by name, with how many of it the bank holds."""

from typing import Any

from contest.services.paper_bank import BankFacts
from contest.web.desk.papers.wording import field_name, type_names, value_name
from contest.web.desk.papers.words import gettext as _
from question_bank.taxonomy import DIMENSIONS, TARGET_GROUPS, TOPICS, benchmarks


def grid(facts: BankFacts) -> list[dict[str, Any]]:
    """`field`, its `name`, a `hint`, and `rows` of `value`, `label`, `held`. Of tags only those that some item has, the
    commonest first."""
    lists = {
        "type": list(type_names()),
        "dimension": [code.value for code in DIMENSIONS],
        "benchmark": [str(each.number) for each in benchmarks()],
        "topic": list(TOPICS),
        "group": list(TARGET_GROUPS),
        "tag": sorted(facts.held["tag"], key=lambda tag: (-facts.held["tag"][tag], tag)),
    }
    several = _("一道题可以属于几个，各数各的。")
    hints = {"topic": several, "group": several, "tag": several}
    return [
        {
            "field": field,
            "name": field_name(field),
            "hint": hints.get(field, ""),
            "rows": [_row(field, value, facts) for value in values],
        }
        for field, values in lists.items()
    ]


def _row(field: str, value: str, facts: BankFacts) -> dict[str, Any]:
    return {"value": value, "label": _label(field, value), "held": facts.held[field].get(value, 0)}


def _label(field: str, value: str) -> str:
    if field == "benchmark":
        return next(f"{each.number} {each.title}" for each in benchmarks() if str(each.number) == value)
    return value_name(field, value)

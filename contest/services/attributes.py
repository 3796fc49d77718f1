"""What contestants may tell of themselves, as versioned code lists: district, age band, target group, sex."""

import json
from functools import cache
from importlib import resources
from typing import NamedTuple

from contest.rules.refusals import Refusal
from question_bank.taxonomy import TARGET_GROUPS

# The survey's bands; those below 18 and above 69 take part in contests but stand outside the survey's population.
AGE_BANDS = {
    "under_14": "14 岁以下",
    "14-17": "14–17 岁",
    "18-29": "18–29 岁",
    "30-39": "30–39 岁",
    "40-49": "40–49 岁",
    "50-59": "50–59 岁",
    "60-69": "60–69 岁",
    "70+": "70 岁及以上",
}

SEXES = {"female": "女", "male": "男"}


class Attributes(NamedTuple):
    district: str | None = None
    age_band: str | None = None
    target_group: str | None = None
    sex: str | None = None

    def is_empty(self) -> bool:
        return not any(self)


@cache
def districts() -> dict[str, str]:
    """Code -> name of the 38 county-level divisions and the zones that report on their own."""
    facts = json.loads(resources.files("contest.facts").joinpath("districts.json").read_text("utf-8"))
    return {row["code"]: row["name"] for row in (*facts["districts"], *facts["special_units"])}


def checked(attributes: Attributes, consent: bool) -> Attributes:
    """Raises `Refusal`: `consent_missing`, `unknown_choice`."""
    if attributes.is_empty():
        return attributes
    if not consent:
        raise Refusal("consent_missing")
    lists = (districts(), AGE_BANDS, TARGET_GROUPS, SEXES)
    if any(value is not None and value not in known for value, known in zip(attributes, lists, strict=True)):
        raise Refusal("unknown_choice")
    return attributes

"""Groups of contestants between which an item should make no difference, coarse enough to have people in each."""

import json
from functools import cache
from importlib import resources
from typing import NamedTuple

from contest.services.bank_answers import People

AGES = {
    "under_14": "young", "14-17": "young", "18-29": "adult", "30-39": "adult", "40-49": "middle", "50-59": "middle",
    "60-69": "old", "70+": "old",
}  # fmt: skip
DISTRICT_TYPES = {
    "中心城区": "centre",
    "主城新区": "new_town",
    "渝东北三峡库区城镇群": "north_east",
    "渝东南武陵山区城镇群": "south_east",
}
# With which group the others are compared.
REFERENCE = {"age": "adult", "district_type": "centre", "sex": "male"}


class Grouping(NamedTuple):
    """`labels` (persons,), "" for whoever did not tell."""

    name: str
    reference: str
    labels: list[str]


def groupings(people: People) -> list[Grouping]:
    return [
        Grouping("sex", REFERENCE["sex"], people.sex),
        Grouping("age", REFERENCE["age"], [AGES.get(band, "") for band in people.age_band]),
        Grouping(
            "district_type", REFERENCE["district_type"], [district_types().get(code, "") for code in people.district]
        ),
    ]


@cache
def district_types() -> dict[str, str]:
    """District or zone -> kind of district. A zone is of the kind of the district that it lies in."""
    facts = json.loads(resources.files("contest.facts").joinpath("districts.json").read_text("utf-8"))
    kinds = {row["code"]: DISTRICT_TYPES[row["region"]] for row in facts["districts"]}
    return kinds | {row["code"]: kinds[row["parent_codes"][0]] for row in facts["special_units"]}

"""From an item's figures to what is worth saying of it and one verdict, as codes and numbers; pages have the words."""

from typing import Any, Literal, NamedTuple

from question_bank.analysis.findings import WEIGHT
from question_bank.irt.fit.flags import CLOSE_FIT, RMSD_CHANCES, RMSD_HIGH, SIGNIFICANT

Json = dict[str, Any]
Verdict = Literal["keep", "look", "stop", "wait"]
# A difficulty that is off by so many logits, and surely so, asks for new parameters.
SHIFT, SHIFT_ERRORS = 0.3, 3.0
LARGE_DIF, MIDDLING_DIF = "C", "B"


class Remark(NamedTuple):
    """`weight`: 2 the item must not be used so, 1 somebody should look, 0 to be known."""

    code: str
    weight: int
    values: Json


def remarks_of(figures: Json) -> list[Remark]:
    """The heaviest first; none for an item about which there is nothing to say."""
    found = [*_findings(figures), *_alarms(figures), *_groups(figures), *_model(figures)]
    return sorted(found, key=lambda remark: -remark.weight)


def verdict_of(remarks: list[Remark]) -> Verdict:
    if any(remark.code == "few_answers" for remark in remarks):
        return "wait"
    heaviest = max((remark.weight for remark in remarks), default=0)
    return "stop" if heaviest == 2 else "look" if heaviest == 1 else "keep"


def _findings(figures: Json) -> list[Remark]:
    found = []
    for finding in figures["findings"]:
        values = {"n": int(figures["n"]), "option": letter(finding["option"])}
        found.append(Remark(finding["code"], WEIGHT[finding["code"]], values))
    return found


def letter(place: int | None) -> str:
    """The letter that the editor shows for the option at a place of the bank's order."""
    return "" if place is None else chr(ord("A") + place)


def _alarms(figures: Json) -> list[Remark]:
    found = []
    if figures["trend"]["alarm"]:
        found.append(Remark("easier_daily", 1, {"points": round(100 * figures["trend"]["change"])}))
    if figures["fast"]["alarm"]:
        fast = figures["fast"]
        found.append(Remark("too_fast", 1, {"share": round(100 * fast["share"]), "usual": round(100 * fast["usual"])}))
    return found


def _groups(figures: Json) -> list[Remark]:
    """Differences that matter; middling ones are in the item's table."""
    return [
        Remark(
            "harder_for" if row["delta"] < 0 else "easier_for",
            1,
            {"grouping": row["grouping"], "focal": row["focal"], "reference": row["reference"]},
        )
        for row in figures["groups"]
        if row["class"] == LARGE_DIF
    ]


def _model(figures: Json) -> list[Remark]:
    found = []
    rmsd, by_chance = figures["rmsd"], figures["rmsd_by_chance"]
    groups = figures["s_x2"]
    off = rmsd is not None and by_chance is not None and rmsd > RMSD_HIGH and rmsd > RMSD_CHANCES * by_chance
    by_score = groups["p"] is not None and groups["p"] < SIGNIFICANT and (groups["rmsea"] or 0) > CLOSE_FIT
    if off or by_score:
        found.append(Remark("curve_off", 0, {"rmsd": rmsd}))
    shift, se = figures["shift"]["shift"], figures["shift"]["se"]
    if shift is not None and abs(shift) >= SHIFT and abs(shift) >= SHIFT_ERRORS * se:
        found.append(Remark("easier_than_known" if shift < 0 else "harder_than_known", 0, {"shift": abs(shift)}))
    return found

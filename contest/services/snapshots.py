"""The whole of what one audience knows, as channels: what `welcome` and `sync` carry."""

from contest.services.attributes import AGE_BANDS, SEXES, districts
from contest.services.people import Person
from contest.services.redaction import Json, lobby, scene, you
from contest.services.run_heat import HeatRun
from question_bank.taxonomy import TARGET_GROUPS

PHONE_NAMES = 24
SCREEN_NAMES = 60


def heat_card(run: HeatRun) -> Json:
    """What never changes about a heat while it is played."""
    rules = run.state.rules
    return {
        "name": run.facts.name,
        "pin": run.facts.pin,
        # One bit of the whole heat, of what will be shown anyway: phones fetch what sets formulas while they wait.
        "maths": any(item.maths for item in run.items.values()),
        "count": sum(1 for record in run.state.run if not record.item.warm_up),
        "rules": {
            "time_limit_s": rules.time_limit_s,
            "changeable": rules.changeable,
            "points": rules.points.kind,
            "warm_up": any(record.item.warm_up for record in run.state.run),
        },
    }


def choices() -> Json:
    """The lists that a contestant may choose from, for whoever has no seat yet."""
    return {
        "districts": _listed(districts()),
        "age_bands": _listed(AGE_BANDS),
        "groups": _listed(TARGET_GROUPS),
        "sexes": _listed(SEXES),
    }


def _listed(names: dict[str, str]) -> list[Json]:
    return [{"code": code, "name": name} for code, name in names.items()]


def phone_sync(run: HeatRun, person: Person | None, since: int, claim: str | None) -> Json:
    """The members that are newer than version `since`; `you` always, for answers do not count as versions."""
    news: Json = {"ok": True, "v": run.state.version, "now": run.clock.now_ms()}
    if person is not None:
        news["you"] = you(run, person, claim)
    if since == 0:
        news["heat"] = heat_card(run)
    if since != run.state.version:
        news["scene"] = scene(run, "phone")
        news["lobby"] = lobby(run, PHONE_NAMES)
    return news

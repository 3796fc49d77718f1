"""What a rule sheet fixes for the round kind `open`, where everyone answers. Data, read from TOML or a form."""

from typing import Any, Literal

import msgspec

TieBreak = Literal["right", "time", "earlier"]


class PointsRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`flat`: each right answer is worth `full`. `falling`: full within the grace, then linearly down to
    `floor_share` of it at the deadline."""

    kind: Literal["flat", "falling"] = "flat"
    full: int = 100
    floor_share: float = 0.5
    grace_ms: int = 500


class StreakRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The n-th right answer in a row earns `step` x (n - 1) more, at most `cap`."""

    step: int = 0
    cap: int = 0


class OpenRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The default is fair to slow hands: flat points, 30 s, changeable until the close, equal scores share a place."""

    kind: Literal["open"] = "open"
    time_limit_s: int = 30
    points: PointsRule = PointsRule()
    streak: StreakRule = StreakRule()
    # Taken off for a wrong answer; an unanswered item costs nothing.
    penalty: int = 0
    negative_total: bool = False
    # 少选得部分分，错选不得分: a subset of the key earns its share, any wrong option nothing.
    multiple: Literal["all_or_nothing", "part"] = "all_or_nothing"
    changeable: bool = True
    late_joiners: Literal["allowed", "refused"] = "allowed"
    tie_breaks: tuple[TieBreak, ...] = ("right",)
    close_when_all_answered: bool = True
    # Places that win a prize: their phones show a claim code at the end.
    prize_places: int = 3
    # Standings are offered after every n-th scored item; 0 = only when the host asks.
    standings_every: int = 1
    option_order: Literal["shared", "own"] = "shared"


class BadRules(ValueError):
    """A rule sheet that cannot be played; the text names the field."""


def read_rules(sheet: dict[str, Any]) -> OpenRules:
    """Raises `BadRules` for unknown fields, wrong types and values out of range."""
    try:
        rules = msgspec.convert(sheet, OpenRules)
    except msgspec.ValidationError as error:
        raise BadRules(str(error)) from error
    for name, good in _bounds(rules):
        if not good:
            raise BadRules(f"{name} is out of range")
    return rules


def _bounds(rules: OpenRules) -> list[tuple[str, bool]]:
    return [
        ("time_limit_s", 5 <= rules.time_limit_s <= 600),
        ("points.full", 0 < rules.points.full <= 10_000),
        ("points.floor_share", 0 <= rules.points.floor_share <= 1),
        ("points.grace_ms", 0 <= rules.points.grace_ms < rules.time_limit_s * 1000),
        ("streak.step", 0 <= rules.streak.step <= 10_000),
        ("streak.cap", 0 <= rules.streak.cap <= 100_000),
        ("penalty", 0 <= rules.penalty <= 10_000),
        ("prize_places", 0 <= rules.prize_places <= 1000),
        ("standings_every", 0 <= rules.standings_every <= 100),
        ("tie_breaks", len(set(rules.tie_breaks)) == len(rules.tie_breaks)),
    ]

"""Calibrations that are refused, by a name that callers can act on."""

from collections.abc import Sequence


class NotEstimable(ValueError):
    """What was asked for cannot be estimated from these answers.

    `code` names the reason ("constant_items" and so on), `items` lists the columns concerned (by index, perhaps none),
    and `detail` says it in words.
    """

    def __init__(self, code: str, items: Sequence[int] = (), detail: str = "") -> None:
        self.code = code
        self.items = [int(item) for item in items]
        self.detail = detail or code
        super().__init__(self.detail)


class EmptyGroups(NotEstimable):
    """`groups`: labels of the groups in which nobody has answered anything, so that nothing is known of them."""

    def __init__(self, groups: Sequence[str]) -> None:
        super().__init__("empty_groups", detail=f"groups without answers: {', '.join(groups)}")
        self.groups = list(groups)


class Disconnected(NotEstimable):
    """`parts`: the sets of items that nobody connects, by index."""

    def __init__(self, parts: Sequence[Sequence[int]]) -> None:
        listed = "; ".join(", ".join(str(item) for item in part[:5]) for part in parts)
        super().__init__("disconnected", [item for part in parts for item in part], f"items share no people: {listed}")
        self.parts = [list(part) for part in parts]

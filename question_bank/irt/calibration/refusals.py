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

"""Cells that a spreadsheet program shows and never runs."""

from typing import Any

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def inert(value: Any) -> Any:
    """Text that would begin a formula is put behind an apostrophe; numbers stay numbers."""
    return "'" + value if isinstance(value, str) and value.startswith(_STARTS_A_FORMULA) else value

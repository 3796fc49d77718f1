"""All pages of the bank: each module adds its views to the desk's blueprint when it is imported."""

from contest.web.desk.bank import (
    analysis,
    calibration,
    difficulty,
    editor,
    exporting,
    importing,
    item,
    listing,
    preview,
    settings,
)

__all__ = [
    "analysis",
    "calibration",
    "difficulty",
    "editor",
    "exporting",
    "importing",
    "item",
    "listing",
    "preview",
    "settings",
]

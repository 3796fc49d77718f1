"""Names from code lists in the reader's language; the lists themselves are Chinese."""

from typing import Any

from contest.locale.catalogue import SOURCE_LANGUAGE, translate

_NAMED = ("name", "short", "dimension")


def worded(value: Any, language: str) -> Any:
    """A copy of JSON-like data in which every `name` and `dimension` of a listed code is translated."""
    if language == SOURCE_LANGUAGE:
        return value
    if isinstance(value, list):
        return [worded(each, language) for each in value]
    if isinstance(value, dict):
        return {
            key: translate(language, each) if key in _NAMED and isinstance(each, str) else worded(each, language)
            for key, each in value.items()
        }
    return value

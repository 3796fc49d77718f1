"""Paths of Moodle's categories as labels: `$course$/top/环保/节水` files a question under 环保 and 节水."""

import re

_PLACES = re.compile(r"\$(course|module|system|cat\d*|coursecat|category)\$|top", re.IGNORECASE)
_DEFAULTS = re.compile(r"Default for .*|.*的默认|默认.*|缺省.*")


def labels_of_category(path: str) -> tuple[str, ...]:
    """The names of a path that say something; `//` is a slash in a name."""
    names = [name.replace("\0", "/").strip() for name in path.strip().replace("//", "\0").split("/")]
    return tuple(name for name in names if name and not _PLACES.fullmatch(name) and not _DEFAULTS.fullmatch(name))

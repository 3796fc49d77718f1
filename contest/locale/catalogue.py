"""Translation outside of a web request: sockets and the command line know only a language's code."""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent
SOURCE_LANGUAGE = "zh"
LANGUAGES = ("zh", "en")


def compile_catalogues() -> None:
    """Makes each language's binary catalogue where it is missing or older than its text."""
    for text in FOLDER.glob("*/LC_MESSAGES/messages.po"):
        binary = text.with_suffix(".mo")
        if not binary.exists() or binary.stat().st_mtime < text.stat().st_mtime:
            _compile(text, binary)


def _compile(text: Path, binary: Path) -> None:
    with text.open("rb") as source:
        catalogue = read_po(source)
    partial = binary.with_suffix(".part")
    with partial.open("wb") as target:
        write_mo(target, catalogue)
    partial.replace(binary)


@cache
def _translations(language: str) -> NullTranslations:
    path = FOLDER / language / "LC_MESSAGES" / "messages.mo"
    if language == SOURCE_LANGUAGE or not path.exists():
        return NullTranslations()
    with path.open("rb") as file:
        return GNUTranslations(file)


def translate(language: str, text: str) -> str:
    return _translations(language).gettext(text) if text else text


def known_language(asked: str | None) -> str:
    return asked if asked in LANGUAGES else SOURCE_LANGUAGE


def dictionary(language: str) -> dict[str, str]:
    """Every translated text, for the pages' scripts; empty for the source language."""
    translations = _translations(language)
    catalogue: dict[object, str] = getattr(translations, "_catalog", {})
    return {key: value for key, value in catalogue.items() if isinstance(key, str) and key}

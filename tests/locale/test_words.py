"""Every Chinese text that users may read has its English, and English repeats its gaps."""

import re
from pathlib import Path

from babel.messages.pofile import read_po

from contest.assessment.levels import LEVELS
from contest.locale.catalogue import FOLDER
from contest.locale.refusal_words import REFUSAL_WORDS
from contest.rules.refusals import REASONS
from contest.services.attributes import AGE_BANDS, SEXES, districts
from contest.services.score_heat import SHORT_NAMES
from question_bank.taxonomy import DIMENSIONS, TARGET_GROUPS, TOPICS

ROOT = Path(__file__).resolve().parents[2]
TEXT = r'((?:"(?:[^"\\]|\\.)*"\s*)+)'
CALLS = {
    "contest/**/*.py": re.compile(r"\b(?:_|N_|gettext)\(\s*" + TEXT + r"\s*[,)]"),
    "templates/**/*.html": re.compile(r"\b_\(\s*" + TEXT),
    "static/js/**/*.js": re.compile(r"\b_\(\s*" + TEXT),
}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
GAP = re.compile(r"\{(\w+)\}|%\((\w+)\)s")


def texts_in_use() -> dict[str, str]:
    """Each text with a file that uses it."""
    found: dict[str, str] = {}
    for pattern, call in CALLS.items():
        for path in ROOT.glob(pattern):
            for match in call.finditer(path.read_text("utf-8")):
                text = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', match[1])).replace("\\n", "\n").replace('\\"', '"')
                found.setdefault(text, str(path.relative_to(ROOT)))
    lists = (
        DIMENSIONS,
        TARGET_GROUPS,
        TOPICS,
        AGE_BANDS,
        SEXES,
        districts(),
        {level.code: level.name for level in LEVELS},
        SHORT_NAMES,
    )
    return found | {name: "code lists" for names in lists for name in names.values()}


def english() -> dict[str, str]:
    with (FOLDER / "en" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id}


def test_every_text_has_its_english() -> None:
    known = english()
    missing = {text: file for text, file in texts_in_use().items() if CHINESE.search(text) and not known.get(text)}
    assert missing == {}


def test_english_has_no_chinese_left_in_it_and_keeps_the_gaps() -> None:
    for source, translation in english().items():
        assert not CHINESE.search(translation), translation
        assert sorted(GAP.findall(source)) == sorted(GAP.findall(translation)), (source, translation)


def test_no_translation_is_left_over_from_a_text_that_is_gone() -> None:
    texts = set(texts_in_use())
    assert [source for source in english() if source not in texts] == []


def test_every_refusal_has_words() -> None:
    assert set(REFUSAL_WORDS) == REASONS

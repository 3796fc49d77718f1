"""Items of all types with whatever an author can type, for properties of readers and writers."""

from string import ascii_uppercase as LETTERS

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from question_bank.items import (
    FALSE,
    MOST_OPTIONS,
    TRUE,
    TRUE_FALSE_OPTIONS,
    Difficulty,
    Dimension,
    ItemDraft,
    ItemType,
    Option,
)
from question_bank.keys import Key, NumericKey, SpokenKey
from question_bank.taxonomy import TARGET_GROUPS, TOPICS

# Items are large values: making them takes longer than looking at them, and the first takes longest.
GENERATED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

# What begins formulas, quotes and separators, what readers take for labels and answers, markup, and what looks alike.
NASTY = (
    *(
        "=1+1",
        "+8",
        "-3 ℃",
        "@SUM(A1)",
        "'=2",
        "''-x",
        "\t开头",
        "＝１",
        "－５",
        '"引号"',
        "a,b;c\td|e",
        "第一行\n第二行",
        "\r\n",
        "\r",
        "x\n",
    ),
    *(
        "A. 红 B. 绿",
        "A",
        "AB",
        "B>A",
        "A：原因",
        "\nB：原因",
        "⟦A⟧",
        "⟧",
        "\\",
        "\\0",
        "\\；",
        "；",
        "、",
        "\n评分：全对",
        "评分：",
        "答案：A",
        "正确",
        "√",
    ),
    *(
        "$x^2$",
        "10⁵",
        "CO₂",
        "**不**",
        "\\*",
        "![图](media:a.png)",
        "|甲|乙|",
        "<br/>",
        "&lt;",
        "<sup>2</sup>",
        "_x000D_",
        "_x005F_",
        "x005F_",
        "NULL",
    ),
    *(
        "007",
        "1e5",
        "3.14±0.05",
        "TRUE",
        "2016-04-18",
        " 空白 ",
        "　",
        "Ａ．全角",
        "（ ）",
        "____",
        "=",
        "#N/A",
        "１",
        "‘",
        "\u00a0",
        "\U0001f600",
    ),
)
# What no item of a bank holds: characters that reorder others, and one that no database keeps.
BIDIRECTIONAL = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"
CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters=BIDIRECTIONAL + "\0")
PIECES = st.one_of(st.sampled_from(NASTY), st.text(CHARACTERS, max_size=6), st.text("天地玄黄，。？AB1 ", max_size=8))
TEXTS = st.lists(PIECES, max_size=4).map("".join)
WORDS = TEXTS.filter(str.strip)
IDS = TEXTS.map(str.strip).filter(lambda text: len(text) <= 64)
FINITE = st.one_of(st.integers(-1000, 1000).map(float), st.floats(allow_nan=False, allow_infinity=False))
OTHER_CODES = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)


@st.composite
def items(draw: st.DrawFn, lettered: bool = False) -> ItemDraft:
    """A well-formed item; `lettered`: its options are called A, B, C, …, as readers of files call them."""
    kind = draw(st.sampled_from(ItemType))
    options = _options(draw, kind, lettered)
    names = ["true", "false"] if kind is ItemType.TRUE_FALSE else [option.id for option in options]
    return ItemDraft(
        id=draw(IDS),
        type=kind,
        stem=draw(WORDS),
        options=options,
        key=_key(draw, kind, options),
        explanation=draw(TEXTS),
        benchmark=draw(st.none() | st.integers(1, 26)),
        point=draw(st.none() | st.integers(1, 132)),
        dimension=draw(st.none() | st.sampled_from(Dimension)),
        difficulty=Difficulty(draw(st.none() | FINITE), draw(TEXTS)),
        source=draw(TEXTS),
        reading=draw(TEXTS),
        topics=tuple(draw(st.lists(st.sampled_from(sorted(TOPICS)) | OTHER_CODES, max_size=3))),
        groups=tuple(draw(st.lists(st.sampled_from(sorted(TARGET_GROUPS)), max_size=3))),
        tags=tuple(draw(st.lists(TEXTS, max_size=3))),
        misconceptions=draw(
            st.dictionaries(st.sampled_from(names) if names and lettered else TEXTS, TEXTS, max_size=3)
        ),
        seconds=draw(st.integers(0, 3600)),
    )


def _options(draw: st.DrawFn, kind: ItemType, lettered: bool) -> tuple[Option, ...]:
    if kind is ItemType.TRUE_FALSE:
        return TRUE_FALSE_OPTIONS
    if kind in (ItemType.NUMERIC, ItemType.SPOKEN):
        return ()
    texts = draw(st.lists(WORDS, min_size=2, max_size=MOST_OPTIONS, unique_by=str.strip))
    ids = (
        list(LETTERS)
        if lettered or draw(st.booleans())
        else draw(st.lists(TEXTS, min_size=10, max_size=10, unique=True))
    )
    return tuple(Option(name, text) for name, text in zip(ids, texts, strict=False))


def _key(draw: st.DrawFn, kind: ItemType, options: tuple[Option, ...]) -> Key:
    names = [option.id for option in options]
    if kind is ItemType.TRUE_FALSE:
        return (draw(st.sampled_from([TRUE, FALSE])),)
    if kind is ItemType.NUMERIC:
        return NumericKey(draw(FINITE), abs(draw(FINITE)), draw(st.sampled_from(["", "米", "m²"]) | TEXTS))
    if kind is ItemType.SPOKEN:
        return SpokenKey(tuple(draw(st.lists(TEXTS, min_size=1, max_size=3).filter(_says_something))), draw(TEXTS))
    if kind is ItemType.SINGLE:
        return (draw(st.sampled_from(names)),)
    order = draw(st.permutations(names))
    return tuple(order) if kind is ItemType.ORDERING else tuple(order[: draw(st.integers(1, len(names)))])


def _says_something(accepted: list[str]) -> bool:
    return any(each.strip() for each in accepted)

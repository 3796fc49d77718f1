"""What the bank knows of an item and a foreign format does not, as short labels: `维度:科学方法`, `难度:-0.5`.

Moodle has tags, GIFT has tags in comment lines, QTI has key words in its manifest; all of them carry the same labels,
which survive a way through another system and can be read by its users. A label without a known prefix is one of the
author's own tags.
"""

import re
from collections.abc import Callable, Collection, Iterable
from typing import Any, NamedTuple

from question_bank.exchange.faults import Fault
from question_bank.items import Difficulty, Dimension, ItemDraft
from question_bank.keys import NumericKey
from question_bank.taxonomy import DIMENSIONS, TARGET_GROUPS, TOPICS

TAG, MISCONCEPTION, UNIT, MARKING, ORDER = "标签", "误解", "单位", "评判", "顺序"
REASON = "难度理由"

# Prefixes in the order in which they are written.
PREFIXES = (
    "基准",
    "要点",
    "维度",
    "主题",
    "人群",
    "难度",
    REASON,
    "出处",
    "阅读",
    "时限",
    UNIT,
    ORDER,
    MARKING,
    MISCONCEPTION,
)
_LABEL = re.compile(rf"({'|'.join((*PREFIXES, TAG))})[:：](.*)", re.DOTALL)
# Tags stand on one line and lose outer blanks; a backslash escapes brackets in GIFT's comment lines.
_UNFIT = re.compile(r"&(?=#\d{1,6};)|[\\\x00-\x1f\x7f-\x9f\u2028\u2029]|^\s|\s$")
_NAMED = re.compile(r"&(?=#\d{1,6};)|=")
_REFERENCE = re.compile(r"&#(\d{1,6});")


class Labelled(NamedTuple):
    """What labels said: fields of an `ItemDraft`, the key's parts that are no field, and what could not be read."""

    fields: dict[str, Any]
    unit: str = ""
    order: str = ""
    marking: str | None = None
    faults: tuple[Fault, ...] = ()


def labels_of(
    item: ItemDraft, misconceptions: Collection[str] = (), marking: str | None = None, order: bool = True
) -> tuple[str, ...]:
    """The labels that say what a format has no place for; `misconceptions` names those that are to be among them,
    `marking` is the referee's note if that is, `order` tells whether the order of the key's options is."""
    said = [
        ("基准", "" if item.benchmark is None else str(item.benchmark)),
        ("要点", "" if item.point is None else str(item.point)),
        ("维度", DIMENSIONS[item.dimension] if item.dimension else ""),
        *(("主题", TOPICS.get(topic, topic)) for topic in item.topics),
        *(("人群", TARGET_GROUPS.get(group, group)) for group in item.groups),
        ("难度", "" if item.difficulty.b is None else repr(item.difficulty.b)),
        (REASON, item.difficulty.reason),
        ("出处", item.source),
        ("阅读", item.reading),
        ("时限", str(item.seconds) if item.seconds else ""),
        (UNIT, item.key.unit if isinstance(item.key, NumericKey) else ""),
        (ORDER, "" if not order or in_order(item) else "".join(item.right_options)),
        *((MISCONCEPTION, f"{_NAMED.sub(_reference, name)}={item.misconceptions[name]}") for name in misconceptions),
    ]
    notes = [] if marking is None else [f"{MARKING}:{_fitting(marking)}"]
    return (*(f"{prefix}:{_fitting(text)}" for prefix, text in said if text), *notes, *map(_own_tag, item.tags))


def in_order(item: ItemDraft) -> bool:
    """Whether the key names options in the order in which they are shown."""
    return list(item.right_options) == [option.id for option in item.options if option.id in item.right_options]


def _own_tag(tag: str) -> str:
    fitting = _fitting(tag)
    return f"{TAG}:{fitting}" if not fitting or _LABEL.fullmatch(fitting) else fitting


def _fitting(text: str) -> str:
    return _UNFIT.sub(_reference, text)


def _reference(match: re.Match[str]) -> str:
    return f"&#{ord(match.group())};"


def _original(text: str) -> str:
    return _REFERENCE.sub(lambda match: _character(match.group(0), int(match.group(1))), text)


def _character(reference: str, code: int) -> str:
    return reference if 0xD800 <= code <= 0xDFFF else chr(code)


def read_labels(labels: Iterable[str]) -> Labelled:
    """What the labels say; the last one counts where a field has one value."""
    said: dict[str, list[str]] = {}
    for label in labels:
        match = _LABEL.fullmatch(label.strip())
        prefix, text = (match.group(1), match.group(2)) if match else (TAG, label)
        said.setdefault(prefix, []).append(_original(text.strip()))
    fields: dict[str, Any] = {}
    faults: list[Fault] = []
    for prefix, take in _TAKERS.items():
        if prefix in said:
            try:
                fields.update(take(said[prefix]))
            except ValueError:
                faults.append(Fault(prefix, "bad_label", f"{prefix}“{said[prefix][-1]}”不是{_EXPECTED[prefix]}"))
    if "难度" in said or REASON in said:
        fields["difficulty"] = Difficulty(fields.pop("b", None), said.get(REASON, [""])[-1])
    unit, order = (said.get(prefix, [""])[-1] for prefix in (UNIT, ORDER))
    return Labelled(fields, unit, order, said[MARKING][-1] if MARKING in said else None, tuple(faults))


def _codes(names: dict[str, str]) -> Callable[[list[str]], tuple[str, ...]]:
    by_name = {name: code for code, name in names.items()}
    return lambda texts: tuple(by_name.get(text, text) for text in texts)


_topics, _groups = _codes(TOPICS), _codes(TARGET_GROUPS)


def _dimension(text: str) -> Dimension:
    by_name = {name: dimension for dimension, name in DIMENSIONS.items()}
    return by_name.get(text) or Dimension(text)


def _misconceptions(texts: list[str]) -> dict[str, str]:
    return {_original(name): text for name, _, text in (each.partition("=") for each in texts)}


_TAKERS: dict[str, Callable[[list[str]], dict[str, Any]]] = {
    "基准": lambda said: {"benchmark": int(said[-1])},
    "要点": lambda said: {"point": int(said[-1])},
    "维度": lambda said: {"dimension": _dimension(said[-1])},
    "主题": lambda said: {"topics": _topics(said)},
    "人群": lambda said: {"groups": _groups(said)},
    "难度": lambda said: {"b": float(said[-1])},
    "出处": lambda said: {"source": said[-1]},
    "阅读": lambda said: {"reading": said[-1]},
    "时限": lambda said: {"seconds": int(said[-1])},
    MISCONCEPTION: lambda said: {"misconceptions": _misconceptions(said)},
    TAG: lambda said: {"tags": tuple(said)},
}
_EXPECTED = {
    "基准": "一个整数",
    "要点": "一个整数",
    "维度": f"四个维度之一（{'、'.join(DIMENSIONS.values())}）",
    "难度": "一个数",
    "时限": "一个整数（秒）",
}

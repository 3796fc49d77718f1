"""New items beside those that the bank has: which of them it holds already under another id, and which say nearly what
another says."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, select

from question_bank.catalogue import items_named
from question_bank.exchange.likeness import Alike
from question_bank.exchange.reading import ReadItem
from question_bank.items import OPTION_TYPES, ItemDraft, ItemType
from question_bank.models import Item, ItemVersion

# Texts of stem and options that share so much say the same, but for a sign or two.
NEARLY_THE_SAME = 0.85
MOST_NEAR = 200


class Meetings(NamedTuple):
    """Ids of new items that the bank holds under another id; new items that say nearly what another says, and where
    that one is, at most `MOST_NEAR`."""

    held: frozenset[str]
    near: tuple[tuple[ReadItem, str], ...]


def meet(connection: Connection, new: Sequence[ReadItem], named: set[str]) -> Meetings:
    """`named` are the ids that items brought along: these are never taken for another."""
    if not new:
        return Meetings(frozenset(), ())
    drafts = [read.draft for read in new]
    texts = [_asked(each.type, each.stem, [{"text": option.text} for option in each.options]) for each in drafts]
    alike = Alike(texts, NEARLY_THE_SAME)
    near = _near_each_other(new, texts, alike)
    stems = {read.draft.stem for read in new if read.draft.id not in named}
    same: dict[str, list[str]] = {}
    columns = (ItemVersion.item_id, ItemVersion.type, ItemVersion.stem, ItemVersion.options)
    for name, kind, stem, options in connection.execute(
        select(*columns).join(Item, Item.current_version == ItemVersion.id)
    ):
        if stem in stems:
            same.setdefault(stem, []).append(name)
        if len(near) < MOST_NEAR and (place := alike.like(_asked(kind, stem, options))) is not None:
            near[place] = f"与题库里的 {name} 几乎相同"
    held = _held(connection, new, same, named)
    told = tuple((new[place], where) for place, where in sorted(near.items()) if new[place].draft.id not in held)
    return Meetings(held, told)


def _near_each_other(new: Sequence[ReadItem], texts: Sequence[str], alike: Alike) -> dict[int, str]:
    near: dict[int, str] = {}
    for place in range(len(texts)):
        if len(near) >= MOST_NEAR:
            break
        met = alike.take_in(place)
        if met is not None:
            near[place] = f"与{place_of(new[met])}几乎相同"
    return near


def place_of(read: ReadItem) -> str:
    return f"{read.sheet} 第 {read.row} 行" if read.sheet else f"第 {read.row} 行"


def _held(
    connection: Connection, new: Sequence[ReadItem], same: Mapping[str, list[str]], named: set[str]
) -> frozenset[str]:
    stored = items_named(connection, [name for names in same.values() for name in names])
    return frozenset(
        read.draft.id
        for read in new
        if read.draft.id not in named
        and any(_adds_nothing(read.draft, stored[name]) for name in same.get(read.draft.stem, ()))
    )


def _asked(kind: str, stem: str, options: Sequence[Mapping[str, str]]) -> str:
    """What an item asks, in one text; the words of true and false say nothing of it."""
    own = kind in OPTION_TYPES and kind != ItemType.TRUE_FALSE
    return "\n".join([stem, *sorted(option["text"] for option in options)]) if own else stem


def _adds_nothing(item: ItemDraft, stored: ItemDraft) -> bool:
    """Whether a draft without an id asks what a stored item asks, and says nothing besides that this does not say.

    The time limit does not count: some formats cannot do without one.
    """
    if (item.type, _answers(item)) != (stored.type, _answers(stored)):
        return False
    blank = ItemDraft("", item.type, item.stem, item.options, item.key)
    fields = set(ItemDraft.__dataclass_fields__) - {"id", "type", "stem", "options", "key", "seconds"}
    return all(getattr(item, name) in (getattr(blank, name), getattr(stored, name)) for name in fields)


def _answers(item: ItemDraft) -> object:
    """The options' texts with the key, whatever the options are called."""
    texts = {option.id: option.text for option in item.options}
    key = tuple(texts[name] for name in item.right_options) if isinstance(item.key, tuple) else item.key
    ordered = key if item.type == ItemType.ORDERING or not isinstance(key, tuple) else tuple(sorted(key))
    return (tuple(texts.values()) if item.type != ItemType.ORDERING else sorted(texts.values()), ordered)

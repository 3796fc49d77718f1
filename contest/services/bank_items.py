"""The bank's items as measurement needs them: options, key and parameters of every version."""

from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from question_bank.items import ItemType
from question_bank.markup import signs
from question_bank.models import Item, ItemKey, ItemParameter, ItemVersion


class BankItem(NamedTuple):
    """One version of an item that has parameters, as analysis needs it. `options` are the bank's ids in order, `key`
    the right ones as bits; `load` counts the characters to be read."""

    version: str
    item: str
    type: str
    current: bool
    status: str
    options: tuple[str, ...]
    key: int
    load: float
    a: float
    b: float
    c: float
    se_b: float | None
    n: int
    parameters: str
    author_b: float | None


def chance_of(item: BankItem) -> float:
    return chance_by_luck(item.type, len(item.options))


def chance_by_luck(kind: str, options: int) -> float:
    """The chance of somebody who knows nothing to be right all the same."""
    if kind == ItemType.TRUE_FALSE:
        return 0.5
    if kind == ItemType.SINGLE and options:
        return 1.0 / options
    return 1.0 / (2**options - 1) if kind == ItemType.MULTIPLE else 0.0


def bank_items(connection: Connection) -> list[BankItem]:
    """Every version with parameters, of every item, in the order of ids."""
    rows = connection.execute(
        select(
            ItemVersion.id, ItemVersion.item_id, ItemVersion.type, ItemVersion.options, ItemVersion.stem,
            ItemVersion.author_b, Item.status, Item.current_version, ItemKey.key, ItemParameter.a, ItemParameter.b,
            ItemParameter.c, ItemParameter.se_b, ItemParameter.n, ItemParameter.status.label("parameters"),
        )
        .join(Item, Item.id == ItemVersion.item_id)
        .join(ItemKey, ItemKey.version_id == ItemVersion.id)
        .join(ItemParameter, ItemParameter.version_id == ItemVersion.id)
        .order_by(ItemVersion.item_id, ItemVersion.number)
    )  # fmt: skip
    return [_bank_item(row) for row in rows]


def _bank_item(row: Any) -> BankItem:
    options = tuple(option["id"] for option in row.options)
    right = set(row.key) if isinstance(row.key, list) else set()
    return BankItem(
        version=row.id,
        item=row.item_id,
        type=row.type,
        current=row.current_version == row.id,
        status=row.status,
        options=options,
        key=sum(1 << place for place, option in enumerate(options) if option in right),
        load=float(max(1, sum(signs(text) for text in (row.stem, *(option["text"] for option in row.options))))),
        a=row.a,
        b=row.b,
        c=row.c,
        se_b=row.se_b,
        n=row.n,
        parameters=row.parameters,
        author_b=row.author_b,
    )

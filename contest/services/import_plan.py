"""What a file would do to the bank, before anything is done: which items are new, changed, unchanged or refused."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import Connection, select

from contest.services.import_meetings import meet, place_of
from question_bank.catalogue import items_named
from question_bank.exchange.admission import Found, content_id, kept_out, remark_of
from question_bank.exchange.reading import Reading, ReadItem, RefusedItem, Remark
from question_bank.exchange.template import cells_of_item
from question_bank.items import ItemDraft, ItemStatus
from question_bank.models import Item, ItemVersion, Picture
from question_bank.pictures import BadPicture, EncodedPicture, encoded, mentioned, renamed
from question_bank.storing import content_hash


class Importer(NamedTuple):
    """Who brings a file: an account, or None for a command. Who may not change everything changes own drafts only."""

    account: str | None = None
    everything: bool = True


class ChangedItem(NamedTuple):
    """A draft that would become a new version, and what the bank holds now."""

    read: ReadItem
    former: ItemDraft
    status: str


class ImportPlan(NamedTuple):
    """`unchanged` counts items. `pictures` are those that the new and changed items need, encoded anew."""

    format: str
    new: tuple[ReadItem, ...]
    changed: tuple[ChangedItem, ...]
    unchanged: tuple[ReadItem, ...]
    refused: tuple[RefusedItem, ...]
    skipped: tuple[Remark, ...]
    notes: tuple[Remark, ...]
    pictures: tuple[EncodedPicture, ...] = ()


class _Judged(NamedTuple):
    """Items in the order of the file that may enter, by themselves; `named` are those that brought an id."""

    items: list[ReadItem]
    named: set[str]
    refused: list[RefusedItem]
    skipped: list[Remark]


def plan_import(connection: Connection, reading: Reading, importer: Importer) -> ImportPlan:
    """The plan for a file that was read. Looks at the bank and changes nothing."""
    pictures, wrong_pictures = _pictures(reading.pictures)
    names = {name: picture.name for name, picture in pictures.items()}
    stored = _stored_pictures(connection, reading, names)
    judged = _judge(reading, names, wrong_pictures, stored)
    current = _current(connection, [read.draft.id for read in judged.items])
    return _sorted_out(connection, reading, judged, current, importer, tuple(pictures.values()))


def _pictures(found: Mapping[str, bytes]) -> tuple[dict[str, EncodedPicture], dict[str, str]]:
    """Encoded by the names that the file gave them, and what is wrong with the others."""
    pictures, wrong = {}, {}
    for name, content in found.items():
        try:
            pictures[name] = encoded(content, name.rpartition("/")[2])
        except BadPicture as error:
            wrong[name] = str(error)
    return pictures, wrong


def _stored_pictures(connection: Connection, reading: Reading, names: Mapping[str, str]) -> frozenset[str]:
    wanted = {name for read in reading.items for name in mentioned(read.draft)} - set(names)
    found: set[str] = set()
    for some in in_parts(sorted(wanted)):
        found.update(connection.scalars(select(Picture.name).where(Picture.name.in_(some))))
    return frozenset(found)


def _judge(reading: Reading, names: Mapping[str, str], wrong: Mapping[str, str], stored: frozenset[str]) -> _Judged:
    judged = _Judged([], set(), list(reading.refused), [])
    first: dict[str, ReadItem] = {}
    for read in reading.items:
        faults = [*kept_out(read.draft), *_picture_faults(read.draft, names, wrong, stored)]
        if faults:
            judged.refused.append(_refused(read, faults))
            continue
        draft = renamed(read.draft, names)
        if draft.id:
            judged.named.add(draft.id)
        own = read._replace(draft=draft if draft.id else replace(draft, id=content_id(draft)))
        former = first.setdefault(own.draft.id, own)
        if former is own:
            judged.items.append(own)
        elif former.draft == own.draft:
            judged.skipped.append(_remark(read, "duplicate", f"与{place_of(former)}完全相同，只进一次"))
        else:
            reason = f"编号 {own.draft.id} 在{place_of(former)}已经用过，内容不同"
            judged.refused.append(_refused(read, [("编号", "duplicate_id", reason)]))
    return judged


def _picture_faults(
    item: ItemDraft, names: Mapping[str, str], wrong: Mapping[str, str], stored: frozenset[str]
) -> list[Found]:
    found = []
    for name in sorted(mentioned(item)):
        if name in wrong:
            found.append(("题干", "bad_picture", f"图片 {name}：{wrong[name]}"))
        elif name not in names and name not in stored:
            found.append(("题干", "no_picture", f"没有图片 {name}"))
    return found


def _refused(read: ReadItem, faults: list[Found]) -> RefusedItem:
    return RefusedItem(remark_of(read, faults), cells_of_item(read.draft))


def _remark(read: ReadItem, code: str, reason: str, column: str = "") -> Remark:
    return Remark(read.sheet, read.row, column, read.draft.id, code, reason)


class _Current(NamedTuple):
    version: str
    content_hash: str
    status: str
    author: str | None


def _current(connection: Connection, ids: Sequence[str]) -> dict[str, _Current]:
    found = {}
    columns = (Item.id, Item.current_version, ItemVersion.content_hash, Item.status, Item.author_id)
    for some in in_parts(sorted(ids)):
        rows = connection.execute(
            select(*columns).join(ItemVersion, ItemVersion.id == Item.current_version).where(Item.id.in_(some))
        )
        found.update({row[0]: _Current(*row[1:]) for row in rows})
    return found


def _sorted_out(
    connection: Connection,
    reading: Reading,
    judged: _Judged,
    current: Mapping[str, _Current],
    importer: Importer,
    pictures: tuple[EncodedPicture, ...],
) -> ImportPlan:
    new, changed, unchanged, refused = [], [], [], list(judged.refused)
    for read in judged.items:
        stands = current.get(read.draft.id)
        if stands is None:
            new.append(read)
        elif read.draft.id not in judged.named or stands.content_hash == content_hash(read.draft):
            # A name made of content stands for that content, even where the bank has a later version of it.
            unchanged.append(read)
        elif not _may_change(importer, stands):
            reason = "这道题不是您的草稿，只有组织者能改它；可以删去编号，当作新题导入"
            refused.append(_refused(read, [("编号", "not_yours", reason)]))
        else:
            changed.append(read)
    met = meet(connection, new, judged.named)
    fresh = [read for read in new if read.draft.id not in met.held]
    unchanged += [read for read in new if read.draft.id in met.held]
    former = items_named(connection, [read.draft.id for read in changed])
    replaced = tuple(ChangedItem(read, former[read.draft.id], current[read.draft.id].status) for read in changed)
    entering = frozenset(name for read in (*fresh, *changed) for name in mentioned(read.draft))
    return ImportPlan(
        format=reading.format,
        new=tuple(fresh),
        changed=replaced,
        unchanged=tuple(unchanged),
        refused=tuple(sorted(refused, key=lambda each: (each.remark.sheet, each.remark.row))),
        skipped=(*reading.skipped, *judged.skipped),
        notes=(*reading.notes, *(_remark(read, "near_duplicate", reason, "题干") for read, reason in met.near)),
        pictures=tuple(picture for picture in pictures if picture.name in entering),
    )


def _may_change(importer: Importer, stands: _Current) -> bool:
    own_draft = stands.author == importer.account and stands.status == ItemStatus.DRAFT
    return importer.everything or own_draft


def in_parts(values: Sequence[str], size: int = 500) -> list[Sequence[str]]:
    return [values[start : start + size] for start in range(0, len(values), size)]

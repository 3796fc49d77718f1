"""What formats of other systems cannot say of an item."""

from collections.abc import Mapping
from string import ascii_uppercase

from question_bank.exchange.reading import Loss
from question_bank.items import ItemDraft, ItemType
from question_bank.keys import SpokenKey
from question_bank.markup import picture_names


def common_losses(item: ItemDraft) -> list[Loss]:
    """What is lost where options have no names of their own and an accepted answer no blanks around it."""
    ids = [option.id for option in item.options]
    lost = []
    if item.type is not ItemType.TRUE_FALSE and ids != list(ascii_uppercase[: len(ids)]):
        lost.append(Loss(item.id, "选项编号", "选项的编号没有写入，读回来是 A、B、C……"))
    if isinstance(item.key, SpokenKey) and any(
        each != each.strip() or not each or "\r" in each for each in item.key.accepted
    ):
        lost.append(Loss(item.id, "答案", "口答题答案首尾的空白、回车符和空的答案没有写入"))
    return lost


def picture_losses(item: ItemDraft, reason: str, pictures: Mapping[str, bytes] | None = None) -> list[Loss]:
    """The pictures of an item that do not come along: all, or those that are not among `pictures`."""
    texts = (item.stem, *(option.text for option in item.options), item.explanation)
    names = dict.fromkeys(name for text in texts if "(media:" in text for name in picture_names(text))
    return [Loss(item.id, "图片", f"{reason}：{name}") for name in names if name not in (pictures or {})]

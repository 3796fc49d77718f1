"""Texts that files of text and XML can hold: control characters and halves of characters have no place there."""

import json
import re
from typing import Any

from question_bank.exchange.json_lines import read_items, write_item
from question_bank.exchange.reading import Loss
from question_bank.items import ItemDraft

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def with_fit_texts(item: ItemDraft, also: str = "") -> tuple[ItemDraft, list[Loss]]:
    """The item without what such files cannot hold, nor characters of `also`, and that as a loss."""
    row = json.loads(write_item(item))
    fit = _fit(row, re.compile(f"[{re.escape(also)}]|{_UNFIT.pattern}") if also else _UNFIT)
    if fit == row:
        return item, []
    return next(read_items([json.dumps(fit)])), [Loss(item.id, "文字", "控制字符和不成对的代理字符没有写入")]


def _fit(value: Any, unfit: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return unfit.sub("", value)
    if isinstance(value, list):
        return [_fit(each, unfit) for each in value]
    if isinstance(value, dict):
        return {_fit(name, unfit): _fit(each, unfit) for name, each in value.items()}
    return value

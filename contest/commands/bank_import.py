"""`wenqu bank import`: a file into the bank, or what it would do there."""

import argparse
import json
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from contest.commands.context import CommandContext
from contest.commands.refusals import refusing_bad_files
from contest.commands.ticking import ticking
from contest.services.import_items import BankChanged
from contest.services.import_job import ImportOutcome, ImportRequest, Told, import_file
from question_bank.exchange.sniffing import READABLE
from question_bank.irt_files.writing import check_place

EXAMPLE = "例：wenqu bank import 题库.xlsx --dry-run"


def register(group: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = group.add_parser("import", help="从文件导入题目", epilog=EXAMPLE)
    command.add_argument("file", type=Path, metavar="FILE", help="题目文件；格式由内容判断")
    command.add_argument("--format", choices=("auto", *READABLE), default="auto", help="文件的格式")
    command.add_argument("--dry-run", action="store_true", help="只说会怎样，不写进题库")
    command.add_argument(
        "--set-aside", type=Path, metavar="FILE.xlsx", help="不合格的题连同原因写进这个工作簿，其余的照样导入"
    )
    command.add_argument("--json", action="store_true", help="只打印一个 JSON 文档")
    command.set_defaults(handler=_import)


@refusing_bad_files
def _import(arguments: argparse.Namespace, context: CommandContext) -> int:
    aside: Path | None = arguments.set_aside
    if aside is not None:
        check_place(aside, arguments.file)
    try:
        with _appearing_whole(aside) as partial:
            outcome = _outcome(arguments, context, partial)
    except BankChanged:
        print("题库正在被别人改动，没有导入；请再试一次", file=sys.stderr)
        return 1
    _complain(arguments.file, outcome)
    if arguments.json:
        print(json.dumps(_document(outcome, arguments), ensure_ascii=False))
    else:
        print(_words(outcome, arguments))
    refused = outcome.unreadable if aside is not None else bool(outcome.refused)
    return 1 if refused else 0


def _outcome(arguments: argparse.Namespace, context: CommandContext, aside: Path | None) -> ImportOutcome:
    request = ImportRequest(
        path=str(arguments.file),
        file=arguments.file.name,
        now_ms=context.clock.now_ms(),
        format=arguments.format,
        store=not arguments.dry_run,
        leave_refused=aside is not None,
        set_aside=str(aside) if aside else None,
    )
    with ticking(context.clock, "导入") as tell:
        return import_file(context.engine, request, tell)


@contextmanager
def _appearing_whole(place: Path | None) -> Iterator[Path | None]:
    """Where the rows that are set aside may be written; they appear under the name they were given at the end."""
    if place is None:
        yield None
        return
    real = Path(os.path.realpath(place))
    partial = real.with_name(f".{real.name}.{secrets.token_hex(4)}.part")
    try:
        yield partial
        if partial.exists():
            partial.replace(real)
    finally:
        partial.unlink(missing_ok=True)


def _complain(file: Path, outcome: ImportOutcome) -> None:
    for kind, remarks in (("", outcome.refused), ("跳过：", outcome.skipped), ("注意：", outcome.notes)):
        for remark in remarks:
            print(f"{kind}{_where(file, remark)}：{remark.reason}", file=sys.stderr)


def _where(file: Path, remark: Told) -> str:
    row = f"第 {remark.row} 行" if remark.row else ""
    name = f"[{remark.id}]" if remark.id else ""
    return " ".join(part for part in (str(file), remark.sheet, row, remark.column, name) if part)


def _document(outcome: ImportOutcome, arguments: argparse.Namespace) -> dict[str, Any]:
    remarks = {
        name: [{field: getattr(each, field) for field in Told.__struct_fields__} for each in getattr(outcome, name)]
        for name in ("refused", "skipped", "notes")
    }
    return {
        "format": outcome.format,
        "dry_run": bool(arguments.dry_run),
        "new": outcome.new,
        "changed": outcome.changed,
        "unchanged": outcome.unchanged,
        **remarks,
        "import": outcome.entered,
        "set_aside": str(arguments.set_aside) if arguments.set_aside and outcome.refused else None,
    }


def _words(outcome: ImportOutcome, arguments: argparse.Namespace) -> str:
    counted = (
        f"新题 {outcome.new}，改动 {outcome.changed}，没有变 {outcome.unchanged}，"
        f"不合格 {len(outcome.refused)}，跳过 {len(outcome.skipped)}"
    )
    return f"{counted}。{_what_came_of_it(outcome, arguments)}"


def _what_came_of_it(outcome: ImportOutcome, arguments: argparse.Namespace) -> str:
    if outcome.unreadable:
        return "文件没有读入，题库没有改动。"
    aside = f"不合格的写到 {arguments.set_aside}，改好后再导入它。" if arguments.set_aside and outcome.refused else ""
    if arguments.dry_run:
        return f"这是试运行，题库没有改动。{aside}"
    if outcome.entered:
        return f"已导入为草稿（{outcome.entered}）。{aside}"
    if outcome.refused and not aside:
        return "有不合格的题，一题也没有导入：改好再来，或用 --set-aside 把它们放到一边。"
    return f"没有要导入的。{aside}"

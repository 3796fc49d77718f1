"""`wenqu bank export`: the whole bank as a file."""

import argparse
import json
import sys
from pathlib import Path

from contest.clock import utc_now
from contest.commands.context import CommandContext
from contest.commands.refusals import refusing_bad_files
from contest.database import reading
from contest.services.export_items import exportable, write_items
from question_bank.exchange.sniffing import WRITABLE
from question_bank.irt_files.writing import check_place, written_whole

EXAMPLE = "例：wenqu bank export 题库.xlsx --format xlsx"


def register(group: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = group.add_parser("export", help="把题库写成文件", epilog=EXAMPLE)
    command.add_argument("out", type=Path, metavar="OUT", help="写到哪里")
    command.add_argument("--format", choices=WRITABLE, required=True, help="写成什么格式")
    command.add_argument("--with-parameters", action="store_true", help="带上题目参数 a、b、c、se 和它们的来历")
    command.add_argument("--with-embargoed", action="store_true", help="连保密期里的题一起写，用来备份整个题库")
    command.add_argument("--json", action="store_true", help="只打印一个 JSON 文档")
    command.set_defaults(handler=_export)


@refusing_bad_files
def _export(arguments: argparse.Namespace, context: CommandContext) -> int:
    check_place(arguments.out)
    with reading(context.engine) as connection:
        found = exportable(connection, utc_now(), arguments.with_parameters, embargoed=arguments.with_embargoed)
    written = write_items(found, arguments.format)
    with written_whole(arguments.out) as file:
        file.write(written.content)
    for loss in written.losses:
        print(f"{loss.item} {loss.field}：{loss.reason}", file=sys.stderr)
    losses = [loss._asdict() for loss in written.losses]
    document = {
        "out": str(arguments.out),
        "format": arguments.format,
        "items": len(found.items),
        "held_back": found.held_back,
        "losses": losses,
    }
    words = f"{len(found.items)} 题写到 {arguments.out}；带不走的 {len(losses)} 处"
    if found.held_back:
        words += f"；保密期里的 {found.held_back} 题没有写进去（备份整个题库，请加 --with-embargoed）"
    print(json.dumps(document, ensure_ascii=False) if arguments.json else words)
    return 0

"""`wenqu irt dif`: does an item work alike for groups of people who know equally much?"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from contest.commands.context import CommandContext
from contest.commands.irt.arguments import add_out, add_responses
from contest.commands.progress import ProgressLine
from contest.commands.refusals import refusing_bad_files
from question_bank.irt_files.group_comparison import compare_file
from question_bank.irt_files.parameter_file import read_parameters
from question_bank.irt_files.responses import read_responses
from question_bank.irt_files.writing import check_place, without_nan, write_json

FEWEST_STRATA = 2


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "dif",
        help="题目功能差异：水平相当的两组人，答同一道题是否一样难",
        epilog="例：wenqu irt dif responses.csv --group gender --reference 男 --out dif.json",
    )
    add_responses(parser)
    parser.add_argument("--group", required=True, metavar="COL", help="分组的列")
    parser.add_argument("--reference", required=True, metavar="VALUE", help="参照组；其余各组逐一与它比较")
    parser.add_argument("--params", type=Path, metavar="PARAMS.json", help="题目参数；各人答卷不同时，按能力值匹配")
    parser.add_argument(
        "--matching",
        choices=("auto", "total", "form", "theta"),
        default="auto",
        help="匹配：总分、同卷得分或能力值（默认 auto：答卷相同用总分；不同时有参数用能力值，没有则用同卷得分）",
    )
    parser.add_argument("--strata", type=_strata, metavar="K", help="能力值分成几层（默认随人数而定）")
    parser.add_argument("--no-purify", action="store_true", help="不净化：显著的题也留在匹配分里")
    parser.add_argument("--weight", metavar="COL", help="权重的列")
    add_out(parser, "DIF.json")
    parser.add_argument("--json", action="store_true", help="只打印一个 JSON 文档")
    parser.set_defaults(handler=_dif)


def _strata(text: str) -> int:
    if not text.isdecimal() or int(text) < FEWEST_STRATA:
        raise argparse.ArgumentTypeError(f"层数要是不小于 {FEWEST_STRATA} 的整数，不能是 {text!r}")
    return int(text)


@refusing_bad_files
def _dif(arguments: argparse.Namespace, context: CommandContext) -> int:
    check_place(arguments.out, arguments.responses, arguments.params)
    file = read_parameters(arguments.params) if arguments.params else None
    responses = read_responses(
        arguments.responses, weight=arguments.weight, groups=[arguments.group], ignore=arguments.ignore
    )
    with ProgressLine(context.clock) as line:
        document = compare_file(
            responses,
            arguments.group,
            arguments.reference,
            file=file,
            matching=arguments.matching,
            strata=arguments.strata,
            purify=not arguments.no_purify,
            progress=line.share("比较各组"),
        )
    write_json(arguments.out, document)
    for warning in [*responses.warnings, *document["warnings"]]:
        print(warning, file=sys.stderr)
    print(json.dumps(without_nan(document), ensure_ascii=False) if arguments.json else _told(document))
    return 0


def _told(document: dict[str, Any]) -> str:
    flagged = [item for item in document["items"] if item["mh_flag"]]
    lines = [f"{item['id']}  {item['mh_class']}  {item['mh_flag']}" for item in flagged]
    return "\n".join([*lines, f"比较了 {len(document['items'])} 次，其中 {len(flagged)} 次差异为中等或较大"])

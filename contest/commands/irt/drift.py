"""`wenqu irt drift`: which shared items have changed between two calibrations, and which can still link them."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from contest.commands.context import CommandContext
from contest.commands.irt.arguments import add_out, positive_number
from contest.commands.refusals import refusing_bad_files
from question_bank.irt.drift import Limits
from question_bank.irt.linking import METHODS
from question_bank.irt_files.drift_document import drift_of_files, write_anchors
from question_bank.irt_files.parameter_file import read_parameters
from question_bank.irt_files.writing import check_place, without_nan, write_json

USUAL = Limits()


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "drift",
        help="参数漂移：两次标定共有的题变了没有，还能不能作锚题",
        epilog="例：wenqu irt drift --from 2026.json --to 2025.json --out drift.json --anchors-out anchors.csv",
    )
    parser.add_argument("--from", dest="new", type=Path, required=True, metavar="NEW.json", help="新的标定")
    parser.add_argument("--to", dest="old", type=Path, required=True, metavar="OLD.json", help="旧的标定，量尺以它为准")
    parser.add_argument("--method", choices=METHODS, default="stocking-lord", help="链接方法（默认 stocking-lord）")
    for name, usual, meaning in (
        ("displacement", USUAL.displacement, "难度变了多少才算数；也常用 0.5"),
        ("slope", USUAL.slope, "区分度的对数变了多少才算数"),
        ("z", USUAL.z, "稳健 z 多大才算与其他题不同"),
    ):
        parser.add_argument(
            f"--{name}", type=positive_number, default=usual, metavar="NUMBER", help=f"{meaning}（默认 {usual}）"
        )
    parser.add_argument(
        "--anchors-out", type=Path, metavar="ANCHORS.csv", help="把建议的锚题写成一列，供 link --anchors 用"
    )
    add_out(parser, "DRIFT.json")
    parser.add_argument("--json", action="store_true", help="只打印一个 JSON 文档")
    parser.set_defaults(handler=_drift)


@refusing_bad_files
def _drift(arguments: argparse.Namespace, context: CommandContext) -> int:
    if arguments.anchors_out is not None and arguments.anchors_out.resolve() == arguments.out.resolve():
        print("--out 和 --anchors-out 要写到不同的文件里", file=sys.stderr)
        return 2
    for place in filter(None, (arguments.out, arguments.anchors_out)):
        check_place(place, arguments.new, arguments.old)
    document = drift_of_files(
        read_parameters(arguments.new),
        read_parameters(arguments.old),
        method=arguments.method,
        limits=Limits(z=arguments.z, displacement=arguments.displacement, slope=arguments.slope),
    )
    write_json(arguments.out, document)
    if arguments.anchors_out:
        write_anchors(arguments.anchors_out, document["anchors"])
    for warning in document["warnings"]:
        print(warning, file=sys.stderr)
    print(json.dumps(without_nan(document), ensure_ascii=False) if arguments.json else _told(document))
    return 0


def _told(document: dict[str, Any]) -> str:
    changed = [item for item in document["items"] if item["verdict"] != "stable"]
    lines = [f"{item['id']}  {item['words']}" for item in changed]
    counts = f"共同题 {document['common']} 道，建议锚题 {len(document['anchors'])} 道"
    return "\n".join([*lines, f"{counts}；旧量尺 = {document['A']:.4f} × 新量尺 {document['B']:+.4f}"])

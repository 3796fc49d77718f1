"""`wenqu irt link`: two calibrations on one scale."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from contest.commands.context import CommandContext
from contest.commands.irt.arguments import add_out, finite_number, points, positive_number
from contest.commands.refusals import refusing_bad_files
from question_bank.irt import Grid, normal_grid
from question_bank.irt.linking import METHODS, Link, link
from question_bank.irt_files.anchor_list import read_anchors
from question_bank.irt_files.common_items import REASONS, CommonItems, common_items, covariance_rows
from question_bank.irt_files.linked_file import check_out, link_field, write_linked
from question_bank.irt_files.parameter_file import ParameterFile, read_parameters
from question_bank.irt_files.problems import refusal
from question_bank.irt_files.writing import check_place, without_nan

CURVES = ("haebara", "stocking-lord")


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "link",
        help="把一次标定换到另一次标定的量尺上",
        description="求出 theta旧 = A·theta新 + B，并把新题目的参数（a/A，A·b+B）连同标准误和人群写成一个新文件。",
        epilog="例：wenqu irt link --from new.json --to old.json --method stocking-lord --out linked.json",
    )
    parser.add_argument("--from", dest="new", type=Path, required=True, metavar="NEW.json", help="要换量尺的标定")
    parser.add_argument("--to", dest="old", type=Path, required=True, metavar="OLD.json", help="定下量尺的标定")
    parser.add_argument("--method", choices=METHODS, default="stocking-lord", help="链接方法（默认 stocking-lord）")
    parser.add_argument(
        "--anchors", type=Path, metavar="FILE", help="锚题：一行一个题号，或有 item 一列的 CSV（默认两边都有的题）"
    )
    _add_weights(parser)
    parser.add_argument("--shift-only", action="store_true", help="单位不变：A 定为 1，只求 B")
    add_out(parser, "LINKED.json")
    parser.add_argument("--json", action="store_true", help="把链接结果作为一份 JSON 印出来")
    parser.set_defaults(handler=_link)


def _add_weights(parser: argparse.ArgumentParser) -> None:
    """How the characteristic curves are compared: over which abilities, and on one scale or on both."""
    parser.add_argument("--symmetric", action="store_true", help="在新旧两个量尺上都比较曲线（默认只在旧量尺上）")
    parser.add_argument("--theta-mean", type=finite_number, metavar="M", help="旧量尺上能力的均值（默认 0）")
    parser.add_argument("--theta-sd", type=positive_number, metavar="S", help="旧量尺上能力的标准差（默认 1）")
    parser.add_argument("--theta-grid", type=points, metavar="FROM:TO:STEP", help="不用正态分布，这些能力值同样看重")


@refusing_bad_files
def _link(arguments: argparse.Namespace, context: CommandContext) -> int:
    if fault := _wrong_usage(arguments):
        print(fault, file=sys.stderr)
        return 2
    check_place(arguments.out)
    new, old = read_parameters(arguments.new), read_parameters(arguments.old)
    check_out(arguments.out, [new, old], arguments.anchors)
    anchors = None if arguments.anchors is None else read_anchors(arguments.anchors)
    common = common_items(new, old, anchors, str(arguments.anchors))
    for dropped in common.dropped:
        print(f"{new.source}：题目“{dropped.id}”没有用来链接：{REASONS[dropped.reason]}", file=sys.stderr)
    _refuse_too_few(new, old, common, 1 if arguments.shift_only else 2)
    found = _found(arguments, new, old, common)
    more = {"theta": _theta(arguments), "shift_only": arguments.shift_only}
    field = write_linked(arguments.out, new, link_field(found, common, new, old, **more))["link"]
    if field["note"]:
        print(field["note"], file=sys.stderr)
    print(json.dumps(without_nan(field), ensure_ascii=False) if arguments.json else _sentence(found, common))
    return 0


def _wrong_usage(arguments: argparse.Namespace) -> str | None:
    normal = arguments.theta_mean is not None or arguments.theta_sd is not None
    if arguments.theta_grid is not None and normal:
        return "--theta-grid 不能和 --theta-mean、--theta-sd 一起用"
    if arguments.method not in CURVES and (normal or arguments.theta_grid is not None or arguments.symmetric):
        return f"--symmetric、--theta-mean、--theta-sd 和 --theta-grid 只用于 {' 和 '.join(CURVES)}"
    return None


def _refuse_too_few(new: ParameterFile, old: ParameterFile, common: CommonItems, fewest: int) -> None:
    if len(common.ids) < fewest:
        raise refusal(new.source, f"和 {old.source} 共用、能链接的题只有 {len(common.ids)} 道，至少要 {fewest} 道")


def _found(arguments: argparse.Namespace, new: ParameterFile, old: ParameterFile, common: CommonItems) -> Link:
    on_old, on_new = _grids(arguments)
    errors_new, errors_old = covariance_rows(new), covariance_rows(old)
    try:
        return link(
            new.parameters,
            old.parameters,
            arguments.method,
            common=(common.new, common.old),
            errors_new=errors_new,
            errors_old=errors_old,
            theta=on_old,
            theta_new=on_new,
            symmetric=arguments.symmetric,
            shift_only=arguments.shift_only,
        )
    except ArithmeticError as error:
        raise refusal(new.source, f"共用题的曲线和 {old.source} 的合不到一起") from error
    except ValueError as error:
        raise refusal(new.source, f"共用题的难度全都一样，{arguments.method} 定不出单位") from error


def _grids(arguments: argparse.Namespace) -> tuple[Grid, Grid]:
    """The weights of ability on the old scale and, for the symmetric form, on the new one."""
    if arguments.theta_grid is not None:
        nodes = np.sort(arguments.theta_grid)
        even = Grid(nodes, np.full(nodes.size, -np.log(nodes.size)))
        return even, even
    mean = 0.0 if arguments.theta_mean is None else arguments.theta_mean
    return normal_grid(mean, 1.0 if arguments.theta_sd is None else arguments.theta_sd), normal_grid()


def _theta(arguments: argparse.Namespace) -> Any:
    """What the linked file says of the weights."""
    if arguments.method not in CURVES:
        return None
    if arguments.theta_grid is not None:
        return {"points": arguments.theta_grid.tolist()}
    return {"mean": arguments.theta_mean or 0.0, "sd": arguments.theta_sd or 1.0}


def _sentence(found: Link, common: CommonItems) -> str:
    def number(value: float, error: float) -> str:
        return f"{value:.5f}" if np.isnan(error) else f"{value:.5f}（标准误 {error:.5f}）"

    return f"A = {number(found.A, found.se_A)}，B = {number(found.B, found.se_B)}，共用题 {len(common.ids)} 道"

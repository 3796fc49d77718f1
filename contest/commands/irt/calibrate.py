"""`wenqu irt calibrate`: item parameters from answers."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from contest.clock import Clock
from contest.commands.context import CommandContext
from contest.commands.irt.arguments import add_out, add_responses, node_count, positive_number
from contest.commands.irt.pyirt_engine import calibrate_with_pyirt
from contest.commands.irt.refusal_texts import oddities, refused
from contest.commands.progress import ProgressLine
from contest.commands.refusals import refusing_bad_files
from question_bank.irt.calibration.calibrate import calibrate
from question_bank.irt.calibration.result import Calibration
from question_bank.irt_files.fixed_items import fixed_items, refuse_unknown_scores
from question_bank.irt_files.item_file import known_of, read_items
from question_bank.irt_files.parameter_document import write_calibration
from question_bank.irt_files.parameter_file import MODELS, PART_MARKS, read_parameters
from question_bank.irt_files.problems import refusal
from question_bank.irt_files.responses import Responses, read_responses, right_wrong, whole_marks
from question_bank.irt_files.writing import check_place

SUMMARY = (
    "model", "priors", "nodes", "se_method", "n_persons", "n_items", "log_likelihood", "log_posterior", "converged",
    "iterations", "seconds", "seconds_read", "population",
)  # fmt: skip


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "calibrate",
        help="由作答标定题目参数",
        epilog="例：wenqu irt calibrate responses.csv --model 2pl --out params.json",
    )
    add_responses(parser)
    parser.add_argument("--model", choices=MODELS, required=True)
    add_out(parser, "PARAMS.json")
    parser.add_argument("--priors", choices=("default", "none"), default="default", help="none 是不加先验的极大似然")
    parser.add_argument("--items", type=Path, metavar="ITEMS.csv", help="题目的选项数和作者估计的难度，用于先验")
    parser.add_argument("--group", metavar="COL", help="分组的列；每组有自己的能力分布")
    parser.add_argument("--reference", metavar="VALUE", help="能力分布定为 N(0, 1) 的组（默认最先出现的组）")
    parser.add_argument("--fixed", type=Path, metavar="PARAMS.json", help="其中的题目参数固定不动，由它们定量尺")
    parser.add_argument("--weight", metavar="COL", help="权重的列")
    parser.add_argument(
        "--equivalent-groups", action="store_true", help="互不相连的几组题目，作答者是从同一群人里随机分的"
    )
    parser.add_argument(
        "--engine",
        choices=("native", "pyirt"),
        default="native",
        help="pyirt 是第二意见：只有 2pl，不用先验，也没有标准误",
    )
    parser.add_argument("--no-se", action="store_true", help="不算标准误")
    parser.add_argument("--nodes", type=node_count, metavar="K", help="求积节点数（默认按需要）")
    parser.add_argument("--tolerance", type=positive_number, metavar="T", help="收敛的标准（默认 3e-5）")
    parser.add_argument("--json", action="store_true", help="把摘要写成一个 JSON")
    parser.set_defaults(handler=_calibrate, wrong_usage=parser.error)


class Done(NamedTuple):
    calibration: Calibration
    document: dict[str, Any]
    warnings: list[str]


@refusing_bad_files
def _calibrate(arguments: argparse.Namespace, context: CommandContext) -> int:
    if arguments.reference is not None and arguments.group is None:
        arguments.wrong_usage("--reference 要和 --group 一起用")
    if arguments.engine == "pyirt":
        return calibrate_with_pyirt(arguments, context)
    check_place(arguments.out, arguments.responses, arguments.items, arguments.fixed)
    with ProgressLine(context.clock) as line:
        done = _calibrated(arguments, context.clock, line)
    for warning in done.warnings:
        print(f"注意：{warning}", file=sys.stderr)
    if arguments.json:
        summary = {name: done.document[name] for name in SUMMARY}
        print(json.dumps({"out": str(arguments.out), **summary, "warnings": done.warnings}, ensure_ascii=False))
    else:
        print(_in_words(done.document, arguments.out))
    return 0


def _calibrated(arguments: argparse.Namespace, clock: Clock, line: ProgressLine) -> Done:
    began = clock.now_ms()
    responses = read_responses(
        arguments.responses,
        weight=arguments.weight,
        groups=[arguments.group] if arguments.group is not None else [],
        ignore=arguments.ignore,
        progress=line.share("读取"),
    )
    if arguments.model in PART_MARKS:
        whole_marks(responses)
    else:
        right_wrong(responses)
    options = {**_knowledge(arguments, responses), **_people(arguments, responses)}
    ids, scores, warnings = responses.item_ids, responses.scores, responses.warnings
    # A city's names would fill as much memory as its answers.
    del responses
    read = clock.now_ms()
    try:
        calibration = calibrate(
            scores,
            arguments.model,
            priors=arguments.priors,
            standard_errors=not arguments.no_se,
            nodes=arguments.nodes,
            tolerance=arguments.tolerance,
            equivalent_groups=arguments.equivalent_groups,
            progress=line.iterations("标定"),
            **options,
        )
    except ValueError as error:
        raise refused(error, str(arguments.responses), ids) from error
    seconds, seconds_read = (clock.now_ms() - read) / 1000, (read - began) / 1000
    document = write_calibration(arguments.out, calibration, ids, seconds=seconds, seconds_read=seconds_read)
    return Done(calibration, document, warnings + oddities(calibration, ids))


def _knowledge(arguments: argparse.Namespace, responses: Responses) -> dict[str, Any]:
    """What is known of the items beforehand."""
    known: dict[str, Any] = {}
    if arguments.items is not None:
        known["options"], known["author_b"] = known_of(read_items(arguments.items), responses.item_ids)
    if arguments.fixed is not None:
        fixed = fixed_items(read_parameters(arguments.fixed), responses.item_ids, arguments.model)
        known["fixed"] = (fixed.parameters, fixed.mask)
        if arguments.model in PART_MARKS:
            refuse_unknown_scores(responses, fixed.scores)
            known["fixed_scores"] = fixed.scores
    return known


def _people(arguments: argparse.Namespace, responses: Responses) -> dict[str, Any]:
    known: dict[str, Any] = {"frequency": responses.frequency, "weights": responses.weights}
    if arguments.group is not None:
        labels = responses.groups[arguments.group]
        if arguments.reference is not None and arguments.reference not in labels:
            groups = "、".join(np.unique(labels).tolist())
            raise refusal(responses.source, f"“{arguments.group}”列里没有 {arguments.reference}；有 {groups}")
        known |= {"groups": labels, "reference": arguments.reference}
    return known


def _in_words(document: dict[str, Any], out: Path) -> str:
    settled = "收敛" if document["converged"] else "没有收敛"
    return (
        f"{document['model']}：{document['n_persons']} 人，{document['n_items']} 题；"
        f"对数似然 {document['log_likelihood']:.5f}，{document['iterations']} 次迭代，{settled}；"
        f"用时 {document['seconds']:.2f} 秒，读取 {document['seconds_read']:.2f} 秒；参数写在 {out}"
    )

"""`wenqu irt calibrate --engine pyirt`: another program's opinion on the same answers, beside our own."""

import argparse
import json
import sys

import numpy as np

from contest.commands.context import CommandContext
from contest.commands.irt.refusal_texts import refused
from contest.commands.progress import ProgressLine
from question_bank.irt.calibration.result import Calibration, Population
from question_bank.irt_files.parameter_document import write_calibration
from question_bank.irt_files.problems import BadFile
from question_bank.irt_files.responses import dense, read_responses, right_wrong
from question_bank.irt_files.writing import check_place
from question_bank.second_opinion.adapter import GRID_NODES, NoSecondOpinion, SecondOpinion, second_opinion

BUILD = "pyirt-build"
WITHOUT = {
    "group": "--group",
    "fixed": "--fixed",
    "weight": "--weight",
    "items": "--items",
    "nodes": "--nodes",
    "tolerance": "--tolerance",
}
NO_OPINION = {
    "compiler": (
        "pyirt 第一次使用时要编译一小段 C 代码，这台机器上没有能用的 C 编译器；"
        "请先安装（Debian、Ubuntu：apt-get install build-essential python3-dev），或者用 --engine native"
    ),
    "size": "作答太多，pyirt 要算几个小时；请用 --engine native，或者抽一部分人",
    "failed": "pyirt 没有算出结果",
}


def calibrate_with_pyirt(arguments: argparse.Namespace, context: CommandContext) -> int:
    """Raises `BadFile`."""
    if arguments.model != "2pl":
        arguments.wrong_usage("--engine pyirt 只有 2pl")
    for name, option in WITHOUT.items():
        if getattr(arguments, name) is not None:
            arguments.wrong_usage(f"--engine pyirt 不能和 {option} 一起用")
    check_place(arguments.out, arguments.responses)
    began = context.clock.now_ms()
    responses = read_responses(arguments.responses, ignore=arguments.ignore)
    right_wrong(responses)
    read = context.clock.now_ms()
    try:
        with ProgressLine(context.clock):
            opinion = second_opinion(dense(responses.scores), context.settings.data / BUILD, responses.frequency)
    except NoSecondOpinion as error:
        detail = f"（{error}）" if error.reason != "compiler" else ""
        raise BadFile([f"{NO_OPINION[error.reason]}{detail}"]) from error
    except ValueError as error:
        raise refused(error, str(arguments.responses), responses.item_ids) from error
    document = write_calibration(
        arguments.out,
        _as_calibration(opinion),
        responses.item_ids,
        seconds=(context.clock.now_ms() - read) / 1000,
        seconds_read=(read - began) / 1000,
        more={"engine": "pyirt", "native_log_likelihood": opinion.native.log_likelihood},
    )
    if not opinion.settled:
        print("注意：pyirt 到了迭代次数的上限，还没有稳定", file=sys.stderr)
    if arguments.json:
        summary = {name: value for name, value in document.items() if name not in ("items", "cov", "link")}
        print(json.dumps({"out": str(arguments.out), **summary}, ensure_ascii=False))
    else:
        print(
            f"pyirt 的对数似然 {opinion.log_likelihood:.5f}，自带引擎 {opinion.native.log_likelihood:.5f}（越大越好）；"
            f"参数写在 {arguments.out}"
        )
    return 0


def _as_calibration(opinion: SecondOpinion) -> Calibration:
    native, one = opinion.native, np.ones(1)
    return native._replace(
        parameters=opinion.parameters,
        population=Population(0 * one, one, np.full(1, np.nan), np.full(1, np.nan), native.population.n),
        errors=None,
        log_likelihood=opinion.log_likelihood,
        log_posterior=opinion.log_likelihood,
        converged=opinion.settled,
        iterations=opinion.iterations,
        nodes=GRID_NODES,
    )

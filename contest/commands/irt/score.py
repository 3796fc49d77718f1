"""`wenqu irt score`: each contestant's ability."""

import argparse
from collections.abc import Callable

import numpy as np

from contest.commands.context import CommandContext
from contest.commands.irt.arguments import (
    add_out,
    add_params,
    add_responses,
    finite_number,
    node_count,
    positive_number,
)
from contest.commands.progress import ProgressLine
from contest.commands.refusals import refusing_bad_files
from question_bank.irt import Abilities, eap, grid_for, map_estimate, mle, normal_grid, wle
from question_bank.irt.parameters import Parameters
from question_bank.irt_files.aligned import Aligned, aligned
from question_bank.irt_files.parameter_file import Prior, prior_of, read_parameters
from question_bank.irt_files.responses import ScoreArray, dense_blocks, names, read_responses, size
from question_bank.irt_files.score_files import write_scores
from question_bank.irt_files.writing import check_place

Method = Callable[[ScoreArray, Parameters], Abilities]

METHODS = ("eap", "map", "mle", "wle")
# Enough people for the estimators to be at their fastest; a bar moves on after as many.
PERSONS_AT_A_TIME, CELLS_AT_A_TIME = 65_536, 1 << 26


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "score",
        help="估计每个人的能力",
        epilog="例：wenqu irt score responses.csv --params params.json --method eap --out scores.csv",
    )
    add_responses(parser)
    add_params(parser)
    parser.add_argument("--method", choices=METHODS, required=True)
    parser.add_argument("--mean", type=finite_number, metavar="M", help="eap、map 的先验均值（默认取自参数文件）")
    parser.add_argument("--sd", type=positive_number, metavar="S", help="eap、map 的先验标准差（默认取自参数文件）")
    parser.add_argument("--nodes", type=node_count, metavar="K", help="eap 的求积节点数（默认按需要）")
    add_out(parser, "SCORES.csv")
    parser.set_defaults(handler=_score)


@refusing_bad_files
def _score(arguments: argparse.Namespace, context: CommandContext) -> int:
    check_place(arguments.out, arguments.responses, arguments.params)
    file = read_parameters(arguments.params)
    with ProgressLine(context.clock) as line:
        responses = read_responses(arguments.responses, ignore=arguments.ignore, progress=line.share("读取"))
        matched = aligned(responses, file)
        method = _method(arguments, prior_of(file), matched.parameters)
        found = _scored(matched, method, size(responses)[0], line.share("估计"))
    write_scores(arguments.out, names(responses), found)
    return 0


def _method(arguments: argparse.Namespace, population: Prior, parameters: Parameters) -> Method:
    mean = population.mean if arguments.mean is None else arguments.mean
    sd = population.sd if arguments.sd is None else arguments.sd
    grid = grid_for(parameters, mean, sd) if arguments.nodes is None else normal_grid(mean, sd, arguments.nodes)
    methods: dict[str, Method] = {
        "eap": lambda scores, items: eap(scores, items, grid),
        "map": lambda scores, items: map_estimate(scores, items, mean, sd),
        "mle": mle,
        "wle": wle,
    }
    return methods[arguments.method]


def _scored(matched: Aligned, method: Method, persons: int, progress: Callable[[float], None]) -> Abilities:
    at_a_time = max(1, min(PERSONS_AT_A_TIME, CELLS_AT_A_TIME // len(matched.ids)))
    found = []
    for part, scores in dense_blocks(matched.scores, at_a_time):
        found.append(method(scores, matched.parameters))
        progress(part.stop / persons)
    return Abilities(*(np.concatenate(column) for column in zip(*found, strict=True)))

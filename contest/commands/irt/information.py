"""`wenqu irt information`: what a test tells at each ability."""

import argparse

from contest.commands.context import CommandContext
from contest.commands.irt.arguments import add_out, add_params, points
from contest.commands.refusals import refusing_bad_files
from question_bank.irt_files.parameter_file import read_parameters
from question_bank.irt_files.score_files import write_information
from question_bank.irt_files.writing import check_place


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "information",
        help="信息量、标准误和期望得分",
        epilog="例：wenqu irt information --params params.json --theta=-4:4:0.1 --out info.csv",
    )
    add_params(parser)
    parser.add_argument(
        "--theta", type=points, default="-4:4:0.1", metavar="FROM:TO:STEP", help="能力值（默认 -4:4:0.1），或用逗号隔开"
    )
    add_out(parser, "INFO.csv")
    parser.set_defaults(handler=_information)


@refusing_bad_files
def _information(arguments: argparse.Namespace, context: CommandContext) -> int:
    check_place(arguments.out, arguments.params)
    write_information(arguments.out, read_parameters(arguments.params), arguments.theta)
    return 0

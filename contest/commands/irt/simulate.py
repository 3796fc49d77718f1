"""`wenqu irt simulate`: answers of people and to items that do not exist, with the truth beside them."""

import argparse

import numpy as np

from contest.commands.context import CommandContext
from contest.commands.irt.arguments import add_out, natural_number, positive_integer, share_below_one
from contest.commands.progress import ProgressLine
from contest.commands.refusals import refusing_bad_files
from question_bank.irt.simulate import answer_blocks, draw_parameters
from question_bank.irt_files.parameter_file import MODELS
from question_bank.irt_files.simulated_files import write_simulation

# A score is one digit in the file.
CATEGORIES = range(2, 11)


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "simulate",
        help="模拟作答：responses.csv、params.json、thetas.csv",
        epilog="例：wenqu irt simulate --persons 10000 --items 50 --model 2pl --seed 1 --out simulated",
    )
    parser.add_argument("--persons", type=positive_integer, required=True, metavar="N", help="人数，能力 ~ N(0, 1)")
    parser.add_argument("--items", type=positive_integer, required=True, metavar="M", help="题数")
    parser.add_argument("--model", choices=MODELS, required=True)
    parser.add_argument("--seed", type=natural_number, required=True, metavar="S", help="同一个种子得到同样的文件")
    parser.add_argument(
        "--missing", type=share_below_one, default=0.0, metavar="SHARE", help="随机缺失的比例（默认 0）"
    )
    parser.add_argument(
        "--categories", type=int, choices=CATEGORIES, default=4, metavar="K", help="grm、gpcm、pcm 的得分档数（默认 4）"
    )
    add_out(parser, "DIR")
    parser.set_defaults(handler=_simulate)


@refusing_bad_files
def _simulate(arguments: argparse.Namespace, context: CommandContext) -> int:
    chance = np.random.default_rng(arguments.seed)
    parameters = draw_parameters(arguments.items, arguments.model, chance, score_categories=arguments.categories)
    theta = chance.normal(size=arguments.persons)
    blocks = answer_blocks(theta, parameters, chance, missing=arguments.missing)
    with ProgressLine(context.clock) as line:
        answers = (scores for _, scores in blocks)
        write_simulation(arguments.out, arguments.model, parameters, theta, answers, line.share("模拟作答"))
    return 0

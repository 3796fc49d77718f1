"""`wenqu irt fit`: does the model hold, item by item, person by person and as a whole?"""

import argparse
import sys
from typing import get_args

from contest.commands.context import CommandContext
from contest.commands.irt.arguments import add_out, add_params, add_responses
from contest.commands.progress import ProgressLine
from contest.commands.refusals import refusing_bad_files
from question_bank.irt_files.fit_file import in_lines, write_fit
from question_bank.irt_files.fit_report import fit_report
from question_bank.irt_files.fit_words import summary
from question_bank.irt_files.parameter_file import read_parameters
from question_bank.irt_files.people_of_groups import Method
from question_bank.irt_files.responses import read_responses
from question_bank.irt_files.writing import check_place

SHOWN = 20


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "fit",
        help="检查模型：题目、考生、整体拟合得怎样",
        epilog="例：wenqu irt fit responses.csv --params params.json --out fit.json",
    )
    add_responses(parser)
    add_params(parser)
    parser.add_argument(
        "--method",
        choices=get_args(Method),
        default="wle",
        help="估计能力的方法，用于 infit、outfit、Q3 和考生（默认 wle）",
    )
    parser.add_argument("--weight", metavar="COL", help="权重所在的列")
    parser.add_argument(
        "--group", metavar="COL", help="分组的列；参数文件有几组人时，各人按自己那组的能力分布算（默认按各组混合）"
    )
    parser.add_argument(
        "--external", action="store_true", help="参数不是用这些作答标定的：检验的自由度里不扣参数的个数"
    )
    parser.add_argument("--complete-only", action="store_true", help="S-X2 和 M2 只用答完全部题目的人")
    add_out(parser, "FIT.json")
    parser.add_argument("--json", action="store_true", help="把整份结果也写到标准输出")
    parser.set_defaults(handler=_fit)


@refusing_bad_files
def _fit(arguments: argparse.Namespace, context: CommandContext) -> int:
    check_place(arguments.out, arguments.responses, arguments.params)
    file = read_parameters(arguments.params)
    with ProgressLine(context.clock) as line:
        responses = read_responses(
            arguments.responses,
            weight=arguments.weight,
            groups=[] if arguments.group is None else [arguments.group],
            ignore=arguments.ignore,
            progress=line.share("读取"),
        )
        report = fit_report(
            responses,
            file,
            method=arguments.method,
            group=arguments.group,
            external=arguments.external,
            complete_only=arguments.complete_only,
            progress=line.share("检查拟合"),
        )
    document = write_fit(arguments.out, report)
    _warn([*responses.warnings, *document["warnings"]])
    print(in_lines(document) if arguments.json else summary(report), end="" if arguments.json else "\n")
    return 0


def _warn(sentences: list[str]) -> None:
    for sentence in sentences[:SHOWN]:
        print(sentence, file=sys.stderr)
    if len(sentences) > SHOWN:
        print(f"还有 {len(sentences) - SHOWN} 条，见结果文件的 warnings", file=sys.stderr)

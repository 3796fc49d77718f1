"""`wenqu irt plot`: items' curves over what people answered, information and fit, as SVG."""

import argparse
import json
from pathlib import Path

from contest.commands.context import CommandContext
from contest.commands.irt.arguments import ability_range, add_params, add_responses
from contest.commands.progress import ProgressLine
from contest.commands.refusals import refusing_bad_files
from question_bank.irt_files.parameter_file import read_parameters
from question_bank.irt_files.pictures import plots_of
from question_bank.irt_files.plots import FIT, INDEX, INFORMATION, write_plots
from question_bank.irt_files.responses import read_responses


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "plot",
        help="画图：每道题的曲线和实际得分、整卷的信息量、各题的拟合",
        description="写出的文件夹里，index.html 可以用浏览器打开，一页看全部的图。",
        epilog="例：wenqu irt plot responses.csv --params params.json --out plots",
    )
    add_responses(parser)
    add_params(parser)
    parser.add_argument("--weight", metavar="COL", help="权重的列")
    parser.add_argument(
        "--theta", type=ability_range, metavar="FROM:TO", help="横轴的两端，如 -4:4（默认人群均值两边各 3.5 个标准差）"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="写到哪个文件夹")
    parser.add_argument("--json", action="store_true", help="把写了哪些文件写成一个 JSON")
    parser.set_defaults(handler=_plot)


@refusing_bad_files
def _plot(arguments: argparse.Namespace, context: CommandContext) -> int:
    with ProgressLine(context.clock) as line:
        file = read_parameters(arguments.params)
        responses = read_responses(
            arguments.responses, weight=arguments.weight, ignore=arguments.ignore, progress=line.share("读取")
        )
        drawn = write_plots(arguments.out, plots_of(responses, file, arguments.theta), line.share("画图"))
    if arguments.json:
        items = [{"id": item.id, "file": item.file} for item in drawn]
        whole = {"out": str(arguments.out), "index": INDEX, "information": INFORMATION, "fit": FIT, "items": items}
        print(json.dumps(whole, ensure_ascii=False))
    else:
        print(f"{len(drawn)} 题的图画好了，请用浏览器打开 {arguments.out / INDEX}")
    return 0

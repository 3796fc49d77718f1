"""`wenqu irt adaptive`: adaptive tests, simulated or taken from recorded answers."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from contest.commands.context import CommandContext
from contest.commands.irt.adaptive_design import designed
from contest.commands.irt.adaptive_options import EXPOSURES, ExposureControl, exposure_control, sprt
from contest.commands.irt.arguments import (
    add_out,
    add_params,
    columns,
    finite_number,
    natural_number,
    positive_integer,
    positive_number,
)
from contest.commands.native_output import native_output_dropped
from contest.commands.progress import ProgressLine
from contest.commands.refusals import refusing_bad_files
from question_bank.irt.adaptive import (
    AdaptiveTest,
    Controls,
    Eligibility,
    NoForm,
    Trace,
    replay,
    settled_eligibility,
    simulate,
    sympson_hetter,
)
from question_bank.irt.adaptive.simulator import SETTLING
from question_bank.irt.adaptive.sympson_hetter import PEOPLE, ROUNDS, SAMPLING
from question_bank.irt_files.adaptive_files import report_document, write_trace
from question_bank.irt_files.adaptive_people import TestedPeople, tested_people
from question_bank.irt_files.parameter_file import read_parameters
from question_bank.irt_files.problems import refusal
from question_bank.irt_files.writing import check_place, without_nan, write_json

# With rules of content people are simulated one by one; fewer of them still tell the rates to a few hundredths.
PEOPLE_WITH_CONTENT = 1000
EXAMPLE = (
    "例：wenqu irt adaptive --params params.json --theta thetas.csv --rule mfi --length 30 --seed 1 --out trace.csv"
)


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("adaptive", help="自适应测验：模拟，或用已有的作答重演", epilog=EXAMPLE)
    add_params(parser)
    _add_people(parser)
    _add_design(parser)
    _add_limits(parser)
    parser.add_argument("--seed", type=natural_number, required=True, metavar="S", help="同一个种子得到同样的结果")
    add_out(parser, "TRACE.csv")
    parser.add_argument("--report", type=Path, metavar="REPORT.json", help="把精度、曝光率等写成一份 JSON")
    parser.add_argument("--json", action="store_true", help="把这份报告作为一个 JSON 文档印出来")
    parser.set_defaults(handler=_adaptive)


def _add_people(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--theta", type=Path, metavar="THETAS.csv", help="受测者和真实能力（person,theta）；有 --responses 时可以不给"
    )
    parser.add_argument("--responses", type=Path, metavar="RESPONSES.csv", help="用这些作答，不模拟；没答过的题不出")
    parser.add_argument("--ignore", type=columns, default=(), metavar="COL,COL", help="作答文件里不读的列")


def _add_design(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--rule",
        choices=("mfi", "mpwi", "kl"),
        default="mfi",
        help="选题按：估计值处的信息量（mfi，默认）、后验加权的信息量、KL 信息量；一样好的取文件里靠前的",
    )
    parser.add_argument(
        "--kl-weights",
        choices=("likelihood", "posterior", "interval"),
        default="likelihood",
        help="KL 信息量按什么加权：似然（默认）、后验，或估计值左右 3/√n 以内",
    )
    parser.add_argument(
        "--method",
        choices=("eap", "wle", "mle"),
        default="eap",
        help="能力估计（默认 eap）；mle 还没有有限值时用 eap 代替",
    )
    parser.add_argument("--start", type=finite_number, metavar="T", help="第一题按这个能力值选（默认人群均值）")
    parser.add_argument("--mean", type=finite_number, metavar="M", help="人群均值（默认取自参数文件，没有就是 0）")
    parser.add_argument("--sd", type=positive_number, metavar="S", help="人群标准差（默认取自参数文件，没有就是 1）")
    parser.add_argument(
        "--exposure", type=exposure_control, default="none", metavar="CONTROL", help=f"曝光控制：{EXPOSURES}"
    )
    parser.add_argument("--blueprint", type=Path, metavar="B.toml", help="每个人的测验都要含有什么")
    parser.add_argument("--items", type=Path, metavar="ITEMS.csv", help="蓝图用到的各题属性，按 item 一列对上")


def _add_limits(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--length", type=positive_integer, metavar="L", help="最多多少题（默认蓝图的 length）")
    parser.add_argument("--stop-se", type=positive_number, metavar="S", help="标准误不大于这个数就停")
    parser.add_argument(
        "--sprt",
        type=sprt,
        metavar="CUT:DELTA:ALPHA:BETA",
        help="序贯概率比检验：分得清 theta 在 CUT-DELTA 还是 CUT+DELTA 就停，如 0:0.3:0.05:0.05",
    )


class _Controlled(NamedTuple):
    """A test under its exposure control: probabilities inside it, or a record of who may be given what."""

    test: AdaptiveTest
    controls: Controls | None = None
    eligibility: Eligibility | None = None


@refusing_bad_files
def _adaptive(arguments: argparse.Namespace, context: CommandContext) -> int:
    if fault := _wrong_usage(arguments):
        print(fault, file=sys.stderr)
        return 2
    for place in filter(None, (arguments.out, arguments.report)):
        check_place(place, arguments.params, arguments.theta, arguments.responses, arguments.blueprint, arguments.items)
    file = read_parameters(arguments.params)
    people = tested_people(file, arguments.theta, arguments.responses, arguments.ignore)
    # A blueprint is looked after by a solver.
    with native_output_dropped(), ProgressLine(context.clock) as line:
        test = designed(arguments, file, context.clock)
        controlling, testing = np.random.default_rng(arguments.seed).spawn(2)
        controlled = _controlled(test, arguments.exposure, controlling, line)
        trace = _trace(controlled, people, testing, line)
    write_trace(arguments.out, file, controlled.test, trace, people.persons)
    report = report_document(file, controlled.test, trace, people.theta, arguments.exposure.text, controlled.controls)
    if arguments.report is not None:
        write_json(arguments.report, report)
    for person, length in zip(people.persons, trace.lengths, strict=True):
        if not length:
            print(f"注意：{people.source}：“{person}”没有可出的题", file=sys.stderr)
    if report["exposure"]["max"] > _chance_limit(arguments.exposure.rate, len(people.persons), controlled.controls):
        print(_too_often(arguments.exposure, report["exposure"]), file=sys.stderr)
    print(json.dumps(without_nan(report), ensure_ascii=False) if arguments.json else _told(report, arguments.out))
    return 0


def _wrong_usage(arguments: argparse.Namespace) -> str | None:
    if arguments.theta is None and arguments.responses is None:
        return "要有 --theta（模拟）或 --responses（用已有的作答）"
    if arguments.length is None and arguments.blueprint is None:
        return "要有 --length 或 --blueprint"
    if arguments.report is not None and arguments.report.resolve() == arguments.out.resolve():
        return "--out 和 --report 要写到不同的文件里"
    return None


def _controlled(
    test: AdaptiveTest, exposure: ExposureControl, chance: np.random.Generator, line: ProgressLine
) -> _Controlled:
    if exposure.kind == "eligibility":
        settle = line.share("曝光控制")
        record = settled_eligibility(test, exposure.rate, chance, SETTLING, lambda done: settle(done / SETTLING))
        return _Controlled(test, eligibility=record)
    if exposure.kind != "sympson-hetter":
        return _Controlled(test)
    share = line.share("曝光控制（最多）")
    people = PEOPLE if test.content is None else PEOPLE_WITH_CONTENT
    found = sympson_hetter(
        test, exposure.rate, chance, people=people, progress=lambda turn, greatest: share(turn / ROUNDS)
    )
    return _Controlled(test._replace(controls=found.probabilities), controls=found)


def _trace(controlled: _Controlled, people: TestedPeople, chance: np.random.Generator, line: ProgressLine) -> Trace:
    share = line.share("自适应测验")

    def progress(done: int) -> None:
        share(done / len(people.persons))

    if people.answers is None:
        return simulate(controlled.test, people.theta, chance, controlled.eligibility, progress)
    try:
        return replay(controlled.test, people.answers, chance, controlled.eligibility, progress)
    except NoForm as error:
        rules = f"；合在一起做不到的规则：{'、'.join(error.rules)}" if error.rules else ""
        whose = people.persons[error.row or 0]
        raise refusal(people.source, f"“{whose}”答过的 {error.free} 题组不成合乎蓝图的测验{rules}") from error


def _chance_limit(rate: float, people: int, controls: Controls | None) -> float:
    """The greatest rate that is still chance, among the people now and in the simulation behind the control."""
    simulated = PEOPLE if controls is None else controls.people
    return rate + SAMPLING * float(np.sqrt(rate * (1.0 - rate)) * (people**-0.5 + simulated**-0.5))


def _too_often(control: ExposureControl, exposure: dict[str, Any]) -> str:
    most = max(exposure["items"], key=lambda item: item["rate"])
    over = sum(item["rate"] > control.rate for item in exposure["items"])
    return (
        f"注意：--exposure {control.text}：曝光率没有控制住，“{most['id']}”达到 {most['rate']:.3f}，"
        f"超过的有 {over} 题；题库太小，或受测者和定下概率的总体不同"
    )


def _told(report: dict[str, Any], out: Path) -> str:
    """One or two sentences; accuracy only where the truth is known."""
    exposure = report["exposure"]
    parts = [f"{report['people']} 人，平均 {report['mean_length']:.1f} 题，标准误平均 {report['mean_se']:.3f}"]
    if report["rmse"] == report["rmse"]:
        parts.append(f"偏差 {report['bias']:.3f}，均方根误差 {report['rmse']:.3f}")
    parts.append(f"最高曝光率 {exposure['max']:.3f}，重叠率 {exposure['overlap']:.3f}")
    parts.append(f"用到 {exposure['used']}/{report['design']['items']} 题")
    if (found := report["sympson_hetter"]) is not None:
        population = f"N({found['population']['mean']:g}, {found['population']['sd']:g}²)"
        parts.append(f"曝光控制的概率由 {population} 的 {found['people']} 人模拟 {len(found['greatest'])} 轮得出")
    return f"{'；'.join(parts)}；写到 {out}"

"""`wenqu bank analyse | calibrate | parameters`: what answers say of items, and parameters that rest on them.

Their works are loaded when they begin: the other commands of the bank start a second sooner without the estimators.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from contest.clock import utc_now
from contest.commands.context import CommandContext
from contest.commands.progress import ProgressLine
from contest.commands.refusals import refusing_bad_files
from contest.database import reading, writing
from contest.locale.calibration_words import REFUSED, STEPS, WARNINGS
from contest.locale.refusal_words import REFUSAL_WORDS
from contest.rules.refusals import Refusal
from contest.services.bench import Bench, WorkRefused
from contest.services.take_over_parameters import take_over

MODELS = ("1pl", "2pl", "3pl")


def register(group: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the commands to those of `wenqu bank`."""
    look = group.add_parser("analyse", help="重新计算各题的分析", epilog="例：wenqu bank analyse --json")
    look.add_argument("--json", action="store_true", help="只打印一个 JSON 文档")
    look.set_defaults(handler=_analyse)
    fit = group.add_parser(
        "calibrate", help="用题库自己的作答标定难度", epilog="例：wenqu bank calibrate --dry-run --json"
    )
    fit.add_argument("--model", choices=MODELS, default="3pl")
    fit.add_argument("--free-c", action="store_true", help="猜测参数也一起估计（要几千份作答）")
    fit.add_argument("--no-anchors", action="store_true", help="已标定的题也重新估计，量尺由作者的估计定")
    fit.add_argument("--equivalent-groups", action="store_true", help="没有共同题目的几场，选手看作从同一群人里来的")
    fit.add_argument("--dry-run", action="store_true", help="只算，不改题库")
    fit.add_argument("--json", action="store_true", help="只打印一个 JSON 文档")
    fit.set_defaults(handler=_calibrate)
    take = group.add_parser(
        "parameters", help="把 PARAMS.json 里的参数收进题库", epilog="例：wenqu bank parameters params.json --dry-run"
    )
    take.add_argument("file", type=Path, metavar="PARAMS.json")
    take.add_argument("--dry-run", action="store_true", help="只看改什么，不改题库")
    take.add_argument("--json", action="store_true", help="只打印一个 JSON 文档")
    take.set_defaults(handler=_parameters)


def _bench(context: CommandContext, line: ProgressLine) -> Bench:
    def tell(share: float | None, step: str) -> None:
        if share is not None:
            line.share(STEPS.get(step, step))(share)

    return Bench(context.engine, context.clock, tell)


def _analyse(arguments: argparse.Namespace, context: CommandContext) -> int:
    from contest.services.analyse_bank import analyse

    with ProgressLine(context.clock) as line:
        summary = analyse({}, _bench(context, line))
    if arguments.json:
        print(json.dumps(summary, ensure_ascii=False))
    else:
        print(f"{summary['people']} 人次，{summary['answers']} 份作答，{summary['items']} 道题有了新的分析")
    return 0


def _calibrate(arguments: argparse.Namespace, context: CommandContext) -> int:
    from contest.services.calibrate_bank import calibrate_bank

    request = {
        "model": arguments.model,
        "free_c": arguments.free_c,
        "anchors": not arguments.no_anchors,
        "equivalent": arguments.equivalent_groups,
    }
    try:
        with ProgressLine(context.clock) as line:
            document = calibrate_bank(request, _bench(context, line))
    except WorkRefused as refusal:
        print(_refused(refusal.document), file=sys.stderr)
        return 1
    versions = {entry["version"] for entry in document["items"] if entry["proposed"]}
    return _taken(arguments, context, document, versions, "题库自己的作答")


@refusing_bad_files
def _parameters(arguments: argparse.Namespace, context: CommandContext) -> int:
    from contest.services.parameters_from_file import parameters_from_file

    with reading(context.engine) as connection:
        document = parameters_from_file(connection, arguments.file)
    versions = {entry["version"] for entry in document["items"]}
    return _taken(arguments, context, document, versions, arguments.file.name)


def _taken(
    arguments: argparse.Namespace, context: CommandContext, document: dict[str, Any], versions: set[str], source: str
) -> int:
    calibration = None
    if versions and not arguments.dry_run:
        try:
            with writing(context.engine) as connection:
                calibration = take_over(connection, document, versions, None, utc_now(), source).calibration
        except Refusal as refusal:
            print(f"{refusal.refused.stored or ''} {REFUSAL_WORDS[refusal.refused.reason]}".strip(), file=sys.stderr)
            return 1
    if arguments.json:
        told = {"calibration": calibration, "taken": sorted(versions) if calibration else [], **document}
        print(json.dumps(told, ensure_ascii=False))
        return 0
    for entry in document["items"]:
        mark = "*" if entry["version"] in versions else " "
        notes = "、".join(WARNINGS.get(name, name) for name in entry.get("warnings", []))
        former, new = entry["former"], entry["new"]
        print(
            f"{mark} {entry['version']:<24} b {former['b']:+.2f} -> {new['b']:+.2f}  n {new['n']:>6}  {notes}".rstrip()
        )
    done = "收进题库" if calibration else "可以收进题库（带 * 的；没有改动）"
    print(f"{document['people']} 人次；{len(versions)} 道题的参数{done}")
    return 0


def _refused(document: dict[str, Any]) -> str:
    words = REFUSED[document["reason"]].format(n=document.get("fewest", ""))
    parts = [f"第 {number} 组：{'、'.join(part[:8])}" for number, part in enumerate(document.get("parts", []), start=1)]
    return "\n".join([words, *parts, *([document["detail"]] if document.get("detail") else [])])

"""`wenqu form`: papers from a bank under a blueprint."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from contest.clock import Clock, utc_now
from contest.commands.blueprints import blueprint_refusals, read_blueprint_file
from contest.commands.context import CommandContext
from contest.commands.irt.arguments import positive_integer
from contest.commands.refusals import refusing_bad_files
from contest.commands.watching import watched
from contest.database import reading
from question_bank.assembly import Assembly, assemble
from question_bank.assembly.assembling import USUAL_OBJECTIVE
from question_bank.assembly.requirements import vain_values
from question_bank.blueprint import Blueprint
from question_bank.candidates import (
    Candidates,
    Enemies,
    bank_candidates,
    bank_enemies,
    file_candidates,
    joined,
    with_enemies,
)
from question_bank.irt.categories import category_information
from question_bank.irt_files.item_file import read_items
from question_bank.irt_files.parameter_file import read_parameters
from question_bank.irt_files.problems import refusal
from question_bank.irt_files.writing import check_place, without_nan, write_json

# Of so many items each is named; of more, the first of them and their number.
NAMED = 5
EXAMPLE = "例：wenqu form assemble --bank --blueprint docs/examples/blueprint-50.toml --forms 2 --out forms.json"


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    group = subparsers.add_parser("form", help="组卷").add_subparsers(required=True, metavar="ACTION")
    command = group.add_parser("assemble", help="按蓝图组若干份平行卷", epilog=EXAMPLE)
    source = command.add_mutually_exclusive_group(required=True)
    source.add_argument("--params", type=Path, metavar="PARAMS.json", help="题目参数，可带各题的属性")
    source.add_argument("--bank", action="store_true", help="题库里没有停用的题，用题库里的参数和属性")
    command.add_argument("--items", type=Path, metavar="ITEMS.csv", help="各题的属性，按 item 一列对上")
    command.add_argument("--blueprint", type=Path, required=True, metavar="B.toml", help="每份卷要含有什么")
    command.add_argument("--forms", type=positive_integer, metavar="K", help="组几份；不给就按蓝图的 forms")
    command.add_argument("--out", type=Path, required=True, metavar="FORMS.json", help="写到哪里")
    command.add_argument("--json", action="store_true", help="只打印一个 JSON 文档")
    command.set_defaults(handler=_assemble)


@refusing_bad_files
def _assemble(arguments: argparse.Namespace, context: CommandContext) -> int:
    check_place(arguments.out, arguments.params, arguments.items, arguments.blueprint)
    blueprint = read_blueprint_file(arguments.blueprint)
    candidates, enemies = _candidates(arguments, context)
    blueprint = with_enemies(blueprint, enemies)
    for warning in _warnings(blueprint, candidates, arguments.blueprint):
        print(f"注意：{warning}", file=sys.stderr)
    with blueprint_refusals(arguments.blueprint):
        assembly = _assembled(blueprint, candidates, arguments.forms or blueprint.forms, context.clock)
    document = _document(assembly, candidates)
    write_json(arguments.out, document)
    summary = {name: value for name, value in document.items() if name != "forms"} | {"out": str(arguments.out)}
    print(json.dumps(summary, ensure_ascii=False) if arguments.json else _told(assembly, arguments.out))
    return 0


def _candidates(arguments: argparse.Namespace, context: CommandContext) -> tuple[Candidates, Enemies]:
    """With the bank's own enemies, which are as much a rule as those of a blueprint."""
    enemies: Enemies = ()
    if arguments.params:
        candidates = file_candidates(read_parameters(arguments.params))
    else:
        with reading(context.engine) as connection:
            candidates = bank_candidates(connection, utc_now())
            enemies = bank_enemies(connection)
    if arguments.items is None:
        return candidates, enemies
    items = read_items(arguments.items)
    unknown = [name for name in candidates.pool.ids if name not in set(items.ids)]
    if len(unknown) == len(candidates.pool.ids):
        raise refusal(str(arguments.items), "没有一题的编号和参数里的对得上")
    if unknown:
        print(f"注意：{arguments.items} 里没有 {_listed(unknown)}，它们只有自己的属性", file=sys.stderr)
    return joined(candidates, items), enemies


def _warnings(blueprint: Blueprint, candidates: Candidates, path: Path) -> Iterator[str]:
    for field, problem in vain_values(blueprint, candidates.pool):
        yield f"{path} {field}：{problem}"
    if blueprint.warm_up:
        yield f"{path} warm_up：只用于 wenqu heat create，试卷里没有热身题"
    if candidates.provisional:
        share = f"{len(candidates.provisional)}/{len(candidates.pool.ids)}"
        yield f"{share} 题的参数是作者估计的，还没有用作答标定；信息量只供参考"


def _assembled(blueprint: Blueprint, candidates: Candidates, forms: int, clock: Clock) -> Assembly:
    theta = (blueprint.objective or USUAL_OBJECTIVE).theta
    information = category_information(theta, candidates.parameters)
    return watched(
        lambda: assemble(blueprint, candidates.pool, information, forms, lambda: clock.now_ms() / 1000),
        "组卷（最长时间）",
        blueprint.solver.seconds,
        clock,
    )


def _document(assembly: Assembly, candidates: Candidates) -> dict[str, Any]:
    ids = candidates.pool.ids
    forms: list[dict[str, Any]] = [
        {
            "items": [ids[place] for place in places],
            "information": [
                {"theta": theta, "value": float(value)} for theta, value in zip(assembly.theta, values, strict=True)
            ],
        }
        for places, values in zip(assembly.forms, assembly.information, strict=True)
    ]
    document = {
        "status": assembly.status,
        "objective": assembly.objective,
        "bound": assembly.bound,
        "gap": assembly.gap,
        "provisional": sum(name in candidates.provisional for form in forms for name in form["items"]),
        "forms": forms,
    }
    found: dict[str, Any] = without_nan(document)
    return found


def _told(assembly: Assembly, out: Path) -> str:
    # A target that is met nearly leaves an objective near 0, of which no percentage says anything.
    bound = f"离最优至多差 {assembly.gap * 100:.3g}%" if assembly.gap < 1.0 else "还没有证明是最优"
    status = "已证明最优" if assembly.status == "optimal" else f"合格，{bound}"
    forms = f"{len(assembly.forms)} 份卷，每份 {len(assembly.forms[0])} 题"
    return f"{forms}；目标值 {assembly.objective:.6g}，{status}；写到 {out}"


def _listed(names: list[str]) -> str:
    return "、".join(names[:NAMED]) + (f" 等 {len(names)} 题" if len(names) > NAMED else "")

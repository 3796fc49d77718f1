"""`wenqu heat`: make heats, and read them back from their journals."""

import argparse
import json
import sys
import tomllib
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from contest.commands.context import CommandContext
from contest.commands.run_files import BadRunFile, planned_items, with_pilots
from contest.database import reading, writing
from contest.journal.replay import Fault, verify
from contest.locale.refusal_words import REFUSAL_WORDS
from contest.models.timetable import Contest, Heat
from contest.rules.parameters import BadRules, OpenRules, read_rules
from contest.rules.refusals import Refusal
from contest.services.export_heat import export_of, head_card, standings_of, write_folder
from contest.services.one_time_links import one_time_link
from contest.services.plan_heat import HeatPlan, create_heat, new_contest
from contest.services.run_heat import load_heat
from question_bank.irt_files.problems import BadFile

EXPORT_EXAMPLE = "例：wenqu heat export 7K2M --out ./export"


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    group = subparsers.add_parser("heat", help="场次").add_subparsers(required=True, metavar="ACTION")
    create = group.add_parser("create", help="新建一场", epilog="例：wenqu heat create --items items.txt --json")
    source = create.add_mutually_exclusive_group(required=True)
    source.add_argument("--blueprint", type=Path, metavar="B.toml", help="按蓝图从题库选题")
    source.add_argument(
        "--items",
        type=Path,
        metavar="FILE",
        help="题目编号，每行一个；或 JSON Lines（id、version、weight、time_limit_s、warm_up、pilot）",
    )
    create.add_argument("--pilots", type=int, default=0, metavar="N", help="再掺 N 道试测题，不计分；作答最少的先用")
    create.add_argument("--kind", choices=["open"], default="open")
    create.add_argument("--rules", type=Path, metavar="RULES.toml")
    create.add_argument("--name", default="未命名场次")
    create.add_argument("--contest", help="竞赛编号；不给就新建一个")
    create.add_argument("--seed", type=int, default=1, help="按蓝图选题时的种子")
    _finish(create, _create)
    listing = group.add_parser("list", help="列出各场", epilog="例：wenqu heat list")
    _finish(listing, _list)
    link = group.add_parser("link", help="新的一次性主持链接", epilog="例：wenqu heat link 7K2M")
    link.add_argument("heat")
    _finish(link, _link)
    export = group.add_parser("export", help="导出作答、事件和积分榜", epilog=EXPORT_EXAMPLE)
    export.add_argument("heat")
    export.add_argument("--out", type=Path, required=True, metavar="DIR")
    _finish(export, _export)
    replay = group.add_parser("replay", help="只凭流水重算积分榜", epilog="例：wenqu heat replay 7K2M --json")
    replay.add_argument("heat")
    _finish(replay, _replay)
    check = group.add_parser("verify", help="检查流水有没有被改过", epilog="例：wenqu heat verify 7K2M --head HASH")
    check.add_argument("heat", nargs="?")
    check.add_argument("--head", metavar="HASH", help="成绩页或导出文件上印的末端哈希")
    _finish(check, _verify)


def _finish(parser: argparse.ArgumentParser, handler: Any) -> None:
    parser.add_argument("--json", action="store_true", help="只打印一个 JSON 文档")
    parser.set_defaults(handler=handler)


def _failed(text: str) -> int:
    print(text, file=sys.stderr)
    return 1


def _create(arguments: argparse.Namespace, context: CommandContext) -> int:
    try:
        rules = _rules(arguments.rules)
        # Choosing may take a while, and must not keep a server that runs beside it from writing.
        with reading(context.engine) as connection:
            items = planned_items(connection, arguments.items, arguments.blueprint, arguments.seed, context.clock)
            items = with_pilots(connection, items, arguments.pilots)
        with writing(context.engine) as connection:
            contest_id = _contest(connection, arguments)
            heat = create_heat(connection, HeatPlan(contest_id, arguments.name, items, rules), context.clock)
            token = one_time_link(connection, "host", heat_id=heat.id)
    except (BadRunFile, BadFile, BadRules, tomllib.TOMLDecodeError, OSError) as error:
        return _failed(str(error))
    except Refusal as refusal:
        return _failed(_worded(refusal))
    base = context.base_url
    links = {
        "heat": heat.id,
        "pin": heat.pin,
        "join_url": f"{base}/p/{heat.pin}",
        "host_url": f"{base}/host/enter/{token}",
        "screen_url": f"{base}/screen/{heat.screen_key}",
    }
    print(json.dumps(links) if arguments.json else "\n".join(f"{name}: {value}" for name, value in links.items()))
    return 0


def _worded(refusal: Refusal) -> str:
    where = f"{refusal.refused.stored}：" if refusal.refused.stored else ""
    return f"{where}{REFUSAL_WORDS[refusal.refused.reason]}（{refusal.refused.reason}）"


def _rules(path: Path | None) -> OpenRules:
    return read_rules(tomllib.loads(path.read_text("utf-8"))) if path else OpenRules()


def _contest(connection: Connection, arguments: argparse.Namespace) -> str:
    if arguments.contest is None:
        return new_contest(connection, arguments.name)
    known = connection.scalar(select(Contest.id).where(Contest.id == arguments.contest))
    if known is None:
        raise BadRunFile(f"没有编号为 {arguments.contest} 的竞赛。wenqu contest list 列出全部。")
    return str(known)


def _list(arguments: argparse.Namespace, context: CommandContext) -> int:
    with reading(context.engine) as connection:
        rows = connection.execute(select(Heat.id, Heat.pin, Heat.status, Heat.name).order_by(Heat.created_at)).all()
    if arguments.json:
        print(json.dumps([dict(row._mapping) for row in rows], ensure_ascii=False))
    else:
        for row in rows:
            print(row.id, row.pin, row.status, row.name)
    return 0


def _link(arguments: argparse.Namespace, context: CommandContext) -> int:
    with writing(context.engine) as connection:
        if connection.scalar(select(Heat.id).where(Heat.id == arguments.heat)) is None:
            return _failed(f"没有场次 {arguments.heat}")
        token = one_time_link(connection, "host", heat_id=arguments.heat)
    url = f"{context.base_url}/host/enter/{token}"
    print(json.dumps({"host_url": url}) if arguments.json else url)
    return 0


def _export(arguments: argparse.Namespace, context: CommandContext) -> int:
    try:
        loaded = load_heat(context.engine, arguments.heat)
    except (Refusal, ValueError):
        return _failed(f"没有场次 {arguments.heat}，或它的流水读不出来。wenqu heat verify 会指出是哪一条。")
    with reading(context.engine) as connection:
        exported = export_of(connection, loaded)
    try:
        written = write_folder(exported, arguments.out)
    except OSError as error:
        return _failed(f"{arguments.out} 写不进去：{error.strerror}")
    names = [str(path) for path in written]
    print(json.dumps({"files": names, **exported.card}, ensure_ascii=False) if arguments.json else "\n".join(names))
    return 0


def _replay(arguments: argparse.Namespace, context: CommandContext) -> int:
    try:
        loaded = load_heat(context.engine, arguments.heat)
    except (Refusal, ValueError):
        return _failed(f"没有场次 {arguments.heat}，或它的流水读不出来。wenqu heat verify 会指出是哪一条。")
    rows = list(standings_of(loaded))
    if arguments.json:
        print(json.dumps({"standings": rows, "journal": head_card(loaded.head)}, ensure_ascii=False))
    else:
        for row in rows:
            print(f"{row['place']:>5}  {row['points']:>7}  {row['name']}")
    return 0


def _verify(arguments: argparse.Namespace, context: CommandContext) -> int:
    if arguments.head and not arguments.heat:
        print("--head 要和场次一起给", file=sys.stderr)
        return 2
    with reading(context.engine) as connection:
        heats = [arguments.heat] if arguments.heat else list(connection.scalars(select(Heat.id)))
        faults = {heat: fault for heat in heats if (fault := _checked(connection, heat, arguments.head))}
    if arguments.json:
        told = {heat: {"record": fault.seq, "reason": fault.reason} for heat, fault in faults.items()}
        print(json.dumps({"checked": len(heats), "faults": told}))
    for heat, fault in faults.items():
        print(f"{heat}：第 {fault.seq} 条记录{_FAULTS[fault.reason]}", file=sys.stderr)
    return 1 if faults else 0


def _checked(connection: Connection, heat: str, head: str | None) -> Fault | None:
    if connection.scalar(select(Heat.id).where(Heat.id == heat)) is None:
        return Fault(0, "no_heat")
    return verify(connection, heat, head)


_FAULTS = {
    "missing": "不见了",
    "altered": "被改过",
    "unreadable": "读不懂",
    "cut": "起，末尾被截掉或被添加",
    "other_head": "之前的记录被重写过：链上没有所给的哈希",
    "no_heat": "：没有这个场次",
}

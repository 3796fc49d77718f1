"""`wenqu contest`: the events that heats belong to."""

import argparse
import json

from sqlalchemy import func, select

from contest.commands.context import CommandContext
from contest.database import reading, writing
from contest.models.timetable import Contest, Heat
from contest.services.plan_heat import new_contest


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    group = subparsers.add_parser("contest", help="竞赛").add_subparsers(required=True, metavar="ACTION")
    create = group.add_parser("create", help="新建竞赛", epilog="例：wenqu contest create 2025年科学素质竞赛")
    create.add_argument("name")
    create.add_argument("--json", action="store_true")
    create.set_defaults(handler=_create)
    listing = group.add_parser("list", help="列出竞赛", epilog="例：wenqu contest list --json")
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(handler=_list)


def _create(arguments: argparse.Namespace, context: CommandContext) -> int:
    with writing(context.engine) as connection:
        contest_id = new_contest(connection, arguments.name)
    print(json.dumps({"contest": contest_id}) if arguments.json else contest_id)
    return 0


def _list(arguments: argparse.Namespace, context: CommandContext) -> int:
    with reading(context.engine) as connection:
        rows = connection.execute(
            select(Contest.id, Contest.name, func.count(Heat.id))
            .outerjoin(Heat, Heat.contest_id == Contest.id)
            .group_by(Contest.id, Contest.name, Contest.created_at)
            .order_by(Contest.created_at)
        ).all()
    if arguments.json:
        print(json.dumps([{"contest": row[0], "name": row[1], "heats": row[2]} for row in rows], ensure_ascii=False))
    else:
        for row in rows:
            print(*row)
    return 0

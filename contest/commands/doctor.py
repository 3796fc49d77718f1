"""`wenqu doctor`: what this installation needs, whether it is there, and how to mend what is not."""

import argparse
import json
import shutil
import subprocess
from collections.abc import Callable
from typing import NamedTuple

import redis
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import SQLAlchemyError

from contest.commands.context import CommandContext
from contest.database import WAL_RESET_FIXED, open_engine, reading, sqlite_file, sqlite_version
from contest.services.addresses import lan_addresses
from contest.services.prepare_database import configuration
from contest.settings import ROOT

LEAST_FREE_MB = 500


class Finding(NamedTuple):
    """`good` None: not needed for what this installation does, worth knowing all the same."""

    check: str
    good: bool | None
    text: str


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("doctor", help="检查这台机器是否准备好了", epilog="例：wenqu doctor")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(handler=_doctor)


def _doctor(arguments: argparse.Namespace, context: CommandContext) -> int:
    checks: tuple[Callable[[CommandContext], Finding], ...] = (
        _database, _migrations, _sqlite, _redis, _disk, _network, _assets, _fonts, _chromium,
    )  # fmt: skip
    findings = [check(context) for check in checks]
    if arguments.json:
        print(json.dumps({"findings": [finding._asdict() for finding in findings]}, ensure_ascii=False))
    else:
        marks = {True: "✓", False: "✗", None: "·"}
        for finding in findings:
            print(f"{marks[finding.good]} {finding.check}：{finding.text}")
    return 1 if any(finding.good is False for finding in findings) else 0


def _database(context: CommandContext) -> Finding:
    try:
        with reading(open_engine(context.settings.database_url)):
            return Finding("数据库", True, sqlite_file(context.settings.database_url) or "已连接")
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).splitlines()[0]
        return Finding("数据库", False, f"打不开（{reason}）。请检查数据文件夹的权限，或 WENQU_DATABASE_URL。")


def _migrations(context: CommandContext) -> Finding:
    head = ScriptDirectory.from_config(configuration()).get_current_head()
    try:
        with open_engine(context.settings.database_url).connect() as connection:
            stands = MigrationContext.configure(connection).get_current_revision()
    except SQLAlchemyError:
        return Finding("数据表", False, "数据库打不开，无法检查。")
    if stands == head:
        return Finding("数据表", True, f"版本 {head}")
    if stands is None:
        return Finding("数据表", None, "还没有建立，第一次启动时会自动建立。")
    return Finding("数据表", None, f"版本 {stands}，下次启动时会升级到 {head}。")


def _sqlite(context: CommandContext) -> Finding:
    version = ".".join(map(str, sqlite_version()))
    if sqlite_version() >= WAL_RESET_FIXED or sqlite_file(context.settings.database_url) is None:
        return Finding("SQLite", True, version)
    return Finding("SQLite", None, f"{version}：服务器运行时不要再用命令写入；或升级到 3.51.3 以上。")


def _redis(context: CommandContext) -> Finding:
    url = context.settings.redis_url
    if url is None:
        return Finding("Redis", None, "没有设置；单个服务器不需要它。")
    try:
        redis.Redis.from_url(url, socket_connect_timeout=2).ping()
    except redis.RedisError as error:
        return Finding("Redis", False, f"连接不上（{error}）。请检查 WENQU_REDIS_URL。")
    return Finding("Redis", True, "已连接")


def _disk(context: CommandContext) -> Finding:
    free = shutil.disk_usage(context.settings.data).free // 2**20
    text = f"{context.settings.data} 还有 {free} MB"
    return Finding("磁盘", free >= LEAST_FREE_MB, text if free >= LEAST_FREE_MB else text + "，请腾出一些空间。")


def _network(context: CommandContext) -> Finding:
    addresses = [f"{each.address}（{each.adapter}）" for each in lan_addresses()]
    if addresses:
        return Finding("局域网", True, "、".join(addresses))
    return Finding("局域网", None, "没有局域网地址，手机进不来。请连上路由器，或用 --public-url。")


def _assets(context: CommandContext) -> Finding:
    present = (ROOT / "static" / "vendor" / "socket.io.esm.min.js").is_file()
    return Finding("前端文件", present, "齐全" if present else "缺少。请运行 python3 run.py setup。")


def _fonts(context: CommandContext) -> Finding:
    if shutil.which("fc-list") is None:
        return Finding("中文字体", None, "无法检查；大屏所在的电脑要有中文字体。")
    listed = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=False).stdout
    if listed.strip():
        return Finding("中文字体", True, "有")
    return Finding("中文字体", None, "这台电脑没有；用它放大屏，汉字会显示成方块。")


def _chromium(context: CommandContext) -> Finding:
    found = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")
    return Finding("Chromium", True if found else None, found or "没有；只有自动测试需要它。")

"""`wenqu bots`: a hall full of simulated contestants, over the real protocol."""

import argparse
import asyncio
import json
import random
import sys
from collections import Counter
from pathlib import Path
from typing import IO

from contest.bots.contestant import Acknowledged, Bot, Manner
from contest.bots.knowledge import knowledge_of
from contest.commands.context import CommandContext
from contest.services.nicknames import name_key, suggest_nickname
from question_bank.shipped_bank import shipped_items

# Arrivals are spread out, as people's are.
ARRIVALS_PER_S = 50


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "bots", help="模拟选手", epilog="例：wenqu bots --url http://127.0.0.1:8000 --pin 483916 --count 200"
    )
    parser.add_argument("--url", required=True)
    parser.add_argument("--pin", required=True)
    parser.add_argument("--count", type=int, required=True, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mean", type=float, default=0.0, help="能力的平均值")
    parser.add_argument("--sd", type=float, default=1.0, help="能力的标准差")
    parser.add_argument("--drop-rate", type=float, default=0.02, help="作答时断线或重发的比例")
    parser.add_argument("--pace", type=float, default=1.0, help="思考时间的倍数")
    parser.add_argument("--ledger", type=Path, help="把服务器确认收到的每个作答记进这个文件")
    parser.set_defaults(handler=_bots)


def _bots(arguments: argparse.Namespace, context: CommandContext) -> int:
    if arguments.count < 1 or not 0 <= arguments.drop_rate <= 1 or arguments.pace < 0:
        print("--count 至少为 1，--drop-rate 在 0 和 1 之间，--pace 不小于 0", file=sys.stderr)
        return 2
    if arguments.ledger is None:
        return asyncio.run(_play(arguments, None))
    with arguments.ledger.open("w", encoding="utf-8") as ledger:
        return asyncio.run(_play(arguments, ledger))


async def _play(arguments: argparse.Namespace, ledger: IO[str] | None) -> int:
    acknowledged = 0

    def record(line: Acknowledged) -> None:
        nonlocal acknowledged
        acknowledged += 1
        if ledger is not None:
            # Written out at once: the ledger must hold what was acknowledged even if this process is killed.
            ledger.write(json.dumps(line._asdict(), ensure_ascii=False) + "\n")
            ledger.flush()

    chance = random.Random(arguments.seed)
    manner = Manner(arguments.url, arguments.pin, arguments.drop_rate, arguments.pace)
    known = knowledge_of(shipped_items())
    bots = []
    for name in _names(arguments.count, chance):
        theta = chance.gauss(arguments.mean, arguments.sd)
        bots.append(Bot(name, theta, manner, known, random.Random(chance.random()), record))
    await asyncio.gather(*(_arrive(bot, place / ARRIVALS_PER_S) for place, bot in enumerate(bots)))
    print(f"{len(bots)} 位模拟选手，服务器确认收到 {acknowledged} 次作答", file=sys.stderr)
    refused = Counter(bot.refused for bot in bots if bot.refused)
    for reason, count in refused.items():
        print(f"{count} 位被拒绝：{reason}", file=sys.stderr)
    return 1 if refused else 0


async def _arrive(bot: Bot, after: float) -> None:
    await asyncio.sleep(after)
    await bot.play()


def _names(count: int, chance: random.Random) -> list[str]:
    taken: set[str] = set()
    names = []
    for number in range(count):
        name = suggest_nickname(taken, lambda choices: chance.choice(choices))
        if name_key(name) in taken:
            name = f"选手 {number + 1}"
        taken.add(name_key(name))
        names.append(name)
    return names

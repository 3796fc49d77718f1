"""`python -m benchmarks.heat_under_test PORT DATA`: one heat in a new data folder, and then the real server on it.

Prints a line with what a generator needs ({"pin", "heat", "ticket"}); the second line is the server's own, once it
listens. The server takes over this process, so that its number stays the same.
"""

import json
import os
import random
import sys
from pathlib import Path

from contest.clock import SystemClock
from contest.database import writing
from contest.rules.parameters import OpenRules
from contest.services.demo import demo_run
from contest.services.host_access import make_ticket
from contest.services.plan_heat import HeatPlan, NewHeat, create_heat, new_contest
from contest.services.prepare_database import prepare_database
from contest.settings import Settings, load_settings

SEED = 1
# Longer than a question of the bench can take: the host closes, as in the peer.
RULES = OpenRules(time_limit_s=120)


def prepare(settings: Settings) -> NewHeat:
    engine = prepare_database(settings)
    with writing(engine) as connection:
        run = demo_run(connection, random.Random(SEED))
        plan = HeatPlan(new_contest(connection, "测速"), "测速场", run, RULES, capacity=20_000)
        return create_heat(connection, plan, SystemClock())


def main(port: str, data: Path) -> None:
    settings = load_settings(data)
    heat = prepare(settings)
    ticket = make_ticket(settings.secret_key, heat.id)
    print(json.dumps({"pin": heat.pin, "heat": heat.id, "ticket": ticket}), flush=True)
    serve = ("-m", "contest.cli", "serve", "--json", "--port", port, "--data", str(data))
    os.execv(sys.executable, (sys.executable, *serve))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))

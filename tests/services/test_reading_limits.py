"""Reading that takes too long or too much memory is stopped, and the process lives on as before."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import resource, sys
from contest.services import reading_limits
from contest.services.reading_limits import limited
from question_bank.exchange.reading import BadExchange
reading_limits.SECONDS = 1
kinds = (resource.RLIMIT_CPU, resource.RLIMIT_AS)
before = [resource.getrlimit(kind) for kind in kinds]
try:
    with limited(10):
        {work}
except BadExchange as error:
    print(error)
assert [resource.getrlimit(kind) for kind in kinds] == before
bytearray(reading_limits.MEMORY + 2**28)
print("lives on")
"""


@pytest.mark.parametrize("work", ["while True: pass", "x = bytearray(reading_limits.MEMORY + 2**28)"])
def test_reading_is_stopped_with_words_and_the_limits_are_lifted(work: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(work=work)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    told = done.stdout.splitlines()
    assert "时间或内存太多" in told[0] and told[1] == "lives on"


def test_what_is_small_is_simply_read() -> None:
    before = resource.getrlimit(resource.RLIMIT_AS)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(work="print('read')")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == ["read", "lives on"] and resource.getrlimit(resource.RLIMIT_AS) == before

"""The official JavaScript client, where Node and its package are installed."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
INSTALLED = (HERE.parents[2] / "node_modules" / "socket.io-client").is_dir()


@pytest.mark.skipif(not INSTALLED or shutil.which("node") is None, reason="needs node and socket.io-client")
def test_the_javascript_client_finds_all_that_it_knows_from_socket_io(address: str) -> None:
    command = ["node", "javascript_client.mjs", f"http://{address}"]
    run = subprocess.run(command, cwd=HERE, capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout) == {
        "echo": {"text": "为有源头活水来"},
        "hot": {"ok": True, "item": 1, "in hub": True},
        "late": {"ok": True, "late": True},
        "refused": "unknown_pin",
        "nowhere": "Unable to connect",
        "asked": 42,
        "heard": ["hello"],
        "binary": [{"code": "binary"}],
        "alive": "still here",
        "away": "io server disconnect",
    }

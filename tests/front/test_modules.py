"""The pages' pure modules, run by Node: what they compute must be what the server computes."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from contest.rules.presentation import shuffled

ROOT = Path(__file__).resolve().parents[2]
NODE = shutil.which("node")
needs_node = pytest.mark.skipif(NODE is None, reason="needs node, which contestants' browsers stand in for")


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """static/js as Node understands it: as modules."""
    folder = tmp_path_factory.mktemp("modules")
    shutil.copytree(ROOT / "static" / "js", folder / "js")
    (folder / "package.json").write_text('{"type": "module"}')
    return folder


def run(folder: Path, script: str) -> Any:
    (folder / "main.js").write_text(script, "utf-8")
    done = subprocess.run([str(NODE), "main.js"], cwd=folder, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@needs_node
def test_the_phone_s_shuffle_is_the_server_s(modules: Path) -> None:
    seeds = [f"SEED{number}" for number in range(300)] + ["座位", "", "0"]
    script = f"""
        import {{ shuffled }} from "./js/shuffle.js";
        const seeds = {json.dumps(seeds)};
        console.log(JSON.stringify(seeds.map((seed) => shuffled(["A", "B", "C", "D", "E", "F"], seed, "q7"))));
    """
    expected = [list(shuffled(seed, "q7", "ABCDEF")) for seed in seeds]
    assert run(modules, script) == expected


@needs_node
def test_a_phone_s_snapshot_replaces_channels_and_merges_you(modules: Path) -> None:
    script = """
        import { EMPTY, merged, received } from "./js/snapshot.js";
        let now = merged(EMPTY, { v: 3, scene: { v: 3, phase: "open" }, you: { name: "甲", points: 0 } });
        now = received(now, "scene", { v: 4, phase: "closed" });
        now = received(now, "scene", { v: 3, phase: "open" });
        now = merged(now, { you: { points: 100 } });
        console.log(JSON.stringify(now));
    """
    now = run(modules, script)
    assert now["scene"] == {"v": 4, "phase": "closed"} and now["you"] == {"name": "甲", "points": 100}


@needs_node
def test_chinese_text_is_split_behind_its_punctuation_and_nothing_is_lost(modules: Path) -> None:
    text = "自来水出厂时，水里总会留下少量余氯。这点余氯主要起什么作用？"
    script = f'import {{ clauses }} from "./js/clauses.js"; console.log(JSON.stringify(clauses({json.dumps(text)})));'
    parts = run(modules, script)
    assert "".join(parts) == text and len(parts) == 3


@needs_node
def test_a_number_is_understood_as_people_type_it_and_never_guessed(modules: Path) -> None:
    numbers = {
        "3.5": 3.5,
        " ３．５ ": 3.5,
        "-2": -2,
        "−2": -2,
        "+7": 7,
        "1,234,567.5": 1234567.5,
        "12 000": 12000,
        ".5": 0.5,
        "3.": 3,
        "6.02e23": 6.02e23,
        "3。5": 3.5,
    }
    no_numbers = [
        "",
        " ",
        "-",
        "3,5",
        "1,2345",
        "10⁵",
        "5²",
        "3 5",
        "三",
        "1/3",
        "3m",
        "0x10",
        "1e999",
        "--2",
        "1.2.3",
        "NaN",
        "Infinity",
    ]
    script = f"""
        import {{ negated, numberOf }} from "./js/number_text.js";
        const read = {json.dumps(list(numbers) + no_numbers)}.map(numberOf);
        console.log(JSON.stringify([read, ["3", "-3", "－3", "", "+3"].map(negated)]));
    """
    read, turned = run(modules, script)
    assert read == list(numbers.values()) + [None] * len(no_numbers)
    assert turned == ["-3", "3", "3", "", "-3"]

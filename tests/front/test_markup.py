"""The pages read the markup of items as the server does."""

import json
import random
from pathlib import Path

from question_bank.markup import parse, plain
from tests.bank.markup_trees import CASES, tree_of
from tests.front.test_modules import modules, needs_node, run

__all__ = ["modules"]

LETTERS = ["**", "![", "](media:a.png)", "\n|", "|\n", "|-|", "|:-:|", "$x", *"*$|!\\[]()-: \r\n\t\u30001a水𠮷"]


def read_by_node(modules: Path, texts: list[str]) -> list[list[object]]:
    script = f"""
        import {{ parse, plain }} from "./js/markup_tree.js";
        console.log(JSON.stringify({json.dumps(texts)}.map((text) => [parse(text), plain(text)])));
    """
    found: list[list[object]] = run(modules, script)
    return found


@needs_node
def test_the_pages_read_every_case_as_the_table_says(modules: Path) -> None:
    found = read_by_node(modules, [case["text"] for case in CASES])
    for case, (tree, words) in zip(CASES, found, strict=True):
        assert (tree, words) == (case["tree"], case["plain"]), case["says"]


@needs_node
def test_the_pages_read_texts_full_of_marks_as_the_server_does(modules: Path) -> None:
    chance = random.Random(4)
    texts = ["".join(chance.choices(LETTERS, k=chance.randint(1, 30))) for _ in range(20_000)]
    for text, (tree, words) in zip(texts, read_by_node(modules, texts), strict=True):
        assert (tree, words) == (tree_of(parse(text)), plain(text)), repr(text)


@needs_node
def test_formulas_and_tables_are_read_aloud_in_words(modules: Path) -> None:
    said = {
        "自来水里为什么有余氯？": "自来水里为什么有余氯？",
        "动能是 $E_k=\\frac{1}{2}mv^2$。": "动能是 E k 等于 2分之1 m v的平方。",
        "$-3^{\\circ}$ 到 $5-2$": "负 3度 到 5 减 2",
        "$3\\times10^{-8}$ 米": "3 乘 10的负 8次方 米",
        "$\\sqrt{x+1}\\le\\sqrt[3]{\\pi}$": "根号x 加 1 小于等于 3次根号π",
        "$\\mathrm{H_2O}$、$\\text{千米}$": "H 2 O、千米",
        "$\\frac{$ 与 $x^$": "分之 与 x的次方",
        "表：\n|年份|万吨|\n|-|-|\n|2020|**5**|\n|2021|6|": "表：\n年份 2020，万吨 5。\n年份 2021，万吨 6。",
        "|甲|乙|\n|1|2|": "甲，乙。\n1，2。",
        "![两盏灯](media:a.png)": "图：两盏灯。",
    }
    script = f"""
        globalThis.document = {{ getElementById: () => null }};
        const {{ spoken }} = await import("./js/spoken.js");
        console.log(JSON.stringify({json.dumps(list(said))}.map(spoken)));
    """
    assert run(modules, script) == list(said.values())

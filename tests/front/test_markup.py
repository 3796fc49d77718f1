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

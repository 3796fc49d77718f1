"""The versioned code lists by which items are found and forms are balanced.

Names are Chinese, the source language. Benchmarks and their points come from
`question_bank/seed/facts/benchmarks.json`, where labels that were only recalled are marked so.
"""

import json
from functools import cache
from importlib import resources
from typing import NamedTuple

from question_bank.items import Dimension

VERSION = "2024"

DIMENSIONS = {
    Dimension.KNOWLEDGE: "科学知识",
    Dimension.METHODS: "科学方法",
    Dimension.SPIRIT_THOUGHT: "科学精神与思想",
    Dimension.APPLICATION: "应用科学的能力",
}

# Weights of the four dimensions in the survey's 100 points (scale of 2024).
DIMENSION_WEIGHTS = {
    Dimension.KNOWLEDGE: 0.4,
    Dimension.METHODS: 0.2,
    Dimension.SPIRIT_THOUGHT: 0.2,
    Dimension.APPLICATION: 0.2,
}

TARGET_GROUPS = {
    "youth": "青少年",
    "farmers": "农民",
    "industrial_workers": "产业工人",
    "elderly": "老年人",
    "officials": "领导干部和公务员",
}

TOPICS = {
    "ecology_water": "生态与节水",
    "disaster": "防灾与应急",
    "health": "健康与用药",
    "anti_superstition": "破除迷信",
    "energy_saving": "节约能源",
    "work_safety": "安全生产",
    "farming": "农业生产",
    "scientists_spirit": "科学家精神",
    "frontier": "前沿科技",
    "information_literacy": "信息素养",
    "daily_life": "日常生活",
    "basic_science": "基础科学",
    "reasoning": "推理与数据",
}


class Benchmark(NamedTuple):
    number: int
    title: str
    first_point: int
    last_point: int
    status: str


@cache
def benchmarks() -> tuple[Benchmark, ...]:
    """The 26 benchmarks of the 2016 national standard, in order."""
    facts = json.loads(resources.files("question_bank.seed").joinpath("facts/benchmarks.json").read_text("utf-8"))
    return tuple(
        Benchmark(row["benchmark"], row["title"], row["points"][0], row["points"][1], row["title_status"])
        for row in facts["benchmarks"]
    )

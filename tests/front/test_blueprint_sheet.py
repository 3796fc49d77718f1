"""The editor's sheet: bounds that come and go, and where a place of the blueprint is shown."""

from pathlib import Path
from typing import Any

from tests.front.test_modules import modules, needs_node, run

__all__ = ["modules"]


def told(modules: Path, script: str) -> Any:
    return run(modules, f'import * as sheets from "./js/desk/papers/sheet.js";\n{script}')


@needs_node
def test_a_rule_comes_with_its_first_bound_and_goes_with_its_last(modules: Path) -> None:
    script = """
        const sheet = { length: 5 };
        const seen = [];
        const set = (side, bound) => {
          const rule = sheets.countOf(sheet, "topic", "health");
          sheets.setBound(sheet, "count", rule, { field: "topic", value: "health" }, side, bound);
          seen.push(JSON.parse(JSON.stringify(sheet)));
        };
        set("min", 2); set("max", 3); set("min", 0); set("max", 0); set("max", null);
        console.log(JSON.stringify(seen));
    """
    rule = {"field": "topic", "value": "health"}
    counts = [{**rule, "min": 2}, {**rule, "min": 2, "max": 3}, {**rule, "max": 3}, {**rule, "max": 0}]
    assert told(modules, script) == [*({"length": 5, "count": [each]} for each in counts), {"length": 5}]


@needs_node
def test_places_lead_to_the_fields_that_show_them(modules: Path) -> None:
    script = """
        const other = { field: "parameters", value: "calibrated", min: 1 };
        const sheet = {
          count: [{ field: "topics", value: "health", max: 1 }, other],
          each: [{ field: "benchmark", min: 1 }],
          sum: [{ field: "percent_adults", min: 1 }],
        };
        const places = ["length", "count.0.max", "count.1.min", "each.0.min", "sum.0.max",
          "field.types", "objective.theta", "TOML", "enemies.3"];
        console.log(JSON.stringify(places.map((place) => sheets.elementOf(sheet, place, new Set([other])))));
    """
    assert told(modules, script) == [
        "length", "count-topic-health-max", "other-count-1", "each-benchmark-min", "level-max", "field-type",
        "goal-points", "text", "enemies",
    ]  # fmt: skip

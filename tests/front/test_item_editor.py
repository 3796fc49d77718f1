"""What the editor makes of an item while it is written."""

from pathlib import Path

from tests.front.test_modules import modules, needs_node, run

__all__ = ["modules"]  # the fixture


@needs_node
def test_another_type_keeps_what_fits_and_gives_back_what_did_not(modules: Path) -> None:
    script = """
        import { asRow, blank, retyped, toggled, withoutOption, moved } from "./js/desk/bank/edit_state.js";
        let item = blank("multiple");
        item.options.forEach((option, place) => { option.text = "项" + place; });
        item = toggled(toggled(item, 1), 2);
        const single = retyped(item, "single");
        const back = retyped(retyped(item, "true_false"), "single");
        const order = moved(retyped(item, "ordering"), 0, 1);
        const fewer = withoutOption(item, 1);
        console.log(JSON.stringify([single, back, order, fewer].map(asRow)));
    """
    single, back, order, fewer = run(modules, script)
    assert single["key"] == ["B"] and [each["text"] for each in single["options"]] == ["项0", "项1", "项2", "项3"]
    assert [each["text"] for each in back["options"]] == ["项0", "项1", "项2", "项3"] and back["key"] == ["B"]
    assert order["key"] == ["B", "A", "C", "D"] == [each["id"] for each in order["options"]]
    assert fewer["key"] == ["C"] and "spare" not in fewer


@needs_node
def test_what_is_not_written_yet_is_named(modules: Path) -> None:
    script = """
        import { blank, unfinished } from "./js/desk/bank/edit_state.js";
        const types = ["true_false", "single", "ordering", "numeric", "spoken"];
        console.log(JSON.stringify(types.map((type) => unfinished(blank(type)))));
    """
    assert run(modules, script) == [
        ["stem", "key"],
        ["stem", "options", "key"],
        ["stem", "options"],
        ["stem", "key"],
        ["stem", "key"],
    ]

"""`wenqu irt dif` and `wenqu irt drift` from end to end."""

import json

import numpy as np
import pytest

from tests.commands.running_irt import Desk, Outcome
from tests.irt.two_groups import answers


def dif(desk: Desk, *more: str) -> Outcome:
    """Twenty items of which the fourth is harder for the country; a column of notes is none of them."""
    scores, groups = answers(3, people=1200, shift={3: 1.2})
    lines = ["home,note," + ",".join(f"i{item + 1}" for item in range(20))]
    lines += [f"{group},9," + ",".join(row) for group, row in zip(groups, scores.astype(int).astype(str), strict=True)]
    responses = desk.write("responses.csv", "\n".join(lines) + "\n")
    return desk.irt("dif", responses, "--group", "home", "--ignore", "note", "--out", desk / "dif.json", *more)


def drift(desk: Desk, *more: str) -> Outcome:
    """Twenty items of which one has become harder by .9."""
    for name, by in (("old", 0.0), ("new", 0.9)):
        items = [{"id": f"i{item}", "a": 1.0, "b": item / 5 - 2 + by * (item == 6)} for item in range(20)]
        desk.write(f"{name}.json", {"items": items})
    return desk.irt(
        "drift", "--from", desk / "new.json", "--to", desk / "old.json", "--out", desk / "drift.json", *more
    )


def test_dif_writes_the_document_and_tells_the_items_that_differ(desk: Desk) -> None:
    told = dif(desk, "--reference", "city")
    document = desk.document("dif.json")
    assert told.code == 0 and told.problems == []
    assert told.out.splitlines()[0] == "i4  C  差异较大：水平相当时，这道题对“country”偏难"
    assert [item["id"] for item in document["items"] if item["mh_class"] == "C"] == ["i4"]
    assert document["items"][3]["mh_delta"] < 0 < document["items"][3]["mh_alpha"] - 1


def test_with_json_one_document_is_printed_the_one_in_the_file(desk: Desk) -> None:
    printed = json.loads(dif(desk, "--reference", "country", "--no-purify", "--json").out)
    assert printed == desk.document("dif.json")
    assert printed["items"][3]["mh_delta"] > 0 and not printed["items"][3]["purified"]


def test_a_refused_file_exits_1_with_the_place_and_writes_nothing(desk: Desk) -> None:
    assert dif(desk, "--reference", "town") == (1, "", ["responses.csv “home”列：没有参照组“town”；有 city、country"])
    assert dif(desk, "--reference", "city", "--params", "none.json") == (1, "", ["none.json：没有这个文件"])
    assert desk.files() == {"responses.csv"}


@pytest.mark.parametrize("strata", ["1", "x", "-3"])
def test_strata_that_divide_nothing_are_wrong_usage(desk: Desk, strata: str) -> None:
    assert dif(desk, "--reference", "city", f"--strata={strata}").code == 2


def test_drift_names_the_item_that_moved_and_suggests_the_others_as_anchors(desk: Desk) -> None:
    told = drift(desk, "--anchors-out", str(desk / "anchors.csv"))
    document = desk.document("drift.json")
    assert told.code == 0 and told.problems == []
    assert told.out.splitlines()[0] == "i6  变难了 0.90，与其他题明显不同；不宜作锚题"
    assert document["dropped"] == ["i6"]
    np.testing.assert_allclose([document["A"], document["B"]], [1.0, 0.0], atol=1e-6)
    assert [row["item"] for row in desk.table("anchors.csv")] == document["anchors"]


def test_a_wider_limit_lets_the_item_stay(desk: Desk) -> None:
    document = json.loads(drift(desk, "--displacement", "1.5", "--json").out)
    assert document["dropped"] == [] and document["limits"]["displacement"] == 1.5
    assert document == desk.document("drift.json")


def test_a_limit_that_is_none_is_wrong_usage_and_a_place_that_is_none_is_refused(desk: Desk) -> None:
    assert drift(desk, "--z", "0").code == 2
    refused = drift(desk, "--anchors-out", str(desk / "nowhere" / "anchors.csv"))
    assert refused.code == 1 and "没有文件夹" in refused.problems[0]
    assert desk.files() == {"new.json", "old.json"}


def test_neither_writes_over_an_input_or_two_results_into_one_file(desk: Desk) -> None:
    dif(desk, "--reference", "city")
    drift(desk)
    before = {name: (desk / name).read_text() for name in ("responses.csv", "new.json", "old.json")}
    over = desk.irt(
        "dif", desk / "responses.csv", "--group", "home", "--reference", "city", "--out", desk / "responses.csv"
    )
    assert (over.code, over.problems) == (1, ["responses.csv：这是输入文件；结果要写到别的文件里"])
    assert drift(desk, "--anchors-out", str(desk / "old.json")).code == 1
    assert drift(desk, "--anchors-out", str(desk / "drift.json")).code == 2
    assert before == {name: (desk / name).read_text() for name in before}

"""Charts of a calibration and the answers it is compared with: SVGs and a page that shows them."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from question_bank.charts.fit_chart import FitRow, Thresholds, fit_chart
from question_bank.charts.fit_chart import describe as describe_fit
from question_bank.charts.information_chart import InformationPicture, information_chart
from question_bank.charts.information_chart import describe as describe_information
from question_bank.charts.item_chart import common_top, item_chart
from question_bank.charts.overview import Page, overview
from question_bank.charts.picture import ItemPicture
from question_bank.irt.fit.flags import RMSD_HIGH, RMSD_RAISED
from question_bank.irt_files.writing import folder_written_whole, written_whole

INFORMATION, FIT, INDEX = "information.svg", "fit.svg", "index.html"
NOT_IN_A_NAME = re.compile(r"[^\w-]+")
LONGEST_NAME = 40


class Plots(NamedTuple):
    """What is to be drawn. `title` and `facts` head the page."""

    title: str
    facts: str
    test: InformationPicture
    items: list[ItemPicture]


class Drawn(NamedTuple):
    """An item's id and the name of its file."""

    id: str
    file: str


def write_plots(folder: Path, plots: Plots, progress: Callable[[float], None] | None = None) -> list[Drawn]:
    """Writes information.svg, fit.svg, an SVG an item and index.html: all of them or none; returns the items' files."""
    files = [_file_name(place, item.id, len(plots.items)) for place, item in enumerate(plots.items, start=1)]
    rows = [FitRow(item.id, item.rmsd, item.rmsd_by_chance, item.verdict, item.few) for item in plots.items]
    thresholds = Thresholds(RMSD_RAISED, RMSD_HIGH)
    top = common_top(plots.items)
    with folder_written_whole(folder) as place:
        for done, (file, item) in enumerate(zip(files, plots.items, strict=True), start=1):
            _write(place / file, item_chart(item, top))
            if progress is not None:
                progress(done / len(files))
        _write(place / INFORMATION, information_chart(plots.test))
        _write(place / FIT, fit_chart(rows, thresholds))
        page = Page(
            title=plots.title,
            facts=plots.facts,
            information=(INFORMATION, describe_information(plots.test)),
            fit=(FIT, describe_fit(rows, thresholds)),
            items=list(zip(files, plots.items, strict=True)),
        )
        _write(place / INDEX, overview(page))
    return [Drawn(item.id, file) for item, file in zip(plots.items, files, strict=True)]


def _file_name(place: int, item: str, items: int) -> str:
    """A number, which makes it one of its kind on any disk, and as much of the id as a file's name can hold."""
    readable = NOT_IN_A_NAME.sub("_", item).strip("_")[:LONGEST_NAME]
    number = f"{place:0{len(str(items))}d}"
    return f"item-{number}-{readable}.svg" if readable else f"item-{number}.svg"


def _write(path: Path, text: str) -> None:
    with written_whole(path) as file:
        file.write(text.encode())

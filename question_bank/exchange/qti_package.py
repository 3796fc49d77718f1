"""A QTI package: an archive with a manifest that names its items, and the pictures that they show."""

import posixpath
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from question_bank.exchange.faults import Fault
from question_bank.exchange.found import Finds
from question_bank.exchange.limits import MOST_PACKAGE_PARTS, open_archive, parse_xml, read_part
from question_bank.exchange.qti_html import inner_html
from question_bank.exchange.qti_item import QtiItem
from question_bank.exchange.qti_names import plainly_named
from question_bank.exchange.reading import BadExchange
from question_bank.exchange.shelf import Shelf, address_path

MANIFEST = "imsmanifest.xml"
MEDIA = "media/"


class Resource(NamedTuple):
    path: str
    labels: tuple[str, ...]


class Package:
    """An opened package. Raises `BadExchange` for one that is none."""

    def __init__(self, content: bytes, finds: Finds, shelf: Shelf) -> None:
        self.archive = open_archive(content, MOST_PACKAGE_PARTS)
        self.names = frozenset(self.archive.namelist())
        self.finds, self.shelf = finds, shelf
        manifests = [name for name in self.names if posixpath.basename(name).lower() == MANIFEST]
        if not manifests:
            raise BadExchange(f"压缩包里没有 {MANIFEST}，不是 QTI 包")
        self.manifest = min(manifests, key=len)
        self.folder = posixpath.dirname(self.manifest)

    def take(self) -> None:
        """Reads every item that the manifest names."""
        root = plainly_named(parse_xml(read_part(self.archive, self.manifest)))
        for row, resource in enumerate(self._items(root), start=1):
            self._take_one(row, resource)

    def _items(self, root: Element) -> Iterator[Resource]:
        for resource in root.iter("resource"):
            kind, href = resource.get("type", ""), resource.get("href", "")
            if kind.startswith("imsqti_test"):
                self.finds.note(0, "", "", "test", "试卷的结构和各部分的次序没有读入，只读了题目")
            elif kind.startswith("imsqti_") and "item" in kind and href:
                labels = (self._keyword(element) for element in resource.iter("keyword"))
                yield Resource(self._path(self.folder, href), tuple(label for label in labels if label))

    def _keyword(self, element: Element) -> str:
        return "".join(element.itertext()).strip()

    def _path(self, folder: str, address: str) -> str:
        return posixpath.normpath(posixpath.join(folder, address_path(address)))

    def _take_one(self, row: int, resource: Resource) -> None:
        try:
            root = plainly_named(parse_xml(read_part(self.archive, resource.path)))
        except BadExchange as error:
            self._refuse(row, "bad_file", f"{resource.path}：{error}")
            return
        if root.tag != "assessmentItem":
            self._refuse(row, "no_item", f"{resource.path} 里没有 QTI 2.1 或 3.0 的题目")
            return
        folder = posixpath.dirname(resource.path)
        item = QtiItem(root, row, resource.labels, self.finds, lambda address: self._picture(folder, address))
        item.take(before="".join(self._stimulus(folder, each) for each in root.iter("assessmentStimulusRef")))

    def _refuse(self, row: int, code: str, reason: str) -> None:
        self.finds.refuse({}, row, [Fault("", code, f"{reason}；请重新导出")])

    def _picture(self, folder: str, address: str) -> str | None:
        path = self._path(folder, address)
        if path not in self.names:
            return self.shelf.put_data(address)
        name = path.removeprefix(self.folder + "/" if self.folder else "")
        return self.shelf.put(name.removeprefix(MEDIA), read_part(self.archive, path))

    def _stimulus(self, folder: str, reference: Element) -> str:
        """The material that several items share, as HTML."""
        path = self._path(folder, reference.get("href", ""))
        if path not in self.names:
            return ""
        body = plainly_named(parse_xml(read_part(self.archive, path))).find("stimulusBody")
        return f"<div>{inner_html(body)}</div>" if body is not None else ""

"""QTI packages: writing. What an item of QTI has no place for stands as key words in the manifest."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from urllib.parse import quote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from question_bank.exchange.answers import hidden_marking, misconceptions_of
from question_bank.exchange.fit_texts import with_fit_texts
from question_bank.exchange.labels import labels_of
from question_bank.exchange.losses import common_losses, picture_losses
from question_bank.exchange.qti_item_writing import ELEMENTS, VERSION_2, VERSION_3, Version, item_element
from question_bank.exchange.qti_names import newly_named
from question_bank.exchange.reading import Loss, Written
from question_bank.items import ItemDraft
from question_bank.markup import picture_names

LOM = "http://ltsc.ieee.org/xsd/LOM"
MEDIA = "media/"
# Archives are the same whenever they are written.
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def write(items: Sequence[ItemDraft], pictures: Mapping[str, bytes]) -> Written:
    """A package of QTI 2.1, which most systems read."""
    return _written(items, pictures, VERSION_2)


def write_3(items: Sequence[ItemDraft], pictures: Mapping[str, bytes]) -> Written:
    """A package of QTI 3.0."""
    return _written(items, pictures, VERSION_3)


def _written(items: Sequence[ItemDraft], pictures: Mapping[str, bytes], version: Version) -> Written:
    losses: list[Loss] = []
    manifest, resources = _manifest(version)
    parts: dict[str, bytes] = {}
    for number, original in enumerate(items, start=1):
        item, unfit = with_fit_texts(original)
        lost = [loss for loss in common_losses(item) if loss.field != "选项编号"]
        losses += [*unfit, *lost, *picture_losses(item, "没有这张图片的文件", pictures)]
        path = f"items/item-{number:05}.xml"
        root = item_element(item, version, lambda name: "../" + MEDIA + quote(name))
        if version is VERSION_3:
            newly_named(root, ELEMENTS)
        parts[path] = _bytes(root)
        shown = [name for name in _shown(item) if name in pictures]
        _add_resource(resources, version, f"item-{number:05}", path, item, shown)
        parts.update({MEDIA + name: pictures[name] for name in shown})
    return Written(_archive({"imsmanifest.xml": _bytes(manifest), **parts}), tuple(losses))


def _manifest(version: Version) -> tuple[Element, Element]:
    manifest = Element("manifest", xmlns=version.manifest, identifier="wenqu-items")
    metadata = SubElement(manifest, "metadata")
    SubElement(metadata, "schema").text = version.schema
    SubElement(metadata, "schemaversion").text = version.schema_version
    SubElement(manifest, "organizations")
    return manifest, SubElement(manifest, "resources")


def _add_resource(
    resources: Element, version: Version, name: str, path: str, item: ItemDraft, pictures: Sequence[str]
) -> None:
    resource = SubElement(resources, "resource", identifier=name, type=version.resource, href=path)
    labels = labels_of(item, misconceptions_of(item).others, hidden_marking(item), order=False)
    if labels:
        general = SubElement(SubElement(SubElement(resource, "metadata"), "lom", xmlns=LOM), "general")
        for label in labels:
            SubElement(SubElement(general, "keyword"), "string", language="zh").text = label
    for file in (path, *(MEDIA + quote(picture) for picture in pictures)):
        SubElement(resource, "file", href=file)


def _shown(item: ItemDraft) -> list[str]:
    texts = (item.stem, *(option.text for option in item.options), item.explanation)
    return list(dict.fromkeys(name for text in texts if "(media:" in text for name in picture_names(text)))


def _bytes(root: Element) -> bytes:
    content: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return content


def _archive(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, LONG_AGO), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()

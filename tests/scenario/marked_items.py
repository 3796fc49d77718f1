"""Items that use all of the markup, as an author might write them, and a heat of them."""

import io
import json
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from PIL import Image, ImageDraw
from sqlalchemy import insert

from contest.database import open_engine, writing
from question_bank.items import Difficulty, Dimension, ItemDraft, ItemStatus, ItemType, Option
from question_bank.markup import picture, table
from question_bank.models import Picture
from question_bank.storing import store_items
from tests.running import Server

NOW = datetime(2026, 1, 1, tzinfo=UTC)
WASTE = table(
    [
        ["年份", "产生量（万吨）", "焚烧（万吨）", "填埋（万吨）", "人口（万人）"],
        ["2018", "420", "180", "240", "310"],
        ["2020", "455", "260", "195", "320"],
        ["2022", "470", "380", "90", "334"],
        ["2024", "**480**", "466", "14", "341"],
    ]
)
ECLIPSE = "一次日食的示意图：太阳、月球、地球排成一条直线，月球的影子落在地球上"


def drawn() -> tuple[str, bytes]:
    """A picture and its name."""
    image = Image.new("RGB", (1200, 700), "white")
    pen = ImageDraw.Draw(image)
    for centre, radius, colour in (
        ((200, 350), 160, "#F0B840"),
        ((650, 350), 50, "#43535A"),
        ((950, 350), 90, "#0B5F66"),
    ):
        pen.ellipse((centre[0] - radius, 350 - radius, centre[0] + radius, 350 + radius), colour)
    out = io.BytesIO()
    image.save(out, "PNG")
    return f"{sha256(out.getvalue()).hexdigest()}.png", out.getvalue()


def item(name: str, stem: str, options: tuple[str, ...], explanation: str) -> ItemDraft:
    letters = [chr(ord("A") + place) for place in range(len(options))]
    return ItemDraft(
        id=name,
        type=ItemType.SINGLE,
        stem=stem,
        options=tuple(Option(letter, text) for letter, text in zip(letters, options, strict=True)),
        key=("A",),
        explanation=explanation,
        benchmark=1,
        point=1,
        dimension=Dimension.METHODS,
        difficulty=Difficulty(0.0, "要读表"),
        source="初中教材",
    )


MATHS = item(
    "marked-maths",
    "质量为 $m$、速度为 $v$ 的汽车，动能是 $E_k=\\frac{1}{2}mv^2$。"
    "速度变为原来的 **2 倍**，下列说法**不**正确的是哪一项？",
    ("动能变为原来的 $2$ 倍", "动能变为原来的 $2^2$ 倍", "刹车距离约为 $4$ 倍", "$\\frac{E_1}{E_2}=\\frac{1}{4}$"),
    "动能和速度的平方成正比：\n$$ 不成对的标记原样出现；$E_k\\propto v^2$。\n"
    + table([["速度", "动能"], ["$v$", "1 份"], ["$2v$", "4 份"]]),
)
TABLE = item(
    "marked-table",
    f"下表是某市几年的生活垃圾统计。\n{WASTE}\n从 2018 年到 2024 年，哪一项判断**有**数据支持？",
    ("填埋的比例大幅下降", "人均产生量一直在上升", "焚烧的成本降低了", "2024 年填埋场都关闭了"),
    "填埋从 240 万吨降到 14 万吨。\n人均产生量要用产生量除以人口："
    "$420\\div310\\approx1.35$，$480\\div341\\approx1.41$，中间几年要逐年算。",
)
PLAIN = item(
    "marked-plain",
    "自来水出厂时，水里总会留下少量余氯，主要起什么作用？",
    ("防止管网里细菌再繁殖", "改善口感", "让水更清", "补充矿物质"),
    "余氯继续杀菌。",
)


def pictured(name: str) -> ItemDraft:
    return item(
        "marked-picture",
        f"{picture(name, ECLIPSE)}\n图中的位置关系会让地球上的一部分人看到什么？",
        ("日食", "月食", "流星雨", f"{picture(name, '三个圆从左到右，一大一小一中')} 都看不到"),
        f"月球挡住了太阳。\n{picture(name, ECLIPSE)}",
    )


def marked_items(name: str) -> list[ItemDraft]:
    """`name`: of the picture."""
    return [MATHS, TABLE, pictured(name), PLAIN]


def marked_heat(server: Server, folder: Path, *wanted: str) -> dict[str, str]:
    """A heat of these items, stored in the server's bank first."""
    name, data = drawn()
    engine = open_engine(f"sqlite:///{server.data / 'wenqu.sqlite3'}")
    shown = {"name": name, "mime": "image/png", "width": 1200, "height": 700, "data": data, "created_at": NOW}
    with writing(engine) as connection:
        store_items(connection, marked_items(name), ItemStatus.REVIEWED, NOW)
        connection.execute(insert(Picture).prefix_with("OR IGNORE"), [shown])
    engine.dispose()
    run, rules = folder / "items.txt", folder / "rules.toml"
    run.write_text("\n".join(wanted or [each.id for each in marked_items(name)]), "utf-8")
    rules.write_text("time_limit_s = 300\n", "utf-8")
    made = server.command("heat", "create", "--items", str(run), "--rules", str(rules), "--json")
    return {key: url.replace("127.0.0.1:8000", f"127.0.0.1:{server.port}") for key, url in json.loads(made).items()}

"""The page that shows all charts of a test, with what they mean and a table of the same numbers."""

from typing import NamedTuple
from urllib.parse import quote

from question_bank.charts import look
from question_bank.charts.drawing import escaped
from question_bank.charts.item_chart import VERDICTS, describe
from question_bank.charts.picture import ItemPicture
from question_bank.charts.words import decimal, whole, with_error


class Page(NamedTuple):
    """`title` and `facts` stand at the top. The charts' files lie beside the page: `information`, `fit`, and one an
    item, with the item's picture; the first two with what they say."""

    title: str
    facts: str
    information: tuple[str, str]
    fit: tuple[str, str]
    items: list[tuple[str, ItemPicture]]


STYLE = f"""
:root {{ color-scheme: light; }}
* {{ box-sizing: border-box; }}
body {{ margin: 0; background: #FAF6EC; color: {look.INK}; font-family: {look.FONT}; font-size: 1.0625rem;
  line-height: 1.75; line-break: strict; }}
main {{ max-width: 82rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }}
h1, h2 {{ font-family: {look.SERIF}; letter-spacing: .06em; line-height: 1.25; text-wrap: balance; }}
h1 {{ font-size: clamp(1.625rem, 1.2rem + 2vw, 2.25rem); margin: 0; }}
h2 {{ font-size: clamp(1.375rem, 1.1rem + 1vw, 1.625rem); margin: 3rem 0 1rem; }}
.facts {{ color: {look.INK_2}; margin: .5rem 0 1.5rem; }}
.charts {{ display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 22rem), 1fr)); gap: 1rem;
  list-style: none; margin: 0; padding: 0; align-items: start; }}
.charts li {{ scroll-margin-top: 1rem; }}
.charts a {{ display: block; border-radius: 12px; border: 1px solid {look.LINE}; }}
.charts a:focus-visible, table a:focus-visible {{ outline: 3px solid {look.BRAND}; outline-offset: 2px; }}
img {{ display: block; width: 100%; height: auto; border-radius: 12px; }}
dl {{ margin: 0; padding: 0 .25rem; font-size: .9375rem; line-height: 1.7; }}
dt {{ font-weight: 700; }}
dd {{ margin: 0 0 .75rem; color: {look.INK_2}; }}
.frame {{ overflow-x: auto; border: 1px solid {look.LINE}; border-radius: 12px; background: {look.SURFACE}; }}
table {{ border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: .9375rem; }}
th, td {{ padding: .5rem .75rem; text-align: right; border-top: 1px solid {look.LINE}; white-space: nowrap; }}
th {{ background: {look.SUNK}; border-top: 0; }}
th:first-child, td:first-child, th:last-child, td:last-child {{ text-align: left; }}
td:first-child {{ max-width: 20rem; overflow: hidden; text-overflow: ellipsis; }}
a {{ color: {look.BRAND}; }}
@media (max-width: 30rem) {{ main {{ padding: 1.25rem .625rem 3rem; }} }}
@media print {{
  body {{ background: #fff; color: #000; font-size: 10pt; }}
  main {{ max-width: none; padding: 0; }}
  .charts {{ grid-template-columns: 1fr 1fr; }}
  .charts li {{ break-inside: avoid; }}
  .charts a, .frame {{ border-color: #999; }}
  dd {{ color: #000; }}
  .frame {{ overflow: visible; }}
}}
"""

GUIDE = {
    "曲线和圆点": "曲线是模型说的：能力是这么多的人，答对的机会有多大。"
    "圆点是实际：把人按能力分组，每组答对的比例；竖线是它的 95% 区间，人越少越长。"
    "圆点大多落在曲线附近，曲线就可信。",
    "曲线外的带": "人数有限，曲线本身也有误差；带是它的 95% 范围。参数文件里没有误差时不画。",
    "难度、区分、猜测": "难度 b 是曲线最陡处的能力值（在虚线处）；区分度 a 越大，曲线越陡，越能分出高低；"
    "猜测参数 c 是完全不会的人也能答对的机会（点线）。± 后是标准误。",
    "信息量和标准误": "信息量是一道题对哪种能力的人能说明多少问题；各题的尺度相同，可以互相比，整卷是各题之和。"
    "标准误是整卷信息量的平方根分之一；大到人群的标准差（虚线），就等于没有测。",
    "RMSD": "实际与曲线的平均距离。分组靠的是估计出来的能力，题少、不准的卷子会显得比实际更贴合。"
    "0.08 以内算贴合；超过 0.10，又明显大过凭机会会有的，请看看这道题："
    "答案有没有定错，有没有两个说得通的选项，是不是和别的题互相提示。"
    "有偏离不等于题目不好，更不等于要删掉。",
}


def overview(page: Page) -> str:
    """The page as HTML that needs nothing but the charts beside it."""
    return "\n".join(
        [
            '<!doctype html>\n<html lang="zh-Hans">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escaped(page.title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>",
            f'<h1>{escaped(page.title)}</h1>\n<p class="facts">{escaped(page.facts)}</p>',
            '<h2>整份卷子</h2>\n<ul class="charts">',
            _chart(*page.information),
            _chart(*page.fit),
            "<li><dl>",
            *(f"<dt>{escaped(term)}</dt>\n<dd>{escaped(words)}</dd>" for term, words in GUIDE.items()),
            '</dl></li>\n</ul>\n<h2>每道题</h2>\n<ul class="charts">',
            *(_chart(file, f"题目 {picture.id}。{describe(picture)}") for file, picture in page.items),
            "</ul>\n<h2>同样的数，列成表</h2>",
            _table(page.items),
            "</main>\n</body>\n</html>\n",
        ]
    )


def _chart(file: str, words: str) -> str:
    address = escaped(quote(file))
    return f'<li><a href="{address}"><img src="{address}" alt="{escaped(words)}" loading="lazy"></a></li>'


def _table(items: list[tuple[str, ItemPicture]]) -> str:
    head = "".join(
        f'<th scope="col">{name}</th>' for name in ("题目", "人数", "难度 b", "区分 a", "猜测 c", "RMSD", "拟合")
    )
    return "\n".join(
        [
            '<div class="frame" role="region" aria-label="各题的参数和拟合" tabindex="0">\n<table>',
            f"<thead><tr>{head}</tr></thead>\n<tbody>",
            *(_row(file, picture) for file, picture in items),
            "</tbody>\n</table>\n</div>",
        ]
    )


def _row(file: str, picture: ItemPicture) -> str:
    numbers = [
        whole(picture.answers),
        with_error(picture.b, picture.se_b),
        with_error(picture.a, picture.se_a),
        with_error(picture.c, picture.se_c) if picture.c else "",
        "" if picture.verdict == "unknown" else decimal(picture.rmsd, 3),
    ]
    cells = "".join(f"<td>{text}</td>" for text in numbers)
    name = f'<td><a href="{escaped(quote(file))}"><bdi>{escaped(picture.id)}</bdi></a></td>'
    return f"<tr>{name}{cells}<td>{VERDICTS[picture.verdict]}</td></tr>"

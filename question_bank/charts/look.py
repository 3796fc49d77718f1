"""How charts look: the tokens of the pages (static/css/tokens.css), written out, for an SVG stands alone."""

SURFACE, SUNK, LINE, LINE_STRONG = "#FFFDF8", "#F2ECDF", "#DFD6C4", "#857B67"
INK, INK_2, INK_3 = "#1A2A2E", "#43535A", "#5A686C"
BRAND, BRAND_DEEP, BRAND_MID = "#0B5F66", "#07444A", "#4E9A9B"
WATER_1, WATER_2, WATER_3 = "#EAF1EA", "#C5E0DA", "#8FC3BF"
JADE, GOLD, CINNABAR = "#126B46", "#855600", "#B0361E"

FONT = (
    '"PingFang SC", "HarmonyOS Sans SC", "MiSans", "Microsoft YaHei UI", "Microsoft YaHei", '
    '"Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Micro Hei", system-ui, sans-serif'
)
SERIF = (
    '"Songti SC", "Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "STZhongsong", '
    '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif'
)

WIDTH = 380.0
# The plots' left and right borders: what is left of them holds the numbers of the scale.
LEFT, RIGHT = 46.0, 366.0

STYLE = f"""
text {{ font-family: {FONT}; font-size: 13px; fill: {INK_2}; font-variant-numeric: tabular-nums; }}
.name {{ font-size: 18px; font-weight: 700; fill: {INK}; }}
.strong {{ font-weight: 700; fill: {INK}; }}
.small {{ font-size: 12px; fill: {INK_3}; }}
.right {{ text-anchor: end; }}
.middle {{ text-anchor: middle; }}
.ground {{ fill: {SURFACE}; }}
.grid {{ stroke: {LINE}; fill: none; }}
.axis {{ stroke: {LINE_STRONG}; fill: none; }}
.curve {{ stroke: {BRAND_DEEP}; stroke-width: 2.5; fill: none; stroke-linejoin: round; }}
.band {{ fill: {WATER_2}; fill-opacity: .75; }}
.water {{ fill: {WATER_2}; }}
.people {{ fill: {SUNK}; stroke: {LINE_STRONG}; stroke-width: .75; }}
.whisker {{ stroke: {INK_2}; stroke-width: 1.5; fill: none; }}
.point {{ fill: {SURFACE}; stroke: {INK_2}; stroke-width: 1.75; }}
.curve.thin {{ stroke-width: 1.75; }}
.whisker.thin {{ stroke-width: 1; }}
.hint {{ stroke: {GOLD}; stroke-width: 1.5; stroke-dasharray: 5 4; fill: none; }}
.floor {{ stroke: {INK_3}; stroke-width: 1.25; stroke-dasharray: 1.5 3.5; stroke-linecap: round; fill: none; }}
.halo {{ paint-order: stroke; stroke: {SURFACE}; stroke-width: 4px; stroke-linejoin: round; }}
.gold {{ fill: {GOLD}; }}
.sign {{ fill: none; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }}
.fits {{ stroke: {JADE}; }}
.slightly {{ stroke: {GOLD}; }}
.off {{ stroke: {CINNABAR}; }}
.unknown {{ stroke: {INK_3}; }}
.dot.fits {{ fill: {JADE}; }}
.dot.slightly {{ fill: {GOLD}; }}
.dot.off {{ fill: {CINNABAR}; }}
.level {{ stroke: {WATER_3}; stroke-width: 3; fill: none; }}
.chance {{ stroke: {INK_3}; stroke-width: 1.5; fill: none; }}
.limit {{ stroke: {CINNABAR}; stroke-width: 1.5; fill: none; }}
@media print {{
  .ground {{ fill: #fff; }}
  text, .small, .gold {{ fill: #000; }}
  .curve, .whisker, .point {{ stroke: #000; }}
  .sign {{ stroke: #000; }}
}}
"""

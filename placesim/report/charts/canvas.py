"""The canvas of charts, and what becomes of a drawing at the edge: inline SVG for a page, PNG for office files."""

import re
import unicodedata
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from html import escape
from io import BytesIO, StringIO
from threading import RLock

import matplotlib
import matplotlib.style
from markupsafe import Markup
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font

from placesim.config.text import plain

FONT = "DejaVu Sans"
SETTINGS = {
    "svg.fonttype": "path",
    "svg.hashsalt": "placesim",
    "text.parse_math": False,
    "text.usetex": False,
    "font.family": [FONT],
    "font.size": 10.5,
    "text.color": "#1b2733",
    "axes.edgecolor": "#5b6670",
    "axes.labelcolor": "#3d4852",
    "xtick.color": "#3d4852",
    "ytick.color": "#3d4852",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.axisbelow": True,
    "xtick.major.size": 3,
    "ytick.major.size": 0,
    "grid.color": "#dfe4e8",
    "grid.linewidth": 0.8,
    "path.simplify": True,
}

BLUE, INK, SOFT = "#0072b2", "#1b2733", "#5b6670"
BAND_EDGE = "#4f8fb8"
PALETTE = (BLUE, "#c24e00", "#00805e", "#9c4f85", "#8a6a00", "#23395b", "#6d6d6d", "#b0303a")
"""Colours at least 3:1 against white, told apart with any colour vision; every area is also labelled."""

SMALL, WIDE = (340.0, 205.0), (380.0, 260.0)
"""Width and height of a drawing in CSS pixels."""

POINTS_PER_INCH = 72
"""Drawn at this size, one unit of the SVG is one CSS pixel."""

DOTS_PER_INCH = 160
"""Dots of a PNG picture: enough for print."""

INVISIBLE = frozenset({"Cf", "Mn", "Me"})
"""Kinds of characters that only change others: joiners, variants, accents set apart."""

DROPPED = re.compile(r"<!--.*?-->|<metadata>.*?</metadata>|<style[^>]*>.*?</style>", re.DOTALL)
PATHS = re.compile(r' d="([^"]*)"')
JOINED = "*{stroke-linejoin:round;stroke-linecap:butt}"
"""How lines of a drawing meet; for inline drawings the page's own style says it."""

LONG_DECIMALS = re.compile(r"(\.\d\d)\d+")


@cache
def _drawn() -> frozenset[int]:
    """Return the characters that the fonts of charts can draw."""
    fonts = [get_font(findfont(FontProperties(family=FONT, weight=w))) for w in ("normal", "bold")]
    return frozenset.intersection(*(frozenset(font.get_charmap()) for font in fonts))


def drawable(text: str) -> str:
    """Return text with a question mark for each character that charts cannot draw; invisible ones are left out."""
    shown = (c for c in plain(text) if unicodedata.category(c) not in INVISIBLE)
    return "".join(c if ord(c) in _drawn() else "?" for c in shown)


ONE_AT_A_TIME = RLock()
"""Settings of matplotlib hold for all threads: two that draw at once would draw with each other's."""


@contextmanager
def drawing() -> Iterator[None]:
    """Draw with these settings only, whatever the reader's own matplotlib is set to."""
    with ONE_AT_A_TIME, matplotlib.style.context(["default", SETTINGS]), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*[Gg]lyph.*missing")
        yield


def canvas(width: float, height: float) -> Figure:
    """Return an empty drawing of a size in CSS pixels."""
    return Figure(figsize=(width / POINTS_PER_INCH, height / POINTS_PER_INCH), dpi=POINTS_PER_INCH)


def inline(figure: Figure, name: str, alternative: str) -> Markup:
    """Return a drawing as one inline SVG element.

    Args:
        figure: the drawing.
        name: makes its ids different from every other drawing's of the page.
        alternative: what it shows, in words, for those who do not see it.
    """
    inside = re.sub(r'( id="|href="#|url\(#)', rf"\g<1>{name}-", _inside(figure))
    opening = (
        f'<svg class="chart" role="img" aria-labelledby="{name}-alt" {_box(figure)} '
        f'preserveAspectRatio="xMidYMid meet"><desc id="{name}-alt">{escape(plain(alternative))}</desc>'
    )
    return Markup(opening + inside)


def picture(figure: Figure) -> str:
    """Return a drawing as an SVG file, for a page that shows it as a picture."""
    width, height = _size(figure)
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" {_box(figure)}>'
    return f"{opening}<style>{JOINED}</style>{_inside(figure)}"


def _inside(figure: Figure) -> str:
    """Return what stands within the SVG element of a drawing, its end tag included."""
    text = StringIO()
    figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
    _, _, inside = DROPPED.sub("", text.getvalue()).partition("<svg")
    inside = inside.partition(">")[2]
    inside = PATHS.sub(lambda path: ' d="' + LONG_DECIMALS.sub(r"\1", " ".join(path[1].split())) + '"', inside)
    return re.sub(r">\s+<", "><", inside.replace("xlink:href=", "href=")).strip()


def _size(figure: Figure) -> tuple[float, float]:
    """Return the width and height of a drawing in CSS pixels."""
    width, height = (side * POINTS_PER_INCH for side in figure.get_size_inches())
    return width, height


def _box(figure: Figure) -> str:
    width, height = _size(figure)
    return f'viewBox="0 0 {width:g} {height:g}"'


def png(figure: Figure) -> bytes:
    """Return a drawing as a PNG picture, the same bytes for the same figures."""
    picture = BytesIO()
    figure.savefig(picture, format="png", dpi=DOTS_PER_INCH, metadata={"Software": None})
    return picture.getvalue()

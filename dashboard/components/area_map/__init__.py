"""A thematic map with legend and an equivalent table, redrawn without the server."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypedDict

import plotly
import streamlit as st

MODULES = ("area_map.js", "area_table.js", "elements.js", "scales.js")

ASSETS: dict[str, Path] = {
    **{name: Path(__file__).with_name(name) for name in (*MODULES, "area_map.css")},
    "plotly.min.js": Path(plotly.__file__).parent / "package_data" / "plotly.min.js",
}
"""What the browser needs, by the name it asks for."""

NAME = "aimak.area_map"

# The module itself comes by its immutable address: only these lines cross the socket at each update.
LOADER = """
export default async (component) =>
  (await import(new URL(component.data.assets.js, document.baseURI))).default(component);
"""


class Link(TypedDict):
    """An address and the words that lead to it."""

    url: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaView:
    """What every view of the map says; names and shapes come by address."""

    areas_url: str
    geometry_url: str | None
    outline_url: str | None
    figure: dict[str, Any]
    no_data_color: str
    language: str
    separators: str
    """Decimal and thousands separator, one character each."""
    title: str
    badge: str
    link_url: str
    """Where an area's name leads; the area code is appended as a query parameter."""
    downloads: Sequence[Link]
    texts: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapView(AreaView):
    """One indicator in numeric classes, whose values come by address, every period at once."""

    scale: Literal["values"] = field(default="values", init=False)
    values_url: str
    bins: dict[str, list[float]]
    """Upper bounds of the classes by period."""
    lowest: dict[str, float]
    """Lowest value by period, where the first class begins."""
    colors: list[str]
    period: str
    decimals: int
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A class with a name, for instance one outcome of a rule."""

    label: str
    color: str
    is_marked: bool = False
    """Whether its areas also carry a dot, so that colour alone does not tell them from the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnData:
    """A table column in the order of the areas route: numbers, or positions in ``words``."""

    key: str
    title: str
    cells: list[int | float | None]
    words: list[str] | None
    decimals: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryView(AreaView):
    """Named classes at one date, sent with the view itself in the order of the areas route."""

    scale: Literal["categories"] = field(default="categories", init=False)
    categories: Sequence[Category]
    classes: list[int]
    """Position of each area's category, -1 where nothing is said of an area."""
    outlined: list[int]
    """Positions of the areas with a strong outline."""
    columns: list[ColumnData]
    selected: str | None
    """Code of the area that is highlighted on the map and in the table."""


@cache
def _digest(names: tuple[str, ...]) -> str:
    content = b"".join(ASSETS[name].read_bytes() for name in names)
    return hashlib.sha256(content).hexdigest()[:16]


def asset_url(name: str) -> str:
    """Return the immutable address of an asset: its hash is part of it.

    Modules import one another from beside them: they share one hash, that of all of them.
    """
    return f"/assets/{_digest(MODULES if name in MODULES else (name,))}/{name}"


class Opened(TypedDict):
    """The area a person opened by a click or from the table, and the period then shown."""

    area: str
    period: str


def area_map(view: MapView, *, key: str) -> Opened | None:
    """Show the map; return what a person opened, None as long as nothing was."""
    opened: Opened | None = _mounted(view, key=key)
    return opened


def category_map(view: CategoryView, *, key: str) -> str | None:
    """Show the map; return the code of the area a person just picked, None as long as none was.

    The map highlights what ``view.selected`` says, not what was picked: that is the page's decision.
    """
    picked: dict[str, str] | None = _mounted(view, key=key)
    return picked["area"] if picked else None


def _mounted(view: AreaView, *, key: str) -> Any:
    assets = {
        "js": asset_url("area_map.js"),
        "css": asset_url("area_map.css"),
        "plotly": asset_url("plotly.min.js"),
    }
    mount = st.components.v2.component(NAME, js=LOADER, isolate_styles=False)
    result = mount(key=key, data=asdict(view) | {"assets": assets}, on_opened_change=lambda: None)
    return result.opened

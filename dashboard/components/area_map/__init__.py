"""A thematic map with legend, period slider and an equivalent table, redrawn without the server."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypedDict

import plotly
import streamlit as st

ASSETS: dict[str, Path] = {
    "area_map.js": Path(__file__).with_name("area_map.js"),
    "area_map.css": Path(__file__).with_name("area_map.css"),
    "plotly.min.js": Path(plotly.__file__).parent / "package_data" / "plotly.min.js",
}
"""What the browser needs, by the name it asks for."""

NAME = "aimak.area_map"

# The module itself comes by its immutable address: only these lines cross the socket at each update.
LOADER = """
export default async (component) =>
  (await import(new URL(component.data.assets.js, document.baseURI))).default(component);
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapView:
    """All that tells one view of the map from another; names, shapes and values come by address."""

    areas_url: str
    values_url: str
    geometry_url: str | None
    outline_url: str | None
    figure: dict[str, Any]
    bins: dict[str, list[float]]
    """Upper bounds of the classes by period."""
    lowest: dict[str, float]
    """Lowest value by period, where the first class begins."""
    colors: list[str]
    no_data_color: str
    period: str
    language: str
    decimals: int
    separators: str
    """Decimal and thousands separator, one character each."""
    unit: str
    title: str
    badge: str
    profile_url: str
    downloads: list[dict[Literal["url", "label"], str]]
    texts: dict[str, str]


@cache
def asset_url(name: str) -> str:
    """Return the immutable address of an asset: its hash is part of it."""
    digest = hashlib.sha256(ASSETS[name].read_bytes()).hexdigest()[:16]
    return f"/assets/{digest}/{name}"


class Opened(TypedDict):
    """The area a person opened by a click or from the table, and the period then shown."""

    area: str
    period: str


def area_map(view: MapView, *, key: str) -> Opened | None:
    """Show the map; return what a person opened, None as long as nothing was."""
    assets = {
        "js": asset_url("area_map.js"),
        "css": asset_url("area_map.css"),
        "plotly": asset_url("plotly.min.js"),
    }
    mount = st.components.v2.component(NAME, js=LOADER, isolate_styles=False)
    result = mount(key=key, data=asdict(view) | {"assets": assets}, on_opened_change=lambda: None)
    opened: Opened | None = result.opened
    return opened

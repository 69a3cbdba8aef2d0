"""The map in named classes: what is sent to the browser, and in which colours."""

import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from plotly.colors import hex_to_rgb

from dashboard.api.payloads import areas_payload
from dashboard.components import area_map
from dashboard.components.area_map import ASSETS, MODULES, Category, CategoryView, asset_url
from dashboard.components.area_map.figure import (
    NO_DATA_COLOR,
    OFFLINE_STYLE,
    emphasis_layers,
    thematic_figure,
)
from dashboard.components.area_map.palette import LAGGING, NOT_LAGGING, UNTOLD, sequential_categories
from dashboard.components.area_map.view import Classification, Column, category_view
from dashboard.components.words import Words
from geodata.packs import load_pack
from indicators.catalogue import load_catalogue
from tests.dashboard.made import HOSTILE_NAME, squares

BYTES_PER_AREA = 21
LEAST_DIFFERENCE = 20
"""Of two colours in CIELAB (CIE 1976); about 2 is just noticeable side by side."""
LAYERS = pd.DataFrame(
    {"admin_level": [1, 2], "tolerance_m": [500.0, 500.0], "sha256": ["cantons", "villages"]}
)
CATEGORIES = (
    Category(label="Lagging", color=LAGGING),
    Category(label="Cannot be told", color=UNTOLD, is_marked=True),
    Category(label="Not lagging", color=NOT_LAGGING),
)
# Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
SEEN_BY = {
    "trichromat": np.eye(3),
    "protanope": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranope": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanope": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
RGB_TO_XYZ = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
WHITE = [0.9505, 1.0, 1.089]


@pytest.fixture
def words(square_pack: Path) -> Words:
    return Words("en", str, load_pack(square_pack), load_catalogue())


@pytest.fixture
def areas() -> pd.DataFrame:
    return squares().set_index("area_code", drop=False)


def view_of(words: Words, areas: pd.DataFrame, *, level: int = 1, **said: object) -> CategoryView:
    base: dict[str, object] = {
        "title": "Article 6, 2025",
        "heading": "Designation",
        "categories": CATEGORIES,
        "classes": pd.Series({"01": 0, "02": 1, "03": 2, "04": 2}),
    }
    return category_view(
        Classification(**(base | said)),
        words,
        version="v1",
        level=level,
        areas=areas,
        layers=LAYERS,
        link_url="/lagging?country=squares",
    )


def test_everything_is_in_the_order_of_the_areas_route(words: Words, areas: pd.DataFrame) -> None:
    view = view_of(
        words,
        areas,
        classes=pd.Series({"04": 2, "02": 1, "01": 0, "03": 2}),
        outlined={"04", "02"},
        columns=[
            Column(key="met", title="Met", by_area=pd.Series({"03": 3, "01": 1, "04": 4, "02": 2})),
            Column(key="range", title="Range", by_area=pd.Series({"02": "1–2", "01": "0", "03": "0"})),
        ],
    )
    codes = areas_payload(squares().set_index("area_code", drop=False), 1, "en")["codes"]
    met, span = view.columns
    assert dict(zip(codes, view.classes, strict=True)) == {"01": 0, "02": 1, "03": 2, "04": 2}
    assert [codes[position] for position in view.outlined] == ["02", "04"]
    assert dict(zip(codes, met.cells, strict=True)) == {"01": 1, "02": 2, "03": 3, "04": 4}
    assert [None if each is None else span.words[each] for each in span.cells] == ["0", "1–2", "0", None]


def test_an_area_of_which_nothing_is_said_is_in_no_category(words: Words, areas: pd.DataFrame) -> None:
    assert view_of(words, areas, classes=pd.Series({"01": 0, "03": np.nan})).classes == [0, -1, -1, -1]


def test_what_is_said_of_another_level_is_not_shown(words: Words, areas: pd.DataFrame) -> None:
    view = view_of(words, areas, classes=pd.Series({"011": 1, "01": 0}), outlined=["011", "nowhere"])
    assert (view.classes, view.outlined) == ([0, -1, -1, -1], [])


@pytest.mark.parametrize(("decimals", "sent"), [(0, [12, None, 0, -1]), (2, [12.35, None, 0.0, -0.5])])
def test_numbers_are_sent_as_they_are_shown_and_a_missing_one_stays_missing(
    words: Words, areas: pd.DataFrame, decimals: int, sent: list[float | None]
) -> None:
    values = pd.Series([12.3456, np.nan, 0.0, -0.5001], index=["01", "02", "03", "04"])
    [column] = view_of(
        words, areas, columns=[Column(key="gap", title="Gap", by_area=values, decimals=decimals)]
    ).columns
    assert column.cells == sent
    assert [type(each) for each in column.cells] == [type(each) for each in sent]


def test_a_nullable_count_is_a_number_and_not_a_text(words: Words, areas: pd.DataFrame) -> None:
    values = pd.Series([3, None], index=["01", "02"], dtype="Int64")
    [column] = view_of(words, areas, columns=[Column(key="met", title="Met", by_area=values)]).columns
    assert (column.cells, column.words) == ([3, None, None, None], None)


def test_an_area_costs_few_bytes_on_the_socket(words: Words) -> None:
    def sent(n_areas: int) -> int:
        codes = [f"{number:05}" for number in range(n_areas)]
        number = np.arange(n_areas)
        areas = pd.DataFrame(
            {"admin_level": 1, "geometry_status": "official"}, index=pd.Index(codes, dtype=str)
        )
        view = view_of(
            words,
            areas,
            classes=pd.Series(number % 3, index=codes),
            outlined=codes[::2],
            columns=[
                Column(
                    key="met",
                    title="Met",
                    by_area=pd.Series([f"{n % 8}–{n % 8 + 1}" for n in number], index=codes),
                ),
                Column(key="firm", title="Firm", by_area=pd.Series(number / 997, index=codes), decimals=2),
            ],
        )
        return len(json.dumps(asdict(view)))

    assert sent(508) - sent(8) <= BYTES_PER_AREA * 500


def test_a_view_names_its_shapes_and_its_language(words: Words, areas: pd.DataFrame) -> None:
    view = view_of(words, areas)
    assert view.areas_url == "/areas/squares/v1/1.json?lang=en"
    assert (view.geometry_url, view.outline_url) == ("/geometry/cantons.geojson", None)
    assert "Schematic" in view.badge
    assert view.separators == ".,"


def test_settlements_are_points_within_the_outlines_of_their_parents(
    words: Words, areas: pd.DataFrame
) -> None:
    view = view_of(words, areas, level=2, classes=pd.Series({"011": 0}))
    assert view.outline_url == "/geometry/cantons.geojson"
    assert view.figure["data"][0]["type"] == "scattermap"
    assert view.figure["layout"]["map"]["layers"][0]["name"] == "parents"
    assert {layer["type"] for layer in view.figure["layout"]["map"]["layers"][1:]} == {"circle"}


def test_classes_and_columns_leave_the_frame_of_the_map_as_it_is(words: Words, areas: pd.DataFrame) -> None:
    before, after = (
        view_of(words, areas),
        view_of(words, areas, classes=pd.Series({"01": 2}), outlined=["01"]),
    )
    assert before.figure == after.figure


def test_texts_are_sent_as_they_are_and_never_as_markup(words: Words, areas: pd.DataFrame) -> None:
    view = view_of(
        words,
        areas,
        title=HOSTILE_NAME,
        heading=HOSTILE_NAME,
        outline_label=HOSTILE_NAME,
        categories=[Category(label=HOSTILE_NAME, color=LAGGING)],
        classes=pd.Series({"01": 0}),
        columns=[Column(key="x", title=HOSTILE_NAME, by_area=pd.Series({"01": HOSTILE_NAME}))],
    )
    assert HOSTILE_NAME not in json.dumps(view.figure)
    assert view.columns[0].words == [HOSTILE_NAME]


@pytest.mark.parametrize("name", MODULES)
def test_no_module_writes_markup_of_its_own(name: str) -> None:
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write", ASSETS[name].read_text())


@pytest.mark.parametrize("shape", ["polygon", "point"])
def test_emphasis_needs_no_address(shape: str) -> None:
    layers = emphasis_layers(shape)
    figure = thematic_figure(shape=shape, colors=["#fff"] * 9, geometry_id="x", layers=layers)
    assert "http" not in json.dumps(figure)
    assert figure["layout"]["map"]["style"] == OFFLINE_STYLE
    assert {layer["name"] for layer in layers} == {"outlined", "marked", "selected"}


def test_a_count_has_a_colour_for_each_number() -> None:
    categories = sequential_categories([str(count) for count in range(9)], direction="lower_is_better")
    assert [category.label for category in categories] == [str(count) for count in range(9)]
    assert len({category.color for category in categories}) == 9


@pytest.mark.parametrize("reader", SEEN_BY)
def test_outcomes_and_no_data_differ_to_every_reader(reader: str) -> None:
    colors = [lab(color, SEEN_BY[reader]) for color in (LAGGING, NOT_LAGGING, UNTOLD, NO_DATA_COLOR)]
    distances = [np.linalg.norm(a - b) for a, b in itertools.combinations(colors, 2)]
    assert min(distances) >= LEAST_DIFFERENCE


def lab(color: str, seen: object) -> np.ndarray:
    """Return a colour as its reader sees it, in CIELAB under D65."""
    encoded = np.array(hex_to_rgb(color)) / 255
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    xyz = np.array(RGB_TO_XYZ) @ np.clip(np.array(seen) @ linear, 0, 1) / WHITE
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz * (29 / 6) ** 2 / 3 + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def test_every_import_of_a_module_is_served_beside_it() -> None:
    imported = {name: re.findall(r'from "\./([^"]+)"', ASSETS[name].read_text()) for name in MODULES}
    assert imported["area_map.js"]
    assert set(itertools.chain(*imported.values())) <= set(MODULES)
    assert len({asset_url(name).rpartition("/")[0] for name in MODULES}) == 1


@pytest.fixture
def fresh_addresses() -> Iterator[None]:
    area_map._digest.cache_clear()
    yield
    area_map._digest.cache_clear()


def test_a_change_in_one_module_renews_the_address_of_all(
    fresh_addresses: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, plotly = asset_url("area_map.js"), asset_url("plotly.min.js")
    changed = tmp_path / "scales.js"
    changed.write_text("export const NO_DATA = -2;")
    monkeypatch.setitem(ASSETS, "scales.js", changed)
    area_map._digest.cache_clear()
    assert asset_url("area_map.js") != before
    assert asset_url("plotly.min.js") == plotly

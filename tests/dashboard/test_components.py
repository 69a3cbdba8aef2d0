"""Components, without Streamlit."""

import json

import numpy as np
import pandas as pd
import pytest

from dashboard.components.area_map.figure import OFFLINE_STYLE, parent_layer, thematic_figure
from dashboard.components.area_map.palette import class_colors
from dashboard.components.area_map.view import MapChoices, map_view
from dashboard.components.html_table import Cell, table_html
from dashboard.components.profile import profile_table
from dashboard.components.remarks import remark
from dashboard.components.time_path import time_path
from dashboard.components.words import Words
from dashboard.i18n import number, separators
from geodata.packs import Pack, load_pack
from indicators.catalogue import load_catalogue
from indicators.values import indicator_values
from tests.dashboard.made import HOSTILE_NAME, squares


@pytest.fixture
def pack(tmp_path_factory: pytest.TempPathFactory, square_pack) -> Pack:
    return load_pack(square_pack)


@pytest.fixture
def words(pack: Pack) -> Words:
    return Words("en", str, pack, load_catalogue())


def choices(**changed: object) -> MapChoices:
    base = {
        "country": "squares",
        "version": "v1",
        "level": 1,
        "indicator_id": "unemployment_rate",
        "period": "2024",
        "scheme": "quantiles",
        "k": 2,
        "breaks": "common",
    }
    return MapChoices(**(base | changed))


@pytest.fixture
def values() -> pd.DataFrame:
    rows = [("01", "2023", 1.0), ("02", "2023", 2.0), ("01", "2024", 30.0), ("02", "2024", 40.0)]
    return pd.DataFrame(rows, columns=["area_code", "period", "value"])


LAYERS = pd.DataFrame({"admin_level": [1, 1], "tolerance_m": [500.0, 2000.0], "sha256": ["fine", "coarse"]})


def test_common_breaks_are_the_same_in_every_period(words: Words, values: pd.DataFrame) -> None:
    areas = squares().set_index("area_code", drop=False)
    view = map_view(choices(), words, values=values, areas=areas, layers=LAYERS)
    assert view.bins["2023"] == view.bins["2024"]
    own = map_view(choices(breaks="own"), words, values=values, areas=areas, layers=LAYERS)
    assert own.bins == {"2023": [1.0, 2.0], "2024": [30.0, 40.0]}


def test_a_view_names_the_shapes_of_the_default_tolerance(words: Words, values: pd.DataFrame) -> None:
    areas = squares().set_index("area_code", drop=False)
    view = map_view(choices(), words, values=values, areas=areas, layers=LAYERS)
    assert view.geometry_url == "/geometry/fine.geojson"
    assert view.outline_url is None


def test_a_view_without_any_value_is_still_a_view(words: Words, values: pd.DataFrame) -> None:
    areas = squares().set_index("area_code", drop=False)
    view = map_view(choices(), words, values=values[:0], areas=areas, layers=LAYERS)
    assert (view.bins, view.lowest, len(view.colors)) == ({}, {}, 1)


def test_schematic_boundaries_are_marked(words: Words, values: pd.DataFrame) -> None:
    areas = squares().set_index("area_code", drop=False)
    assert "Schematic" in map_view(choices(), words, values=values, areas=areas, layers=LAYERS).badge
    drawn = areas.assign(geometry_status="official")
    assert map_view(choices(), words, values=values, areas=drawn, layers=LAYERS).badge == ""


@pytest.mark.parametrize("shape", ["polygon", "point"])
def test_a_figure_is_small_and_names_no_address(shape: str) -> None:
    figure = thematic_figure(shape=shape, colors=["#fff"] * 9, geometry_id="x", layers=[parent_layer()])
    text = json.dumps(figure)
    assert len(text) < 2500
    assert "http" not in text
    assert figure["layout"]["map"]["style"] == OFFLINE_STYLE


def test_every_class_has_its_step_on_the_scale() -> None:
    figure = thematic_figure(shape="polygon", colors=["red", "blue"], geometry_id="x")
    trace = figure["data"][0]
    assert (trace["zmin"], trace["zmax"]) == (-1.5, 1.5)
    assert [color for _, color in trace["colorscale"]][2:] == ["red", "red", "blue", "blue"]


@pytest.mark.parametrize("kind", ["sequential", "diverging"])
@pytest.mark.parametrize("k", range(1, 10))
def test_as_many_distinct_colours_as_classes(kind: str, k: int) -> None:
    assert len(set(class_colors(k, kind=kind, direction="none"))) == k


def test_a_table_escapes_every_text() -> None:
    html = table_html(
        HOSTILE_NAME, [Cell(HOSTILE_NAME)], {HOSTILE_NAME: [[Cell(HOSTILE_NAME, remark=HOSTILE_NAME)]]}
    )
    assert "<img" not in html
    assert html.count("&lt;img") == 5


def test_an_address_in_a_table_cannot_leave_its_attribute() -> None:
    html = table_html("", [Cell("x")], {"": [[Cell("x", href='/map?a="><script>')]]})
    assert "<script>" not in html


def test_a_remark_says_how_much_of_an_area_is_covered() -> None:
    assert remark({"status": "A", "n_parts": 7, "n_expected": 9}, str) == "from 7 of 9 areas"
    assert remark({"status": "I", "n_parts": 1, "n_expected": 1}, str) == "imputed"
    assert remark({"status": "A", "n_parts": 1, "n_expected": 1}, str) == ""
    assert remark({"status": "O", "n_parts": 0, "n_expected": 9}, str) == ""


def test_a_line_is_cut_at_a_break_and_open_at_a_gap() -> None:
    line = pd.Series([1.0, np.nan, 3.0, 4.0], index=["2019", "2020", "2021", "2022"])
    figure = time_path({"A": line}, unit="%", separators=",.", decimals=1, breaks=["2021"])
    assert [list(trace.x) for trace in figure.data] == [["2019", "2020"], ["2021", "2022"]]
    assert np.isnan(figure.data[0].y[1])


@pytest.mark.parametrize(
    ("code", "expected"), [("ky", "1\xa0234,50"), ("ru", "1\xa0234,50"), ("en", "1,234.50")]
)
def test_numbers_read_as_the_language_writes_them(code: str, expected: str) -> None:
    assert number(1234.5, decimals=2, code=code) == expected
    assert len(separators(code)) == 2


def test_plans_stay_off_the_profile(words: Words) -> None:
    rows = [("01", "total_revenue", "2024", 50.0), ("01", "total_revenue_planned", "2024", 60.0)]
    observed = pd.DataFrame(rows, columns=["area_code", "indicator_id", "period", "value"])
    observed = observed.assign(status="A", dataset_id=1, source_ref="")
    areas = squares().set_index("area_code", drop=False).rename_axis(None)
    values = indicator_values(words.catalogue, observed, areas.drop(columns="geometry"))
    table = profile_table(words, values=values, areas=areas, area_code="01", sources={})
    assert "Total revenue<" in table
    assert "planned" not in table

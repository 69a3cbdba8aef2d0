"""The map of a fiscal indicator, its scale of money, and what is said of breaks."""

import csv
import io

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from config.i18n import LANGUAGES
from dashboard import cached
from dashboard.api.routes import ROUTES
from dashboard.components.area_map.view import MapChoices, map_view
from dashboard.components.budget.break_notes import break_notes
from dashboard.components.budget.map_section import fiscal_indicators
from dashboard.components.budget.money import shown
from dashboard.serving import PAGES_SCRIPT
from geodata.budgets import MoneyScale
from geodata.workspace import Workspace
from indicators.catalogue import SeriesBreak
from tests.dashboard.budget.desks import COUNTRY, desk, purses

__all__ = ["purses"]


@pytest.fixture
def client(purses: Workspace) -> TestClient:
    return TestClient(Starlette(routes=ROUTES))


@pytest.fixture
def app(purses: Workspace) -> AppTest:
    return AppTest.from_file(str(PAGES_SCRIPT), default_timeout=60)


def visit(app: AppTest, **address: str) -> AppTest:
    app.query_params |= {"part": "map", "level": "1", "period": "2024"} | address
    return app.run().switch_page("views/budgets.py").run()


def address(indicator_id: str, query: str = "", *, suffix: str = "json") -> str:
    version = cached.data_version(COUNTRY)
    return f"/values/{COUNTRY}/{version}/1/{indicator_id}.{suffix}?{query}"


@pytest.mark.parametrize(
    ("scale", "expected", "unit"),
    [
        ("unit", [50_000.0, 40_000.0, 30_000.0, None], "XTS"),
        ("thousand", [50.0, 40.0, 30.0, None], "thousand XTS"),
        ("million", [0.05, 0.04, 0.03, None], "million XTS"),
    ],
)
def test_route_view_and_table_agree_on_the_scale(
    client: TestClient, scale: MoneyScale, expected: list[float | None], unit: str
) -> None:
    at = desk(scale=scale)
    choices = MapChoices(
        country=COUNTRY, version=at.question.version, level=1, indicator_id="own_revenue",
        period="2024", scheme="equal_interval", k=2, breaks="common", scale=scale,
    )  # fmt: skip
    view = map_view(
        choices, at.words, values=at.level_values("own_revenue", 1), areas=at.areas, layers=at.layers
    )
    sent = client.get(view.values_url).json()["values"]["2024"]
    assert sent == [None if each is None else pytest.approx(each) for each in expected]
    assert view.bins["2024"][-1] == max(each for each in sent if each is not None)
    assert view.unit == unit
    rows = list(csv.DictReader(io.StringIO(client.get(view.downloads[0]["url"]).content.decode("utf-8-sig"))))
    last = {row["area_code"]: row for row in rows if row["period"] == "2024"}
    assert float(last["01"]["value"]) == sent[0]
    assert last["01"]["unit"] == unit
    assert last["04"]["value"] == ""


def test_a_scale_changes_nothing_that_is_no_amount(client: TestClient) -> None:
    plain = client.get(address("own_revenue_pc")).json()
    assert client.get(address("own_revenue_pc", "scale=million")).json() == plain
    words = desk().words
    assert shown(words, "own_revenue_pc", "million") == shown(words, "own_revenue_pc", None)


def test_a_scale_nobody_knows_is_refused(client: TestClient) -> None:
    refused = client.get(address("own_revenue", "scale=dozen"))
    assert refused.status_code == 400
    assert "dozen" in refused.text


def test_ratios_are_offered_first_and_plans_last() -> None:
    catalogue = cached.catalogue()
    offered = fiscal_indicators(catalogue, ["population", *catalogue])
    assert "population" not in offered
    kinds = [(catalogue[each].stage is not None, catalogue[each].kind == "base") for each in offered]
    assert kinds == sorted(kinds)
    assert {"own_revenue_pc", "land_tax", "own_revenue_planned"} <= set(offered)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_map_opens_with_own_revenue_per_resident(app: AppTest, language: str) -> None:
    visit(app, lang=language)
    assert not app.exception
    assert app.selectbox(key="choose.indicator").value == "own_revenue_pc"


def test_the_break_is_told_below_the_map(app: AppTest) -> None:
    visit(app, indicator="own_revenue", scale="million")
    told = [each.value for each in app.caption]
    assert "From 2023 not comparable with earlier periods: From 2023 with the roads." in told


def test_several_reasons_for_one_break_make_one_note_and_those_outside_none(purses: Workspace) -> None:
    def at(period: str, text: str) -> SeriesBreak:
        return SeriesBreak(period=period, note=dict.fromkeys(LANGUAGES, text))

    breaks = [at("2023", "Roads."), at("2022", "Taxes."), at("2023", "Schools."), at("2021", "Old.")]
    notes = break_notes(desk().words, [*breaks, at("2030", "New.")], ["2021", "2022", "2023"])
    assert notes == [
        "From 2022 not comparable with earlier periods: Taxes.",
        "From 2023 not comparable with earlier periods: Roads. Schools.",
    ]

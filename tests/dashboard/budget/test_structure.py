"""One budget: layers, bars, plan and execution, peers and norms."""

import re

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from config.i18n import LANGUAGES
from dashboard import cached
from dashboard.components.budget.desk import Desk
from dashboard.components.budget.structure.bars import lying_bars, norm_bars, upright_bars
from dashboard.components.budget.structure.execution import execution_html, execution_rate
from dashboard.components.budget.structure.layers import UNACCOUNTED_TEXT, Layer, layers_of, legend_html
from dashboard.components.budget.structure.norms_panel import norms_html, spent_against_norms
from dashboard.components.budget.structure.peers_panel import known_features, method_text, peers_html
from dashboard.components.budget.structure.rows import budget_rows
from dashboard.components.budget.structure_section import offered_areas
from dashboard.serving import PAGES_SCRIPT
from geodata.workspace import Workspace
from indicators.breaks import series_breaks
from indicators.budget.norms import norms_in_force
from indicators.budget.peers import nearest_peers
from indicators.budget.structure import EXPENDITURE, REVENUE, budget_table
from tests.dashboard.budget.desks import COUNTRY, PERIODS, desk, purses
from tests.dashboard.made import HOSTILE_NAME

__all__ = ["purses"]


@pytest.fixture
def at(purses: Workspace) -> Desk:
    return desk()


@pytest.fixture
def app(purses: Workspace) -> AppTest:
    return AppTest.from_file(str(PAGES_SCRIPT), default_timeout=60)


def visit(app: AppTest, **address: str) -> AppTest:
    app.query_params |= {"part": "structure", "level": "1", "period": "2024"} | address
    return app.run().switch_page("views/budgets.py").run()


def table_of(at: Desk, *codes: str) -> pd.DataFrame:
    values = at.area_values(codes)
    return budget_table(values[values["period"] == "2024"], by="area_code")


def amounts(at: Desk, total_id: str, measure: str, code: str) -> dict[str, float]:
    layers = layers_of(at, table_of(at, code), total_id, measure)
    return {layer.title: layer.amounts.loc[code] for layer in layers if pd.notna(layer.amounts.loc[code])}


def rows_of(html: str) -> list[list[str]]:
    rows = re.findall(r"<tr>(.*?)</tr>", html, flags=re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, flags=re.DOTALL) for row in rows]
    return [[re.sub(r"<[^>]+>", " ", cell).strip() for cell in row] for row in cells]


def test_a_budget_is_told_by_what_is_known_of_it(at: Desk) -> None:
    assert amounts(at, REVENUE, "total", "02") == {
        "Revenue of one's own": 40,
        "Grants": 5,
        UNACCOUNTED_TEXT: 5,
    }
    assert amounts(at, REVENUE, "total", "01") == {"Revenue of one's own": 50, "Grants": 0}
    shares = {"Revenue of one's own": 50, "Grants": 100 / 3, UNACCOUNTED_TEXT: 100 / 6}
    assert amounts(at, REVENUE, "share", "03") == pytest.approx(shares)
    assert amounts(at, REVENUE, "per_resident", "03")["Grants"] == 100


def test_totals_follow_the_scale_and_amounts_per_head_do_not(purses: Workspace) -> None:
    in_units = desk(scale="unit")
    assert amounts(in_units, REVENUE, "total", "03")["Grants"] == 20_000
    assert amounts(in_units, REVENUE, "per_resident", "03")["Grants"] == 100


def test_a_total_without_items_is_hatched(at: Desk) -> None:
    (layer,) = layers_of(at, table_of(at, "01"), EXPENDITURE, "total")
    assert layer.is_hatched
    assert layer.amounts.loc["01"] == 48


def test_of_an_unknown_budget_nothing_is_drawn(at: Desk) -> None:
    assert layers_of(at, table_of(at, "04"), REVENUE, "total") == []


def test_each_family_of_revenue_has_its_colours_and_the_legend_names_all(at: Desk) -> None:
    layers = layers_of(at, table_of(at, "03"), REVENUE, "total")
    assert len({layer.color for layer in layers}) == len(layers)
    legend = legend_html([*layers, Layer(title=HOSTILE_NAME, color="#000", amounts=layers[0].amounts)])
    assert legend.count("<span>") == len(layers) + 1
    assert HOSTILE_NAME not in legend
    assert "repeating-linear-gradient" in legend


def test_bars_stand_apart_at_a_break_and_gaps_stay_empty() -> None:
    layer = Layer(title="A", color="#000", amounts=pd.Series({"2021": 1.0, "2023": 3.0}))
    figure = upright_bars(
        [layer],
        ["2021", "2022", "2023"],
        unit="t",
        separators=".,",
        decimals=0,
        breaks={"2021", "2023", "2030"},
    )
    assert [(shape.x0, shape.line.dash) for shape in figure.layout.shapes] == [(1.5, "dash")]
    assert pd.isna(figure.data[0].y[1])
    assert list(figure.layout.xaxis.categoryarray) == ["2021", "2022", "2023"]


def test_lying_bars_name_areas_as_text_in_order() -> None:
    layer = Layer(title="A", color="#000", amounts=pd.Series({"02": 1.0}), is_hatched=True)
    figure = lying_bars(
        [layer],
        {"02": "A name of more than twenty letters", "01": "<b>"},
        unit="t",
        separators=".,",
        decimals=0,
    )
    assert figure.layout.yaxis.ticktext == ("A name of more than<br>twenty letters", "&lt;b&gt;")
    assert list(figure.data[0].y) == ["02", "01"]
    assert figure.data[0].marker.pattern.shape == "/"


def test_norms_are_marks_across_the_bars() -> None:
    table = pd.DataFrame({"spent": [480.0], "norm": [400.0]}, index=["total_expenditure"])
    figure = norm_bars(table, ["All"], titles=("Spent", "Norm"), unit="XTS", separators=".,")
    assert (figure.data[0].x[0], figure.data[1].x[0]) == (480, 400)


PLAN = pd.Series(
    {"total_revenue": 90.0, "total_revenue_planned": 120.0, "total_revenue_adjusted": 100.0,
     "own_revenue": 50.0, "own_revenue_planned": 0.0, "total_expenditure": 80.0}
)  # fmt: skip


def test_plan_and_execution_side_by_side(at: Desk) -> None:
    rows = rows_of(execution_html(at, PLAN))
    assert rows[2:] == [
        ["All revenue", "120", "100", "90", "75.0"],
        ["Revenue of one&#x27;s own", "0", "no data", "50", "no data"],
    ]
    assert execution_rate(PLAN, "total_revenue") == 75
    assert execution_html(at, PLAN[["total_revenue", "total_expenditure"]]) == ""


def test_what_is_spent_beside_the_norm(at: Desk) -> None:
    assert at.budget is not None
    norms = norms_in_force(at.budget.expenditure_norms, None, period="2024")
    values = at.area_values(["01"])
    compared = spent_against_norms(values[values["period"] == "2024"], norms)
    assert compared.loc["total_expenditure"].tolist() == [400, 480, 120]
    assert rows_of(norms_html(at, compared, norms))[1:] == [
        ["All expenditure", "400", "480", "120.0", "2022"],
        ["All items with a norm", "400", "480", "120.0", ""],
    ]
    nothing = spent_against_norms(values[:0], norms)
    assert nothing["norm"].tolist() == [400]
    assert nothing["spent"].isna().all()


def test_peers_say_what_was_compared_and_what_is_known_of_nobody(at: Desk) -> None:
    features = known_features(at, 1)
    assert list(features) == ["log_population", "own_revenue_pc"]
    peers = nearest_peers(features, "01")
    told = method_text(at.words, peers, features.columns)
    assert "of: population (logarithm), own revenue per resident." in told
    assert "known of no area of this level: urban or rural." in told
    rows = rows_of(peers_html(at, peers, features.loc["01"], link_url="?part=structure"))
    # Own revenue per resident is 500, 400 and 150: a mean of 350, deviations of 150, 50 and 200, their root
    # mean square 147.2. The logarithms of 100, 100 and 200 have ln 2 × √2 ÷ 3.
    assert [row[1:] for row in rows[1:]] == [
        ["–", "100", "no data", "500"],
        ["0.68", "100", "no data", "400"],
        ["3.19", "200", "no data", "150"],
    ]
    assert peers.not_comparable == ("04",)


def test_the_file_has_every_amount_in_thousands_and_per_resident(at: Desk) -> None:
    rows = budget_rows(at, at.area_values(["03"]))
    grants = rows[rows["item_id"] == "equalization_grants"]
    assert grants["of_period"].tolist() == list(PERIODS)
    assert grants[["amount_thousand", "amount_per_resident"]].iloc[0].tolist() == [20, 100]
    assert set(rows["item_id"]) >= {"total_revenue", "debt_service"}
    assert "population" not in set(rows["item_id"])


def test_the_country_comes_first_and_an_area_of_another_level_stays_in_the_list(at: Desk) -> None:
    assert offered_areas(at, "Q")[0] == "Q"
    assert sorted(offered_areas(at, "011")[1:]) == ["01", "011", "02", "03", "04"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("area", ["Q", "01", "04", "011"])
@pytest.mark.parametrize("amounts", ["total", "share"])
def test_every_area_shows_its_budget_or_what_is_missing(
    app: AppTest, language: str, area: str, amounts: str
) -> None:
    visit(app, lang=language, area=area, amounts=amounts)
    assert not app.exception
    assert app.selectbox(key="choose.area").value == area
    assert bool(app.info) == (area in ("Q", "04", "011"))


def test_constant_prices_are_offered_only_where_there_is_an_index(app: AppTest) -> None:
    visit(app, area="01", amounts="real")
    assert app.selectbox(key="choose.amounts").value == "total"


def test_the_break_and_the_norm_are_told(app: AppTest) -> None:
    visit(app, area="01")
    told = [each.value for each in app.caption]
    assert "From 2023 not comparable with earlier periods: From 2023 with the roads." in told
    assert "Norms: Decree 5." in told
    assert "Nothing is known of what was planned for 2024." in told
    shown = " ".join(each.value for each in app.get("html"))
    assert HOSTILE_NAME not in shown


def test_without_norms_it_is_said_what_to_do(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    budget = cached.budget(COUNTRY)
    assert budget is not None
    bare = budget.model_copy(update={"expenditure_norms": ()})
    monkeypatch.setattr(cached, "budget", lambda _country: bare)
    visit(app, area="01")
    assert not app.exception
    assert [each.value for each in app.info] == [
        "No expenditure norms in force are at hand. They belong in the country pack; until then state one "
        "norm per head under Provision."
    ]


def test_peers_can_be_sought_within_the_same_area_only_below_it(app: AppTest) -> None:
    visit(app, area="01", among="same")
    assert "choose.among" not in [each.key for each in app.selectbox]


@pytest.mark.parametrize("part", ["map", "structure"])
def test_a_country_without_a_budget_file_still_shows_its_amounts(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    monkeypatch.setattr(cached, "budget", lambda _country: None)
    unbroken = series_breaks(cached.catalogue(), COUNTRY, None)
    monkeypatch.setattr(cached, "breaks", lambda _country: unbroken)
    visit(app, area="01", part=part)
    assert not app.exception
    assert not any("not comparable" in each.value for each in app.caption)
    assert len(app.get("html")) > 0

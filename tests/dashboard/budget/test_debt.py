"""Debts against the limits of the law: who is beyond, who cannot be told, and one area over time."""

import io
import re

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from config.i18n import LANGUAGES
from dashboard import cached
from dashboard.components.budget import downloads
from dashboard.components.budget.debt.checks import (
    alert_rows,
    debt_checks,
    limited_indicators,
    statuses,
)
from dashboard.components.budget.debt.history import history_figure
from dashboard.components.budget.debt.tables import MOST_ROWS, alerts_html, limits_html, scaled
from dashboard.components.budget.debt_section import STATUSES, classification, held_against
from dashboard.serving import PAGES_SCRIPT
from geodata.workspace import Workspace
from indicators.budget.alerts import alerts
from indicators.catalogue import Alert, Catalogue
from tests.dashboard.budget.desks import AT, COUNTRY, desk, purses
from tests.dashboard.made import HOSTILE_NAME, INFO

__all__ = ["purses"]

RATIO, SHORT = "debt_service_ratio", "short_term_debt_outstanding"
LIMITS = {
    RATIO: Alert(operator=">", value=20, country=COUNTRY, reference="Act 7"),
    SHORT: Alert(operator=">", value=0, country=COUNTRY, reference="Act 8"),
}
# Of revenues of 50, 50 and 60 thousand, 15, 0 and 6 go to debts: 30, 0 and 10 %.


@pytest.fixture
def limits(purses: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits of debt that hold in the country with budgets."""
    known = cached.catalogue()
    limited = Catalogue([])
    limited.groups, limited.units = known.groups, known.units
    limited.source_bodies = known.source_bodies
    limited._indicators = {
        key: each.model_copy(update={"alerts": (LIMITS[key],)} if key in LIMITS else {})
        for key, each in known.items()
    }
    monkeypatch.setattr(cached, "catalogue", lambda: limited)


def owe(indicator_id: str, amounts: dict[str, float | None], *, period: str = "2024") -> None:
    """Publish what cantons owe, thousand currency."""
    table = pd.DataFrame(
        [
            (code, indicator_id, period, value, "O" if value is None else "A", "row")
            for code, value in amounts.items()
        ],
        columns=["area_code", "indicator_id", "period", "value", "status", "source_ref"],
    ).astype({"value": float})
    with cached.store().writing(author="Treasurer", at=AT) as writer:
        writer.publish_observations(COUNTRY, table, INFO)


def in_2024(checks: pd.DataFrame) -> pd.DataFrame:
    return checks[checks["period"] == "2024"]


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.usefixtures("limits")
def test_areas_are_beyond_within_or_cannot_be_told() -> None:
    checks = in_2024(debt_checks(desk()))
    assert checks["value"].tolist()[:3] == pytest.approx([30, 0, 10])
    assert statuses(checks).to_dict() == {"01": "beyond", "02": "within", "03": "within", "04": "untold"}
    assert alerts(checks)["area_code"].tolist() == ["01"]


@pytest.mark.usefixtures("limits")
def test_one_number_that_is_not_known_leaves_an_area_untold_unless_another_is_beyond() -> None:
    owe(SHORT, {"02": 0.0, "03": 2.0})
    told = statuses(in_2024(debt_checks(desk())))
    assert told.to_dict() == {"01": "beyond", "02": "within", "03": "beyond", "04": "untold"}
    owe(SHORT, {"01": None, "02": None})
    told = statuses(in_2024(debt_checks(desk())))
    assert (told["01"], told["02"]) == ("beyond", "untold")


@pytest.mark.usefixtures("purses")
def test_limits_of_other_countries_do_not_hold() -> None:
    here = desk()
    assert limited_indicators(here.words.catalogue, COUNTRY) == []
    assert set(limited_indicators(here.words.catalogue, "kgz")) == {RATIO, SHORT}
    assert debt_checks(here).empty


@pytest.mark.usefixtures("limits")
def test_the_map_says_the_values_that_are_held_against_the_limits() -> None:
    owe(SHORT, {"01": 0.0, "02": 0.004, "03": 0.0})
    here = desk(scale="million")
    shown = classification(here, in_2024(debt_checks(here)))
    places = {code: STATUSES[place] for code, place in shown.classes.items()}
    assert places == {"01": "beyond", "02": "beyond", "03": "within", "04": "untold"}
    ratio, short = shown.columns
    assert ratio.title.endswith(", %")
    assert short.title.endswith(", million XTS")
    # Four som: with fewer decimals it would read as none.
    assert (short.by_area["02"], short.decimals) == (pytest.approx(0.000004), 6)


@pytest.mark.usefixtures("limits")
def test_the_table_names_value_limit_and_reference() -> None:
    here = desk()
    html = alerts_html(here.money, alerts(in_2024(debt_checks(here))), here.areas)
    assert "Debt-service ratio: 1 of 1" in text_of(html)
    assert "30.0 % above 20.0 % 2024 Act 7" in text_of(html)
    assert HOSTILE_NAME not in html


@pytest.mark.usefixtures("limits")
def test_whoever_owes_most_stands_first() -> None:
    owe(SHORT, {"01": 1.0, "02": 9.0, "03": 4.0})
    here = desk()
    text = text_of(alerts_html(here.money, alerts(in_2024(debt_checks(here))), here.areas))
    assert text.index("9 thousand XTS") < text.index("4 thousand XTS") < text.index("1 thousand XTS")


@pytest.mark.usefixtures("limits")
def test_a_limit_that_nothing_is_known_of_is_named() -> None:
    here = desk()
    said = held_against(here, [RATIO], [RATIO])
    assert "2024: Debt-service ratio." in said
    assert "nothing is known of: Short-term debt" in said
    assert "nothing is known" not in held_against(here, [RATIO], [RATIO, SHORT])


@pytest.mark.usefixtures("limits")
def test_a_period_of_which_nothing_is_known_is_not_checked() -> None:
    owe(SHORT, {"01": None}, period="2025")
    assert set(debt_checks(desk())["period"]) == {"2022", "2023", "2024"}


@pytest.mark.usefixtures("limits")
def test_a_long_table_says_how_much_it_shows_of_each_limit() -> None:
    here = desk()
    found = alerts(in_2024(debt_checks(here)))
    many = pd.concat([found] * (MOST_ROWS + 3))
    assert f"Debt-service ratio: {MOST_ROWS} of {MOST_ROWS + 3}" in text_of(
        alerts_html(here.money, many, here.areas)
    )


@pytest.mark.usefixtures("limits")
def test_shares_keep_their_decimals_and_debts_get_those_they_need() -> None:
    money = desk(scale="million").money
    assert scaled(money, RATIO, [0.0001]).decimals == 1
    assert scaled(money, SHORT, [0.0, 24.0]).decimals == 2
    assert scaled(money, SHORT, [0.0, float("nan")]).decimals == 1


@pytest.mark.usefixtures("limits")
def test_every_limit_is_listed_with_its_reference() -> None:
    text = text_of(limits_html(desk().money))
    assert "above 20.0 % Act 7" in text
    assert "above 0 thousand XTS Act 8" in text


@pytest.mark.usefixtures("limits")
def test_a_history_has_the_limit_and_is_not_drawn_across_a_break() -> None:
    here = desk()
    checks = debt_checks(here)
    figure = history_figure(here, checks[checks["area_code"] == "01"], "01")
    lines = [(line.name, list(line.x), list(line.y)) for line in figure.data]
    assert lines == [
        ("01", ["2022"], [30]),
        ("01", ["2023", "2024"], [30, 30]),
        ("Limit", ["2022"], [20]),
        ("Limit", ["2023", "2024"], [20, 20]),
    ]
    assert figure.layout.yaxis.title.text == "%"


@pytest.mark.usefixtures("limits")
def test_a_history_of_money_is_in_the_scale_of_the_visit() -> None:
    owe(SHORT, {"01": 1500.0})
    here = desk(scale="million")
    checks = debt_checks(here)
    figure = history_figure(here, checks[checks["indicator_id"] == SHORT].head(1), "01")
    assert list(figure.data[0].y) == [1.5]
    assert figure.layout.yaxis.title.text == "million XTS"


@pytest.mark.usefixtures("limits")
def test_the_file_has_titles_and_units() -> None:
    table = alert_rows(desk().words, debt_checks(desk()))
    assert set(table["indicator_title"]) == {"Debt-service ratio"}
    assert set(table["unit"]) == {"%"}
    assert len(table) == 4 * 3


@pytest.fixture
def app(limits: None) -> AppTest:
    """The app on the country with budgets and limits of debt."""
    return AppTest.from_file(str(PAGES_SCRIPT), default_timeout=60)


def visit(app: AppTest, **address: str) -> AppTest:
    app.query_params |= {"country": COUNTRY, "level": "1", "period": "2024", "part": "debt"} | address
    return app.run().switch_page("views/budgets.py").run()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_part_runs_in_every_language(app: AppTest, language: str) -> None:
    visit(app, lang=language, area="01")
    assert not app.exception
    assert [metric.value for metric in app.metric][::2] == ["1", "1"]


def test_figures_count_the_beyond_the_checked_and_the_untold(app: AppTest) -> None:
    visit(app)
    assert {metric.label: metric.value for metric in app.metric} == {
        "Areas beyond a limit": "1",
        "Areas checked": "3 of 4",
        "Areas that cannot be told": "1",
    }
    assert app.metric[0].delta == "100 people"


def test_one_limit_alone(app: AppTest) -> None:
    owe(SHORT, {"01": 0.0, "02": 3.0, "03": 0.0, "04": 0.0})
    visit(app, paint=SHORT)
    assert [metric.value for metric in app.metric] == ["1", "4 of 4", "0"]
    visit(app, paint="all")
    assert [metric.value for metric in app.metric] == ["2", "3 of 4", "1"]


def test_where_nobody_is_beyond_it_says_so(app: AppTest) -> None:
    owe("debt_service", {"01": 1.0})
    visit(app)
    assert not app.exception
    assert "No area is beyond a limit" in app.success[0].value


def test_a_level_without_debts_names_what_to_bring_and_the_limits(app: AppTest) -> None:
    visit(app, level="2")
    assert not app.exception
    assert "Debt-service ratio" in app.info[0].value
    assert any("Act 7" in each.proto.body for each in app.get("html"))


def test_a_period_without_debts_names_those_with(app: AppTest) -> None:
    owe("own_revenue", {"01": 50.0}, period="2025")
    visit(app, period="2025")
    assert "There are numbers for: 2022, 2023, 2024." in app.info[0].value


def test_a_country_without_limits_says_so(purses: Workspace) -> None:
    visited = visit(AppTest.from_file(str(PAGES_SCRIPT), default_timeout=60))
    assert not visited.exception
    assert "No limit of debt is known" in visited.info[0].value


def test_the_file_has_every_check_of_every_period(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {}
    monkeypatch.setattr(downloads, "file_button", lambda _, made, name, __: files.update({name: made()}))
    visit(app)
    table = pd.read_csv(io.BytesIO(files[f"{COUNTRY}-debt-limits-2024.csv"]), dtype={"area_code": "str"})
    assert len(table) == 4 * 3
    assert table.loc[table["area_code"] == "01", "is_alert"].astype(str).tolist() == ["True"] * 3
    assert table.loc[table["area_code"] == "04", "is_alert"].isna().all()

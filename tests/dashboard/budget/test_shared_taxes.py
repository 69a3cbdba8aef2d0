"""Other rates of shared taxes: what stands in the address, what is shown, and what is downloaded."""

import io
import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from config.i18n import LANGUAGES
from config.loader import ConfigError
from dashboard.components.budget.shared_taxes.address import changes_from_text, changes_to_text
from dashboard.components.budget.shared_taxes.change_map import changes_shown
from dashboard.components.budget.shared_taxes.controls import level_of
from dashboard.components.budget.shared_taxes.files import effect_csv, effect_rows
from dashboard.components.budget.shared_taxes.outcome import Outcome, scenario_of
from dashboard.components.budget.shared_taxes.rates import Rates, percent, rates_html
from dashboard.components.budget.shared_taxes.tables import (
    area_html,
    closing_html,
    largest_html,
    untold_html,
)
from dashboard.serving import PAGES_SCRIPT
from geodata.workspace import Workspace
from indicators.budget.shared_taxes import (
    RateChange,
    shared_tax_scenario_from_toml,
    shared_tax_scenario_to_toml,
)
from tests.dashboard.budget.desks import COUNTRY, desk, purses
from tests.dashboard.made import FORMULA_NAME, HOSTILE_NAME

__all__ = ["purses"]

INCOME, SALES, SINGLE = "personal_income_tax", "sales_tax", "single_tax"
PLAN_TEXT = f"{INCOME}:canton=100;{SALES}:canton=0"
# Under the plan 01 gains 10 of the income tax and loses 30 of the sales tax, 02 gains 20 and loses 10,
# 03 has no income tax and loses 5; nothing is known of 04.
PLAN_CHANGES = {"01": -20.0, "02": 10.0, "03": -5.0}


def change(tax: str, share_pct: float, tier: str = "canton") -> RateChange:
    return RateChange(tax=tax, tier=tier, share_pct=share_pct)


def outcome(*changes: RateChange, **asked: str) -> Outcome:
    at = desk(**asked)
    assert at.budget is not None
    rates = Rates.of(at.words, at.budget, at.question.period)
    return Outcome.of(at, rates, rates.changes(changes) if changes else rates.plan)


def texts(html: str) -> list[list[str]]:
    """The cells of every row of a table."""
    rows = re.findall(r"<tr>(.*?)</tr>", html, flags=re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, flags=re.DOTALL) for row in rows]
    return [[" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in row] for row in cells]


CHANGES = st.builds(
    RateChange,
    tax=st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True),
    tier=st.from_regex(r"[a-z0-9_-]{1,10}", fullmatch=True),
    share_pct=st.integers(0, 1000).map(lambda tenths: tenths / 10),
)


@given(st.lists(CHANGES, min_size=1, max_size=5))
def test_what_is_written_in_the_address_is_read_again(changes: list[RateChange]) -> None:
    assert list(changes_from_text(changes_to_text(changes))) == changes


@pytest.mark.parametrize(
    "text", ["", "sales_tax=0", "sales_tax:local", "a:b=101", "a:b=-1", "a:b=1;", "a:b=1.2.3"]
)
def test_an_address_that_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"expected|less than|could not"):
        changes_from_text(text)


def test_only_what_differs_from_the_rates_in_force_is_a_change(purses: Workspace) -> None:
    at = desk()
    assert at.budget is not None
    rates = Rates.of(at.words, at.budget, "2024")
    asked = [change(SALES, 50), change("land_tax", 5), change(INCOME, 75), change(SALES, 5, tier="moon")]
    assert rates.changes(asked) == (change(INCOME, 75),)
    assert rates.plan == (change(INCOME, 100), change(SALES, 0))


def test_rates_are_those_of_the_period_with_what_is_announced(purses: Workspace) -> None:
    at = desk(period="2021")
    assert at.budget is not None
    rows = texts(rates_html(Rates.of(at.words, at.budget, "2021"), period="2021"))
    assert rows[1] == ["Tax on pay", "40 % stated for 2020", "100 % planned for 2025", "Act 1; Bill 4"]
    assert rows[3] == ["One tax", "0 % stated for 2020", "–", "Act 1"]


def test_a_rate_has_the_decimals_it_has(purses: Workspace) -> None:
    words = desk(language="ru").words
    assert [percent(words, share) for share in (100, 12.5, 33.25)] == ["100 %", "12,5 %", "33,25 %"]


def test_the_announced_plan_by_hand(purses: Workspace) -> None:
    planned = outcome()
    assert planned.areas["change"].dropna().to_dict() == PLAN_CHANGES
    assert planned.areas["change_pc"].dropna().to_dict() == {"01": -200.0, "02": 100.0, "03": -25.0}
    assert planned.effect.republican_effect == 15
    assert planned.untold.to_dict("list") == {
        "tax": [INCOME, SALES],
        "unknown": ["no_revenue", "no_revenue"],
        "n_areas": [1, 1],
    }


def test_both_sides_of_a_change_add_up_to_nothing_on_screen(purses: Workspace) -> None:
    money = desk(scale="unit").money
    head, *rows = texts(closing_html(outcome(), money))
    assert head[-1] == "Together"
    assert rows == [
        ["Tax on pay", "30,000", "60,000", "+30,000", "-30,000", "0"],
        ["Tax on sales", "45,000", "0", "-45,000", "+45,000", "0"],
        ["All of these taxes", "75,000", "60,000", "-15,000", "+15,000", "0"],
    ]


def test_gains_and_losses_in_order_with_names_as_text(purses: Workspace) -> None:
    at = desk(scale="million")
    html = largest_html(at, outcome())
    assert HOSTILE_NAME not in html
    rows = texts(html)
    assert [row[0] for row in rows[1:3]] == ["Gain most: 1 of 1", f"{FORMULA_NAME} · Squares"]
    assert [row[2:] for row in rows[4:]] == [["0.0", "0.0", "-200"], ["0.0", "0.0", "-25"]]


def test_a_rate_of_zero_tells_nothing_of_the_tax(purses: Workspace) -> None:
    tried = outcome(change(SINGLE, 50), change(SALES, 60))
    assert tried.areas["change"].isna().all()
    reasons = {row[0]: row[1:] for row in texts(untold_html(tried))[1:]}
    assert reasons["Tax on sales"] == ["no revenue of the tax is known", "1"]
    assert tried.untold.set_index("unknown").loc["zero_rate", "n_areas"] == 3
    assert tried.effect.republican_effect == -9


def test_tax_by_tax_for_one_area(purses: Workspace) -> None:
    rows = texts(area_html(desk(), outcome(), "01"))
    assert rows[1] == ["Tax on pay", "50 %", "100 %", "20", "10", "20", "+10"]
    assert rows[2] == ["Tax on sales", "50 %", "0 %", "60", "30", "0", "-30"]
    untold = texts(area_html(desk(), outcome(), "04"))
    assert untold[1] == ["Tax on pay no revenue of the tax is known", "50 %", "100 %", *["no data"] * 4]


def test_the_map_is_cut_at_no_change(purses: Workspace) -> None:
    shown = changes_shown(desk(scale="unit"), outcome(change(SALES, 0), change(INCOME, 75)))
    # 01: +5 −30, 02: +10 −10, 03: −5.
    labels = {
        code: shown.categories[int(at)].label if at >= 0 else None for code, at in shown.classes.items()
    }
    assert labels["02"] == "no change"
    assert labels["04"] is None
    assert labels["01"] != labels["03"]
    amounts = {column.key: column.by_area for column in shown.columns}
    assert amounts["change"].dropna().to_dict() == {"01": -25_000, "02": 0, "03": -5_000}


def test_rates_may_not_change_within_three_years(purses: Workspace) -> None:
    frozen = outcome(change(INCOME, 75), change(SALES, 0)).frozen
    assert [(each.tax, each.changed_in, each.free_from) for each in frozen] == [(INCOME, "2022", 2025)]


def test_the_table_carries_the_rates_in_every_row(purses: Workspace) -> None:
    planned = outcome(language="ky")
    read = pd.read_csv(io.BytesIO(effect_csv(desk(language="ky"), planned)), dtype={"area_code": "str"})
    assert len(read) == len(effect_rows(planned)) == 8
    assert read["rates"].unique().tolist() == [f"{INCOME}, canton: 100 %; {SALES}, canton: 0 %"]
    assert read["references"].unique().tolist() == ["Act 3; Act 1"]
    changes = read.groupby("area_code")["change"].sum(min_count=2).dropna()
    assert changes.to_dict() == PLAN_CHANGES
    assert read["tax_title"].iloc[0] == "Киреше салыгы"
    assert read["area_name"].iloc[0] == HOSTILE_NAME


def test_a_downloaded_file_asks_for_the_same_rates(purses: Workspace) -> None:
    at = desk()
    scenario = scenario_of(at, (change(INCOME, 75),))
    read = shared_tax_scenario_from_toml(shared_tax_scenario_to_toml(scenario), name="rates")
    assert read == scenario
    assert set(read.title) == set(LANGUAGES)
    assert at.budget is not None
    assert level_of(at, Rates.of(at.words, at.budget, "2024"), read, name="rates") == 1


def test_a_file_for_another_country_is_refused_with_all_its_faults(purses: Workspace) -> None:
    at = desk()
    assert at.budget is not None
    scenario = scenario_of(at, (change(INCOME, 75),))
    alien = {"country": "atlantis", "level": "ward", "changes": (change("salt_tax", 1),)}
    rates = Rates.of(at.words, at.budget, "2024")
    with pytest.raises(ConfigError) as refusal:
        level_of(at, rates, scenario.model_copy(update=alien), name="rates")
    assert [fault.split(":")[0] for fault in refusal.value.faults] == [
        "key country",
        "key level",
        "key changes",
    ]
    with pytest.raises(ConfigError, match="key period: expected one with budgets"):
        level_of(at, rates, scenario.model_copy(update={"period": "1999"}), name="rates")


@pytest.fixture
def app(purses: Workspace) -> AppTest:
    """The app on the country with budgets."""
    return AppTest.from_file(str(PAGES_SCRIPT), default_timeout=60)


def visit(app: AppTest, **address: str) -> AppTest:
    app.query_params |= {"country": COUNTRY, "level": "1", "part": "taxes"} | address
    return app.run().switch_page("views/budgets.py").run()


def figures(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rates", ["", PLAN_TEXT, f"{SINGLE}:canton=50"])
def test_the_part_runs_in_every_language(app: AppTest, language: str, rates: str) -> None:
    visit(app, lang=language, rates=rates, area="01")
    assert not app.exception
    assert len(app.slider) == 3


def test_a_moved_rate_stays_in_the_address_and_leaves_it_with_the_button(app: AppTest) -> None:
    visit(app)
    assert not app.metric
    app.slider(key=f"rates.{INCOME}.canton").set_value(75.0).run()
    assert app.query_params["rates"] == f"{INCOME}:canton=75"
    assert figures(app)["Local budgets together"] == "+15"
    assert "may change again from 2025" in app.warning[0].value
    app.slider(key=f"rates.{INCOME}.canton").set_value(50.0).run()
    assert "rates" not in app.query_params


def test_the_announced_rates_with_one_button(app: AppTest) -> None:
    visit(app)
    next(each for each in app.button if each.label == "Try the announced rates").click().run()
    assert app.query_params["rates"] == PLAN_TEXT
    shown = figures(app)
    assert (shown["Areas that gain"], shown["Areas that lose"], shown["Cannot be told"]) == ("1", "2", "1")
    assert (shown["Local budgets together"], shown["Republican budget"]) == ("-15", "+15")
    next(each for each in app.button if each.label == "Back to the rates in force").click().run()
    assert not app.metric


def test_rates_the_address_makes_up_are_not_taken(app: AppTest) -> None:
    visit(app, rates="sales_tax:canton=150")
    assert not app.exception
    assert not app.metric


def test_a_level_without_revenue_says_what_to_bring(app: AppTest) -> None:
    visit(app, level="2")
    assert not app.slider
    assert "bring a table of budgets" in app.info[0].value


def test_a_country_without_rates_says_where_they_would_stand(squares_workspace: Workspace) -> None:
    app = AppTest.from_function(_bare, default_timeout=60).run()
    assert "budget.toml" in app.info[0].value


def _bare() -> None:
    from dashboard.components.budget.shared_taxes_section import shared_taxes_section
    from tests.dashboard.budget.desks import desk

    shared_taxes_section(desk("squares"))

"""Who can pay for their own services: the numbers, the words around them, and the part of the page."""

import io
import re
from dataclasses import replace
from itertools import cycle

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from config.i18n import LANGUAGES
from dashboard import cached
from dashboard.components.budget import downloads
from dashboard.components.budget.method import provision_method_note
from dashboard.components.budget.provision.answer import answer, stated
from dashboard.components.budget.provision.basis import (
    Basis,
    assumption,
    can_count_settlements,
    need_title,
)
from dashboard.components.budget.provision.inequality import (
    RevenuePerHead,
    groups_of,
    lorenz_figure,
    measures,
    measures_html,
)
from dashboard.components.budget.provision.painting import PAINTS, painted, paints
from dashboard.components.budget.provision.tables import MOST_ROWS, lacking_html, provision_html
from dashboard.components.budget.provision.trace import Trace
from dashboard.components.words import Words
from dashboard.serving import PAGES_SCRIPT
from geodata.packs import load_pack, pack_folders
from geodata.workspace import Workspace
from indicators.budget.scenario import Need, NeedFromIndicator, NeedFromNorms, NeedPerHead
from tests.dashboard.budget.desks import AT, COUNTRY, desk, purses, settle
from tests.dashboard.made import FORMULA_NAME, HOSTILE_NAME, INFO

__all__ = ["purses"]

NORMS = NeedFromNorms(by="norms")
SPENT = NeedFromIndicator(by="indicator", indicator="total_expenditure")
PER_HEAD = NeedPerHead(by="norm_per_head", norm_per_head=300.0, reference="the test")
# 100, 100 and 200 people raise 50, 40 and 30 thousand: 500, 400 and 150 a head, 300 in the mean. The norm is
# 400 for all, so that every need is the mean. The last canton has no numbers.
PROVISION = {"01": 5 / 3, "02": 4 / 3, "03": 0.5}
WITH_GRANT = {"01": 5 / 3, "02": 1.5, "03": 250 / 300}
GAPS = {"01": 0.0, "02": 0.0, "03": 50.0}


def basis(need: Need = NORMS, *, corrects: bool = False) -> Basis:
    return Basis(need=need, corrects_for_dispersion=corrects)


def rows(need: Need = NORMS, *, corrects: bool = False, **asked: str) -> pd.DataFrame:
    return answer(desk(**asked), basis(need, corrects=corrects)).rows().set_index("area_code", drop=False)


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.usefixtures("purses")
def test_indices_and_gaps_by_hand() -> None:
    told = rows()
    assert told["budget_provision"].dropna().to_dict() == pytest.approx(PROVISION)
    assert told["provision_with_grant"].dropna().to_dict() == pytest.approx(WITH_GRANT)
    assert told["gap"].dropna().to_dict() == pytest.approx(GAPS)
    assert told.loc["03", "gap_pc"] == pytest.approx(250)
    assert told.loc["04", "lacks"] == "population,revenue_potential,normative_expenditure"


@pytest.mark.usefixtures("purses")
def test_every_basis_changes_what_is_needed() -> None:
    assert rows(PER_HEAD)["gap"].dropna().to_dict() == pytest.approx({"01": 0, "02": 0, "03": 30})
    # 48 ÷ 100 against 158 ÷ 400.
    assert rows(SPENT).loc["01", "expenditure_need_index"] == pytest.approx(0.48 / 0.395)


@pytest.mark.usefixtures("purses")
def test_a_level_without_budgets_names_what_is_not_known() -> None:
    asked = answer(desk(level=2), basis(PER_HEAD))
    assert asked.unknown == ["population", "revenue_potential"]
    assert answer(desk(), basis()).unknown == []


@pytest.mark.usefixtures("purses")
def test_small_settlements_are_counted_from_the_villages() -> None:
    assert not can_count_settlements(desk())
    settle({"011": 499, "021": 500, "031": None, "041": 100})
    assert can_count_settlements(desk())
    assert not can_count_settlements(desk(level=2))
    shares = answer(desk(), basis(corrects=True)).inputs.small_settlement_share
    np.testing.assert_array_equal(shares, [100, 0, np.nan, 100])
    told = rows(corrects=True)
    # Over 01 and 02, which have all numbers: u = 100 ÷ 200.
    assert told["dispersion"].dropna().to_dict() == pytest.approx({"01": 2 / 1.5, "02": 1 / 1.5})
    assert told.loc["03", "lacks"] == "small_settlement_share"


@pytest.mark.usefixtures("purses")
def test_what_stands_behind_a_need_is_said() -> None:
    here = desk()
    assert "your assumption" in assumption(here, PER_HEAD)
    assert "no norm" in assumption(here, SPENT)
    assert assumption(here, NORMS) == "Norms in force in 2024: Decree 5."
    assert need_title(here.words, PER_HEAD).endswith(": 300 XTS per resident")
    assert need_title(here.words, SPENT).endswith(": Total expenditure")


@pytest.mark.usefixtures("purses")
def test_a_file_says_what_its_numbers_depend_on() -> None:
    said = stated(desk(), basis(NORMS))
    assert said["need"] == "norms"
    assert "670" in str(said["method_reference"])
    assert "Not the official method" in str(said["method_note"])
    assert said["small_settlement_below"] is None
    assert stated(desk(), basis(corrects=True))["small_settlement_below"] == 500


@pytest.mark.usefixtures("purses")
def test_the_maps_with_and_without_the_grant_share_their_classes() -> None:
    here, told = desk(), rows()
    first, second = (
        painted(here.words, here.money, told, each) for each in ("budget_provision", "provision_with_grant")
    )
    assert first.categories == second.categories
    assert first.classes["04"] == -1
    assert first.classes["03"] < first.classes["02"] <= first.classes["01"]


@pytest.mark.usefixtures("purses")
def test_gaps_are_in_the_scale_of_the_visit_and_none_is_its_own_class() -> None:
    here, told = desk(scale="million"), rows()
    shown = painted(here.words, here.money, told, "gap")
    assert shown.heading == "Gap to the minimum provision, million XTS"
    assert [shown.categories[shown.classes[code]].label for code in ("01", "02")] == ["No gap"] * 2
    assert shown.columns[0].by_area["03"] == pytest.approx(0.05)
    assert paints(told.assign(provision_with_grant=np.nan)) == [
        each for each in PAINTS if each != "provision_with_grant"
    ]


@pytest.mark.usefixtures("purses")
def test_the_worst_off_stand_first_and_names_are_escaped() -> None:
    here, told = desk(), rows()
    html = provision_html(here.money, told, here.areas, paint="budget_provision")
    text = text_of(html)
    assert "Lowest first: 3 of 3" in text
    assert text.index("Ак-Талаа") < text.index(FORMULA_NAME)
    assert HOSTILE_NAME not in html
    assert "Highest first" in provision_html(here.money, told, here.areas, paint="gap")


@pytest.mark.usefixtures("purses")
def test_areas_without_an_index_are_named_with_what_they_lack() -> None:
    here, told = desk(), rows()
    text = text_of(lacking_html(here.money, told, here.areas))
    assert "Areas without an index: 1 of 1" in text
    assert "Көк-Өзөн · Squares population, revenue potential, normative expenditure" in text
    assert lacking_html(here.money, told.drop(index="04"), here.areas) == ""
    nobody = told.assign(lacks=None)
    assert "Көк-Өзөн · Squares residents" in text_of(lacking_html(here.money, nobody, here.areas))


@pytest.mark.usefixtures("purses")
def test_long_tables_say_how_much_they_show() -> None:
    here = desk()
    told = pd.concat([rows().loc[["03"]]] * (MOST_ROWS + 5))
    text = text_of(provision_html(here.money, told, here.areas, paint="gap_pc"))
    assert f"Highest first: {MOST_ROWS} of {MOST_ROWS + 5}" in text


@pytest.mark.usefixtures("purses")
def test_the_formula_of_an_area_is_filled_in() -> None:
    trace = Trace.of(desk().money, rows(), "03")
    text = text_of(trace.html())
    assert "150 ÷ 300 = 0.500" in text
    assert "400 ÷ 400 = 1.000" in text
    assert "0.500 ÷ 1.000 = 0.500" in text
    assert "50 thousand XTS" in text
    assert trace.sentence("Ак-Талаа") == (
        "Ак-Талаа raises 50 % of the mean per resident and needs 100 % of the mean: its budget provision is "
        "0.50, with the current grant 0.83."
    )


@pytest.mark.usefixtures("purses")
def test_the_correction_for_small_settlements_stands_in_the_formula() -> None:
    settle({"011": 100, "021": 500})
    trace = Trace.of(desk().money, rows(corrects=True), "01")
    assert "400 ÷ 400 × 1.333 = 1.333" in text_of(trace.html())


@pytest.mark.usefixtures("purses")
def test_an_area_without_an_index_says_what_it_lacks() -> None:
    sentence = Trace.of(desk().money, rows(), "04").sentence("Көк-Өзөн")
    assert sentence.startswith("Көк-Өзөн has no index.")
    assert "revenue potential" in sentence


@pytest.mark.usefixtures("purses")
def test_inequality_before_and_after_transfers_by_hand() -> None:
    revenue = RevenuePerHead.of(desk())
    assert revenue.n_left_out == 1
    assert revenue.per_head["own_revenue"].to_dict() == {"01": 500, "02": 400, "03": 150}
    assert revenue.per_head["with_equalization"].to_dict() == {"01": 500, "02": 450, "03": 250}
    assert revenue.per_head["total_revenue"].to_dict() == {"01": 500, "02": 500, "03": 300}
    told = measures(revenue, None)
    # One less twice the area below the curve: (½·¼)/2 + ¼·(¼ + 7/12)/2 + ¼·(7/12 + 1)/2 = 0.364583….
    assert told.loc["gini", "own_revenue"] == pytest.approx(1 - 2 * 0.3645833333)
    assert told.loc["max_min_ratio", "total_revenue"] == pytest.approx(500 / 300)
    assert told.loc["gini"].is_monotonic_decreasing
    assert "theil_between" not in told.index


@pytest.mark.usefixtures("purses")
def test_inequality_is_told_apart_by_the_first_level_only_below_it() -> None:
    revenue = RevenuePerHead.of(desk())
    assert groups_of(desk(), revenue) is None
    groups = groups_of(desk(level=2), RevenuePerHead.of(desk(level=2)))
    assert groups is not None
    told = measures(revenue, pd.Index(["A", "A", "B"]))
    total = told.loc["theil_between"] + told.loc["theil_within"]
    assert total.tolist() == pytest.approx(told.loc["theil"].tolist())


@pytest.mark.usefixtures("purses")
def test_a_stage_that_is_not_known_has_no_curve() -> None:
    here = desk()
    without = {"equalization_grants": here.level_values("no_such", 1)}
    known = RevenuePerHead.of(
        replace(here, level_values=lambda each, level: without.get(each, here.level_values(each, level)))
    )
    assert list(known.per_head) == ["own_revenue", "total_revenue"]
    assert len(known.population) == 3
    names = [each.name for each in lorenz_figure(here.words, known).data]
    assert names == ["All the same", "Own revenue", "with all transfers"]


@pytest.mark.usefixtures("purses")
def test_an_area_without_a_stage_is_in_no_curve_and_counted() -> None:
    here = desk()
    values = here.level_values("total_revenue", 1).query("area_code != '03'")
    known = RevenuePerHead.of(
        replace(
            here,
            level_values=lambda each, level: (
                values if each == "total_revenue" else here.level_values(each, level)
            ),
        )
    )
    assert list(known.population.index) == ["01", "02"]
    assert known.n_left_out == 2


@pytest.mark.usefixtures("purses")
def test_the_curve_starts_with_the_poorest_area() -> None:
    curve = lorenz_figure(desk().words, RevenuePerHead.of(desk())).data[1]
    assert list(curve.x) == pytest.approx([0, 50, 75, 100, 100][: len(curve.x)])
    assert list(curve.y)[:3] == pytest.approx([0, 25, 25 + 100 / 3])


@pytest.mark.usefixtures("purses")
def test_every_measure_says_what_it_counts() -> None:
    text = text_of(measures_html(desk(), RevenuePerHead.of(desk())))
    assert "Gini coefficient 0 where all residents have the same; 1 where one area has all 0.271" in text


@pytest.mark.parametrize(("country", "is_pending"), [("kgz", True), ("demo", False)])
def test_the_official_method_that_is_not_at_hand_is_named(country: str, is_pending: bool) -> None:
    words = Words("en", str, load_pack(pack_folders()[country]), cached.catalogue())
    note = provision_method_note(words)
    assert "Government resolution 670" in note
    assert ("Official method, not computed" in note) == is_pending
    assert ("resolution 315" in note) == is_pending


@pytest.fixture
def app(purses: Workspace) -> AppTest:
    """The app on the country with budgets."""
    return AppTest.from_file(str(PAGES_SCRIPT), default_timeout=60)


def visit(app: AppTest, **address: str) -> AppTest:
    app.query_params |= {"country": COUNTRY, "level": "1", "period": "2024", "part": "provision"} | address
    return app.run().switch_page("views/budgets.py").run()


def figures(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


@pytest.mark.parametrize(("paint", "language"), list(zip(PAINTS, cycle(LANGUAGES), strict=False)))
def test_every_map_and_every_language_runs(app: AppTest, paint: str, language: str) -> None:
    visit(app, lang=language, paint=paint, area="03")
    assert not app.exception
    assert app.query_params["paint"] == paint


def test_figures_say_how_many_are_below_the_mean(app: AppTest) -> None:
    visit(app)
    assert figures(app) == {
        "Areas below the mean": "1 of 3",
        "Gaps of all areas, thousand XTS": "50",
        "Areas without an index": "1",
    }


def test_a_norm_of_ones_own_stays_in_the_address(app: AppTest) -> None:
    visit(app, need="norm_per_head")
    # The mean own revenue of 300 a head is where it starts.
    assert app.number_input[0].value == 300
    app.number_input[0].set_value(500.0).run()
    assert app.query_params["norm"] == "500.0"
    # 500 a head: 10 are missing in 02, 70 in 03.
    assert figures(app)["Gaps of all areas, thousand XTS"] == "80"
    assert any("your assumption" in each.value for each in app.caption)


@pytest.mark.parametrize("norm", ["-5", "nan", "inf", "much"])
def test_a_norm_the_address_makes_up_is_not_taken(app: AppTest, norm: str) -> None:
    visit(app, need="norm_per_head", norm=norm)
    assert not app.exception
    assert app.number_input[0].value == 300


def test_small_settlements_count_where_villages_are_known(app: AppTest) -> None:
    assert not visit(app).toggle
    settle({"011": 100, "021": 500, "031": 500})
    app.run()
    app.toggle[0].set_value(True).run()
    assert app.query_params["dispersion"] == "on"
    assert not app.exception
    app.toggle[0].set_value(False).run()
    assert "dispersion" not in app.query_params


@pytest.mark.parametrize("need", ["norms", "indicator", "norm_per_head"])
def test_a_level_without_budgets_says_what_to_do(app: AppTest, need: str) -> None:
    visit(app, level="2", need=need)
    assert not app.exception
    assert not app.metric
    said = " ".join(each.value for each in app.info)
    assert "bring a table of them on the Data page" in said
    assert "No area has both revenue and residents" in said


def test_numbers_that_cannot_be_are_said_with_their_areas(app: AppTest) -> None:
    table = pd.DataFrame(
        [("01", "total_expenditure", "2024", 0.0, "A", "row")],
        columns=["area_code", "indicator_id", "period", "value", "status", "source_ref"],
    )
    with cached.store().writing(author="Surveyor", at=AT) as writer:
        writer.publish_observations(COUNTRY, table, INFO)
    visit(app, need="indicator")
    assert not app.exception
    assert "expected a normative expenditure above zero, not so in 01" in app.error[0].value


def test_the_clicked_area_is_explained(app: AppTest) -> None:
    visit(app, area="03")
    assert any("raises 50 % of the mean" in each.value for each in app.markdown)


def test_the_file_has_every_area_and_says_what_it_depends_on(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {}
    monkeypatch.setattr(downloads, "file_button", lambda _, made, name, __: files.update({name: made()}))
    visit(app, need="norm_per_head", norm="500", scale="million")
    table = pd.read_csv(io.BytesIO(files[f"{COUNTRY}-provision-2024.csv"]), dtype={"area_code": "str"})
    assert table["area_code"].tolist() == ["01", "02", "03", "04"]
    assert table.set_index("area_code").loc["03", "gap"] == pytest.approx(70)
    assert set(table["need_title"]) == {"one norm per head for all areas: 500 XTS per resident"}
    assert set(table["amounts_in"]) == {"thousand XTS"}
    assert table["area_name"][1] == f"'{FORMULA_NAME}"

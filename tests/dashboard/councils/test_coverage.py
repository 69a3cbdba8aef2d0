"""Coverage on the page of councils: what is asked, how it is told, the map, one area, prints, privacy."""

import datetime as dt
import re
from dataclasses import replace

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import cached
from dashboard.components.council.coverage.about import METHOD_TEXTS, about_html, formula, lines_of
from dashboard.components.council.coverage.area_panel import above, area_html
from dashboard.components.council.coverage.glance import glance_html
from dashboard.components.council.coverage.painting import NOT_MEANT, STATES, painted
from dashboard.components.council.coverage.printed import printed_html, remarks
from dashboard.components.council.coverage.question import (
    Question,
    drawn_levels,
    measured,
    offered_measures,
    offered_types,
    type_rows,
)
from dashboard.components.council.coverage.told import Told, states, told_rows
from dashboard.components.council.desk import Desk
from dashboard.serving import PAGES_SCRIPT
from geodata.councils.pack import CouncilPack, PrintedTable, load_council_pack
from geodata.packs import pack_folders
from geodata.workspace import Workspace
from indicators.councils.coverage import MEASURES
from tests.dashboard.councils.desks import ON, PLANTED_NAME, PLANTED_YEAR, desk, hamlets
from tests.dashboard.made import HOSTILE_NAME

__all__ = ["hamlets"]

DASH = "–"
CANTON = 1


@pytest.fixture
def at(hamlets: Workspace) -> Desk:
    return desk()


@pytest.fixture
def app(hamlets: Workspace) -> AppTest:
    return AppTest.from_file(str(PAGES_SCRIPT), default_timeout=120)


def visit(app: AppTest, **address: str) -> AppTest:
    app.query_params |= {"part": "coverage", "day": ON.isoformat()} | address
    return app.run().switch_page("views/councils.py").run()


def question(measure: str, *, body_type: str = "council", **asked: str) -> Question:
    given = {"report_type": None, "one_per": "settlement", "level": CANTON} | asked
    return Question(body_type=body_type, measure=measure, **given)


def rows_of(at: Desk, measure: str, body_type: str = "council") -> pd.DataFrame:
    rows = measured(type_rows(at, body_type, "settlement"), measure, None)
    return rows[rows["admin_level"] == CANTON].set_index("area_code")


def told(at: Desk, measure: str, area_code: str, body_type: str = "council") -> Told:
    rows = measured(type_rows(at, body_type, "settlement"), measure, None)
    found = told_rows(at, rows.set_index("area_code"))[area_code]
    assert isinstance(found, Told)
    return found


def row(measure: str = "women", **known: float | str | None) -> pd.DataFrame:
    empty = dict.fromkeys(("numerator", "unknown", "denominator", "value", "lowest", "highest"), float("nan"))
    return pd.DataFrame([empty | {"measure": measure, "lacks": None} | known])


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.rpartition("</style>")[2]).split())


def everything(app: AppTest) -> str:
    return "\n".join(str(each) for each in app.main)


def test_a_share_is_told_with_what_it_is_made_of(at: Desk) -> None:
    assert told(at, "seats_filled", "01") == Told("100.0 %", "11 of 11", "")
    assert told(at, "seats_filled", "02") == Told("81.8 %", "9 of 11", "")
    assert told(at, "seats_filled", "Q") == Told("90.9 %", "20 of 22", "")


def test_deputies_are_told_per_thousand(at: Desk) -> None:
    assert told(at, "deputies_per_1000", "01") == Told("110.00 per 1 000", "11 of 100", "")


def test_an_area_without_a_body_says_so(at: Desk) -> None:
    assert told(at, "seats_filled", "04") == Told(DASH, "", "The register has no such body here.")
    assert told(at, "areas_covered", "04").value == "0.0 %"


def test_without_a_denominator_there_is_a_count_and_why(at: Desk) -> None:
    found = told_rows(at, row("seats_filled", numerator=23.0, unknown=0.0, lacks="statutory_seats")).iloc[0]
    assert found.value == "23"
    assert found.made_of == "members sitting"
    assert found.why == "How many seats some bodies have by law is not known."
    assert "%" not in found.value


def test_what_is_not_known_gives_bounds(at: Desk) -> None:
    known = {"numerator": 4.0, "unknown": 2.0, "denominator": 10.0, "lowest": 40.0, "highest": 60.0}
    found = told_rows(at, row(**known, lacks="sex")).iloc[0]
    assert found.value == "40.0–60.0 %"
    assert found.made_of == "4 of 10, not known of 2"
    without_end = row(**(known | {"unknown": float("nan"), "highest": float("nan")}), lacks="small")
    assert told_rows(at, without_end).iloc[0].value == "at least 40.0 %"


def test_a_body_of_a_larger_area_gives_no_bounds_that_are_one(at: Desk) -> None:
    known = {"numerator": 4.0, "unknown": 0.0, "denominator": 10.0, "lowest": 40.0, "highest": 40.0}
    rows = row("areas_covered", **known, lacks="larger")
    assert states(rows).tolist() == ["count"]
    assert told_rows(at, rows).iloc[0].value == "4"


def test_small_numbers_are_not_told(at: Desk) -> None:
    assert told(at, "women", "02") == Told(
        "not published", "", "Too few people: the numbers are not published."
    )
    # The country less the other canton would be the two women: its number is the one worth keeping.
    assert told(at, "women", "Q").made_of == "8 of 20"
    assert told(at, "women", "01").value == "not published"


def test_a_count_may_be_told_where_only_the_rest_is_hidden(at: Desk) -> None:
    rows = row(numerator=183.0, denominator=684.0, lowest=26.75, lacks="small")
    found = told_rows(at, rows).iloc[0]
    assert found == Told("at least 26.8 %", "183 of 684", "Of how many it is not known is not published.")


def test_the_reasons_are_all_told(at: Desk) -> None:
    found = told_rows(at, row(lacks="no_body,population")).iloc[0]
    assert found.why.count(".") == 2


def test_measures_are_offered_where_they_apply(at: Desk) -> None:
    of_council = offered_measures(at.councils, "council")
    assert of_council == [each for each in MEASURES if each != "norm"]
    of_court = offered_measures(at.councils, "court")
    assert "norm" in of_court
    assert set(of_court).isdisjoint(
        {"deputies_per_1000", "settlements_represented", "maps_registered", "reports_on_time", "sessions"}
    )


def test_types_that_serve_nothing_here_are_left_out(at: Desk) -> None:
    assert offered_types(at) == ["council", "public", "court", "group"]
    areas = at.areas.assign(area_type=["lake"] * len(at.areas))
    types = {
        key: each.model_copy(update={"area_types": ("forest",)} if key == "public" else {})
        for key, each in at.councils.body_types.items()
    }
    register = at.book.register
    bodies = register.bodies[register.bodies["body_type"] != "public"]
    book = replace(
        at.book,
        areas=areas,
        councils=at.councils.model_copy(update={"body_types": types}),
        register=replace(register, bodies=bodies),
    )
    assert offered_types(replace(at, book=book)) == ["council", "court", "group"]


def test_levels_below_a_type_are_not_drawn(at: Desk) -> None:
    assert drawn_levels(at, type_rows(at, "council", "settlement").query("measure == 'women'")) == [1]
    assert drawn_levels(at, type_rows(at, "court", "settlement").query("measure == 'women'")) == [1, 2]


def test_every_state_is_a_class_of_its_own(at: Desk) -> None:
    rows = rows_of(at, "women")
    rows.loc["01", ["value", "lacks"]] = [50.0, None]
    view = painted(at, question("women"), rows)
    labels = {code: view.categories[position].label for code, position in view.classes.items()}
    assert labels["02"] == STATES["small"][0]
    assert labels["04"] == STATES["no_body"][0]
    assert labels["01"] == "50.0"


def test_areas_that_such_bodies_do_not_serve_are_told_apart(at: Desk) -> None:
    areas = at.areas.assign(area_type=["lake" if code == "04" else "dry" for code in at.areas.index])
    council = at.councils.body_types["council"].model_copy(update={"area_types": ("dry",)})
    councils = at.councils.model_copy(update={"body_types": at.councils.body_types | {"council": council}})
    dry = replace(at, book=replace(at.book, areas=areas, councils=councils))
    view = painted(dry, question("seats_filled"), rows_of(at, "seats_filled"))
    assert view.categories[view.classes["04"]].label == STATES[NOT_MEANT][0]
    assert view.categories[view.classes["03"]].label == STATES["no_body"][0]


def test_single_bodies_are_in_even_classes(at: Desk) -> None:
    view = painted(at, question("areas_covered"), rows_of(at, "areas_covered"))
    labels = ["0.0", "0.0 – 25.0", "25.0 – 50.0", "50.0 – 75.0", "75.0 – 100.0"]
    assert [each.label for each in view.categories] == labels


def test_an_area_stands_beside_the_country(at: Desk) -> None:
    html = area_html(at, question("women"), type_rows(at, "council", "settlement"), "02")
    assert "81.8 %" in html
    assert "90.9 %" in html
    assert "Reports on time: Half-year report" in html
    assert text_of(html).count("not published") >= 2


def test_areas_above(at: Desk) -> None:
    assert above(at.areas, "011") == ["01", "Q"]
    assert above(at.areas, "01") == ["Q"]
    assert above(at.areas, "Q") == []


def test_names_of_areas_stay_text(at: Desk) -> None:
    html = area_html(at, question("women"), type_rows(at, "council", "settlement"), "01")
    assert HOSTILE_NAME not in html
    assert "&lt;img" in html


@pytest.mark.usefixtures("app")
def test_all_types_at_a_glance(at: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.components.council.coverage.glance.state.link", lambda *_: "?x=1")
    html = glance_html(at, "Q")
    for key in offered_types(at):
        assert f"body_type={key}" in html
        assert at.type_title(key) in html
    assert "90.9 %" in html
    assert "50.0 %" in html


def test_formula_method_and_references(at: Desk) -> None:
    assert formula(at, "deputies_per_1000") == "deputies ÷ residents · 1000"
    assert set(METHOD_TEXTS) == set(MEASURES)
    references = {
        "sessions": "Act 1, art. 2",
        "seats_filled": "Act 1, art. 3",
        "reports_on_time": "Act 1, art. 5",
    }
    for measure, reference in references.items():
        report_type = "half_year" if measure == "reports_on_time" else None
        asked = Question(
            body_type="council", measure=measure, report_type=report_type, one_per="settlement", level=CANTON
        )
        assert reference in [each.reference for each in lines_of(at, asked)]
        assert reference in about_html(at, asked)
    norm = [
        each.text
        for each in lines_of(at, question("norm", body_type="court"))
        if each.reference == "Act 3, art. 1"
    ]
    by_area = [
        each.text
        for each in lines_of(at, question("norm", body_type="court", one_per="area"))
        if each.reference == "Act 3, art. 1"
    ]
    assert norm != by_area


def test_printed_counts_have_a_sum_and_no_percentage(at: Desk) -> None:
    table = at.councils.printed[0]
    said = list(remarks(at, table))
    assert said[0] == "23 + 4 + 8 = 35"
    assert said[1] == "Of how many is not printed: these are counts, and there is no percentage."
    assert said[-1] == "Source: A book"
    assert "%" not in text_of(printed_html(at, table))
    assert text_of(printed_html(at, table)).endswith("Sum of the rows 35 Total as printed 35")


def test_totals_that_do_not_add_up_are_told_and_kept(at: Desk) -> None:
    table = at.councils.printed[0].model_copy(update={"totals": {"councils": 36.0}})
    assert any("add up to 35, the source prints 36" in each for each in remarks(at, table))
    assert text_of(printed_html(at, table)).endswith("Sum of the rows 35 Total as printed 36")


def real_tables() -> dict[str, PrintedTable]:
    found: dict[str, PrintedTable] = {}
    for folder in pack_folders().values():
        councils: CouncilPack | None = load_council_pack(folder)
        found |= {each.id: each for each in councils.printed} if councils else {}
    return found


def test_the_sources_are_shown_as_printed(at: Desk) -> None:
    tables = real_tables()
    assert next(remarks(at, tables["small_public_councils"])) == "23 + 4 + 8 = 35"
    assert next(remarks(at, tables["deputies"])) == "256 + 1,082 + 480 + 6,473 = 8,291"
    survey = text_of(printed_html(at, tables["roles_survey"]))
    assert "33.0 29.5 40.2" in survey
    assert "Sum" not in survey


def test_the_page_tells_the_country_first(app: AppTest) -> None:
    page = visit(app, coverage="seats_filled")
    assert not page.exception
    assert page.metric[0].value == "90.9 %"
    assert app.query_params["coverage"] == "seats_filled"
    assert app.query_params["body_type"] == "council"
    assert app.query_params["level"] == "1"


def test_the_norm_is_read_as_asked(app: AppTest) -> None:
    page = visit(app, body_type="court", coverage="norm", one_per="area")
    # The areas come without their kinds.
    assert page.metric[0].value == DASH
    assert any(each.value == "Which kind some areas are is not known." for each in page.info)
    assert app.query_params["one_per"] == "area"


def test_an_area_in_the_address_is_told(app: AppTest) -> None:
    page = visit(app, area="02", coverage="seats_filled")
    assert not page.exception
    assert any("81.8 %" in each.proto.body for each in page.get("html"))


@pytest.mark.parametrize("section", ["measure", "glance", "printed"])
@pytest.mark.parametrize(
    "measure", ["women", "seats_filled", "sessions", "reports_on_time", "maps_registered"]
)
def test_no_name_nor_small_number_leaves(app: AppTest, section: str, measure: str) -> None:
    page = visit(app, section=section, coverage=measure, area="02")
    assert not page.exception
    shown = everything(page) + "".join(each.proto.body for each in page.get("html"))
    assert PLANTED_NAME not in shown
    assert str(PLANTED_YEAR) not in shown
    assert "2 of 9" not in shown


def test_without_a_register_what_sources_print_is_shown(hamlets: Workspace, app: AppTest) -> None:
    with cached.store().writing(author="Keeper", at=dt.datetime(2025, 12, 2, tzinfo=dt.UTC)) as writer:
        dataset_id = int(cached.store().register("hamlets").bodies["dataset_id"].iloc[0])
        writer.withdraw(dataset_id, "a mistake")
    page = visit(app)
    assert not page.exception
    assert any("23 + 4 + 8 = 35" in each.value for each in page.caption)
    assert any("Holidays are not loaded" in each.value for each in page.caption)

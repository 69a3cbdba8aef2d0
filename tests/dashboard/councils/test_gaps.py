"""Lists of what is missing: what is in them, what they do not tell, and how they are shown."""

import datetime as dt
import io
from dataclasses import replace

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from config.i18n import LANGUAGES
from dashboard import cached
from dashboard.components.council.desk import Desk
from dashboard.components.council.gaps import listing as listings
from dashboard.components.council.gaps.absent import absent_listing, presence
from dashboard.components.council.gaps.compositions import (
    ALL,
    checked_bodies,
    compositions_listing,
    without_seat_rules,
)
from dashboard.components.council.gaps.deputies import classification, deputies_listing, settlements_of
from dashboard.components.council.gaps.distance import area_rows, beyond_listing, reached, share_words
from dashboard.components.council.gaps.listing import Listing, file_rows, gap_report
from dashboard.components.council.gaps.norms import held_to_norm, norms_listing
from dashboard.components.council.gaps.people import left_out, shown_people, told_sum
from dashboard.components.council.gaps.places import area_paths, is_within
from dashboard.components.council.gaps.registrations import charters_listing
from dashboard.components.council.gaps.seats import seats_listing, types_with_seats
from dashboard.components.council.gaps_section import GAPS
from dashboard.councils import seats_of
from dashboard.export.gaps import gap_csv
from dashboard.serving import PAGES_SCRIPT
from geodata.councils.composition_rules import BodyComposition
from geodata.councils.register import Register
from tests.dashboard.councils.desks import (
    AT,
    BODIES,
    COUNTRY,
    ON,
    PLANTED_NAME,
    PLANTED_YEAR,
    desk,
    hamlets,
    members,
    register,
)
from tests.dashboard.made import INFO

__all__ = ["hamlets"]

pytestmark = pytest.mark.usefixtures("hamlets")
WHOLE = "Q"
"""Code of the country."""


def settle(people: dict[str, float]) -> None:
    """Publish how many live in some areas."""
    rows = [(code, "population", "2025", value, "A", "row") for code, value in people.items()]
    columns = ["area_code", "indicator_id", "period", "value", "status", "source_ref"]
    with cached.store().writing(author="Surveyor", at=AT) as writer:
        writer.publish_observations(COUNTRY, pd.DataFrame(rows, columns=columns), INFO)


def keep(known: Register) -> None:
    """Publish another register in place of the one that there is."""
    with cached.store().writing(author="Keeper", at=AT) as writer:
        for dataset_id in cached.store().register(COUNTRY).bodies["dataset_id"].unique():
            writer.withdraw(int(dataset_id), "replaced")
        writer.publish_register(COUNTRY, known, INFO)


def with_areas(here: Desk, **columns: object) -> Desk:
    """The same desk with further columns of its areas."""
    return replace(here, book=replace(here.book, areas=here.areas.assign(**columns)))


@pytest.fixture
def app() -> AppTest:
    """The app on the country with a register."""
    return AppTest.from_file(str(PAGES_SCRIPT), default_timeout=60)


def visit(app: AppTest, **address: str) -> AppTest:
    app.query_params |= {"country": COUNTRY, "part": "gaps"} | address
    return app.run().switch_page("views/councils.py").run()


def of_public_councils(here: Desk) -> Listing:
    territory = here.book.territory(here.on.on, 0)
    found = presence(here.on, here.councils, territory, "public")
    return absent_listing(here, found.assign(population=territory.people(found["area_code"])), "public")


def test_settlements_have_a_deputy_or_none_or_it_cannot_be_told() -> None:
    here = desk()
    found = settlements_of(here, WHOLE)
    # The deputies of 02 may stand for any village, and 04 never had a council.
    assert found.set_index("area_code")["has_deputy"].isna().to_dict() == {
        "011": False,
        "021": True,
        "031": False,
        "041": True,
    }
    told = deputies_listing(here, found)
    assert told.rows[["area_code", "council"]].to_numpy().tolist() == [["031", "There is no council"]]
    assert told.n_untold == 2


def test_the_map_has_those_without_a_deputy_first() -> None:
    here = desk()
    shown = classification(here, settlements_of(here, WHOLE))
    labels = {code: shown.categories[place].label for code, place in shown.classes.items()}
    assert labels == {
        "011": "Has a deputy",
        "021": "Cannot be told",
        "031": "Without a deputy",
        "041": "Cannot be told",
    }
    assert shown.categories[0].label == "Without a deputy"


def test_an_area_has_only_what_lies_in_it() -> None:
    here = desk()
    assert settlements_of(here, "01")["area_code"].tolist() == ["011"]
    assert deputies_listing(here, settlements_of(here, "01")).rows.empty
    codes = pd.Series(["01", "011", "Q", "nowhere"])
    assert is_within(here, codes, "01").tolist() == [True, True, False, False]
    assert is_within(here, codes, WHOLE).all()


def test_paths_lead_from_below_the_country() -> None:
    here = desk()
    assert area_paths(here, pd.Series(["031", "03", "Q", "nowhere"])).tolist() == ["Ак-Талаа", "", "", ""]


def test_four_people_are_not_told_anywhere() -> None:
    settle({"031": 4.0, "011": 100.0})
    here = desk()
    told = deputies_listing(here, settlements_of(here, WHOLE))
    assert told.rows["population"].tolist() == [4]
    assert [here.people(each) for each in shown_people(here, told.rows["population"])] == ["fewer than 5"]
    assert 4 not in shown_people(here, pd.Series([4.0, 1.0, 5.0])).tolist()
    assert told_sum(here, pd.Series([4.0, 90.0])) == "90"
    assert left_out(here, pd.Series([4.0, 90.0])).endswith("below 5: 1.")
    file = pd.read_csv(io.BytesIO(gap_csv(gap_report(here, WHOLE, told), file_rows(here, told))))
    assert file["population"].isna().all()
    assert file["population_hidden"].tolist() == [True]
    shown = classification(here, settlements_of(here, WHOLE))
    assert pd.isna(shown.columns[1].by_area["031"])


def test_nothing_is_said_of_left_out_people_where_there_are_none() -> None:
    assert left_out(desk(), pd.Series([5.0, 0.0])) == ""


def test_the_file_says_what_it_is_a_list_of() -> None:
    here = desk()
    told = of_public_councils(here)
    file = pd.read_csv(
        io.BytesIO(gap_csv(gap_report(here, WHOLE, told), file_rows(here, told))), dtype={"area_code": "str"}
    )
    assert file["list"].unique().tolist() == ["Areas without a body"]
    assert file["body_type"].unique().tolist() == ["Public council"]
    assert file["as_of"].unique().tolist() == [str(ON)]
    assert file["of_area"].unique().tolist() == ["Squares"]
    assert set(file["area_code"]) == {"02", "03", "04"}


def test_a_council_under_strength_tells_its_seats() -> None:
    here = desk()
    seats = seats_of(here.book, here.on, here.public_rows("council", "settlement"), "council")
    told = seats_listing(here, seats, "council")
    assert told.rows[["body_id", "statutory_seats", "n_sitting", "vacant"]].to_numpy().tolist() == [
        ["c2", 11, 9, 2]
    ]
    assert types_with_seats(here) == ["council"]


def test_a_council_of_three_only_tells_that_it_is_under_strength() -> None:
    few = [each for each in members() if each["body_id"] != "c2" or each["member_no"] <= 3]
    keep(Register.from_rows(bodies=BODIES, members=few))
    here = desk()
    seats = seats_of(here.book, here.on, here.public_rows("council", "settlement"), "council")
    told = seats_listing(here, seats, "council").rows.set_index("body_id")
    assert "c2" not in told.index or told.loc["c2", ["n_sitting", "vacant"]].isna().all()
    assert seats.set_index("body_id").loc["c2", ["n_sitting", "vacant"]].isna().all()


def test_an_area_never_had_a_body_or_it_was_dissolved_or_does_not_meet() -> None:
    here = desk()
    territory = here.book.territory(ON, 0)
    public = presence(here.on, here.councils, territory, "public").set_index("area_code")
    assert public["presence"].to_dict() == {"01": "active", "02": "inactive", "03": "never", "04": "never"}
    assert public.loc["02", ["body_id", "since"]].tolist() == ["p2", dt.date(2024, 1, 1)]
    council = presence(here.on, here.councils, territory, "council").set_index("area_code")
    assert council["presence"].to_dict() == {"01": "active", "02": "active", "03": "dissolved", "04": "never"}
    assert council.loc["03", "since"] == dt.date(2024, 5, 1)


def test_bodies_of_larger_areas_are_said_to_be_left_out(app: AppTest) -> None:
    larger = {"body_id": "p8", "body_type": "public", "area_code": "Q"}
    keep(replace(register(), bodies=Register.from_rows(bodies=[*BODIES, larger]).bodies))
    visited = visit(app, gap="absent", body_type="public")
    assert any("are not counted in: 1." in each.value for each in visited.caption)
    visited = visit(app, gap="absent", body_type="council")
    assert not any("not counted in" in each.value for each in visited.caption)


def test_a_body_that_is_founded_later_was_never_there() -> None:
    later = {"body_id": "p3", "body_type": "public", "area_code": "03", "founded_on": ON.replace(year=2030)}
    known = register()
    keep(replace(known, bodies=Register.from_rows(bodies=[*BODIES, later]).bodies))
    here = desk()
    found = presence(here.on, here.councils, here.book.territory(ON, 0), "public")
    assert found.set_index("area_code").loc["03", "presence"] == "never"


def test_a_body_in_a_part_counts_and_an_active_one_before_all_others() -> None:
    bodies = [
        *BODIES,
        {"body_id": "k2", "body_type": "court", "area_code": "01", "dissolved_on": dt.date(2020, 1, 1)},
    ]
    keep(replace(register(), bodies=Register.from_rows(bodies=bodies).bodies))
    here = desk()
    found = presence(here.on, here.councils, here.book.territory(ON, 0), "court").set_index("area_code")
    assert found.loc["01", ["presence", "body_id"]].tolist() == ["active", "k1"]


def test_without_a_list_of_meetings_it_cannot_be_told_whether_a_body_is_active() -> None:
    keep(Register.from_rows(bodies=BODIES))
    told = of_public_councils(desk())
    assert set(told.rows["area_code"]) == {"03", "04"}
    assert told.n_untold == 2


def test_who_lives_too_far_and_which_body_is_nearest() -> None:
    here = desk()
    whole = reached(here, 0, "public", 10)
    told = beyond_listing(here, whole.settlements, "public", 10)
    assert set(told.rows["area_code"]) == {"031", "041"}
    assert told.rows["distance_km"].between(100, 120).all()
    assert set(told.rows["nearest"]) == {here.titles["p1"], here.titles["p2"]}
    assert share_words(here, whole.people.iloc[0]) == "50.0 %"
    rows = area_rows(here, reached(here, 1, "public", 10).people, WHOLE)
    assert rows["numerator"].to_dict() == {"03": 100, "04": 100, "01": 0, "02": 0}


def test_a_share_of_few_people_is_not_told_either() -> None:
    settle({"031": 3.0})
    here = desk()
    rows = area_rows(here, reached(here, 1, "public", 10).people, WHOLE)
    assert rows.loc["03", ["lowest", "highest"]].isna().all()
    assert here.people(rows.loc["03", "numerator"]) == "fewer than 5"
    few = pd.Series({"numerator": 3.0, "unknown": 0.0, "lowest": 30.0, "highest": 30.0})
    assert share_words(here, few) == "no data"


def test_where_the_last_body_is_gone_nobody_is_near() -> None:
    gone = [each | {"dissolved_on": dt.date(2024, 1, 1)} for each in BODIES]
    keep(Register.from_rows(bodies=gone))
    here = desk()
    told = beyond_listing(here, reached(here, 0, "public", 10).settlements, "public", 10)
    assert told.rows["distance_km"].isna().all()
    assert set(told.rows["nearest"]) == {"There is none in the country"}


def test_a_body_of_unknown_place_is_named_and_leaves_all_beyond_open(app: AppTest) -> None:
    lost = {"body_id": "p9", "body_type": "public", "area_code": "99", "title_en": "Lost council"}
    keep(replace(register(), bodies=Register.from_rows(bodies=[*BODIES, lost]).bodies))
    here = desk()
    told = beyond_listing(here, reached(here, 0, "public", 10).settlements, "public", 10)
    assert told.rows.empty
    assert told.n_untold == 2
    visited = visit(app, gap="distance", body_type="public")
    assert "Lost council" in visited.warning[0].value
    assert [each.value for each in visited.metric[:2]] == ["0 – 200", "0.0 – 50.0 %"]


def test_broken_rules_are_told_without_counts_of_people() -> None:
    here = desk()
    assert here.book.composition is not None
    checked = checked_bodies(here, here.book.composition)
    told = compositions_listing(here, checked, ALL)
    assert told.rows["body_id"].tolist() == ["g2"]
    assert told.rows["broken"].tolist() == ["Equal parts; Balance of women and men"]
    sentences = told.rows["sentences"][0]
    assert "Act 4, art. 2" in sentences
    assert ": 7." not in sentences


def test_a_body_without_a_list_of_members_cannot_be_told() -> None:
    keep(Register.from_rows(bodies=BODIES))
    here = desk()
    assert here.book.composition is not None
    told = compositions_listing(here, checked_bodies(here, here.book.composition), ALL)
    assert told.rows["verdict"].tolist() == ["Cannot be told"] * 2
    assert told.rows["broken"].tolist() == ["no list of members"] * 2
    assert told.n_untold == 2


def test_seats_by_law_are_no_matter_of_composition() -> None:
    here = desk()
    assert here.book.composition is not None
    seats = BodyComposition.model_validate(
        {
            "title": {"en": "Council"},
            "body_types": ["council"],
            "rules": [{"kind": "statutory_seats", "reference": "Act 1"}],
        }
    )
    pack = here.book.composition.model_copy(
        update={"bodies": {**here.book.composition.bodies, "council": seats}}
    )
    assert "council" in set(checked_bodies(here, pack)["body_type"])
    assert "council" not in set(checked_bodies(here, without_seat_rules(pack))["body_type"])


def test_areas_short_of_the_norm() -> None:
    here = with_areas(desk(), area_type="any")
    held = held_to_norm(here, "court", "settlement")
    told = norms_listing(here, held, "court", "settlement")
    assert told.rows[["area_code", "shortfall", "denominator", "n_bodies"]].to_numpy().tolist() == [
        [code, 1, 1, 0] for code in ("02", "03", "04")
    ]
    assert told.n_untold == 0


def test_the_norm_cannot_be_told_where_the_kind_of_areas_is_not_known() -> None:
    here = desk()
    told = norms_listing(here, held_to_norm(here, "court", "settlement"), "court", "settlement")
    assert told.rows.empty
    assert told.n_untold == 4


def test_charters_that_are_registered_later_are_not_yet() -> None:
    here = desk()
    bodies = here.on.bodies_of("council").assign(charter_registered_on=[ON, ON.replace(year=2030)])
    assert charters_listing(here, bodies, "council").rows["body_id"].tolist() == ["c2"]


@pytest.mark.parametrize("gap", list(GAPS))
def test_every_list_runs_in_every_language_and_tells_nothing_of_members(app: AppTest, gap: str) -> None:
    for language in LANGUAGES:
        visited = visit(app, gap=gap, lang=language)
        assert not visited.exception
        told = str(visited.main)
        assert PLANTED_NAME not in told
        assert str(PLANTED_YEAR) not in told


def test_a_row_leads_to_its_body_or_area(app: AppTest) -> None:
    visited = visit(app, gap="absent", body_type="public")
    linked = visited.dataframe[0].value.set_index("Area")["More"]
    assert "part=body" in linked["=1+1"]
    assert "body=p2" in linked["=1+1"]
    assert linked["Көк-Өзөн"].startswith("/profile?")
    assert linked["Көк-Өзөн"].endswith("area=04")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ({"gap": "deputies", "area": "01"}, "Nothing is missing here."),
        ({"gap": "seats", "area": "01"}, "Nothing is missing here."),
        ({"gap": "absent", "area": "01", "body_type": "public"}, "Nothing is missing here."),
        ({"gap": "distance", "area": "01", "body_type": "public"}, "Nothing is missing here."),
    ],
)
def test_where_nothing_is_missing_it_says_so(app: AppTest, address: dict[str, str], expected: str) -> None:
    visited = visit(app, **address)
    assert not visited.exception
    assert [each.value for each in visited.success] == [expected]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ({"gap": "deputies", "area": "04"}, "Cannot be told"),
        ({"gap": "maps"}, "without registrations of their maps"),
        ({"gap": "charters"}, "no registrations of charters"),
        ({"gap": "norm"}, "Which kind some areas are is not known"),
    ],
)
def test_what_cannot_be_told_is_not_called_complete(
    app: AppTest, address: dict[str, str], expected: str
) -> None:
    visited = visit(app, **address)
    assert not visited.exception
    assert any(expected in each.value for each in visited.info)
    assert not visited.success


@pytest.mark.parametrize("gap", [each for each in GAPS if each != "maps"])
def test_without_a_register_nothing_can_be_told(app: AppTest, gap: str) -> None:
    with cached.store().writing(author="Keeper", at=AT) as writer:
        dataset_id = int(cached.store().register(COUNTRY).bodies["dataset_id"].iloc[0])
        writer.withdraw(dataset_id, "a mistake")
    visited = visit(app, gap=gap)
    assert not visited.exception
    assert any("no register of councils is loaded" in each.value for each in visited.info)


def test_the_file_of_the_page_has_the_rows_of_the_table(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {}
    monkeypatch.setattr(listings, "file_button", lambda _, made, name, __: files.update({name: made()}))
    visit(app, gap="seats")
    table = pd.read_csv(io.BytesIO(files[f"{COUNTRY}-under-strength-council-{ON}.csv"]))
    assert table["body_id"].tolist() == ["c2"]
    assert table["vacant"].tolist() == [2]


def test_a_selected_kilometre_moves_the_list(app: AppTest) -> None:
    visited = visit(app, gap="distance", body_type="public", km="500")
    assert not visited.exception
    assert visited.metric[0].value == "0"

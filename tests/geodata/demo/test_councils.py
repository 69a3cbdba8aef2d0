"""The registers of councils of the demonstration country: sound, consistent, and with every state in them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest

from config.loader import ConfigError
from geodata.councils.checks import check_register
from geodata.councils.composition_rules import load_composition_pack
from geodata.councils.pack import CouncilPack
from geodata.councils.register import SCHEMAS, Register
from geodata.demo import DemoCountry, DemoSettings, generate_demo
from geodata.demo.council_settings import CouncilDraws, load_council_draws
from geodata.demo.councils import add_councils
from geodata.install import install_demo
from geodata.packs import Pack, pack_folders
from geodata.store import Store
from geodata.store.engine import sqlite_url
from indicators.councils.composition_register import check_register as check_compositions
from indicators.councils.on_day import OnDay
from indicators.councils.presence import areas_covered
from indicators.councils.reporting import reports_on, sessions_held
from indicators.councils.representation import settlement_deputies
from indicators.councils.seats import body_seats
from indicators.councils.territory import Territory

AS_OF = date(2025, 12, 31)
FOLDER = pack_folders()["demo"]
ELECTED = ["rural_council", "city_council"]


@pytest.fixture(scope="module")
def register(country: DemoCountry) -> Register:
    return country.register


@pytest.fixture(scope="module")
def councils(settings: DemoSettings) -> CouncilPack:
    assert settings.councils is not None
    return settings.councils


@pytest.fixture(scope="module")
def draws(settings: DemoSettings) -> CouncilDraws:
    assert settings.council_draws is not None
    return settings.council_draws


@pytest.fixture(scope="module")
def day(register: Register) -> OnDay:
    return OnDay.of(register, AS_OF)


@pytest.fixture(scope="module")
def territory(country: DemoCountry, pack: Pack) -> Territory:
    latest = country.observations.query("indicator_id == 'population' and period == '2025'")
    residents = latest.set_index("area_code")["value"]
    return Territory.of(pack, pd.DataFrame(country.areas.drop(columns="geometry")), residents, level=3)


@pytest.fixture(scope="module")
def small(pack: Pack, settings: DemoSettings, small_settings: DemoSettings) -> DemoCountry:
    given = replace(small_settings, councils=settings.councils, council_draws=settings.council_draws)
    return generate_demo(3, pack, given)


def test_nothing_is_wrong_with_it(country: DemoCountry, pack: Pack, councils: CouncilPack) -> None:
    for name, table in country.register.tables():
        SCHEMAS[name].validate(table)
    assert check_register(country.register, pack=pack, councils=councils, areas=country.areas) == []


def test_there_are_bodies_of_every_type(register: Register, councils: CouncilPack) -> None:
    assert set(register.bodies["body_type"]) == set(councils.body_types)


@pytest.mark.parametrize(("column", "name"), [("ky", "area_name"), ("ru", "name_ru"), ("en", "name_en")])
def test_bodies_are_named_after_their_areas(
    country: DemoCountry, councils: CouncilPack, column: str, name: str
) -> None:
    bodies = country.register.bodies
    names = bodies["area_code"].map(country.areas.set_index("area_code")[name])
    types = bodies["body_type"].map({key: each.title[column] for key, each in councils.body_types.items()})
    numbers = bodies[f"title_{column}"].str.extract(r"( № \d)$")[0].fillna("")
    assert (bodies[f"title_{column}"] == types + ", " + names + numbers).all()
    assert numbers.nunique() > 2


def test_members_have_no_names(register: Register) -> None:
    assert "name" not in register.members


def test_nothing_happens_after_the_last_day(register: Register) -> None:
    days = [
        *register.bodies["founded_on"],
        *register.bodies["charter_registered_on"].dropna(),
        *register.members["term_from"],
        *register.meetings["held_on"],
        *register.reports["delivered_on"].dropna(),
        *register.hearings["held_on"],
        *register.hearings["published_on"].dropna(),
    ]
    assert max(days) <= AS_OF
    assert max(register.meetings["held_on"]) > date(2025, 12, 1)


def test_seats_of_councils_follow_from_the_residents(
    register: Register, territory: Territory, councils: CouncilPack
) -> None:
    elected = register.bodies[register.bodies["body_type"].isin(ELECTED)]
    expected = [
        councils.seats_for(body_type, residents, on=AS_OF)
        for body_type, residents in zip(
            elected["body_type"], territory.people(elected["area_code"]), strict=True
        )
    ]
    assert elected["statutory_seats"].tolist() == [row.seats for row in expected if row]
    assert elected["statutory_seats"].nunique() > 3


def test_councils_are_full_under_strength_empty_or_not_listed(
    day: OnDay, territory: Territory, councils: CouncilPack
) -> None:
    seats = body_seats(day, councils, territory, *ELECTED)
    assert (seats["vacant"] == 0).mean() > 0.5
    assert (seats["n_sitting"] > seats["statutory_seats"]).sum() == 0
    assert (seats["vacant"] > 0).mean() > 0.2
    assert (seats["n_sitting"] == 0).any()
    assert seats["n_sitting"].isna().any()


def test_there_are_areas_with_an_active_body_with_none_and_with_one_of_which_it_is_not_known(
    day: OnDay, territory: Territory, councils: CouncilPack
) -> None:
    covered = areas_covered(day, councils, territory, "rural_council")
    served = covered[covered["denominator"] == 1]
    assert len(served) == 425
    assert set(served["value"].dropna()) == {0, 100}
    assert served["value"].isna().any()
    assert len(day.bodies_of("rural_council")) < 425


@pytest.mark.parametrize("body_type", ["rural_council", "aksakal_court", "village_public_council"])
def test_some_bodies_were_dissolved(register: Register, body_type: str) -> None:
    bodies = register.bodies[register.bodies["body_type"] == body_type]
    assert bodies["dissolved_on"].notna().any()
    assert bodies["dissolved_on"].isna().any()


def test_some_bodies_are_not_a_year_old(register: Register) -> None:
    is_new = register.bodies["founded_on"] > date(2025, 1, 1)
    assert 0 < is_new.sum() < len(register.bodies) / 10
    assert not set(register.bodies.loc[is_new, "body_type"]) & set(ELECTED)


def test_bodies_are_balanced_or_not(day: OnDay) -> None:
    rules = load_composition_pack(FOLDER)
    assert rules is not None
    composed = check_compositions(rules, day).groupby("body_type")["is_composed"]
    assert (composed.nunique() == 2).all()


def test_a_settlement_has_a_deputy_or_sends_its_head(
    day: OnDay, territory: Territory, councils: CouncilPack
) -> None:
    settlements = settlement_deputies(day, councils, territory)
    heads = set(day.members.loc[day.members["role"] == "village_head", "settlement_code"])
    has_deputy = settlements.set_index("area_code")["has_deputy"].dropna()
    assert 0.6 < has_deputy.mean() < 0.99
    assert not heads & set(has_deputy[has_deputy].index)
    assert len(heads) > 50


def test_the_largest_settlement_has_more_deputies_than_the_smallest(
    day: OnDay, territory: Territory, councils: CouncilPack
) -> None:
    settlements = settlement_deputies(day, councils, territory).dropna().sort_values("population")
    of_council = settlements[settlements["n_deputies"] > 0].groupby("council_area")["n_deputies"]
    several = of_council.agg(["first", "last", "size"]).query("size > 1")
    assert len(several) > 200
    assert (several["last"] > several["first"]).mean() > 0.9


def test_no_more_are_present_than_sit(register: Register) -> None:
    meetings = register.meetings.reset_index().dropna(subset="n_present")
    pairs = meetings.merge(register.members[["body_id", "term_from", "term_to"]], on="body_id")
    of_this_term = pairs[pairs["held_on"] >= pairs.groupby("body_id")["term_from"].transform("min")]
    sits = (of_this_term["term_from"] <= of_this_term["held_on"]) & (
        of_this_term["held_on"] <= of_this_term["term_to"]
    )
    seated = sits.groupby(of_this_term["index"]).sum()
    present = meetings.set_index("index")["n_present"].loc[seated.index]
    assert len(seated) > 1000
    assert (present <= seated).all()


def test_bodies_meet_often_enough_too_seldom_or_not_at_all(day: OnDay, councils: CouncilPack) -> None:
    held = sessions_held(day, councils, "rural_council")
    assert held["held"].isna().any()
    assert {0.0, 4.0} < set(held["held"].dropna())
    assert set(held["is_enough"].dropna()) == {True, False}


def test_reports_are_in_time_late_missing_or_not_due_yet(day: OnDay, councils: CouncilPack) -> None:
    states = reports_on(day, councils).groupby("report_type")["state"].agg(set)
    assert set(states.index) == {duty.report_type for duty in councils.report_duties}
    assert all({"on_time", "late", "overdue"} <= found for found in states)
    assert "awaited" in states["half_year"]


def test_hearings_hear_proposals(register: Register, councils: CouncilPack) -> None:
    hearings = register.hearings
    assert set(hearings["hearing_type"]) == set(councils.hearing_types)
    for name in ("body_id", "published_on", "proposals_accepted"):
        assert 0.01 < hearings[name].isna().mean() < 0.5
    assert (hearings["proposals_answered"].dropna() >= hearings["proposals_accepted"].dropna()).all()


def test_a_seed_gives_one_register(small: DemoCountry) -> None:
    again, other = add_councils(small), add_councils(replace(small, seed=4))
    for name, table in small.register.tables():
        pd.testing.assert_frame_equal(table, getattr(again.register, name))
    assert not small.register.members.equals(other.register.members)


def test_a_draw_left_out_leaves_the_others_as_they_were(small: DemoCountry, draws: CouncilDraws) -> None:
    without_first = draws.model_copy(update={"bodies": draws.bodies[1:]})
    rest = add_councils(
        replace(small, settings=replace(small.settings, council_draws=without_first))
    ).register
    for name in ("bodies", "members", "meetings"):
        table = getattr(small.register, name)
        kept = table[~table["body_id"].str.contains("rural_council")].reset_index(drop=True)
        pd.testing.assert_frame_equal(kept, getattr(rest, name))


def test_without_settings_there_are_no_councils(small: DemoCountry, small_settings: DemoSettings) -> None:
    bare = replace(small, settings=small_settings, register=Register.empty())
    assert add_councils(bare).register.row_count == 0


def changed(folder: Path, old: str, new: str) -> Path:
    text = (FOLDER / "demo_councils.toml").read_text(encoding="utf-8")
    assert old in text
    (folder / "demo_councils.toml").write_text(text.replace(old, new), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('level = "oblast"', 'level = "moon"', "one of the levels of the pack, got 'moon'"),
        ('"aksakal_court"', '"court"', "one of the body_types of the pack, got 'court'"),
        ('"state_body"', '"throne"', "one of the seat_types of the pack, got 'throne'"),
        ('"kurultai"\nevery', '"ball"\nevery', "one of the meeting_kinds of the pack, got 'ball'"),
        ("as_of = 2025", "as_of = 2023", "founded before their term, and that before as_of"),
        ("per_area = [1, 3]", "per_area = [3, 1]", "the least and the most, got 3 and 1"),
        ("half_year = [", "half = [", "periods of the reports half_year"),
        ("unbalanced_cycle", "seat_types", "seat_types"),
    ],
)
def test_a_fault_in_the_settings_is_named(
    tmp_path: Path, pack: Pack, councils: CouncilPack, old: str, new: str, fault: str
) -> None:
    with pytest.raises(ConfigError) as refused:
        load_council_draws(changed(tmp_path, old, new), pack, councils)
    assert fault in str(refused.value)


def test_a_pack_without_the_file_has_no_draws(tmp_path: Path, pack: Pack, councils: CouncilPack) -> None:
    assert load_council_draws(tmp_path, pack, councils) is None


def test_it_is_published_with_the_country(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: DemoCountry
) -> None:
    monkeypatch.setattr("geodata.install.load_demo_settings", lambda _folder: small.settings)
    store = Store.create_or_open(sqlite_url(tmp_path / "store.sqlite"))
    at = datetime(2026, 3, 1, tzinfo=UTC)

    report = install_demo(store, FOLDER, 3, author="N. Asanova", at=at)

    datasets = store.datasets("demo")
    assert datasets["kind"].tolist() == ["areas", "observations", "register"]
    assert datasets["row_count"].tolist()[-1] == small.register.row_count
    stored = store.register("demo")
    assert set(stored.bodies["dataset_id"]) == {report.dataset_ids[-1]}
    assert stored.row_count == small.register.row_count
    assert install_demo(store, FOLDER, 3, author="N. Asanova", at=at).dataset_ids == ()

"""Councils of country packs: what loads, what is refused, and what is read from them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from config.i18n import LANGUAGES
from config.loader import ConfigError, ConfigModel
from geodata.councils import CouncilPack, load_council_pack
from geodata.packs import pack_folders

PACK = """
code = "squares"
area_code = "SQ"
name = { en = "Squares" }
languages = ["en"]
currency = "XTS"
equal_area_crs = "EPSG:6933"
[[levels]]
number = 0
id = "country"
name = { en = "country" }
plural = { en = "Country" }
[[area_types]]
id = "town"
name = { en = "town" }
"""
COUNCILS = """
small_cell_threshold = 5
[ages]
youth_below = 30
old_above = 65
reference = "a law"
[calendar]
weekend = [5, 6]
[body_types.council]
title = { en = "Council" }
levels = ["country"]
reference = "a law"
[seat_types.elected]
title = { en = "Elected" }
[roles.chair]
title = { en = "Chair" }
[report_types.year]
title = { en = "Yearly report" }
[report_types.start]
title = { en = "First report" }
"""
DUTY = """
[[report_duties]]
report_type = "{}"
body_types = ["council"]
reporter = {{ en = "Head" }}
recipient = {{ en = "Council" }}
reference = "a law"
{}
"""
SEATS = '[[statutory_seats]]\nbody_type = "council"\nreference = "a law"\nseats = {}\n{}\n'
NORM = '[[norms]]\nbody_type = "council"\nreference = "a law"\n{}\n'
PRINTED = """
[[printed]]
id = "{}"
title = {{ en = "Councils" }}
period = "2020"
columns.n.title = {{ en = "Number" }}
totals = {{ n = 36 }}
reference = "a book"
rows = [
    {{ title = {{ en = "One" }}, figures = {{ n = 23 }} }},
    {{ title = {{ en = "Two" }}, figures = {{ n = 12 }} }},
]
"""
DAY = date(2024, 5, 1)


def councils(folder: Path, *tables: str) -> CouncilPack:
    (folder / "pack.toml").write_text(PACK, encoding="utf-8")
    (folder / "councils.toml").write_text("\n".join([COUNCILS, *tables]), encoding="utf-8")
    loaded = load_council_pack(folder)
    assert loaded is not None
    return loaded


def test_a_fictional_country_loads(tmp_path: Path) -> None:
    made = councils(tmp_path)
    assert list(made.body_types) == ["council"]
    assert made.statutory_seats == made.norms == made.report_duties == made.printed == ()
    assert made.calendar.year(2024) is None


def test_a_pack_without_councils_has_none(tmp_path: Path) -> None:
    assert load_council_pack(tmp_path) is None


@pytest.mark.parametrize(
    ("term", "period", "expected"),
    [
        ("due_days = 30", "2024", date(2025, 1, 30)),
        ("due_days = 0", "2024", date(2024, 12, 31)),
        ("due_months = 2", "2024", date(2025, 2, 28)),
        ("due_months = 2", "2023", date(2024, 2, 29)),
        ("due_months = 3", "2024-H1", date(2024, 9, 30)),
        ("due_months = 3", "2025-02", date(2025, 5, 31)),
        ("due_months = 1\ndue_days = 15", "2023..2024", date(2025, 2, 15)),
        ("", "2024", None),
    ],
)
def test_a_report_is_due_so_long_after_its_period(
    tmp_path: Path, term: str, period: str, expected: date | None
) -> None:
    duty = councils(tmp_path, DUTY.format("year", term)).duty("council", "year")
    assert duty is not None
    assert duty.due_on(period) == expected
    assert duty.has_term == (expected is not None)


def test_duties_are_found_by_type_of_body(tmp_path: Path) -> None:
    made = councils(
        tmp_path, DUTY.format("year", "every_months = 12"), DUTY.format("start", "due_months = 3")
    )
    assert [duty.report_type for duty in made.duties_of("council")] == ["year", "start"]
    assert made.duties_of("club") == ()
    assert made.duty("council", "half_year") is None


def test_statutory_seats_follow_population_area_type_and_day(tmp_path: Path) -> None:
    made = councils(
        tmp_path,
        SEATS.format(31, "effective_from = 2020-01-01"),
        SEATS.format(11, "population_up_to = 1000\neffective_from = 2020-01-01"),
        SEATS.format(21, "population_up_to = 5000\neffective_from = 2020-01-01"),
        SEATS.format(9, "effective_to = 2019-12-31"),
        SEATS.format(7, 'population_up_to = 500\narea_types = ["town"]'),
    )

    def seats(population: float, on: date = DAY, area_type: str | None = None) -> int | None:
        found = made.seats_for("council", population, on=on, area_type=area_type)
        return None if found is None else found.seats

    assert [seats(people) for people in (1, 1000, 1001, 5000, 5001)] == [11, 11, 21, 21, 31]
    assert seats(1000, on=date(2019, 12, 31)) == 9
    assert seats(1000, on=date(2020, 1, 1)) == 11
    assert (seats(500, area_type="town"), seats(501, area_type="town")) == (7, 11)
    assert made.seats_for("club", 1000, on=DAY) is None


def test_above_the_last_class_nothing_is_stated(tmp_path: Path) -> None:
    made = councils(tmp_path, SEATS.format(11, "population_up_to = 1000"))
    assert made.seats_for("council", 1001, on=DAY) is None


def test_a_norm_holds_for_its_kinds_of_area(tmp_path: Path) -> None:
    towns = NORM.format('area_types = ["town"]\nresidents_per_body = 25_000')
    made = councils(tmp_path, towns, NORM.format('one_per = ["settlement", "area"]'))
    in_town, elsewhere = made.norm("council", "town"), made.norm("council", None)
    assert in_town is not None
    assert in_town.residents_per_body == 25_000
    assert elsewhere is not None
    assert elsewhere.one_per == ("settlement", "area")
    assert made.norm("club", "town") is None


def test_a_print_that_does_not_add_up_is_kept_as_it_is(tmp_path: Path) -> None:
    (table,) = councils(tmp_path, PRINTED.format("councils")).printed
    assert table.totals == {"n": 36}
    assert table.sums() == {"n": 35}


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (DUTY.format("month", ""), "a key of report_types in the duty month, got 'month'"),
        (DUTY.format("year", "") * 2, "one duty for a report and body type, got more for year of council"),
        (SEATS.format(11, "").replace("council", "club"), "a key of body_types in statutory_seats"),
        (SEATS.format(11, 'area_types = ["city"]'), "one of the area_types of pack.toml, got 'city'"),
        (NORM.format(""), "either residents_per_body or one_per"),
        (NORM.format('residents_per_body = 9\none_per = ["area"]'), "either residents_per_body or one_per"),
        (PRINTED.format("a") + PRINTED.format("a"), "prints with ids of their own, 'a' is given twice"),
        (PRINTED.format("a").replace("{ n = 12 }", "{ m = 12 }"), "columns of this table, got m"),
        ('[channels]\nradio = { title = { ky = "Радио" } }', "at least a text in English"),
        ("[towers]", "towers: Extra inputs are not permitted"),
    ],
)
def test_what_does_not_fit_is_refused(tmp_path: Path, table: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        councils(tmp_path, table)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        councils(tmp_path, DUTY.format("month", ""), SEATS.format(11, "").replace("council", "club"))
    assert "'month'" in str(caught.value)
    assert "'club'" in str(caught.value)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('levels = ["country"]', 'levels = ["village"]'), "one of the levels of pack.toml, got 'village'"),
        (("old_above = 65", "old_above = 29"), "old_above to be not below youth_below"),
        (("weekend = [5, 6]", "weekend = [0]"), "greater than or equal to 1"),
        (("small_cell_threshold = 5", "small_cell_threshold = 1"), "greater than or equal to 2"),
        (
            ('levels = ["country"]', 'levels = ["country"]\nseat_types = ["x"]'),
            "a key of seat_types in body_types",
        ),
    ],
)
def test_faults_of_the_basis_are_refused(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    (tmp_path / "pack.toml").write_text(PACK, encoding="utf-8")
    assert change[0] in COUNCILS
    (tmp_path / "councils.toml").write_text(COUNCILS.replace(*change), encoding="utf-8")
    with pytest.raises(ConfigError, match=said):
        load_council_pack(tmp_path)


@pytest.mark.parametrize(
    ("years", "said"),
    [
        ([2024, 2024], "each year once, got again 2024"),
        ([2025], "days of 2025, got 2024-05-01"),
    ],
)
def test_holidays_are_of_their_year(tmp_path: Path, years: list[int], said: str) -> None:
    day = '[[calendar.years]]\nyear = {}\nreference = "a law"\n'
    day += 'holidays = [{{ on = 2024-05-01, title = {{ en = "May" }} }}]'
    with pytest.raises(ConfigError, match=said):
        councils(tmp_path, *(day.format(year) for year in years))


def shipped() -> list[CouncilPack]:
    return [pack for pack in map(load_council_pack, pack_folders().values()) if pack is not None]


def texts(value: object) -> list[dict[str, str]]:
    """Return every text by language in a model, however deep."""
    if isinstance(value, ConfigModel):
        return [text for name in type(value).model_fields for text in texts(getattr(value, name))]
    if isinstance(value, dict):
        if "en" in value:
            return [value]
        return [text for part in value.values() for text in texts(part)]
    if isinstance(value, tuple):
        return [text for part in value for text in texts(part)]
    return []


def test_shipped_packs_say_everything_in_all_languages() -> None:
    assert len(shipped()) == 2
    for pack in shipped():
        said = texts(pack)
        assert len(said) > 50
        assert [text for text in said if set(text) != set(LANGUAGES)] == []


def test_the_kyrgyz_pack_prints_what_its_sources_print() -> None:
    pack = load_council_pack(pack_folders()["kgz"])
    assert pack is not None
    printed = {table.id: table for table in pack.printed}
    public, deputies = printed["small_public_councils"], printed["deputies"]
    assert [row.figures["councils"] for row in public.rows] == [23, 4, 8]
    assert public.sums() == public.totals == {"councils": 35}
    assert [row.figures["deputies"] for row in deputies.rows] == [256, 1082, 480, 6473]
    assert deputies.sums() == deputies.totals == {"deputies": 8291}
    assert printed["roles_survey"].totals == {}
    assert [row.figures for row in printed["roles_survey"].rows][-1] == {
        "deputies": 14.3,
        "head": 55.4,
        "group": 12.5,
    }


def test_the_kyrgyz_pack_invents_nothing() -> None:
    pack = load_council_pack(pack_folders()["kgz"])
    assert pack is not None
    assert pack.statutory_seats == ()
    assert pack.calendar.years == ()
    assert all(body_type.sessions is None for body_type in pack.body_types.values())
    assert {duty.report_type for duty in pack.report_duties if duty.has_term} == {"programme"}


def test_the_demonstration_pack_states_everything() -> None:
    pack = load_council_pack(pack_folders()["demo"])
    assert pack is not None
    assert all(duty.has_term for duty in pack.report_duties)
    year = pack.calendar.year(2026)
    assert year is not None
    assert year.working_days == (date(2026, 3, 28),)
    for body_type, areas in pack.body_types.items():
        if areas.is_elected_council:
            assert pack.seats_for(body_type, 1e9, on=DAY) is not None
            assert areas.sessions is not None

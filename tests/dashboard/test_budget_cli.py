"""``aimak budget`` as a person or a script meets it."""

import csv
import io
import json
import math
import os
from pathlib import Path

import pandas as pd
import pytest

from config.loader import ConfigModel
from dashboard import cached
from dashboard.budgets import SCENARIOS
from geodata.budgets import BudgetItem
from geodata.packs import PACKS_PATH_VARIABLE
from indicators.budget.scenario import (
    Difference,
    Inputs,
    Lift,
    Limits,
    Minimum,
    NeedPerHead,
    Pool,
    scenario_from_toml,
)
from indicators.catalogue import Alert, Catalogue, CatalogueFile
from tests.dashboard.budget.desks import AT, COUNTRY, purses, settle
from tests.dashboard.conftest import Aimak
from tests.dashboard.made import FORMULA_NAME, HOSTILE_NAME, INFO, publish_squares

__all__ = ["purses"]

pytestmark = pytest.mark.usefixtures("purses")

SCENARIO = """
id = "to-the-mean"
level = "canton"
period = "2024"
purpose = "to_mean"
title = { ky = "Орточого", ru = "К среднему", en = "To the mean" }
formula = { form = "lift", criterion = 1 }
need = { by = "norms" }
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "scenario.toml"
    path.write_text(SCENARIO, encoding="utf-8")
    return path


def rows(text: str) -> dict[str, dict[str, str]]:
    return {row["area_code"]: row for row in csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""))}


def publish(*amounts: tuple[str, str, float]) -> None:
    """Publish more amounts of 2024: area, indicator and thousand currency."""
    table = pd.DataFrame(amounts, columns=["area_code", "indicator_id", "value"])
    table = table.astype({"value": float}).assign(period="2024", status="A", source_ref="planted")
    with cached.store().writing(author="Treasurer", at=AT) as writer:
        writer.publish_observations(COUNTRY, table, INFO)


# 120 thousand of 400 people make 0.3 per head; the canton 04 has no people that are known.
def test_provision_is_that_computed_by_hand(aimak: Aimak) -> None:
    answer = aimak("budget", "provision", "--json")

    assert answer.code == 0
    told = json.loads(answer.out)
    assert (told["level"], told["period"], told["need"]) == ("canton", "2024", {"by": "norms"})
    areas = {row["area_code"]: row for row in told["areas"]}
    assert [row["area_code"] for row in told["areas"]] == ["03", "02", "01", "04"]
    assert areas["01"]["budget_provision"] == pytest.approx(0.5 / 0.3)
    assert areas["02"]["budget_provision"] == pytest.approx(0.4 / 0.3)
    assert areas["03"]["fiscal_capacity_index"] == pytest.approx(0.15 / 0.3)
    assert areas["03"]["expenditure_need_index"] == pytest.approx(1)
    assert [areas[code]["gap"] for code in ("01", "02", "03", "04")] == [0, 0, 50, None]
    assert areas["03"]["gap_pc"] == 250
    assert areas["04"]["lacks"] == "population,revenue_potential,normative_expenditure"
    assert areas["04"]["budget_provision"] is None


# Needs of 0.48, 0.5 and 0.3 thousand per head beside 158 ÷ 400 = 0.395.
def test_need_can_be_what_areas_spend_or_one_norm(aimak: Aimak) -> None:
    spent = rows(aimak("budget", "provision", "--need", "indicator=total_expenditure", "--csv").out)

    assert float(spent["01"]["expenditure_need_index"]) == pytest.approx(0.48 / 0.395)
    assert float(spent["01"]["budget_provision"]) == pytest.approx(0.5 / 0.3 / (0.48 / 0.395))
    assert {(row["need_by"], row["need_indicator"]) for row in spent.values()} == {
        ("indicator", "total_expenditure")
    }
    assert spent["02"]["area_name"] == "'" + FORMULA_NAME
    assert "resolution 670" in spent["02"]["method"]
    norm = json.loads(aimak("budget", "provision", "--need", "norm-per-head=250", "--json").out)
    assert {row["area_code"]: row["gap"] for row in norm["areas"]} == {"01": 0, "02": 0, "03": 20, "04": None}
    assert norm["need"]["reference"] == "stated on the command line"


# Everybody in 01 and 03 lives in a small settlement, nobody in 02: u = 300 ÷ 400.
def test_small_settlements_need_more_where_it_is_asked(aimak: Aimak) -> None:
    settle({"011": 100, "021": 500, "031": 200})
    told = json.loads(aimak("budget", "provision", "--dispersion", "--json").out)
    dispersion = {row["area_code"]: row["dispersion"] for row in told["areas"]}
    assert dispersion == {
        "01": pytest.approx(2 / 1.75),
        "02": pytest.approx(1 / 1.75),
        "03": pytest.approx(2 / 1.75),
        "04": None,
    }


def test_a_person_reads_the_least_provided_first_and_what_is_assumed(aimak: Aimak) -> None:
    answer = aimak("budget", "provision", "--level", 1, "--period", "2023")

    lines = [line.split() for line in answer.out.splitlines()]
    assert lines[0][:2] == ["area_code", "area_name"]
    assert [line[0] for line in lines[1:]] == ["03", "02", "01", "04"]
    assert lines[1][-3:] == ["0.5", "50.00", "250.00"]
    assert HOSTILE_NAME in answer.out
    assert "cantons (level 1) in 2023" in answer.err
    assert "below the nation: 1 of 3; without an index: 1" in answer.err
    assert "gap: 50.00 thousand XTS in all" in answer.err
    assert "Not the official method of any other country" in answer.err


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("--level", "7"), 1, "expected a level of 0, country, 1, canton, 2, village, got '7'"),
        (("--level", "village"), 1, "expected a level that has budgets, got 2 (village)"),
        (("--period", "1999"), 1, "expected a period of 2022, 2023, 2024, got '1999'"),
        (("--need", "indicator=nothing"), 1, "key need.indicator: expected an indicator of the catalogue"),
        (("--need", "norm-per-head=0"), 1, "greater than 0, got '0'"),
        (("--need", "norm-per-head"), 2, "expected norms, norm-per-head=N or"),
        (("--need", "norms=1"), 2, "expected norms"),
        (("--json", "--csv"), 2, "got both"),
        (("--country", "nowhere"), 1, "expected an installed country of purses"),
    ],
)
def test_what_provision_cannot_be_told_is_said(
    aimak: Aimak, arguments: tuple[str, ...], code: int, message: str
) -> None:
    answer = aimak("budget", "provision", *arguments)

    assert (answer.code, answer.out) == (code, "")
    assert message in answer.err


# Only 03 is below the mean: (1 − 0.5) · 1 · 0.3 · 200 = 30 against 20 now; 02 loses its 5.
def test_a_scenario_is_simulated_from_a_file(aimak: Aimak, file: Path) -> None:
    told = json.loads(aimak("budget", "simulate", file, "--json").out)

    assert told["scenario"]["formula"] == {"form": "lift", "criterion": 1}
    totals = told["totals"]
    assert (totals["grants"], totals["current_grants"], totals["pool"]) == (30, 25, None)
    assert (totals["n_winners"], totals["n_losers"], totals["n_missing"]) == (1, 1, 1)
    areas = {row["area_code"]: row for row in told["areas"]}
    assert {code: row["grant"] for code, row in areas.items()} == {"01": 0, "02": 0, "03": 30, "04": None}
    assert areas["03"]["provision_after"] == pytest.approx(1)
    assert {row["area_code"] for row in told["missing"]} == {"04"}
    gini = next(
        row for row in told["inequality"] if (row["quantity"], row["measure"]) == ("budget_provision", "gini")
    )
    assert gini["after"] < gini["before"]


def test_the_same_scenario_gives_the_same_bytes_and_its_rows_add_up(aimak: Aimak, file: Path) -> None:
    first, second = (aimak("budget", "simulate", file, "--csv").out for _ in range(2))

    assert first == second
    assert "made_at" not in first
    found = rows(first)
    assert math.fsum(float(row["grant"]) for row in found.values() if row["grant"]) == 30
    assert {(row["formula_criterion"], row["purpose"], row["limits_round_to"]) for row in found.values()} == {
        ("1.0", "to_mean", "0.01")
    }
    assert {row["amounts_in"] for row in found.values()} == {"thousand XTS"}
    assert (found["04"]["grant"], found["04"]["lacks"]) == (
        "",
        "population,revenue_potential,normative_expenditure",
    )


def test_a_person_gets_totals_that_close_and_measures(aimak: Aimak, file: Path) -> None:
    file.write_text(
        SCENARIO.replace('{ form = "lift", criterion = 1 }', '{ form = "pool", criterion = 1, total = 40 }'),
        encoding="utf-8",
    )

    answer = aimak("budget", "simulate", file)

    told = {line.split("  ")[0].strip(): line.split()[-3] for line in answer.out.lstrip().splitlines()[1:10]}
    assert "Difference, zero where everything adds up 0.00000 thousand XTS" in " ".join(answer.out.split())
    assert "Left of the pool 10.00000 thousand XTS" in " ".join(answer.out.split())
    assert "Areas that win 1" in " ".join(answer.out.split())
    assert told
    assert "gini" in answer.out
    assert "To the mean: cantons (level 1) in 2024" in answer.err
    assert "without a result: 1 for want of population: 04" in answer.err


def test_a_saved_scenario_is_simulated_by_its_id(aimak: Aimak, file: Path) -> None:
    scenario = scenario_from_toml(SCENARIO, name="test")
    SCENARIOS.save(cached.store(), COUNTRY, scenario.id, scenario, base_version=None, author="Planner", at=AT)

    saved = aimak("budget", "simulate", "@to-the-mean", "--csv")

    assert {row["scenario_version"] for row in rows(saved.out).values()} == {"1"}
    from_file = rows(aimak("budget", "simulate", file, "--csv").out)
    assert from_file["03"]["grant"] == rows(saved.out)["03"]["grant"] == "30.0"
    assert aimak("budget", "simulate", "@nothing").code == 3


def test_a_template_runs_as_it_is_and_offers_every_form(aimak: Aimak, tmp_path: Path) -> None:
    template = aimak("budget", "simulate", "--template")
    path = tmp_path / "mine.toml"
    path.write_text(template.out, encoding="utf-8")

    assert json.loads(aimak("budget", "simulate", path, "--json").out)["totals"]["grants"] == 30
    assert all(f'form = "{form}"' in template.out for form in ("lift", "pool", "minimum", "difference"))
    uncommented = [line.removeprefix("# ") for line in template.out.splitlines()]
    assert {'by = "norms"', 'by = "indicator"', 'by = "norm_per_head"'} <= set(uncommented)


@pytest.mark.parametrize(
    ("old", "new", "messages"),
    [
        ("criterion = 1", "criterion = 1, cap = 3", ["key formula.lift.cap: Extra inputs"]),
        ('"lift", criterion = 1', '"pool", criterion = 1, total = -1', ["key formula.pool.total"]),
        ("criterion = 1", "criterion = 0.9", ["expected criterion = 1, the index of the nation"]),
        ('{ form = "lift", criterion = 1 }', '{ form = "minimum" }', ['expected the purpose "to_minimum"']),
        ('"norms"', '"indicator", indicator = "x"', ["key need.indicator", "got 'x'"]),
        ('"canton"', '"parish"', ["expected a level of 0, country, 1, canton, 2, village, got 'parish'"]),
        ('"2024"', '"soon"', ["key period"]),
        ('"to_mean"', '"why"\nlevle = 1', ["key purpose", "key levle"]),
        ("id =", "id", ["expected TOML in UTF-8"]),
        ('id = "to-the-mean"', 'id = "to-the-mean"\ncountry = "far"', ["'far'"]),
        ('"2024"', '"1999"', ["population", "got none"]),
    ],
)
def test_every_fault_of_a_scenario_is_listed(
    aimak: Aimak, file: Path, old: str, new: str, messages: list[str]
) -> None:
    file.write_text(SCENARIO.replace(old, new, 1), encoding="utf-8")

    answer = aimak("budget", "simulate", file)

    assert (answer.code, answer.out) == (1, "")
    assert [message for message in messages if message not in answer.err] == []


def test_a_scenario_is_for_the_country_it_names(
    aimak: Aimak, file: Path, square_pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = [os.environ[PACKS_PATH_VARIABLE], str(square_pack.parent)]
    monkeypatch.setenv(PACKS_PATH_VARIABLE, os.pathsep.join(folders))
    # The country installed last is the active one.
    publish_squares(cached.store(), square_pack)
    file.write_text('country = "purses"\n' + SCENARIO, encoding="utf-8")
    assert aimak("budget", "simulate", file).code == 0
    refused = aimak("budget", "simulate", file, "--country", "squares")
    assert refused.code == 1
    assert "expected squares, got 'purses'" in refused.err


@pytest.mark.parametrize(
    "arguments",
    [(), ("absent.toml",), ("SCENARIO", "--template"), ("SCENARIO", "--json", "--csv")],
)
def test_wrong_usage_of_simulate_is_told(aimak: Aimak, file: Path, arguments: tuple[str, ...]) -> None:
    given = [file if each == "SCENARIO" else each for each in arguments]
    assert aimak("budget", "simulate", *given).code == 2


def test_a_level_can_be_another_than_that_of_the_scenario(aimak: Aimak, file: Path) -> None:
    answer = aimak("budget", "simulate", file, "--level", 0, "--json")

    told = json.loads(answer.out)
    assert (told["scenario"]["level"], len(told["areas"])) == ("country", 1)
    assert aimak("budget", "simulate", file, "--level", "parish").code == 1


def test_nothing_is_wrong_where_nothing_is_planted(aimak: Aimak) -> None:
    answer = aimak("budget", "check", "--json")

    found = json.loads(answer.out)
    assert answer.code == 0
    assert (found["items"], found["totals"], found["scopes"]) == ([], [], [])
    assert found["breaks"] == [{"period": "2023", "note": "From 2023 with the roads."}]
    assert found["notes"] == [{"series": "all_budgets", "note": "Printed twice."}]
    assert "purses: 63 observed amounts of budgets" in answer.err


def test_a_total_that_differs_from_its_items_is_found_at_every_stage(aimak: Aimak) -> None:
    publish(("01", "local_taxes", 12), ("01", "land_tax", 5), ("01", "property_tax", 4))
    publish(("02", "own_revenue_planned", 10), ("02", "transfers_planned", 5))
    publish(("02", "total_revenue_planned", 20))

    answer = aimak("budget", "check")

    assert answer.code == 1
    told = [line.split() for line in answer.out.splitlines()]
    assert "Published totals that differ" in answer.out
    assert ["01", "local_taxes", "2024", "12.00", "9.00", "3.00"] in [[line[0], *line[-5:]] for line in told]
    assert ["02", "20.00", "15.00", "5.00"] in [[line[0], *line[-3:]] for line in told]
    found = json.loads(aimak("budget", "check", "--json").out)["totals"]
    assert [(row["indicator_id"], row["difference"]) for row in found] == [
        ("local_taxes", 3),
        ("total_revenue_planned", 5),
    ]


def test_a_year_of_two_scopes_is_told_and_is_no_error(aimak: Aimak, monkeypatch: pytest.MonkeyPatch) -> None:
    budget = cached.budget(COUNTRY)
    before, after = (
        scope.model_copy(update=dates)
        for scope, dates in zip(
            budget.scopes, ({"last_period": "2023-07"}, {"first_period": "2023-08"}), strict=True
        )
    )
    changed = budget.model_copy(update={"scopes": (before, after)})
    monkeypatch.setattr(cached, "budget", lambda country: changed)

    answer = aimak("budget", "check", "--json")

    assert answer.code == 0
    assert [(row["period"], row["scopes"]) for row in json.loads(answer.out)["scopes"]] == [
        ("2023", "without_roads, with_roads")
    ]


# Debt service of 15 and 6 thousand is 30 and 10 % of a revenue of 50 and 60; the country is no budget.
def test_what_is_beyond_a_limit_is_told_and_is_no_error(
    aimak: Aimak, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = cached.catalogue()
    limit = Alert(operator=">", value=20, country=COUNTRY, reference="Budget Act")
    limited = known["debt_service_ratio"].model_copy(update={"alerts": (limit,)})
    file = CatalogueFile.model_construct(
        groups=known.groups,
        units=known.units,
        source_bodies=known.source_bodies,
        indicators={**known, limited.id: limited},
    )
    monkeypatch.setattr(cached, "catalogue", lambda: Catalogue([file]))
    publish(("Q", "debt_service", 50), ("Q", "total_revenue", 100))

    answer = aimak("budget", "check")

    assert answer.code == 0
    (line,) = [line.split() for line in answer.out.splitlines() if "debt_service_ratio" in line]
    assert (line[0], line[-7:]) == ("01", ["2024", "30.00", "20.00", ">", "Budget", "Act", "10.00"])
    every_period = json.loads(aimak("budget", "check", "--json").out)["limits"]
    assert [(row["area_code"], row["period"]) for row in every_period] == [
        ("01", "2022"), ("01", "2023"), ("01", "2024"),
    ]  # fmt: skip


def test_an_item_that_is_no_indicator_is_an_error(aimak: Aimak, monkeypatch: pytest.MonkeyPatch) -> None:
    budget = cached.budget(COUNTRY)
    items = {**budget.items, "treasure": BudgetItem(title={"en": "Treasure"})}
    monkeypatch.setattr(cached, "budget", lambda country: budget.model_copy(update={"items": items}))

    answer = aimak("budget", "check")

    assert answer.code == 1
    assert "key items.treasure: expected the id of an indicator" in answer.out


def test_a_country_without_budgets_says_so(
    aimak: Aimak, square_pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = [os.environ[PACKS_PATH_VARIABLE], str(square_pack.parent)]
    monkeypatch.setenv(PACKS_PATH_VARIABLE, os.pathsep.join(folders))
    publish_squares(cached.store(), square_pack)
    for command in ("provision", "check"):
        answer = aimak("budget", command, "--country", "squares")
        assert (answer.code, answer.out) == (1, "")
        assert "no budgets" in answer.err


def documented() -> str:
    text = (Path(__file__).parents[2] / "docs" / "budgets.md").read_text(encoding="utf-8")
    return text.partition("```toml\n")[2].partition("```")[0]


def test_the_documented_scenario_runs(aimak: Aimak, file: Path) -> None:
    file.write_text(documented(), encoding="utf-8")

    answer = aimak("budget", "simulate", file, "--level", "canton", "--json")

    assert answer.code == 0
    assert json.loads(answer.out)["scenario"]["limits"]["floor_pct"] == 40
    assert scenario_from_toml(documented(), name="docs").level == "municipality"


@pytest.mark.parametrize("model", [Lift, Pool, Minimum, Difference, Limits, Inputs, NeedPerHead])
def test_every_key_of_a_scenario_is_documented(aimak: Aimak, model: type[ConfigModel]) -> None:
    template = aimak("budget", "simulate", "--template").out
    for source in (documented(), template):
        assert [key for key in model.model_fields if f"{key} = " not in source] == []


def test_documented_defaults_are_those_of_the_model() -> None:
    text = (Path(__file__).parents[2] / "docs" / "budgets.md").read_text(encoding="utf-8")
    limits = Limits()
    assert f"`phase_in_pct` is {limits.phase_in_pct:g}, `floor_pct` {limits.floor_pct:g}" in text
    assert f"`round_to` {limits.round_to:g}, `cap_at_gap`" in text
    assert scenario_from_toml(documented(), name="docs").inputs == Inputs()

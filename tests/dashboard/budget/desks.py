"""A small fictional country with budgets, and the desk of its page."""

import datetime as dt
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from config.i18n import translations
from dashboard import cached
from dashboard.components.budget.desk import Desk
from dashboard.components.budget.money import Money
from dashboard.components.budget.question import Question
from dashboard.components.words import Words
from geodata.boundaries.display import display_layers
from geodata.budgets import MoneyScale
from geodata.packs import load_pack
from geodata.workspace import Workspace
from tests.dashboard.kept import KeptWorkspace
from tests.dashboard.made import INFO, PACK, squares

COUNTRY = "purses"
PERIODS = ("2022", "2023", "2024")
AT = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)

BUDGET = """
classification = "made for tests"
money_scale = "thousand"
notes = [{ en = "All of it is made." }]

[rate_freeze]
years = 3
reference = "Act 1, art. 2"

[tiers.canton]
title = { en = "Cantons", ky = "Кантондор" }

[items.total_revenue]
title = { en = "All revenue" }
codes = ["1"]

[items.own_revenue]
title = { en = "Revenue of one's own" }
parent = "total_revenue"

[items.personal_income_tax]
title = { en = "Tax on pay", ky = "Киреше салыгы" }
parent = "own_revenue"

[items.sales_tax]
title = { en = "Tax on sales" }
parent = "own_revenue"

[items.single_tax]
title = { en = "One tax" }
parent = "own_revenue"

[items.equalization_grants]
title = { en = "Grants" }
parent = "total_revenue"

[items.total_expenditure]
title = { en = "All expenditure" }
codes = ["2"]

[[scopes]]
id = "without_roads"
title = { en = "Without roads" }
last_period = "2022"
note = { en = "Roads were of the state." }
reference = "Act 2"

[[scopes]]
id = "with_roads"
title = { en = "With roads" }
first_period = "2023"
note = { en = "From 2023 with the roads." }
reference = "Act 2"

[[shared_tax_rates]]
tax = "personal_income_tax"
tier = "canton"
period = "2020"
share_pct = 40
reference = "Act 1"

[[shared_tax_rates]]
tax = "personal_income_tax"
tier = "canton"
period = "2022"
share_pct = 50
reference = "Act 3"

[[shared_tax_rates]]
tax = "sales_tax"
tier = "canton"
period = "2020"
share_pct = 50
reference = "Act 1"

[[shared_tax_rates]]
tax = "single_tax"
tier = "canton"
period = "2020"
share_pct = 0
reference = "Act 1"

[[shared_tax_rates]]
tax = "personal_income_tax"
tier = "canton"
period = "2025"
share_pct = 100
is_planned = true
reference = "Bill 4"

[[shared_tax_rates]]
tax = "sales_tax"
tier = "canton"
period = "2025"
share_pct = 0
is_planned = true
reference = "Bill 4"

[[expenditure_norms]]
item = "total_expenditure"
period = "2022"
amount_per_head = 400
reference = "Decree 5"

[[national_series]]
id = "all_budgets"
title = { en = "All budgets" }
scale = "million"
reference = "Yearbook"
notes = [{ en = "Printed twice." }]

[national_series.amounts]
2022 = 1.5
2023 = 2
"""

AMOUNTS = {
    "population": (100, 100, 200, None),
    "personal_income_tax": (10, 20, 0, None),
    "sales_tax": (30, 10, 5, None),
    "single_tax": (0, 0, 0, None),
    "own_revenue": (50, 40, 30, None),
    "equalization_grants": (0, 5, 20, None),
    "total_revenue": (50, 50, 60, None),
    "total_expenditure": (48, 50, 60, None),
    "debt_service": (15, 0, 6, None),
}
"""Of the cantons 01 to 04 in each period, thousand currency and people; nothing is known of the last."""


@pytest.fixture(scope="session")
def kept_purses(tmp_path_factory: pytest.TempPathFactory) -> KeptWorkspace:
    """The pack of the country, and the workspace it was installed in last."""
    root = tmp_path_factory.mktemp(COUNTRY)
    folder = root / "packs" / COUNTRY
    folder.mkdir(parents=True)
    (folder / "pack.toml").write_text(PACK.replace('"squares"', f'"{COUNTRY}"'), encoding="utf-8")
    (folder / "budget.toml").write_text(BUDGET, encoding="utf-8")
    return KeptWorkspace(root, partial(_install, folder))


@pytest.fixture
def purses(kept_purses: KeptWorkspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """A workspace with the country installed, its budgets published."""
    with kept_purses.in_place(monkeypatch) as workspace:
        yield workspace


def _install(folder: Path) -> None:
    areas = squares()
    layers = display_layers(areas, equal_area_crs=load_pack(folder).equal_area_crs)
    with cached.store().writing(author="Surveyor", at=AT) as writer:
        writer.install_country(COUNTRY)
        writer.publish_areas(COUNTRY, areas, INFO, layers)
        writer.publish_observations(COUNTRY, observations(), INFO)


def observations() -> pd.DataFrame:
    """The amounts as rows of a table, the same in every period."""
    rows = [
        (f"0{number}", indicator_id, period, amount, "O" if amount is None else "A", f"row {number}")
        for indicator_id, amounts in AMOUNTS.items()
        for number, amount in enumerate(amounts, start=1)
        for period in PERIODS
    ]
    columns = ["area_code", "indicator_id", "period", "value", "status", "source_ref"]
    return pd.DataFrame(rows, columns=columns).astype({"value": float})


def desk(
    country: str = COUNTRY,
    *,
    language: str = "en",
    level: int = 1,
    period: str = PERIODS[-1],
    scale: MoneyScale = "thousand",
) -> Desk:
    """The desk of the page for a country of the workspace, without the page."""
    version = cached.data_version(country)
    words = Words(language, translations(language).gettext, cached.pack(country), cached.catalogue())
    return Desk(
        words=words,
        question=Question(
            country=country, version=version, level=level, period=period, money=Money(words, scale)
        ),
        budget=cached.budget(country),
        areas=cached.areas(country, version),
        layers=cached.layers(country, version),
        available=cached.availability(country, version),
        level_values=partial(cached.level_values, country, version),
        area_values=partial(cached.area_values, country, version),
        breaks=cached.breaks(country),
        saved=cached.scenarios(country),
        sources=cached.sources(country, version),
        store=cached.store(),
    )


def settle(people: dict[str, float | None]) -> None:
    """Publish how many live in the villages."""
    table = pd.DataFrame(
        [(code, "population", PERIODS[-1], value, "A", "row") for code, value in people.items()],
        columns=["area_code", "indicator_id", "period", "value", "status", "source_ref"],
    ).astype({"value": float})
    with cached.store().writing(author="Surveyor", at=AT) as writer:
        writer.publish_observations(COUNTRY, table, INFO)

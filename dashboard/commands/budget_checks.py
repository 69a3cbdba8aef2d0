"""What ``aimak budget check`` answers with: what does not add up in the budgets of a country."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from config.i18n import SOURCE_LANGUAGE
from dashboard import cached
from dashboard.commands.budget_place import Books, NoBudgetsError
from dashboard.commands.console import table_rows, written_amounts
from dashboard.names import area_names
from geodata.budgets import BudgetPack
from indicators.budget.alerts import alerts, limit_checks
from indicators.budget.checks import breaks_within, mixed_scopes, printed_differences
from indicators.item_checks import item_differences, unknown_items

TITLES = {
    "items": "Items of the pack that are no indicator of money (errors):",
    "totals": "Published totals that differ from the sum of their items, thousand currency (errors):",
    "scopes": "Periods of two scopes, whose amounts compare with no other:",
    "breaks": "Changes of scope between the first and the last period:",
    "limits": "Beyond a legal limit in the latest period:",
    "series": "Printed twice and differently (amounts in currency); neither is preferred:",
    "notes": "Notes of the pack on its national series:",
}
"""What is looked for, in this order, and what stands above it."""

ERRORS = ("items", "totals")
"""What must be mended: in the pack, in the imported file or by whoever published it."""

AMOUNTS = {"total", "sum_of_items", "difference", "printed", "other_printed", "value", "threshold"}
"""Columns that a person reads with separators."""


@dataclass(frozen=True, eq=False)
class Findings:
    """What was found in a country."""

    country: str
    n_amounts: int
    """Observed amounts of budgets, at every stage; what is published as missing is none."""
    tables: Mapping[str, pd.DataFrame]
    """By a key of :data:`TITLES`, in its order; a table may be empty.

    ``items``: ``fault``. ``totals`` as :func:`indicators.item_checks.item_differences` has them, ``limits``
    as :func:`indicators.budget.alerts.alerts`, both with ``area_name``, the latter with ``difference``.
    ``scopes``, ``breaks`` and ``series`` as in :mod:`indicators.budget.checks`. ``notes``: ``series, note``.
    """

    @property
    def has_errors(self) -> bool:
        """Whether anything must be mended."""
        return any(len(self.tables[kind]) for kind in ERRORS)


def findings(country: str | None) -> Findings:
    """Check the budgets of a country as they are installed.

    Args:
        country: a code; without, the active country.

    Raises:
        AimakError: the country is not installed, or has no budgets at all.
    """
    books = Books.of(country)
    amounts = _amounts(books)
    if books.budget is None and amounts.empty:
        raise NoBudgetsError(f"{books.country} has no budgets: neither a budget.toml in its pack nor amounts")
    found = {
        "totals": _with_names(books, _totals(books)),
        "limits": _with_names(books, _limits(books)),
        **_of_pack(books.budget, sorted(amounts["period"].unique())),
    }
    return Findings(books.country, len(amounts), {kind: found[kind] for kind in TITLES})


def records(found: Findings) -> dict[str, object]:
    """Return findings for JSON: rows by kind."""
    return {kind: table_rows(table) for kind, table in found.tables.items()}


def written(found: Findings) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield what was found as a person reads it, each with what stands above: of limits the latest period."""
    for kind, table in found.tables.items():
        shown = _latest(table) if kind == "limits" else table
        if len(shown):
            amounts = {key: written_amounts(shown[key]) for key in shown.columns if key in AMOUNTS}
            yield TITLES[kind], shown.assign(**amounts)


def remarks(found: Findings) -> Iterator[str]:
    """Yield what was looked at, and how much was found."""
    yield f"{found.country}: {found.n_amounts:,} observed amounts of budgets, at every stage"
    counts = [f"{kind} {len(table)}" for kind, table in found.tables.items() if len(table)]
    yield f"found: {', '.join(counts) or 'nothing'}; nothing is corrected"
    if found.has_errors:
        yield "error: something does not add up and must be mended: in the pack, the file or at its source"


def _amounts(books: Books) -> pd.DataFrame:
    """Return the observed amounts of the items of the pack, and of totals and what they are made of."""
    catalogue, observed = cached.catalogue(), cached.observations(books.country, books.version)
    items = set(catalogue.computing_order(_totals_made_of_items()))
    if books.budget is not None:
        items |= books.budget.items.keys()
    ids = [each.id for each in catalogue.values() if {each.id, each.stage_of} & items]
    return observed[observed["indicator_id"].isin(ids)].dropna(subset="value")


def _totals_made_of_items() -> tuple[str, ...]:
    return tuple(each.id for each in cached.catalogue().values() if each.parts)


def _totals(books: Books) -> pd.DataFrame:
    computed = cached.computed(books.country, books.version, _totals_made_of_items())
    return item_differences(computed, cached.catalogue())


def _limits(books: Books) -> pd.DataFrame:
    """Return what is beyond a limit, of the smallest areas: only these have budgets of their own."""
    catalogue = cached.catalogue()
    values = books.values([each.id for each in catalogue.values() if each.alerts]).dropna(subset="value")
    smallest = values[values["admin_level"] == values["admin_level"].max()]
    codes = pd.Index(smallest["area_code"].unique(), dtype="str")
    found = alerts(limit_checks(smallest, catalogue, country=books.country, area_codes=codes))
    return found.assign(difference=found["value"] - found["threshold"]).drop(columns="is_alert")


def _of_pack(budget: BudgetPack | None, periods: list[str]) -> dict[str, pd.DataFrame]:
    if budget is None:
        return dict.fromkeys(("items", "scopes", "breaks", "series", "notes"), pd.DataFrame())
    notes = [(each.id, note[SOURCE_LANGUAGE]) for each in budget.national_series for note in each.notes]
    faults = list(unknown_items(budget, cached.catalogue()))
    return {
        "items": pd.DataFrame({"fault": faults}, dtype="str"),
        "scopes": mixed_scopes(budget, periods),
        "breaks": breaks_within(budget, periods),
        "series": printed_differences(budget.national_series),
        "notes": pd.DataFrame(notes, columns=["series", "note"], dtype="str"),
    }


def _with_names(books: Books, table: pd.DataFrame) -> pd.DataFrame:
    names = table["area_code"].map(area_names(books.areas, SOURCE_LANGUAGE))
    rest = table.drop(columns="area_code")
    return pd.concat([table[["area_code"]], names.rename("area_name"), rest], axis=1)


def _latest(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["period"] == table.groupby("indicator_id")["period"].transform("max")]

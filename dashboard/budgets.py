"""Equalization scenarios: those that the users of a country keep, and what a scenario reads there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from config.i18n import SOURCE_LANGUAGE
from dashboard.kept_documents import KeptDocuments, keep_document, kept_documents, withdraw_document
from geodata.budgets import BudgetPack
from geodata.packs import Pack
from geodata.store import Document, Store
from indicators.budget.inputs import BudgetInputs
from indicators.budget.methods import default_method, load_provision_methods
from indicators.budget.scenario import DOCUMENT_KIND, Scenario, scenario_from_toml, scenario_to_toml
from indicators.budget.settlements import Settlements


@dataclass(frozen=True, kw_only=True)
class SavedScenario:
    """A scenario, and which version of it."""

    scenario: Scenario
    version: int
    author: str
    saved_at: datetime


@dataclass(frozen=True)
class SavedScenarios(KeptDocuments[SavedScenario]):
    """What there is to choose."""

    def __iter__(self) -> Iterator[Scenario]:
        return (each.scenario for each in self.by_id.values())


def saved_scenarios(store: Store, country: str) -> SavedScenarios:
    """Return the scenarios of a country's users by id."""
    kept = kept_documents(store, country, DOCUMENT_KIND, _saved)
    return SavedScenarios(kept.by_id, kept.unreadable)


def saved_scenario(
    store: Store, country: str, scenario_id: str, *, version: int | None = None
) -> SavedScenario:
    """Return a version of a scenario, by default the current one.

    Raises:
        StoreError: there is none; or it is withdrawn, and no version is asked for.
        ConfigError: this program cannot use it.
    """
    return _saved(store.document(country, DOCUMENT_KIND, scenario_id, version))


def save_scenario(
    store: Store,
    country: str,
    scenario: Scenario,
    *,
    base_version: int | None,
    author: str,
    at: datetime,
    note: str = "",
) -> int:
    """Save a scenario.

    Args:
        store: where to.
        country: for which it is.
        scenario: its id names it; those of saved ones are kept apart by it.
        base_version: the version it was made from; None if it is new.
        author: who saves it.
        at: when.
        note: what was changed, and why.

    Returns:
        Its new version; the current one where nothing differs.

    Raises:
        StaleDocumentError: there is another version than ``base_version``, which is quoted beside this one.
    """
    return keep_document(
        store,
        country,
        DOCUMENT_KIND,
        scenario.id,
        title=scenario.title[SOURCE_LANGUAGE],
        content=scenario_to_toml(scenario),
        base_version=base_version,
        author=author,
        at=at,
        note=note,
    )


def withdraw_scenario(
    store: Store, country: str, scenario_id: str, *, base_version: int, author: str, at: datetime, note: str
) -> None:
    """Take a scenario out of the offer; its versions stay in the store.

    Raises:
        StaleDocumentError: there is another version than ``base_version``.
        StoreError: there is no such scenario, or no reason is given.
    """
    withdraw_document(
        store, country, DOCUMENT_KIND, scenario_id, base_version=base_version, author=author, at=at, note=note
    )


def scenario_inputs(
    scenario: Scenario, values: pd.DataFrame, areas: pd.DataFrame, *, pack: Pack, budget: BudgetPack | None
) -> BudgetInputs:
    """Return what a scenario reads in a country, of the level and period that it names.

    Args:
        scenario: says which numbers.
        values: of its indicators; with the population of the settlements for a scenario that counts those.
        areas: all of the country.
        pack: of the country.
        budget: of its pack.

    Raises:
        KeyError: the country has no such level.
        BudgetError: the numbers are such as nothing can be computed from.
    """
    return BudgetInputs.from_values(
        scenario,
        values,
        areas,
        level=pack.level_by_id(scenario.level).number,
        norms=() if budget is None else budget.expenditure_norms,
        settlements=small_settlements(pack),
    )


def small_settlements(pack: Pack) -> Settlements | None:
    """Return the settlements of a country, as far as small ones count by the default method."""
    return Settlements.of(pack, default_method(load_provision_methods()))


def _saved(document: Document) -> SavedScenario:
    return SavedScenario(
        scenario=scenario_from_toml(document.content, name=f"scenario {document.document_id}"),
        version=document.version,
        author=document.author,
        saved_at=document.created_at,
    )

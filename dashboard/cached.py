"""Every cache of the app, keyed by data version: a new import is seen at once, nothing else is recomputed."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, lru_cache

import geopandas as gpd
import pandas as pd

from dashboard.availability import Availability
from dashboard.budgets import SCENARIOS, SavedScenario
from dashboard.components.area_map import ASSETS
from dashboard.councils import POPULATION, CouncilBook, public_rows
from dashboard.hearings import HEARINGS, PLANS, SavedHearing, SavedPlan, saved_hearings, saved_plans
from dashboard.kept_documents import KeptDocuments
from dashboard.profiles import PROFILE_KIND, OfferedProfiles, default_level, offered_profiles
from geodata.boundaries.borders import shared_borders
from geodata.budgets import BudgetPack, load_budget_pack
from geodata.councils.composition_rules import load_composition_pack
from geodata.councils.pack import CouncilPack, load_council_pack
from geodata.packs import Pack, load_pack, pack_folders
from geodata.store import Store
from geodata.workspace import Workspace
from indicators.breaks import Breaks, series_breaks
from indicators.budget.scenario import DOCUMENT_KIND
from indicators.catalogue import Catalogue, load_catalogue
from indicators.compute import Computed, compute
from indicators.councils.norms import OnePer
from indicators.councils.on_day import OnDay
from indicators.councils.reporting import reports_on
from indicators.designation.assess import Assessment, judge
from indicators.designation.measure import Measurement, measure
from indicators.designation.neighbourhood import Neighbourhood
from indicators.designation.profile import Profile
from indicators.designation.robustness.draws import probability as simulated_probability
from indicators.designation.robustness.relative_errors import relative_errors
from indicators.designation.tables import LevelTables
from indicators.explain import Explanation, explain
from indicators.values import indicator_values

SEED = 1
"""Of every simulation on screen: the same view shows the same numbers again."""


@cache
def store() -> Store:
    """Return the store of this installation's workspace."""
    return Workspace.find().open_store()


@cache
def catalogue() -> Catalogue:
    """Return the indicator catalogue."""
    return load_catalogue()


def countries() -> list[str]:
    """Return the countries of the workspace."""
    return store().countries()["country"].tolist()


def active_country() -> str | None:
    """Return the country that was installed or chosen last."""
    return store().active_country()


def pack(country: str) -> Pack:
    """Return the pack of a country."""
    return load_pack(pack_folders()[country])


@cache
def budget(country: str) -> BudgetPack | None:
    """Return the budget statistics of a country's pack, None where it has none."""
    return load_budget_pack(pack_folders()[country])


@cache
def breaks(country: str) -> Breaks:
    """Return the breaks of every indicator in a country, by id."""
    return series_breaks(catalogue(), country, budget(country))


def data_version(country: str) -> str:
    """Return the version of a country's published areas and observations; read anew at each call."""
    return store().data_version(country, kinds=("areas", "observations"))


def whole_version(country: str) -> str:
    """Return the version of all that a country has published, registers too; read anew at each call."""
    return store().data_version(country)


@lru_cache(maxsize=16)
def areas(country: str, version: str) -> gpd.GeoDataFrame:  # noqa: ARG001 - the version is the key
    """Return the areas of a country with their geometry, indexed by code."""
    return store().areas(country).set_index("area_code", drop=False).rename_axis(None)


@lru_cache(maxsize=16)
def layers(country: str, version: str) -> pd.DataFrame:  # noqa: ARG001
    """Return the display layers of a country."""
    return store().display_layers(country)


def observations(country: str, version: str, *, without_dataset: int | None = None) -> pd.DataFrame:
    """Return the visible observations of a country; as if a dataset were withdrawn, where one is named."""
    return _observations(country, version, without_dataset)


@lru_cache(maxsize=16)
def _observations(country: str, version: str, without_dataset: int | None) -> pd.DataFrame:  # noqa: ARG001
    left_out = () if without_dataset is None else (without_dataset,)
    return store().observations(country, without_datasets=left_out)


@lru_cache(maxsize=16)
def values(country: str, version: str) -> pd.DataFrame:
    """Return the values of every indicator at every level and period, with ``admin_level``."""
    known = areas(country, version)
    computed = indicator_values(
        catalogue(),
        observations(country, version),
        known.drop(columns="geometry"),
        breaks=breaks(country),
    )
    return computed.assign(admin_level=computed["area_code"].map(known["admin_level"]))


@lru_cache(maxsize=16)
def _by_indicator(country: str, version: str) -> dict[str, pd.DataFrame]:
    return {str(key): rows for key, rows in values(country, version).groupby("indicator_id", sort=False)}


def level_values(country: str, version: str, indicator_id: str, level: int) -> pd.DataFrame:
    """Return an indicator's values at a level, every period; none where nobody has any."""
    rows = _by_indicator(country, version).get(indicator_id, values(country, version)[:0])
    return rows[rows["admin_level"] == level]


@lru_cache(maxsize=16)
def _by_area(country: str, version: str) -> dict[str, pd.DataFrame]:
    return {str(key): rows for key, rows in values(country, version).groupby("area_code", sort=False)}


def area_values(country: str, version: str, area_codes: Iterable[str]) -> pd.DataFrame:
    """Return all values of some areas."""
    by_area = _by_area(country, version)
    return pd.concat(
        [by_area[code] for code in area_codes if code in by_area] or [values(country, version)[:0]]
    )


def periods_of(country: str, version: str, area_code: str, indicator_id: str) -> list[str]:
    """Return the periods of which something is known about an indicator in an area, ascending."""
    rows = _by_area(country, version)[area_code]
    return sorted(rows.loc[rows["indicator_id"] == indicator_id, "period"])


@lru_cache(maxsize=256)
def explanation(country: str, version: str, area_code: str, indicator_id: str, period: str) -> Explanation:
    """Return how a value came about."""
    return explain(
        catalogue(),
        observations(country, version),
        areas(country, version),
        area_code=area_code,
        indicator_id=indicator_id,
        period=period,
        breaks=breaks(country),
    )


@lru_cache(maxsize=16)
def availability(country: str, version: str) -> Availability:
    """Return which indicator has values at which level and in which periods."""
    return Availability.of(values(country, version))


def profiles(country: str) -> OfferedProfiles:
    """Return the designation profiles a country offers: the built-in ones and its users' own."""
    return _profiles(country, store().documents_version(country, PROFILE_KIND))


@lru_cache(maxsize=16)
def _profiles(country: str, version: str) -> OfferedProfiles:  # noqa: ARG001
    return offered_profiles(store(), country)


def scenarios(country: str) -> KeptDocuments[SavedScenario]:
    """Return the equalization scenarios that the users of a country keep."""
    return _scenarios(country, store().documents_version(country, DOCUMENT_KIND))


@lru_cache(maxsize=16)
def _scenarios(country: str, version: str) -> KeptDocuments[SavedScenario]:  # noqa: ARG001
    return SCENARIOS.saved(store(), country)


def hearings(country: str) -> KeptDocuments[SavedHearing]:
    """Return the hearings that are planned in a country."""
    return _hearings(country, store().documents_version(country, HEARINGS.kind))


@lru_cache(maxsize=16)
def _hearings(country: str, version: str) -> KeptDocuments[SavedHearing]:  # noqa: ARG001
    return saved_hearings(store(), country)


def plans(country: str) -> KeptDocuments[SavedPlan]:
    """Return the plans of involvement of a country."""
    return _plans(country, store().documents_version(country, PLANS.kind))


@lru_cache(maxsize=16)
def _plans(country: str, version: str) -> KeptDocuments[SavedPlan]:  # noqa: ARG001
    return saved_plans(store(), country)


@lru_cache(maxsize=16)
def computed(
    country: str, version: str, indicator_ids: tuple[str, ...], *, without_dataset: int | None = None
) -> Computed:
    """Return dense tables of some indicators and all they need, for every level."""
    known = areas(country, version).drop(columns="geometry")
    observed = observations(country, version, without_dataset=without_dataset)
    return compute(catalogue(), observed, known, indicator_ids, breaks=breaks(country))


def profile_level(country: str, version: str, profile: Profile) -> int:
    """Return the level a profile is applied to unless another is chosen."""
    return default_level(profile, pack(country), computed(country, version, tuple(profile.indicator_ids)))


@lru_cache(maxsize=16)
def borders(country: str, version: str, level: int) -> pd.DataFrame:
    """Return which areas of a level share a border."""
    known = areas(country, version)
    return shared_borders(known[known["admin_level"] == level], equal_area_crs=pack(country).equal_area_crs)


@lru_cache(maxsize=16)
def level_tables(
    country: str,
    version: str,
    level: int,
    indicator_ids: tuple[str, ...],
    *,
    with_borders: bool,
    without_dataset: int | None = None,
) -> LevelTables:
    """Return what the areas of a level are assessed on."""
    known = computed(country, version, indicator_ids, without_dataset=without_dataset)
    tables = LevelTables.from_computed(known, level=level)
    if not with_borders:
        return tables
    neighbourhood = Neighbourhood.from_borders(borders(country, version, level), tables.area_codes)
    return replace(tables, neighbourhood=neighbourhood)


@dataclass(frozen=True)
class _ProfileKey:
    """A profile as part of a cache key: two of the same text are the same."""

    text: str
    profile: Profile = field(compare=False)


def measurement(
    country: str,
    version: str,
    level: int,
    profile: Profile,
    on: date,
    *,
    without_dataset: int | None = None,
) -> Measurement:
    """Return the statistics of a profile's criteria; a moved threshold needs no more than to judge them.

    Args:
        country: whose areas.
        version: of its data.
        level: of the areas.
        profile: the rule.
        on: the day of the assessment.
        without_dataset: id of a dataset that is left out as if it were withdrawn.
    """
    key = _ProfileKey(profile.model_dump_json(), profile)
    return _measurement(country, version, level, key, on, without_dataset)


@lru_cache(maxsize=64)
def _measurement(
    country: str, version: str, level: int, key: _ProfileKey, on: date, without_dataset: int | None
) -> Measurement:
    tables = level_tables(
        country,
        version,
        level,
        tuple(key.profile.indicator_ids),
        with_borders=key.profile.needs_borders,
        without_dataset=without_dataset,
    )
    return measure(key.profile, tables, on=on)


def probability(assessment: Assessment) -> pd.DataFrame:
    """Return how probable each area's designation is, given the errors of the data."""
    profile = assessment.profile
    return _probability(_ProfileKey(profile.model_dump_json(), profile), assessment.measurement)


@lru_cache(maxsize=32)
def _probability(key: _ProfileKey, measured: Measurement) -> pd.DataFrame:
    errors = relative_errors(catalogue(), key.profile.indicator_ids)
    return simulated_probability(judge(key.profile, measured), errors=errors, seed=SEED)


@lru_cache(maxsize=16)
def observation_titles(country: str, version: str) -> dict[int, str]:  # noqa: ARG001
    """Return the titles of the published tables of a country, by the id of their dataset."""
    datasets = store().datasets(country)
    shown = datasets[(datasets["kind"] == "observations") & (datasets["status"] == "published")]
    return {int(key): str(title) for key, title in zip(shown["id"], shown["title"], strict=True)}


@lru_cache(maxsize=16)
def sources(country: str, version: str) -> dict[int, str]:  # noqa: ARG001
    """Return what each dataset of a country cites, by its id."""
    datasets = store().datasets(country).set_index("id")
    return {int(key): str(source) for key, source in datasets["source"].items()}


def council_pack(country: str) -> CouncilPack | None:
    """Return what a country's pack says of councils, None where it says nothing."""
    return load_council_pack(pack_folders()[country])


@lru_cache(maxsize=16)
def council_book(country: str, whole_version: str) -> CouncilBook | None:  # noqa: ARG001
    """Return the register of a country's councils, None where the pack says nothing of them."""
    folder = pack_folders()[country]
    if (councils := load_council_pack(folder)) is None:
        return None
    # A changed register leaves areas and observations as they are.
    version = data_version(country)
    known = areas(country, version)
    return CouncilBook(
        pack=pack(country),
        councils=councils,
        composition=load_composition_pack(folder),
        register=store().register(country),
        areas=known,
        population=indicator_values(
            catalogue(),
            observations(country, version),
            known.drop(columns="geometry"),
            indicator_ids=[POPULATION],
            breaks=breaks(country),
        ),
    )


@lru_cache(maxsize=16)
def council_day(country: str, whole_version: str, on: date) -> OnDay:
    """Return the register of a country's councils on a day."""
    return _known_book(country, whole_version).on_day(on)


@lru_cache(maxsize=16)
def council_reports(country: str, whole_version: str, on: date) -> pd.DataFrame:
    """Return the reports of a country's councils, and what has become of each on a day."""
    councils = _known_book(country, whole_version).councils
    return reports_on(council_day(country, whole_version, on), councils)


@lru_cache(maxsize=128)
def council_rows(
    country: str,
    whole_version: str,
    on: date,
    body_type: str | None,
    one_per: OnePer,
    *,
    measure: str | None = None,
) -> pd.DataFrame:
    """Return the measures of a type of bodies at every level on a day, as they may be published."""
    return public_rows(
        _known_book(country, whole_version),
        council_day(country, whole_version, on),
        council_reports(country, whole_version, on),
        body_type,
        one_per=one_per,
        measure=measure,
    )


def _known_book(country: str, whole_version: str) -> CouncilBook:
    if (book := council_book(country, whole_version)) is None:
        raise LookupError(f"expected a pack with councils, got that of {country}")
    return book


@lru_cache(maxsize=256)
def geometry(sha256: str) -> bytes | None:
    """Return a display layer as gzip-compressed GeoJSON, or None if there is none of that hash."""
    return store().display_content(sha256)


@cache
def asset(name: str) -> bytes:
    """Return a file the map needs, gzip-compressed."""
    return gzip.compress(ASSETS[name].read_bytes(), mtime=0)


def warm() -> None:
    """Fill what every first page needs."""
    for name in ASSETS:
        asset(name)
    if country := active_country():
        availability(country, data_version(country))


def forget() -> None:
    """Empty every cache, for a process that turns to another workspace."""
    if store.cache_info().currsize:
        store().close()
    by_country = (areas, layers, _observations, values, _by_indicator, _by_area, availability, sources)
    designation = (_profiles, computed, borders, level_tables, _measurement, _probability, observation_titles)
    councils = (council_book, council_day, council_reports, council_rows)
    documents = (_scenarios, _hearings, _plans)
    kept_by_kind = (*by_country, *designation, *councils, *documents, geometry, explanation)
    for kept in (store, budget, breaks, *kept_by_kind):
        kept.cache_clear()

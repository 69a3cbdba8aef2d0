"""What ``aimak assess`` answers with: an assessment as counts, rows, sentences and remarks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from config.errors import AimakError
from config.loader import validate
from dashboard import cached
from dashboard.commands.console import LevelError, chosen_country, named_level, table_rows
from dashboard.names import area_names
from geodata.packs import Level, Pack
from indicators.designation import comparison
from indicators.designation.assess import Assessment, judge
from indicators.designation.comparison import Comparison
from indicators.designation.people import people
from indicators.designation.profile import Profile
from indicators.designation.sentences import area_sentence, criterion_sentence
from indicators.designation.trace import criteria_table, trace
from indicators.designation.variation import Variation, vary

CANNOT_BE_TOLD = "cannot be told"
LANGUAGE = "en"
"""Of all that is printed but the sentences."""

CRITERION_COLUMNS = {
    "criterion_id": "id",
    "is_met": "is_met",
    "value": "value",
    "reference": "reference",
    "ratio": "ratio",
    "margin": "margin",
}
"""Columns of :func:`criteria_table` and what the JSON calls them."""


class UnknownAreaError(AimakError):
    """An area that is not on the level."""


@dataclass(frozen=True, eq=False)
class Assessed:
    """An assessment and what it is of."""

    country: str
    version: str
    level: Level
    assessment: Assessment
    variation: Variation

    @property
    def name(self) -> str:
        """Profile and day."""
        return f"{self.assessment.profile.id}@{self.assessment.on}"

    @property
    def area_names(self) -> pd.Series[str]:
        """The names of all areas of the country, by code."""
        return area_names(cached.areas(self.country, self.version), LANGUAGE)


def assess(
    country: str | None,
    profile_id: str,
    *,
    level: str | None,
    on: date,
    changes: Mapping[str, object] | None = None,
) -> Assessed:
    """Apply an offered profile.

    Args:
        country: a code; without, the active country.
        profile_id: of a built-in profile or an own one.
        level: number or id of a level; without, the one the profile is for.
        on: the day.
        changes: the fields of a :class:`Variation`, for a what-if.

    Raises:
        AimakError: of whatever is not there or cannot be run.
    """
    chosen = chosen_country(cached.store(), country)
    profile = cached.profiles(chosen)[profile_id]
    variation = validate(changes or {}, Variation, name="what if")
    varied = vary(profile, variation) if variation else profile
    version = cached.data_version(chosen)
    found = _level(cached.pack(chosen), level, profile, version)
    if not (cached.areas(chosen, version)["admin_level"] == found.number).any():
        raise LevelError(f"expected a level that has areas, got {found.number} ({found.id}), which has none")
    measurement = cached.measurement(chosen, version, found.number, profile, on)
    return Assessed(chosen, version, found, judge(varied, measurement), variation)


def _level(pack: Pack, given: str | None, profile: Profile, version: str) -> Level:
    if given is None:
        return pack.level(cached.profile_level(pack.code, version, profile))
    return named_level(pack, given)


def class_counts(assessed: Assessed) -> pd.DataFrame:
    """Return ``class, title, n_areas, population, n_counted``, a row per class and one for the unknown.

    ``population`` is that of the ``n_counted`` areas of which it is known, missing where of none.
    """
    areas = assessed.assessment.areas().fillna({"class": CANNOT_BE_TOLD})
    counted = people(areas, ["class"]).set_index("class")
    titles = {each.id: each.title[LANGUAGE] for each in assessed.assessment.profile.classes}
    several = sorted(set(counted.index) - {*titles, CANNOT_BE_TOLD})
    table = counted.reindex([*titles, *several, CANNOT_BE_TOLD])
    table = whole_people(table.where(table["n_areas"].notna(), 0))
    table.insert(0, "title", table.index.map(titles).fillna(""))
    return table.rename_axis("class").reset_index()


def whole_people(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with its counts of areas and people as whole numbers."""
    counts = table.columns.intersection(["n_areas", "population", "n_counted"])
    return table.assign(**{name: table[name].round().astype("Int64") for name in counts})


def area_records(assessed: Assessed, *, only: str | None = None) -> list[dict[str, object]]:
    """Return a record per area: its class, the possible numbers of criteria met, and each criterion.

    Args:
        assessed: of which areas.
        only: the code of the one area that is wanted.
    """
    criteria = defaultdict(list)
    table = criteria_table(assessed.assessment)[["area_code", *CRITERION_COLUMNS]]
    for row in table_rows(_of_area(table, assessed, only).rename(columns=CRITERION_COLUMNS)):
        criteria[row.pop("area_code")].append(row)
    areas = assessed.assessment.areas()[["area_code", "class", "lowest", "highest"]]
    return [
        {**row, "criteria": criteria[row["area_code"]]} for row in table_rows(_of_area(areas, assessed, only))
    ]


def tidy_table(assessed: Assessed, *, only: str | None = None) -> pd.DataFrame:
    """Return a row per area and criterion, with profile and day; an area without criteria has one row."""
    assessment = assessed.assessment
    table = assessment.areas().merge(criteria_table(assessment), on="area_code", how="left")
    table.insert(1, "area_name", table["area_code"].map(assessed.area_names))
    return _of_area(table, assessed, only).assign(profile=assessment.profile.id, on=str(assessment.on))


def sentences(assessed: Assessed, area_code: str, *, language: str) -> list[str]:
    """Return why an area is in its class: one sentence for it and one for each criterion."""
    _require_area(assessed, area_code)
    assessment, currency = assessed.assessment, cached.pack(assessed.country).currency
    traces = (trace(assessment, area_code, each.id) for each in assessment.profile.criteria)
    return [
        area_sentence(assessment, area_code, language=language),
        *(
            criterion_sentence(each, language=language, catalogue=cached.catalogue(), currency=currency)
            for each in traces
        ),
    ]


def remarks(assessed: Assessed) -> Iterator[str]:
    """Yield what a reader must know: level, result in short, what was changed, validity and notes."""
    assessment = assessed.assessment
    profile, basis = assessment.profile, assessment.profile.legal_basis
    plural = assessed.level.plural[LANGUAGE].lower()
    yield f"{profile.title[LANGUAGE]}: {plural} (level {assessed.level.number}) on {assessment.on}"
    designated = assessment.outcome.designated
    yield (
        f"designated: {designated.surely.sum()} of {designated.surely.size} {plural}; "
        f"{CANNOT_BE_TOLD}: {designated.is_missing.sum()}"
    )
    if assessed.variation:
        yield f"what if: {assessed.variation.model_dump_json(exclude_defaults=True)}"
    if not assessment.is_in_force:
        held = f"from {basis.effective_from or '…'} to {basis.effective_to or '…'}"
        yield f"warning: not in force on {assessment.on} ({held}): this is what it would say"
    yield from note_lines(profile)


def note_lines(profile: Profile) -> Iterator[str]:
    """Yield the notes of a profile, each with its kind."""
    for note in profile.notes:
        yield f"{note.kind.replace('_', ' ')}: {note.text[LANGUAGE]}"


def compare(before: Assessed, after: Assessed) -> Comparison:
    """Compare two assessments of one level.

    Raises:
        LevelError: they are of two.
    """
    if before.level != after.level:
        raise LevelError(
            f"expected two assessments of one level, got {before.level.id} and {after.level.id}; "
            "choose one with --level"
        )
    return comparison.compare(before.assessment, after.assessment)


def comparison_record(comparison: Comparison) -> dict[str, object]:
    """Return a comparison for JSON: its summary and every area."""
    return {"summary": table_rows(comparison.summary()), "areas": table_rows(comparison.table)}


def changes(comparison: Comparison, assessed: Assessed) -> pd.DataFrame:
    """Return the areas that enter or leave a designation, with their names."""
    table = comparison.table[comparison.table["change"].isin(["enters", "leaves"])]
    named = table[["change", "area_code", "class_before", "class_after", "population"]]
    named.insert(2, "area_name", named["area_code"].map(assessed.area_names))
    return whole_people(named.sort_values(["change", "area_code"]))


def _of_area(table: pd.DataFrame, assessed: Assessed, only: str | None) -> pd.DataFrame:
    if only is None:
        return table
    _require_area(assessed, only)
    return table[table["area_code"] == only]


def _require_area(assessed: Assessed, area_code: str) -> None:
    if area_code not in assessed.assessment.area_codes:
        raise UnknownAreaError(
            f"expected the code of an area of level {assessed.level.number}, got {area_code!r}"
        )

"""What ``aimak council coverage`` and ``gaps`` answer with: public measures, and who has no deputy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from config.i18n import SOURCE_LANGUAGE
from dashboard import cached
from dashboard.commands.console import named_level, table_rows
from dashboard.commands.council_place import NoCouncilsError, Registry
from dashboard.components.council.coverage.told import REST_HIDDEN
from geodata.packs import Level
from indicators.councils.coverage import KEYS, MEASURES, OF_NO_TYPE
from indicators.councils.norms import OnePer
from indicators.councils.representation import ADVISORY_VOTE, settlement_deputies, without_deputy
from indicators.councils.shares import LACKS_TEXTS

BOUNDS = ("lowest", "highest")
COUNTS = ("numerator", "unknown", "denominator")
COLUMNS = (
    *("admin_level", "area_code", "area_name", *KEYS, "unit"),
    *(*COUNTS, "value", *BOUNDS, "lacks", "why", "on", "one_per"),
)
"""Of a table for scripts."""
SHOWN = ("area_name", *KEYS, "numerator", "denominator", "value", "why")
"""Of a table for a person."""


@dataclass(frozen=True, eq=False)
class Coverage:
    """Measures of councils as they may be published."""

    registry: Registry
    on: date
    level: Level
    rows: pd.DataFrame
    """:data:`COLUMNS`; of each measure the country first."""


def coverage(
    country: str | None,
    *,
    level: str | None,
    body_type: str | None,
    measure: str | None,
    on: date | None,
    today: date,
    one_per: OnePer,
) -> Coverage:
    """Measure councils for the country and the areas of a level.

    Args:
        country: a code; without, the active country.
        level: number or id; without, only the country.
        body_type: without, every type.
        measure: a key of ``MEASURES``; without, every one.
        on: the day; without, the last of which the register tells, else ``today``.
        today: the day of the command.
        one_per: what a norm that leaves it open is taken to mean.

    Raises:
        AimakError: of whatever is not there.
    """
    registry = Registry.of(country)
    pack = registry.book.pack
    nation = pack.levels[0]
    chosen = nation if level is None else named_level(pack, level)
    day = registry.day(on, today)
    asked = _asked_types(registry, body_type, measure)
    tables = [
        cached.council_rows(registry.country, registry.version, day, each, one_per, measure=measure)
        for each in asked
    ]
    rows = pd.concat(tables, ignore_index=True)
    rows = rows[rows["admin_level"].isin([nation.number, chosen.number])]
    if measure is not None:
        rows = rows[rows["measure"] == measure]
    if rows.empty:
        raise NoCouncilsError(
            "nothing is measured there: such bodies serve larger areas, or have no such duty"
        )
    described = _described(registry, rows).assign(on=str(day), one_per=one_per)
    return Coverage(registry, day, chosen, described[list(COLUMNS)])


def records(found: Coverage) -> list[dict[str, object]]:
    """Return the rows for JSON."""
    return table_rows(found.rows)


def tidy_table(found: Coverage) -> pd.DataFrame:
    """Return the rows with the day and the choices in each."""
    return found.rows


def written(found: Coverage) -> pd.DataFrame:
    """Return the rows as a person reads them: where something is unknown, the bounds in place of a value."""
    rows = found.rows
    counts = {name: rows[name].map("{:,}".format, na_action="ignore").astype("str") for name in COUNTS}
    ends = [rows[name].map("{:.1f}".format, na_action="ignore").astype("str") for name in BOUNDS]
    value = rows["value"].map("{:.1f}".format, na_action="ignore").astype("str")
    bounds = (ends[0] + "–" + ends[1]).where(rows["unknown"] != 0)
    told = rows.assign(**counts, value=value.fillna(bounds))
    return told[list(SHOWN)].astype(dict.fromkeys(KEYS, "str"))


def remarks(found: Coverage) -> Iterator[str]:
    """Yield the day, what is hidden and what the pack says of its data."""
    yield f"councils of {found.registry.country} on {found.on}"
    if hidden := int(found.rows["lacks"].eq("small").sum()):
        below = found.registry.book.councils.small_cell_threshold
        yield f"rows hidden, as they tell of fewer than {below} people or would give such away: {hidden}"
    yield from _notes(found.registry)


def settlements_without_deputy(
    country: str | None, *, on: date | None, today: date
) -> tuple[pd.DataFrame, Sequence[str]]:
    """Return the settlements without an elected deputy, and what a reader must know.

    Returns:
        ``area_code, area_name, council_area, council_area_name, population``, the most populous first.

    Raises:
        AimakError: of whatever is not there.
    """
    registry = Registry.of(country)
    moment = registry.day(on, today)
    day = cached.council_day(registry.country, registry.version, moment)
    territory = registry.book.territory(moment, registry.book.pack.levels[0].number)
    deputies = settlement_deputies(day, registry.book.councils, territory)
    names = registry.names(SOURCE_LANGUAGE)
    alone = without_deputy(deputies)[["area_code", "council_area", "population"]]
    alone.insert(1, "area_name", alone["area_code"].map(names))
    alone.insert(3, "council_area_name", alone["council_area"].map(names))
    is_told = deputies["has_deputy"].notna()
    told = f"settlements of {registry.country} on {moment}: {len(deputies)}"
    said = [
        f"{told}, without a deputy {len(alone)}, not to be told {int((~is_told).sum())}",
        ADVISORY_VOTE,
        *_notes(registry),
    ]
    return alone.assign(population=alone["population"].round().astype("Int64")), said


def _asked_types(registry: Registry, body_type: str | None, measure: str | None) -> list[str | None]:
    types = registry.book.councils.body_types
    if measure is not None and measure not in MEASURES:
        raise NoCouncilsError(f"expected a measure of {', '.join(MEASURES)}, got {measure!r}")
    if body_type is not None and body_type not in types:
        raise NoCouncilsError(f"expected a type of body of {', '.join(types)}, got {body_type!r}")
    if measure in OF_NO_TYPE:
        return [None]
    if body_type is not None:
        return [body_type]
    return [*types] if measure is not None else [*types, None]


def _described(registry: Registry, rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with names, units and reasons, by type and measure as the pack and the page list them."""
    order = {
        "body_type": {key: n for n, key in enumerate(registry.book.councils.body_types)},
        "measure": {key: n for n, key in enumerate(MEASURES)},
    }
    placed = rows.assign(**{f"{key}_no": rows[key].map(numbers) for key, numbers in order.items()})
    by = ["body_type_no", "measure_no", "report_type", "admin_level", "area_code"]
    ordered = placed.sort_values(by, ignore_index=True)
    counts = {name: ordered[name].round().astype("Int64") for name in COUNTS}
    return ordered.assign(
        area_name=ordered["area_code"].map(registry.names(SOURCE_LANGUAGE)),
        unit=ordered["measure"].map({key: each.unit for key, each in MEASURES.items()}),
        why=_reasons(ordered),
        **counts,
    )


def _reasons(rows: pd.DataFrame) -> pd.Series[str]:
    """Return why there is no share; of what is small only the rest is hidden where a count is told."""
    listed = (
        rows["lacks"].str.split(",").map(lambda keys: " ".join(map(LACKS_TEXTS.__getitem__, keys)), "ignore")
    )
    return listed.mask((rows["lacks"] == "small") & rows["numerator"].notna(), REST_HIDDEN)


def _notes(registry: Registry) -> Iterator[str]:
    if registry.book.pack.is_demonstration:
        yield "demonstration data: all of it is invented"
    for note in registry.book.councils.notes:
        yield f"note: {note[SOURCE_LANGUAGE]}"

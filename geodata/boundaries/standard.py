"""The rows of a boundary file as areas of the product, with everything wrong in them listed."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
from geopandas import GeoDataFrame

from config.i18n import N_
from geodata.boundaries.columns import COORDINATES, DATE_ATTRIBUTES, TEXT_ATTRIBUTES, BoundaryColumns
from geodata.boundaries.reporting import at_area
from geodata.packs import Pack
from geodata.problems import Problem, Rule, Where
from geodata.schemas import STORAGE_CRS
from geodata.tables.names import NameReader

COLUMN_UNKNOWN = Rule(
    "column_unknown",
    N_("The file has no column {column}; it has: {columns}."),
    N_("Choose one of these columns."),
)
CODE_BLANK = Rule(
    "code_blank",
    N_("The area has no code in column {column}; it is left out."),
    N_("Give every area its official code."),
)
CODE_TOO_LONG = Rule(
    "code_too_long",
    N_("The code {code}… is longer than {limit} characters; the area is left out."),
    N_("Choose another column for the code."),
)
CODE_DUPLICATE = Rule(
    "code_duplicate",
    N_("The code {code} is given to {count} areas of the level; only the first is kept."),
    N_("Give each area its own code, or dissolve the parts of one area into one feature."),
)
NAMES_MISSING = Rule(
    "names_missing",
    N_("No column holds the names of the areas; their codes are shown instead."),
    N_("Choose the column with the names, or add one to the file."),
    severity="warning",
)
NAME_BLANK = Rule(
    "name_blank",
    N_("The area has no name; its code is shown instead."),
    N_("Add the name to the file, or choose the column that holds it."),
    severity="warning",
)
NAME_TOO_LONG = Rule(
    "name_too_long",
    N_("The name {name}… is longer than {limit} characters and is cut there."),
    N_("Choose another column for the name, or shorten it in the file."),
    severity="warning",
)
DATE_UNREADABLE = Rule(
    "date_unreadable",
    N_("Expected a date such as 2024-12-31 or 31.12.2024, got {value}."),
    N_("Write the date as year-month-day."),
)
COORDINATE_UNREADABLE = Rule(
    "coordinate_unreadable",
    N_("Expected a longitude of -180 … 180 and a latitude of -90 … 90 in degrees, got {value}."),
    N_("Write decimal degrees, or choose other columns."),
)

CODE_LENGTH = 64
NAME_LENGTH = 256


def standard_areas(
    frame: pd.DataFrame, columns: BoundaryColumns, *, pack: Pack, admin_level: int
) -> tuple[GeoDataFrame, list[Problem]]:
    """Return the rows of a file as areas in ``STORAGE_CRS``, before repair and without resolved parents.

    A text is only trimmed: whatever else stands in a name stays, and is escaped where it is shown.

    Args:
        frame: Features as read, or a plain table without geometry.
        columns: Which column holds what.
        pack: The country; ``area_name`` is taken in its first language.
        admin_level: The level all rows belong to.

    Returns:
        Areas with ``feature`` (number in the file), ``area_code, area_name, name_*, admin_level,
        parent_code, parent_name, area_type, urban_rural``, registration, consent, dates and ``geometry``
        (None where there is none); and the problems. An area without a usable code is left out.
    """
    frame, chosen = frame.reset_index(drop=True), columns.chosen()
    unknown = [column for column in chosen.values() if column not in frame.columns]
    if unknown:
        listed = ", ".join(str(column) for column in frame.columns)
        problems = [Problem(COLUMN_UNKNOWN, params={"column": name, "columns": listed}) for name in unknown]
        frame, chosen = frame.iloc[:0], {}
    else:
        problems = []
    areas = _texts(frame, chosen)
    areas, code_problems = _with_codes(areas, columns.area_code)
    areas, name_problems = _with_names(areas, pack)
    areas, date_problems = _with_dates(areas)
    areas, geometry_problems = _with_geometry(areas, frame)
    areas = _with_area_types(areas, pack).assign(admin_level=admin_level)
    return areas, problems + code_problems + name_problems + date_problems + geometry_problems


def _texts(frame: pd.DataFrame, chosen: dict[str, str]) -> pd.DataFrame:
    """Return the chosen columns as trimmed texts under the product's names, missing ones as missing."""
    attributes = (*TEXT_ATTRIBUTES, *DATE_ATTRIBUTES, *COORDINATES)
    areas = pd.DataFrame({name: _text(frame[column]) for name, column in chosen.items()}, index=frame.index)
    absent = [name for name in attributes if name not in chosen]
    areas[absent] = pd.DataFrame(None, index=areas.index, columns=absent, dtype="str")
    areas.insert(0, "feature", range(1, len(areas) + 1))
    return areas


def _text(values: pd.Series) -> pd.Series:
    if pd.api.types.is_float_dtype(values) and (values.dropna() % 1 == 0).all():
        values = values.astype("Int64")  # blanks turn whole numbers into floats: .0 is not the file's
    texts = values.astype("string").str.strip()
    return texts.mask(texts == "").astype("str")


def _with_codes(areas: pd.DataFrame, column: str) -> tuple[pd.DataFrame, list[Problem]]:
    codes = areas["area_code"]
    blank, too_long = codes.isna(), codes.str.len() > CODE_LENGTH
    repeated = codes[codes.duplicated(keep=False) & ~blank].value_counts().sort_index()
    problems = [at_area(CODE_BLANK, number, column=column) for number in areas["feature"][blank]]
    problems += [
        at_area(CODE_TOO_LONG, number, code=code[:20], limit=CODE_LENGTH)
        for number, code in zip(areas["feature"][too_long], codes[too_long], strict=True)
    ]
    problems += [at_area(CODE_DUPLICATE, code, code=code, count=count) for code, count in repeated.items()]
    return areas[~blank & ~too_long & ~codes.duplicated()].copy(), problems


def _with_names(areas: pd.DataFrame, pack: Pack) -> tuple[pd.DataFrame, list[Problem]]:
    first, *others = (f"name_{language}" for language in pack.languages)
    present = [name for name in ("area_name", first, *others) if name in areas.columns]
    names = areas[present].bfill(axis="columns").iloc[:, 0].astype("str")
    blank, too_long = names.isna(), names.str.len() > NAME_LENGTH
    problems = [
        at_area(NAME_TOO_LONG, code, name=name[:40], limit=NAME_LENGTH)
        for code, name in zip(areas["area_code"][too_long], names[too_long], strict=True)
    ]
    if blank.all() and not areas.empty:
        problems.append(Problem(NAMES_MISSING))
    else:
        problems += [at_area(NAME_BLANK, code) for code in areas["area_code"][blank]]
    areas["area_name"] = names.fillna(areas["area_code"]).str.slice(stop=NAME_LENGTH)
    return areas.drop(columns=first, errors="ignore"), problems


def _with_dates(areas: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    problems = []
    for name in DATE_ATTRIBUTES:
        texts = areas[name]
        dates = pd.to_datetime(texts.str.slice(stop=10), format="%Y-%m-%d", errors="coerce").fillna(
            pd.to_datetime(texts, format="%d.%m.%Y", errors="coerce")
        )
        unreadable = texts.notna() & dates.isna()
        problems += [
            Problem(DATE_UNREADABLE, Where(feature=code, column=name), {"value": repr(text)})
            for code, text in zip(areas["area_code"][unreadable], texts[unreadable], strict=True)
        ]
        areas[name] = dates.dt.date.astype(object).where(dates.notna(), None)
    return areas, problems


def _with_geometry(areas: pd.DataFrame, frame: pd.DataFrame) -> tuple[GeoDataFrame, list[Problem]]:
    problems: list[Problem] = []
    if isinstance(frame, GeoDataFrame):
        geometry = frame.to_crs(STORAGE_CRS).geometry.loc[areas.index]
    else:
        geometry, problems = _points(areas)
    placed = GeoDataFrame(areas.drop(columns=list(COORDINATES)), geometry=geometry, crs=STORAGE_CRS)
    return placed.reset_index(drop=True), problems


def _points(areas: pd.DataFrame) -> tuple[gpd.GeoSeries, list[Problem]]:
    lon, lat = (pd.to_numeric(areas[name], errors="coerce") for name in COORDINATES)
    placed = lon.between(-180, 180) & lat.between(-90, 90)
    said = areas[list(COORDINATES)].notna().any(axis="columns") & ~placed
    problems = [
        at_area(COORDINATE_UNREADABLE, row.area_code, value=f"{row.lon!r}, {row.lat!r}")
        for row in areas[said].itertuples()
    ]
    points = gpd.points_from_xy(lon.where(placed), lat.where(placed)).to_numpy()
    points[~placed.to_numpy()] = None
    return gpd.GeoSeries(points, index=areas.index, crs=STORAGE_CRS), problems


def _with_area_types(areas: GeoDataFrame, pack: Pack) -> GeoDataFrame:
    """Put the pack's id of an area type where the file names it in any language; else leave its word."""
    reader, types = NameReader(pack), {kind.id: kind for kind in pack.area_types}
    kinds = [types.get(reader.read(word).kind) for word in areas["area_type"].fillna("")]
    ids = pd.Series([kind and kind.id for kind in kinds], index=areas.index, dtype="str")
    settings = pd.Series([kind and kind.urban_rural for kind in kinds], index=areas.index, dtype="str")
    return areas.assign(area_type=ids.fillna(areas["area_type"]), urban_rural=settings)

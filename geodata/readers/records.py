"""Read a JSON list of objects, however deeply nested, as a table of texts."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from config.i18n import N_
from geodata.problems import ImportRefused, Problem, Rule, Where
from geodata.readers.limits import Limits, check_file

NOT_RECORDS = Rule(
    "not_records",
    N_("Expected a JSON list of objects, got {got}."),
    N_("Export one object for each area or observation."),
)


def read_records(path: Path, limits: Limits) -> pd.DataFrame:
    """Read the objects of a JSON list.

    Returns:
        One row per object, all values as text and missing where JSON has ``null``; a value inside an
        object has the path to it as column name, for example ``geo.lon``.

    Raises:
        ImportRefused: the file is missing, empty, too large or no JSON list of objects in UTF-8.
    """
    check_file(path, limits)
    try:
        records = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _refusal(path, str(error)) from error
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        raise _refusal(path, type(records).__name__)
    table = pd.json_normalize(records)
    return table.astype(object).where(table.notna(), None).map(str, na_action="ignore").astype("str")


def _refusal(path: Path, got: str) -> ImportRefused:
    return ImportRefused([Problem(NOT_RECORDS, Where(file=path.name), {"got": got})])

"""What a designation says without one of its criteria, or without one of the years it reads.

OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 7: in- and exclusion of indicators.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from indicators.designation.assess import Assessment, judge
from indicators.designation.measure import measure, years_read
from indicators.designation.profile import DesignationClass, Profile
from indicators.designation.variation import Variation, vary


def leave_one_criterion_out(assessment: Assessment) -> pd.DataFrame:
    """Return what the profile says without each of its criteria in turn.

    The number of criteria a class takes stays, but is never more than there are left. A criterion without
    which a class has no condition cannot be left out: it has no rows. Earlier designations that a period of
    grace goes back to are those without the criterion.

    Returns:
        ``area_code, left_out, class, is_designated, changes``, a row per criterion and area. ``left_out`` is
        the id of the criterion; ``changes`` whether the area is designated by one of the two and not by the
        other, missing where either cannot be told.
    """
    profile, measurement = assessment.profile, assessment.measurement
    return _compared(
        assessment,
        (
            (each.id, judge(_without(profile, each.id), measurement))
            for each in profile.criteria
            if not any(_depends_on(each.id, one, profile) for one in profile.classes)
        ),
        dtype="str",
    )


def leave_one_year_out(assessment: Assessment) -> pd.DataFrame:
    """Return what the profile says without the periods of each year that one of its windows reads.

    A mean is taken of the periods that are left, and of those the same share must be met; a window of which
    nothing is left moves back to the latest data of the years before. Earlier designations that a period of
    grace goes back to stay as they are.

    Returns:
        As :func:`leave_one_criterion_out`; ``left_out`` is the year, ascending.
    """
    profile, tables, on = assessment.profile, assessment.measurement.tables, assessment.on
    return _compared(
        assessment,
        (
            (year, judge(profile, measure(profile, tables, on=on, without_year=year)))
            for year in years_read(profile, tables, on=on)
        ),
        dtype="int64",
    )


def _depends_on(criterion_id: str, each: DesignationClass, profile: Profile) -> bool:
    counted = _counted(each, profile) if each.at_least is not None else set(each.required)
    return counted == {criterion_id}


def _without(profile: Profile, criterion_id: str) -> Profile:
    at_least = {
        each.id: min(each.at_least, len(_counted(each, profile) - {criterion_id}))
        for each in profile.classes
        if each.at_least is not None
    }
    return vary(profile, Variation(without=(criterion_id,), at_least=at_least))


def _counted(each: DesignationClass, profile: Profile) -> set[str]:
    return set(each.of) or {criterion.id for criterion in profile.criteria}


def _compared(
    whole: Assessment, reduced: Iterable[tuple[str | int, Assessment]], *, dtype: str
) -> pd.DataFrame:
    before = whole.areas()["is_designated"]
    tables = {left_out: each.areas()[["area_code", "class", "is_designated"]] for left_out, each in reduced}
    if not tables:
        return _table(whole.areas().iloc[:0].assign(left_out=None, changes=False), dtype)
    changed = {
        left_out: each.assign(left_out=left_out, changes=each["is_designated"] != before)
        for left_out, each in tables.items()
    }
    return _table(pd.concat(changed.values(), ignore_index=True), dtype)


def _table(rows: pd.DataFrame, dtype: str) -> pd.DataFrame:
    columns = ["area_code", "left_out", "class", "is_designated", "changes"]
    return rows[columns].astype({"left_out": dtype, "changes": "boolean"})

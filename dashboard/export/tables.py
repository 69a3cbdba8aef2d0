"""A designation as plain tables: of areas, of criteria and of both, with names and classes in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from dashboard.components.designation.titles import class_titles
from dashboard.export.about import name_columns, with_provenance
from dashboard.export.report import DesignationReport
from indicators.designation.people import people
from indicators.designation.profile import Criterion
from indicators.designation.statistics import STATISTICS
from indicators.designation.windows import in_force


def area_table(report: DesignationReport) -> pd.DataFrame:
    """Return a row per assessed area.

    Returns:
        ``area_code, area_name, parent_code, parent_name, geometry_status, class, class_title, is_designated,
        lowest, highest, population``, the counts as :meth:`Assessment.areas` has them, and where the report
        has it ``probability, probability_at_most, firmness``.
    """
    table = report.assessment.areas()
    named = name_columns(report, table["area_code"]).assign(
        class_title=class_titles(report.words, report.profile, table["class"])
    )
    columns = ["area_code", *named.columns[:-1], "class", "class_title", *table.columns[2:]]
    described = pd.concat([table, named], axis=1)[columns]
    if report.probability is None:
        return described
    return described.merge(report.probability, on="area_code", how="left")


def provenance(report: DesignationReport) -> dict[str, object]:
    """Return which rule was applied, on which day and to which data, by the name of a column."""
    stated = {
        "profile_id": report.profile.id,
        "profile_title": report.title,
        "profile_version": report.saved.version,
        "what_if": "; ".join(report.changes),
        "legal_basis": report.profile.legal_basis.title,
        "on": report.assessment.on,
        "is_in_force": report.assessment.is_in_force,
    }
    return with_provenance(report, stated)


def class_counts(report: DesignationReport) -> pd.DataFrame:
    """Return ``class, class_title, n_areas, population, n_counted``, a row per class, the untold last.

    ``population`` is that of the ``n_counted`` areas of which it is known, missing where of none.
    """
    counts = people(report.assessment.areas(), ["class"]).set_index("class")
    known = [each.id for each in report.profile.classes]
    order = [*known, *sorted(set(counts.index.dropna()) - set(known)), None]
    counts = counts.reindex(pd.Index(order, dtype="str", name="class"))
    is_empty = counts["n_areas"].isna()
    counts = counts.mask(is_empty, 0).astype({"n_areas": "int64", "n_counted": "int64"}).reset_index()
    counts.insert(1, "class_title", class_titles(report.words, report.profile, counts["class"]))
    return counts


def rule_table(report: DesignationReport) -> pd.DataFrame:
    """Return what each criterion asks and how many areas answer.

    Returns:
        ``criterion_id, criterion_title, indicator_id, unit, statistic_id, statistic_title, operator,
        threshold, threshold_reference, periods, n_met, n_not_met, n_untold, source``, a row per criterion.
    """
    rows = [_rule(report, each) for each in report.profile.criteria]
    return pd.DataFrame(rows, columns=list(_RULE_COLUMNS))


_RULE_COLUMNS = (
    *("criterion_id", "criterion_title", "indicator_id", "unit", "statistic_id", "statistic_title"),
    *("operator", "threshold", "threshold_reference", "periods"),
    *("n_met", "n_not_met", "n_untold", "source"),
)


def _rule(report: DesignationReport, criterion: Criterion) -> Mapping[str, object]:
    words, assessment = report.words, report.assessment
    threshold = in_force(criterion.thresholds, assessment.on)
    met = assessment.is_met()[criterion.id]
    return {
        "criterion_id": criterion.id,
        "criterion_title": report.text(criterion.title),
        "indicator_id": criterion.indicator,
        "unit": words.unit(criterion.indicator) if criterion.indicator else None,
        "statistic_id": criterion.statistic,
        "statistic_title": words.translate(STATISTICS[criterion.statistic].title),
        "operator": criterion.operator,
        "threshold": threshold.value if threshold else None,
        "threshold_reference": threshold.reference if threshold else None,
        "periods": ", ".join(assessment.measurement.criteria[criterion.id].periods),
        "n_met": int(met.sum()),
        "n_not_met": int((~met).sum()),
        "n_untold": int(met.isna().sum()),
        "source": "; ".join(_cited(report, criterion)),
    }


def _cited(report: DesignationReport, criterion: Criterion) -> Iterator[str]:
    """Yield what the datasets cite that the criterion's indicators come from, each once."""
    computed = report.assessment.measurement.tables.computed
    if computed is None or "dataset_id" not in computed.observations:
        yield from dict.fromkeys(report.sources.values())
        return
    rows, scores = computed.observations, report.profile.scores
    if criterion.indicator is not None:
        read = [criterion.indicator]
    else:
        read = [each.indicator for each in scores[criterion.score or ""].components]
    is_read = rows["indicator_id"].isin(report.words.catalogue.computing_order(read))
    datasets = sorted(rows.loc[is_read, "dataset_id"].dropna().unique())
    yield from dict.fromkeys(report.sources[each] for each in datasets if each in report.sources)

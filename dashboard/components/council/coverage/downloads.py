"""Coverage as files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pandas as pd
import streamlit as st

from dashboard.components.council.coverage.about import formula, lines_of, method_text
from dashboard.components.council.coverage.question import Question, measure_title, offered_measures
from dashboard.components.council.desk import Desk
from dashboard.components.file_button import CSV, file_button
from dashboard.export.councils import (
    CoverageReport,
    MeasureWords,
    coverage_csv,
    coverage_gpkg,
    coverage_xlsx,
)
from dashboard.export.geopackage import MEDIA_TYPE as GEOPACKAGE
from dashboard.export.workbook import MEDIA_TYPE as WORKBOOK


def show_downloads(desk: Desk, question: Question, rows: pd.DataFrame) -> None:
    """Offer the measure as CSV and map layer, and all measures of the type as Excel workbook.

    Args:
        desk: of the page.
        question: what is asked.
        rows: all measures of the type, every area.
    """
    tell = desk.words.translate
    name = f"{desk.country}-{question.body_type}-{question.measure}-{desk.on.on.isoformat()}"

    def offer(label: str, write: Callable[[CoverageReport], bytes], file: str, media_type: str) -> None:
        file_button(label, lambda: write(coverage_report(desk, question, rows)), file, media_type)

    with st.popover(tell("Download"), icon=":material/download:"):
        offer(tell("Table (CSV)"), coverage_csv, f"{name}.csv", CSV)
        whole = f"{desk.country}-{question.body_type}-{desk.on.on.isoformat()}.xlsx"
        offer(tell("All measures of the type (Excel)"), coverage_xlsx, whole, WORKBOOK)
        offer(tell("Map layer (GeoPackage)"), coverage_gpkg, f"{name}.gpkg", GEOPACKAGE)


def coverage_report(desk: Desk, question: Question, rows: pd.DataFrame) -> CoverageReport:
    """Return what is shown with all that a file says about itself."""
    return CoverageReport(
        words=desk.words,
        areas=desk.areas,
        data_version=desk.data_version,
        boundary_version=desk.store.boundary_version(desk.country, question.level),
        made_at=datetime.now(UTC),
        sources=desk.sources,
        on=desk.on.on,
        body_type=question.body_type,
        type_title=desk.type_title(question.body_type),
        rows=rows,
        shown=_measure_words(desk, question, question.measure, question.report_type),
        measures=tuple(_all_measures(desk, question)),
        level=question.level,
        suppressed_below=desk.councils.small_cell_threshold,
        choices={"one_per": question.one_per} if question.measure == "norm" else {},
    )


def _all_measures(desk: Desk, question: Question) -> Iterator[MeasureWords]:
    for measure in offered_measures(desk.councils, question.body_type):
        duties = desk.councils.duties_of(question.body_type)
        kinds = [each.report_type for each in duties] if measure == "reports_on_time" else [None]
        for report_type in kinds:
            yield _measure_words(desk, question, measure, report_type)


def _measure_words(desk: Desk, question: Question, measure: str, report_type: str | None) -> MeasureWords:
    asked = Question(
        body_type=question.body_type,
        measure=measure,
        report_type=report_type,
        one_per=question.one_per,
        level=question.level,
    )
    references = (each.reference for each in lines_of(desk, asked) if each.reference)
    return MeasureWords(
        measure=measure,
        report_type=report_type,
        title=measure_title(desk, measure, report_type),
        formula=formula(desk, measure),
        method=method_text(desk, measure),
        references="; ".join(dict.fromkeys(references)),
    )

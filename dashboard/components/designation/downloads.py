"""Everything that is shown, as files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import streamlit as st

from dashboard.components.designation.desk import Desk
from dashboard.components.file_button import CSV, file_button
from dashboard.export.designation import designation_csv, designation_gpkg, designation_xlsx
from dashboard.export.geopackage import MEDIA_TYPE as GEOPACKAGE
from dashboard.export.report import DesignationReport
from dashboard.export.workbook import MEDIA_TYPE as WORKBOOK
from indicators.designation.assess import Assessment
from indicators.designation.variation import Variation


def report_of(desk: Desk, assessment: Assessment, variation: Variation) -> DesignationReport:
    """Return an assessment with all that a file says about itself."""
    question = desk.answer.question
    return DesignationReport(
        words=desk.words,
        assessment=assessment,
        areas=desk.answer.areas,
        data_version=question.version,
        boundary_version=desk.store.boundary_version(question.country, question.level),
        made_at=datetime.now(UTC),
        sources=desk.sources,
        saved=desk.offered.offered(assessment.profile.id),
        variation=variation,
        probability=desk.probability(assessment),
    )


def answer_report(desk: Desk) -> DesignationReport:
    """Return what the page shows, ready to be written to a file."""
    return report_of(desk, desk.answer.assessment, desk.answer.question.variation)


def downloads(desk: Desk) -> None:
    """Offer the designation as CSV, Excel workbook and GeoPackage; a file is made when it is asked for."""
    tell = desk.words.translate
    with st.popover(tell("Download"), icon=":material/download:"):
        _button(desk, tell("Table (CSV)"), designation_csv, "csv", CSV)
        _button(desk, tell("Workbook (Excel)"), designation_xlsx, "xlsx", WORKBOOK)
        _button(desk, tell("Map layer (GeoPackage)"), designation_gpkg, "gpkg", GEOPACKAGE)


def file_name(desk: Desk, ending: str) -> str:
    """Return the name of a file: country, rule and day, then what it is."""
    question = desk.answer.question
    return f"{question.country}-{question.saved.id}-{question.on.isoformat()}{ending}"


def _button(
    desk: Desk, label: str, write: Callable[[DesignationReport], bytes], suffix: str, media_type: str
) -> None:
    file_button(label, lambda: write(answer_report(desk)), file_name(desk, f".{suffix}"), media_type)

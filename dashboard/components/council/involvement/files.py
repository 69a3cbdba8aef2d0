"""Plans of involvement as files: one that is filled in, and blank ones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pandas as pd
import streamlit as st

from dashboard.components.council.desk import Desk
from dashboard.components.file_button import CSV, TOML, file_button
from dashboard.export.csv import csv_text
from dashboard.export.involvement import InvolvementReport, involvement_docx
from dashboard.export.word import MEDIA_TYPE as WORD
from geodata.councils.participation import InvolvementTemplate
from geodata.problems import Problem
from planning.participation.involvement import InvolvementPlan, blank_plan, plan_to_toml


def plan_report(
    desk: Desk, template: InvolvementTemplate, plan: InvolvementPlan, problems: Sequence[Problem] = ()
) -> InvolvementReport:
    """Return a plan with all that its file says."""
    return InvolvementReport(
        words=desk.words,
        template=template,
        plan=plan,
        area_name=str(desk.names.get(plan.area_code, plan.area_code)),
        problems=problems,
        made_at=datetime.now(UTC),
    )


def plan_download(
    desk: Desk, template: InvolvementTemplate, plan: InvolvementPlan, problems: Sequence[Problem]
) -> None:
    """Offer the plan as a document; it is made when it is asked for."""
    file_button(
        desk.words.translate("Plan (Word)"),
        lambda: involvement_docx(plan_report(desk, template, plan, problems)),
        f"{desk.country}-involvement-{plan.area_code}.docx",
        WORD,
    )


def blank_downloads(desk: Desk, template: InvolvementTemplate, area_code: str) -> None:
    """Offer the typical plan with nothing filled in."""
    tell, blank = desk.words.translate, blank_plan(template, area_code=area_code)
    name = f"{desk.country}-involvement-{area_code}-blank"
    with st.popover(tell("Blank plan"), icon=":material/download:"):
        file_button(
            tell("To be filled in by hand (Word)"),
            lambda: involvement_docx(plan_report(desk, template, blank)),
            f"{name}.docx",
            WORD,
        )
        file_button(tell("As TOML"), lambda: plan_to_toml(blank).encode(), f"{name}.toml", TOML)


def plans_download(desk: Desk, table: pd.DataFrame) -> None:
    """Offer how the plans stand as CSV, with the day in every row."""

    def content() -> bytes:
        named = table.rename_axis("area_code").reset_index()
        named.insert(1, "area_name", named["area_code"].map(desk.names))
        return csv_text(named.assign(country=desk.country, on=desk.today)).encode()

    name = f"{desk.country}-involvement-{desk.today.isoformat()}.csv"
    file_button(desk.words.translate("Table (CSV)"), content, name, CSV)

"""Choose what a template is for, and download it."""

from __future__ import annotations

import re

import streamlit as st

from dashboard.components.data.form import Form
from dashboard.components.words import Words
from dashboard.export.workbook import MEDIA_TYPE
from dashboard.i18n import in_language
from dashboard.imports import Target
from dashboard.table_template import table_template
from geodata.periods import PERIOD_PATTERN

FORM = Form("template")


def template_form(words: Words, target: Target) -> None:
    """Ask for level, indicators and periods; offer the workbook."""
    tell = words.translate
    st.markdown(
        tell("A workbook with the codes and names of the areas. Fill it in, then bring it as a file.")
    )
    levels = sorted(int(level) for level in target.areas["admin_level"].unique())
    level = FORM.select(
        "level",
        tell("Level"),
        levels,
        words=lambda each: in_language(words.pack.level(each).plural, words.language),
        placeholder=tell("Choose"),
    )
    indicator_ids = FORM.several(
        "indicators", tell("Indicators"), list(target.rules), words=words.title, placeholder=tell("Choose")
    )
    text = FORM.text("periods", tell("Periods, separated by commas"), placeholder="2023, 2024")
    periods = list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    wrong = [period for period in periods if not re.fullmatch(PERIOD_PATTERN, period)]
    if wrong:
        st.warning(tell("Write periods like 2023, 2023-Q2 or 2023-07."))
    is_ready = level is not None and bool(indicator_ids and periods) and not wrong
    if not is_ready:
        st.caption(tell("Choose a level, at least one indicator and at least one period."))
        return
    st.download_button(
        tell("Download the template (xlsx)"),
        lambda: table_template(
            target.areas,
            level=level if level is not None else 0,
            rules=target.rules,
            units={each: words.unit(each) for each in indicator_ids},
            indicator_ids=indicator_ids,
            periods=periods,
            language=words.language,
            headings=[tell("Code"), tell("Name"), tell("Part of")],
        ),
        file_name=f"{words.pack.code}-{level}.xlsx",
        mime=MEDIA_TYPE,
        icon=":material/download:",
        on_click="ignore",
    )

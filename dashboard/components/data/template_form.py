"""Choose what a template is for, and download it."""

from __future__ import annotations

import re
from collections.abc import Callable

import streamlit as st

from dashboard.components.data.file_step import KIND_WORDS, possible_kinds
from dashboard.components.data.form import Form
from dashboard.components.data.wizard import INSTRUMENTS
from dashboard.components.words import Words
from dashboard.export.workbook import MEDIA_TYPE
from dashboard.i18n import in_language
from dashboard.imports import Target
from dashboard.keeping import keeps_registers
from dashboard.table_template import table_template
from geodata.periods import PERIOD_PATTERN
from geodata.services.instruments import InstrumentName, load_services_monitoring

FORM = Form("template")


def template_form(words: Words, target: Target) -> None:
    """Ask what is to be filled in; offer the workbook."""
    tell = words.translate
    kind = FORM.radio(
        "kind",
        tell("What is to be filled in?"),
        [kind for kind in possible_kinds(target) if kind != "areas"],
        words=lambda each: tell(KIND_WORDS[each]),
        default="observations",
    )
    if kind == "register":
        _register(words, target)
    elif kind in INSTRUMENTS:
        _services(words, target, INSTRUMENTS[kind])
    else:
        _values(words, target)


def _register(words: Words, target: Target) -> None:
    tell = words.translate
    st.markdown(
        tell(
            "A workbook with a sheet for each table of the register: bodies, members, meetings, reports and "
            "hearings. Areas that elect a council are listed. Fill it in, then bring it as a file."
        )
    )
    with_register = keeps_registers() and FORM.tick(
        "with_register", tell("With the published register, without names and years of birth")
    )
    _download(
        words,
        lambda: target.register_template(words.language, with_register=with_register),
        f"{words.pack.code}-register.xlsx",
    )


def _services(words: Words, target: Target, instrument: InstrumentName) -> None:
    tell = words.translate
    st.markdown(
        tell(
            "A table with a row for each filled form or person, and lists to choose areas and answers from. "
            "Fill it in, then bring it as a file."
        )
    )
    for note in load_services_monitoring().instrument(instrument).notes:
        st.caption(in_language(note, words.language))
    _download(
        words,
        lambda: target.services_template(instrument, words.language),
        f"{words.pack.code}-services-{instrument}.xlsx",
    )


def _download(words: Words, made: Callable[[], bytes], name: str) -> None:
    st.download_button(
        words.translate("Download the template (xlsx)"),
        made,
        file_name=name,
        mime=MEDIA_TYPE,
        icon=":material/download:",
        on_click="ignore",
    )


def _values(words: Words, target: Target) -> None:
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
    _download(
        words,
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
        f"{words.pack.code}-{level}.xlsx",
    )

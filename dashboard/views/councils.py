"""Councils: who is represented, which bodies are complete and report, and where there are none."""

from datetime import UTC, datetime
from functools import partial

import streamlit as st

from dashboard import cached, state
from dashboard.components.council.desk import Desk
from dashboard.components.council.page import show_parts
from dashboard.components.council.question import ask_day
from dashboard.components.words import Words
from dashboard.i18n import _, language, translator
from dashboard.keeping import keeps_registers

country = state.chosen("country")
version = cached.data_version(country)
words = Words(language(), translator(), cached.pack(country), cached.catalogue())
book = cached.council_book(country, version)
today = datetime.now(UTC).date()

st.title(_("Councils"))
if book is None:
    st.info(_("The pack of this country says nothing of councils: there is no councils.toml in it."))
    st.stop()

on = ask_day(words, book, today)
show_parts(
    Desk(
        words=words,
        country=country,
        version=version,
        book=book,
        on=cached.council_day(country, version, on),
        today=today,
        public_rows=partial(cached.council_rows, country, version, on),
        reports=partial(cached.council_reports, country, version, on),
        layers=cached.layers(country, version),
        available=cached.availability(country, version),
        level_values=partial(cached.level_values, country, version),
        breaks=cached.breaks(country),
        sources=cached.sources(country, version),
        hearings=partial(cached.hearings, country),
        plans=partial(cached.plans, country),
        store=cached.store(),
        keeps=keeps_registers(),
    )
)

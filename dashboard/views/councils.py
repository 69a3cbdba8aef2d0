"""Councils: who is represented, which bodies are complete and report, and where there are none."""

from datetime import UTC, datetime

import streamlit as st

from dashboard import cached, state
from dashboard.components.council.page import show_parts
from dashboard.components.council.question import ask_day
from dashboard.components.words import Words
from dashboard.council_desk import council_desk
from dashboard.i18n import _, language, translator
from dashboard.keeping import keeps_registers

country = state.chosen("country")
words = Words(language(), translator(), cached.pack(country), cached.catalogue())
book = cached.council_book(country, cached.whole_version(country))
today = datetime.now(UTC).date()

st.title(_("Councils"))
if book is None:
    st.info(_("The pack of this country says nothing of councils: there is no councils.toml in it."))
    st.stop()

on = ask_day(words, book, today)
show_parts(council_desk(words, book, on=on, today=today, keeps=keeps_registers()))

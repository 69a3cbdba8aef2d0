"""Lagging regions: which areas a rule designates, why, how firmly, and what helps."""

from datetime import UTC, datetime
from functools import partial

import streamlit as st

from dashboard import cached, state
from dashboard.components.designation.answer import answer
from dashboard.components.designation.basis import basis_html
from dashboard.components.designation.desk import Desk
from dashboard.components.designation.figures import show_figures
from dashboard.components.designation.page import show_sections
from dashboard.components.designation.pending import show_pending
from dashboard.components.designation.question import ask
from dashboard.components.words import Words
from dashboard.i18n import _, language, translator

country = state.chosen("country")
version = cached.data_version(country)
words = Words(language(), translator(), cached.pack(country), cached.catalogue())
areas, layers = cached.areas(country, version), cached.layers(country, version)

st.title(_("Lagging regions"))
if areas.empty or layers.empty:
    st.info(_("There is nothing to show yet: bring boundaries and a table on the Data page."))
    st.stop()

offered = cached.profiles(country)
question = ask(
    words,
    offered,
    areas,
    version=version,
    today=datetime.now(UTC).date(),
    default_level=partial(cached.profile_level, country, version),
)
st.html(basis_html(words, question))
if not question.saved.can_be_run:
    show_pending(words, question.saved)
    st.stop()

measure = partial(cached.measurement, country, version)
desk = Desk(
    words=words,
    answer=answer(question, measure(question.level, question.saved, question.on), areas=areas, layers=layers),
    offered=offered,
    measure=measure,
    probability=cached.probability,
    sources=cached.sources(country, version),
    dataset_titles=cached.observation_titles(country, version),
    store=cached.store(),
    breaks=cached.breaks(country),
)
show_figures(words, desk.answer)
show_sections(desk)

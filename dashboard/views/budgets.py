"""Budgets: who can pay for their own services, and what transfers and taxes do about it."""

from functools import partial

import streamlit as st

from dashboard import cached, state
from dashboard.components.budget.desk import Desk
from dashboard.components.budget.page import show_parts
from dashboard.components.budget.question import ask, has_budgets
from dashboard.components.words import Words
from dashboard.i18n import _, language, translator

country = state.chosen("country")
version = cached.data_version(country)
words = Words(language(), translator(), cached.pack(country), cached.catalogue())
available, layers = cached.availability(country, version), cached.layers(country, version)
budget = cached.budget(country)

st.title(_("Budgets"))
if layers.empty or not has_budgets(available, budget):
    st.info(_("There is nothing to show yet: bring boundaries and a table of budgets on the Data page."))
    st.stop()

desk = Desk(
    words=words,
    question=ask(words, available, layers, budget=budget, version=version),
    budget=budget,
    areas=cached.areas(country, version),
    layers=layers,
    available=available,
    level_values=partial(cached.level_values, country, version),
    area_values=partial(cached.area_values, country, version),
    breaks=cached.breaks(country),
    saved=cached.scenarios(country),
    sources=cached.sources(country, version),
    store=cached.store(),
)
show_parts(desk)

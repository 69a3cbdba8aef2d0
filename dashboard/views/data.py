"""Data: what is loaded, bring a file of one's own, take it back."""

import streamlit as st

from dashboard import cached, state
from dashboard.components.data.page import data_page
from dashboard.components.words import Words
from dashboard.i18n import _, language, translator
from dashboard.imports import Target
from indicators.value_rules import value_rules

country = state.chosen("country")
words = Words(language(), translator(), cached.pack(country), cached.catalogue())

st.title(_("Data"))
target = Target(
    store=cached.store(),
    pack=words.pack,
    areas=cached.areas(country, cached.data_version(country)),
    rules=value_rules(words.catalogue, currency=words.pack.currency, budget=cached.budget(country)),
    version=cached.whole_version(country),
    budget=cached.budget(country),
    councils=cached.council_pack(country),
)
data_page(words, target)

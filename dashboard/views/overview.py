"""Overview: what is loaded for the country, as a contents page."""

import streamlit as st

from dashboard import cached, state
from dashboard.components.contents import contents
from dashboard.components.figures import key_figures
from dashboard.components.words import Words
from dashboard.i18n import in_language, language, translator

country = state.chosen("country")
version = cached.data_version(country)
words = Words(language(), translator(), cached.pack(country), cached.catalogue())
available, areas = cached.availability(country, version), cached.areas(country, version)

st.title(in_language(words.pack.name, words.language))
key_figures(words, areas, available)
st.html(contents(words, available, cached.area_values(country, version, [words.pack.area_code])))

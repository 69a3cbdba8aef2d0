"""Map: one indicator over the areas of one level, with its table."""

import streamlit as st

from dashboard import cached, state
from dashboard.components.area_map import area_map
from dashboard.components.area_map.view import map_view
from dashboard.components.map_choices import map_choices
from dashboard.components.method_note import method_note
from dashboard.components.words import Words
from dashboard.i18n import _, language, translator

country = state.chosen("country")
version = cached.data_version(country)
words = Words(language(), translator(), cached.pack(country), cached.catalogue())

st.title(_("Map"))
available, layers = cached.availability(country, version), cached.layers(country, version)
if available.is_empty or layers.empty:
    st.info(_("There is nothing to show yet: bring boundaries and a table on the Data page."))
    st.stop()

choices = map_choices(words, available, layers, version=version)
values = cached.level_values(country, version, choices.indicator_id, choices.level)
view = map_view(
    choices,
    words,
    values=values,
    areas=cached.areas(country, version),
    layers=layers,
)
opened = area_map(view, key="map")
st.html(method_note(words, choices.indicator_id, values, cached.sources(country, version)))
if opened:
    st.switch_page("views/profile.py", query_params=state.address() | opened)

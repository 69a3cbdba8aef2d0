"""Profile: one area, all its indicators beside its parent and the country."""

import streamlit as st

from dashboard import cached, state
from dashboard.components.area_choice import area_choice
from dashboard.components.explanation import explanation_html
from dashboard.components.profile import compared_codes, facts, profile_table
from dashboard.components.time_path import area_time_path
from dashboard.components.words import Words
from dashboard.i18n import _, language, translator
from dashboard.names import area_names

country = state.chosen("country")
version = cached.data_version(country)
words = Words(language(), translator(), cached.pack(country), cached.catalogue())
areas, sources = cached.areas(country, version), cached.sources(country, version)

st.title(_("Profile"))
if areas.empty:
    st.info(_("There is nothing to show yet: bring boundaries and a table on the Data page."))
    st.stop()

area_code = area_choice(words, areas)
st.html(facts(words, areas, area_code))

values = cached.area_values(country, version, compared_codes(areas, area_code))
known = values.loc[values["area_code"] == area_code, "indicator_id"].unique()
indicators = [each for each in known if words.catalogue[each].stage is None]
if not indicators:
    st.info(_("No values are loaded for this area."))
    st.stop()

indicator_id = state.select(
    "indicator", _("Indicator over time"), indicators, default=indicators[0], words=words.title
)
breaks = cached.breaks(country)[indicator_id]
path = area_time_path(words, values, areas, area_code, indicator_id, breaks=breaks)
st.plotly_chart(path, key="time_path")
with st.expander(_("How this value was made")):
    periods = cached.periods_of(country, version, area_code, indicator_id)
    period = state.select("period", _("Period"), periods, default=periods[-1], words=str)
    told = cached.explanation(country, version, area_code, indicator_id, period)
    st.html(explanation_html(words, told, area_names(areas, words.language), sources))
st.html(profile_table(words, values=values, areas=areas, area_code=area_code, sources=sources))

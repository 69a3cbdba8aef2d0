"""The script Streamlit runs for every page: language, country, navigation."""

from pathlib import Path

import streamlit as st

from dashboard import cached, state
from dashboard.components.badges import demonstration_badge
from dashboard.i18n import LANGUAGE_NAMES, _, in_language, language

# A file of our own: Streamlit would fetch an icon named by a word from a font server.
ICON = Path(__file__).with_name("icon.svg")

PAGE_STYLE = """<style>
.stMainBlockContainer { padding-top: 4rem; padding-bottom: 2rem; }
h1 { padding-top: 0.25rem; }
[data-testid="stElementToolbar"] button[aria-label^="Download as CSV"] { display: none; }
</style>"""
# A table's own download would say nothing of where its numbers come from; ours stand beside it.

st.set_page_config(page_title="Aimak", page_icon=str(ICON), layout="wide")

st.html(PAGE_STYLE)
chosen_language = language()
countries = cached.countries()

country_column, badge_column, language_column = st.columns([3, 5, 2], vertical_alignment="center")
with language_column:
    state.select(
        "lang",
        _("Language"),
        tuple(LANGUAGE_NAMES),
        default=chosen_language,
        words=LANGUAGE_NAMES.__getitem__,
        label_visibility="collapsed",
    )
if countries:
    with country_column:
        country = state.select(
            "country",
            _("Country"),
            countries,
            default=cached.active_country() or countries[0],
            words=lambda code: in_language(cached.pack(code).name, chosen_language),
            label_visibility="collapsed",
        )
    if cached.pack(country).is_demonstration:
        with badge_column:
            demonstration_badge(_)

pages = [
    st.Page("views/overview.py", title=_("Overview"), icon=":material/home:", default=True),
    st.Page("views/map.py", title=_("Map"), icon=":material/map:"),
    st.Page("views/designation.py", title=_("Lagging regions"), icon=":material/flag:"),
    st.Page("views/budgets.py", title=_("Budgets"), icon=":material/account_balance:"),
    st.Page("views/councils.py", title=_("Councils"), icon=":material/groups:"),
    st.Page("views/profile.py", title=_("Profile"), icon=":material/location_city:"),
    st.Page("views/data.py", title=_("Data"), icon=":material/database:"),
]
greeting = [st.Page("views/welcome.py", title=_("Welcome"), icon=":material/waving_hand:", default=True)]
st.navigation(pages if countries else greeting, position="top").run()

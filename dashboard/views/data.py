"""Data: what is loaded, bring your own, take back."""

import streamlit as st

from dashboard.i18n import _

st.title(_("Data"))

"""Welcome: what to do with an empty workspace."""

import streamlit as st

from dashboard.components.welcome import welcome
from dashboard.i18n import _

st.title("Aimak")
welcome(_)

"""What people say of services."""

from __future__ import annotations

import streamlit as st

from dashboard import state
from dashboard.components.council.desk import Desk
from dashboard.components.council.services.indicators import area_html, known_indicators
from dashboard.components.council.services.instruments import form_html, notes, questionnaire_html
from dashboard.components.council.services.map_panel import map_panel, offered_levels
from dashboard.components.data.plain import plain
from geodata.services.instruments import ServicesMonitoring, load_services_monitoring


def services_section(desk: Desk) -> None:
    """Show the indicators of services on a map and of one area, and what was asked."""
    tell = desk.words.translate
    known = known_indicators(desk.words.catalogue, desk.available)
    if offered_levels(desk, known):
        map_panel(desk, known)
        _show_area(desk)
    else:
        st.info(
            tell(
                "Nothing is known of services here yet: bring filled forms or questionnaires on the Data "
                "page."
            )
        )
    st.page_link(
        "views/data.py",
        label=tell("Templates of both tables, and bringing filled ones in: Data page"),
        icon=":material/upload_file:",
        query_params={name: state.address()[name] for name in ("country", "lang") if name in state.address()},
    )
    _show_instruments(desk, load_services_monitoring())


def _show_area(desk: Desk) -> None:
    tell = desk.words.translate
    area_code = state.choice("area", list(desk.areas.index), desk.words.pack.area_code)
    if table := area_html(desk, area_code):
        st.html(table)
    else:
        text = tell("Services were not monitored here, or too few answered: {area}.")
        st.info(plain(text.format(area=desk.names[area_code])))
    st.caption(
        tell(
            "Numbers are of all services together. Tables of single services are made where answers are "
            "brought in, on the Data page. Click an area on the map to see all its numbers here."
        )
    )


def _show_instruments(desk: Desk, instruments: ServicesMonitoring) -> None:
    st.subheader(desk.words.translate("What was asked"))
    for html, instrument in (
        (form_html(desk.words, instruments.form), instruments.form),
        (questionnaire_html(desk.words, instruments.questionnaire), instruments.questionnaire),
    ):
        with st.expander(instrument.title.get(desk.words.language, instrument.title["en"])):
            st.html(html)
            for note in notes(desk.words, instrument):
                st.caption(note)

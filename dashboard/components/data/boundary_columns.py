"""Second step for boundaries: which column holds what."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st
from geopandas import GeoDataFrame

from config.i18n import N_
from dashboard.components.data.form import Form
from dashboard.components.words import Words
from dashboard.i18n import LANGUAGE_NAMES
from geodata.boundaries.columns import BoundaryColumns, guess_columns

PREVIEW_ROWS = 12

MAIN_ROLES = {
    "area_code": N_("Area code"),
    "area_name": N_("Area name"),
    "parent_code": N_("Code of the area above"),
    "parent_name": N_("Name of the area above"),
}
FURTHER_ROLES = {
    "area_type": N_("Type of area"),
    "map_registration_number": N_("Registration number of the map"),
    "map_registered_on": N_("Date of registration of the map"),
    "consent_reference": N_("Consent of the local body and population"),
    "valid_from": N_("Valid from"),
    "valid_to": N_("Valid to"),
}


def boundary_columns(form: Form, words: Words, features: GeoDataFrame) -> BoundaryColumns | None:
    """Show the guessed columns beside the first rows; return what is chosen, None without a code column."""
    tell = words.translate
    guess = guess_columns(features, words.pack)
    choices, preview = st.columns([2, 3])
    with choices:
        main = {
            role: _column(form, words, features, role, title, guess) for role, title in MAIN_ROLES.items()
        }
        names = _names(form, words, features, guess)
        with st.expander(tell("Further columns")):
            further = {
                role: _column(form, words, features, role, title, guess)
                for role, title in FURTHER_ROLES.items()
            }
    with preview:
        st.caption(tell("The first rows of the file"))
        st.dataframe(preview_rows(features), hide_index=True)
    code = main.pop("area_code")
    if code is None:
        st.warning(tell("Choose the column with the codes of the areas."))
        return None
    return BoundaryColumns(area_code=code, names=names, **main, **further)


def _column(
    form: Form, words: Words, features: GeoDataFrame, role: str, title: str, guess: BoundaryColumns
) -> str | None:
    guessed: str | None = getattr(guess, role)
    return form.select(
        role,
        words.translate(title),
        _attributes(features),
        default=guessed,
        placeholder=words.translate("none"),
    )


def _names(form: Form, words: Words, features: GeoDataFrame, guess: BoundaryColumns) -> Mapping[str, str]:
    chosen = {
        language: form.select(
            f"name_{language}",
            words.translate("Area name in {language}").format(
                language=LANGUAGE_NAMES.get(language, language)
            ),
            _attributes(features),
            default=guess.names.get(language),
            placeholder=words.translate("none"),
        )
        for language in words.pack.languages
    }
    return {language: column for language, column in chosen.items() if column}


def _attributes(features: GeoDataFrame) -> list[str]:
    return [str(column) for column in features.columns if column != features.geometry.name]


def preview_rows(features: GeoDataFrame) -> pd.DataFrame:
    """Return the first features as text, with the kind of their geometry."""
    first = features.head(PREVIEW_ROWS)
    table = pd.DataFrame(first[_attributes(features)]).astype("str").fillna("")
    return table.assign(geometry=first.geom_type.fillna("–"))

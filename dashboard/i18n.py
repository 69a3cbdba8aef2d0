"""Words and numbers in the language of the visit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import streamlit as st
from babel import Locale
from babel.dates import format_datetime

from config.i18n import LANGUAGES, SOURCE_LANGUAGE, translations
from config.i18n import day as day
from config.i18n import number as number
from dashboard.state import choice

LANGUAGE_NAMES = {"ky": "Кыргызча", "ru": "Русский", "en": "English"}


def language() -> str:
    """Return the interface language: chosen, else the browser's if the interface speaks it."""
    browser = (st.context.locale or SOURCE_LANGUAGE).partition("-")[0]
    return choice("lang", LANGUAGES, browser if browser in LANGUAGES else SOURCE_LANGUAGE)


def _(text: str) -> str:
    """Return ``text`` in the language of the visit."""
    return translations(language()).gettext(text)


def translator() -> Callable[[str], str]:
    """Return the translation into the language of this visit, for whoever calls it and whenever."""
    return translations(language()).gettext


def in_language(texts: Mapping[str, str], code: str) -> str:
    """Return the text of a TOML table by language, in English where there is none in ``code``."""
    return texts.get(code, texts[SOURCE_LANGUAGE])


def moment(at: datetime, language: str) -> str:
    """Return date and time as the language writes them."""
    return format_datetime(at, "short", tzinfo=UTC, locale=language) + " UTC"


def separators(code: str) -> str:
    """Return the decimal and the thousands separator of a language, one character each."""
    symbols = Locale.parse(code).number_symbols["latn"]
    return symbols["decimal"] + symbols["group"]

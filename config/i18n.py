"""Interface texts in Kyrgyz, Russian and English, read straight from the gettext catalogues."""

from __future__ import annotations

import gettext
import io
from datetime import date
from functools import cache

from babel import Locale
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from config.loader import CONFIG_DIR

LANGUAGES = ("ky", "ru", "en")
"""Interface languages, in the order the language switch shows them."""

SOURCE_LANGUAGE = "en"
DOMAIN = "aimak"


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for a text marked here and translated later
    """Mark ``text`` for the catalogues without translating it here."""
    return text


@cache
def translations(language: str) -> gettext.NullTranslations:
    """Return the catalogue of one interface language; English texts are their own translation.

    Raises:
        ValueError: ``language`` is none of ``LANGUAGES``.
    """
    if language not in LANGUAGES:
        raise ValueError(f"expected a language of {', '.join(LANGUAGES)}, got {language!r}")
    if language == SOURCE_LANGUAGE:
        return gettext.NullTranslations()
    source = CONFIG_DIR / "locale" / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    compiled = io.BytesIO()
    with source.open("rb") as stream:
        write_mo(compiled, read_po(stream, locale=language, domain=DOMAIN))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def number(value: float, *, decimals: int, code: str) -> str:
    """Return ``value`` with the language's separators and ``decimals`` places."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value, format=pattern, locale=Locale.parse(code))


def day(moment: date, *, code: str) -> str:
    """Return a date as the language writes it."""
    return format_date(moment, format="long", locale=Locale.parse(code))

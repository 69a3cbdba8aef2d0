"""What a person asks: which rule, at which level, on which day, with what changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from config.i18n import N_
from dashboard import state
from dashboard.components.designation.address import variation_from_text
from dashboard.components.words import Words
from dashboard.i18n import in_language
from dashboard.profiles import OfferedProfiles
from indicators.designation.profile import Profile
from indicators.designation.variation import Variation, VariationError, vary

SOURCE_WORDS = {"pending": N_("numbers pending"), "own": N_("own")}
EARLIEST = date(1990, 1, 1)
DATE_FORMS = {"ky": "DD.MM.YYYY", "ru": "DD.MM.YYYY"}
"""How a date is written by language; elsewhere ISO 8601."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One designation to look at."""

    country: str
    version: str
    """Of the country's data."""
    level: int
    on: date
    saved: Profile
    """As it stands in the law or as it was saved."""
    variation: Variation

    @property
    def profile(self) -> Profile:
        """The rule with what was changed."""
        return vary(self.saved, self.variation)


def ask(
    words: Words,
    offered: OfferedProfiles,
    areas: pd.DataFrame,
    *,
    version: str,
    today: date,
    default_level: Callable[[Profile], int],
) -> Question:
    """Show the choices of profile, level and day; return what is asked, with the changes of the address.

    Args:
        words: how the visit reads.
        offered: the profiles to choose from.
        areas: all areas of the country.
        version: of the country's data.
        today: the day that is looked at until another is chosen.
        default_level: the level a profile is for.
    """
    tell = words.translate
    profile_column, level_column, day_column = st.columns([6, 4, 2], vertical_alignment="bottom")
    with profile_column:
        profile_id = state.select(
            "profile",
            tell("Rule"),
            list(offered.by_id),
            default=next(each.id for each in offered if each.can_be_run),
            words=lambda key: profile_title(words, offered[key]),
        )
    with level_column:
        level = _level(words, default_level(offered[profile_id]), areas)
    with day_column:
        on = ask_day(words, "on", tell("On the day"), default=today, today=today)
    saved = offered[profile_id]
    return Question(
        country=words.pack.code,
        version=version,
        level=level,
        on=on,
        saved=saved,
        variation=asked_variation(saved),
    )


def ask_day(words: Words, name: state.Parameter, label: str, *, default: date, today: date) -> date:
    """Show a date as the language writes it, up to the end of next year, and return it."""
    return state.day(
        name,
        label,
        default=default,
        lowest=EARLIEST,
        highest=date(today.year + 1, 12, 31),
        form=DATE_FORMS.get(words.language, "YYYY-MM-DD"),
    )


def profile_title(words: Words, profile: Profile) -> str:
    """Return a profile's title, marked where it is the user's own or cannot be run."""
    title = in_language(profile.title, words.language)
    mark = SOURCE_WORDS.get(profile.source)
    return f"{title} ({words.translate(mark)})" if mark else title


def asked_variation(profile: Profile) -> Variation:
    """Return the changes that the address names, none where they do not fit the profile."""
    variation = state.entry("vary", variation_from_text, Variation())
    try:
        vary(profile, variation)
    except VariationError:
        return Variation()
    return variation


def _level(words: Words, default: int, areas: pd.DataFrame) -> int:
    levels = sorted(int(level) for level in areas["admin_level"].unique() if level > 0)
    return state.select(
        "level",
        words.translate("Level"),
        levels,
        default=default if default in levels else levels[-1],
        words=lambda number: words.level_title(number),
    )

"""The few figures above the map: how many areas and people a rule designates, and what a change does."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from dashboard.components.designation.answer import Answer
from dashboard.components.words import Words
from indicators.designation.adjustments import listed_elsewhere
from indicators.designation.assess import Assessment


@dataclass(frozen=True, slots=True)
class Figures:
    """Sums over the areas of a level."""

    n_designated: int
    n_untold: int
    population: float
    """Of the designated areas."""
    total_population: float
    n_areas: int

    @classmethod
    def of(cls, assessment: Assessment) -> Figures:
        """Add up what an assessment says."""
        designated, population = assessment.outcome.designated, assessment.measurement.population
        return cls(
            n_designated=int(designated.surely.sum()),
            n_untold=int(designated.is_missing.sum()),
            population=float(population[designated.surely & (population == population)].sum()),
            total_population=float(population[population == population].sum()),
            n_areas=designated.surely.size,
        )


def show_figures(words: Words, answer: Answer) -> None:
    """Show them, with what was changed against the rule as it stands."""
    now, before = Figures.of(answer.assessment), Figures.of(answer.unchanged)
    tell = words.translate
    if not answer.assessment.is_in_force:
        st.warning(tell("This rule is not in force on the chosen day: this is what it would say."))

    def change(value: float) -> str | None:
        sign = "+" if value > 0 else ""
        return sign + words.whole(value) if answer.question.variation else None

    areas, people, untold = st.columns(3)
    areas.metric(
        tell("Designated areas"),
        tell("{count} of {total}").format(
            count=words.whole(now.n_designated), total=words.whole(now.n_areas)
        ),
        delta=change(now.n_designated - before.n_designated),
        delta_color="off",
    )
    share = f" ({now.population / now.total_population:.0%})" if now.total_population else ""
    people.metric(
        tell("People living there"),
        words.whole(now.population) + share,
        delta=change(now.population - before.population),
        delta_color="off",
    )
    untold.metric(
        tell("Designation cannot be told"),
        words.whole(now.n_untold),
        delta=change(now.n_untold - before.n_untold),
        delta_color="off",
    )
    elsewhere = listed_elsewhere(answer.profile.adjustments, answer.assessment.area_codes)
    if elsewhere:
        text = tell("Named by the list, but no area of this level: {names}.")
        st.caption(text.format(names=", ".join(area.name for area in elsewhere)))

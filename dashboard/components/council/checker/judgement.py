"""What the rules say of a body that somebody means to compose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from config.i18n import N_
from dashboard.components.council.checker.made import Form, MadeBody, table_row
from geodata.councils.composition_rules import StatutorySeats
from geodata.problems import Problem, Rule
from indicators.councils.composition import Composition, RuleResult, check_composition, is_composed
from indicators.councils.composition_change import Change, smallest_change
from indicators.councils.composition_sentences import change_sentence, rule_sentence

MARKS = {True: "✓", False: "✗", None: "?"}
"""Of a verdict."""

VERDICTS = {
    True: N_("All rules in force are met."),
    False: N_("Not all rules are met."),
    None: N_("It cannot be told whether all rules are met."),
}
NO_RULES = N_("No rule is in force on this day.")

SEXES_DIFFER = Rule(
    "composition_sexes_differ",
    N_("Women, men and those whose sex is not known make {n_by_sex}, the kinds of members {n}."),
    N_("Count everybody once as a kind of member and once by sex."),
)
CHAIR_TOO_LATE = Rule(
    "composition_chair_too_late",
    N_("The chair is in office from {since}, which is later than the day of the check, {on}."),
    N_("Correct one of the two days."),
)


@dataclass(frozen=True, eq=False)
class Judgement:
    """What the rules in force on a day say of a body."""

    form: Form
    composition: Composition
    on: date

    @cached_property
    def results(self) -> tuple[RuleResult, ...]:
        """Of each rule that is in force."""
        return check_composition(self.form.rules, self.composition, on=self.on)

    @cached_property
    def change(self) -> Change | None:
        """The smallest one that makes it right; None where none does."""
        return smallest_change(self.form.rules, self.composition, on=self.on)

    @property
    def verdict(self) -> bool | None:
        """Whether all rules are met; None where that cannot be told, or there are none."""
        return is_composed(self.results) if self.results else None

    @property
    def verdict_text(self) -> str:
        """The verdict in English."""
        return VERDICTS[self.verdict] if self.results else NO_RULES

    @property
    def tells_change(self) -> bool:
        """Whether a change can be told: not of a body that is right, nor where its seats are not known."""
        lacks_seats = any(
            isinstance(each.rule, StatutorySeats) and not each.findings for each in self.results
        )
        is_needless = self.change is not None and self.change.is_empty
        return bool(self.results) and not lacks_seats and not is_needless

    def sentences(self, language: str, *, with_counts: bool = True) -> list[str]:
        """Return what is told of each rule, with or without the numbers of people."""
        return [
            rule_sentence(each, language=language, seat_titles=self.form.seat_titles, with_counts=with_counts)
            for each in self.results
        ]

    def change_sentence(self, language: str) -> str:
        """Return what would have to change; empty where nothing can be said of it."""
        if not self.tells_change:
            return ""
        return change_sentence(self.change, language=language, seat_titles=self.form.seat_titles)


def contradictions(made: MadeBody, form: Form, on: date) -> list[Problem]:
    """Return what in a body contradicts itself, so that nothing can be judged."""
    return [*_contradictions(made, form, on)]


def judge(made: MadeBody, form: Form, on: date) -> Judgement:
    """Hold a body against the rules in force on a day.

    Args:
        made: free of :func:`contradictions`.
        form: of its type.
        on: the day.
    """
    of_law = table_row(made, form, on)
    composition = Composition(
        n=made.n,
        by_seat_type=made.members,
        by_sex={"f": made.women, "m": made.men},
        unknown_sex=made.n - made.women - made.men,
        chair_since=made.chair_since,
        statutory_seats=made.statutory_seats or (None if of_law is None else of_law.seats),
    )
    return Judgement(form, composition, on)


def _contradictions(made: MadeBody, form: Form, on: date) -> Iterator[Problem]:
    if (form.asks_sex or made.n_by_sex) and made.n_by_sex != made.n:
        yield Problem(SEXES_DIFFER, params={"n_by_sex": made.n_by_sex, "n": made.n})
    if made.chair_since is not None and made.chair_since > on:
        yield Problem(CHAIR_TOO_LATE, params={"since": made.chair_since, "on": on})

"""Results of composition rules in whole sentences of the interface's languages.

Every text is a sentence of its own and no text is put into another but names, numbers and dates, so that
each language can inflect as it must.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from config.i18n import N_, day, translations
from geodata.councils.composition_rules import (
    ChairTerm,
    CompositionRule,
    EqualParts,
    MemberCount,
    SeatShare,
    SexShare,
    StatutorySeats,
)
from geodata.packs import Texts
from indicators.councils.composition import Finding, Group, Limits, RuleResult
from indicators.councils.composition_change import Change

RULE_TITLES = {
    "members": N_("Number of members"),
    "statutory_seats": N_("Statutory seats"),
    "equal_parts": N_("Equal parts"),
    "seat_share": N_("Share of a kind of members"),
    "sex_share": N_("Balance of women and men"),
    "chair_term": N_("Term of the chair"),
}
"""What each kind of rule is called on screen, in English."""

_VERDICTS = {
    True: N_("{rule}: met."),
    False: N_("{rule}: not met."),
    None: N_("{rule}: cannot be told."),
}
_EQUAL_PARTS = {
    "even": N_("Required: {n} equal parts; where they cannot be equal, they differ by at most one person."),
    "floor": N_("Required: {n} equal parts, each at least its share rounded down."),
}
_SEXES = {"f": N_("Women"), "m": N_("Men")}


def rule_sentence(
    result: RuleResult, *, language: str, seat_titles: Mapping[str, Texts], with_counts: bool = True
) -> str:
    """Return whether a rule is met, what it requires, what there is, how it is read and where it stands.

    Args:
        result: of one rule.
        language: of ``config.i18n.LANGUAGES``.
        seat_titles: what the seat types are called.
        with_counts: whether to say how many people there are of each kind: small numbers of them are not for
            public views of real bodies.
    """
    return " ".join(_Telling(language, seat_titles).of_rule(result, with_counts=with_counts))


def requirement_sentence(rule: CompositionRule, *, language: str, seat_titles: Mapping[str, Texts]) -> str:
    """Return what a rule requires of any body; arguments as :func:`rule_sentence`."""
    return " ".join(_Telling(language, seat_titles).of_rule_itself(rule))


def change_sentence(change: Change | None, *, language: str, seat_titles: Mapping[str, Texts]) -> str:
    """Return what has to change; ``change`` as ``composition_change.smallest_change`` found it."""
    return " ".join(_Telling(language, seat_titles).of_change(change))


@dataclass(frozen=True)
class _Telling:
    """A result or a change being told."""

    language: str
    seat_titles: Mapping[str, Texts]

    def of_rule(self, result: RuleResult, *, with_counts: bool) -> Iterator[str]:
        rule = result.rule
        yield self._say(_VERDICTS[result.is_met], rule=self._say(RULE_TITLES[rule.kind]))
        yield from self._requirement(rule) if with_counts else self.of_rule_itself(rule)
        for finding in result.findings if with_counts else ():
            yield from self._finding(finding)
        yield from self._unknown(result, with_counts=with_counts)
        if result.chair_since is not None and result.elect_by is not None:
            yield self._say(N_("The chair is in office since {day}."), day=self._day(result.chair_since))
            yield self._say(N_("A new election is due by {day}."), day=self._day(result.elect_by))
        if rule.note is not None:
            yield self._text(rule.note)
        yield self._say(N_("Source: {reference}."), reference=rule.reference.rstrip("."))

    def of_rule_itself(self, rule: CompositionRule) -> Iterator[str]:
        match rule:
            case MemberCount(at_least=lowest, at_most=highest):
                template = _limits_template(Limits(lowest, highest))
                yield self._say(template, lowest=lowest, highest=highest)
            case StatutorySeats(seat_type=None):
                yield self._say(N_("Required: as many members as there are statutory seats."))
            case StatutorySeats(seat_type=seat_type):
                who = self._who(Group("seat_type", seat_type))
                yield self._say(N_("Required: as many as there are statutory seats; who: {who}."), who=who)
            case _:
                yield from self._requirement(rule)

    def of_change(self, change: Change | None) -> Iterator[str]:
        if change is None:
            yield self._say(N_("No number of members meets all the rules at once."))
            return
        if change.is_empty:
            yield self._say(N_("Nothing has to change."))
        if change.joining:
            yield self._say(N_("Members to take in: {n}."), n=change.joining)
        if change.leaving:
            yield self._say(N_("Members to part with: {n}."), n=change.leaving)
        for group, more in change.difference.items():
            template = N_("{who}: {n} more.") if more > 0 else N_("{who}: {n} fewer.")
            yield self._say(template, who=self._who(group, is_joining=more > 0), n=abs(more))
        if change.elects_chair:
            yield self._say(N_("The chair has to be elected anew."))

    def _say(self, template: str, **words: object) -> str:
        return translations(self.language).gettext(template).format(**words)

    def _requirement(self, rule: CompositionRule) -> Iterator[str]:
        match rule:
            case EqualParts(seat_types=parts, rounding=rounding):
                yield self._say(_EQUAL_PARTS[rounding], n=len(parts))
            case SeatShare(seat_type=seat_type, at_least_pct=pct):
                who = self._who(Group("seat_type", seat_type))
                yield self._say(
                    N_("Required: at least {pct} % of the members; who: {who}."), pct=pct, who=who
                )
            case SexShare(at_least_pct=None, at_most_pct=pct):
                yield self._say(N_("Required: at most {pct} % women and at most {pct} % men."), pct=pct)
            case SexShare(at_least_pct=pct):
                yield self._say(N_("Required: at least {pct} % women and at least {pct} % men."), pct=pct)
            case ChairTerm(years=years):
                yield self._say(
                    N_("Required: a term of the chair, in years, of at most {years}."), years=years
                )

    def _finding(self, finding: Finding) -> Iterator[str]:
        who = self._who(finding.group)
        if finding.lowest == finding.highest:
            yield self._say(N_("{who}: {n}."), who=who, n=finding.lowest)
        else:
            ends = {"lowest": finding.lowest, "highest": finding.highest}
            yield self._say(N_("{who}: from {lowest} to {highest}."), who=who, **ends)
        template = _limits_template(finding.required)
        yield self._say(template, lowest=finding.required.lowest, highest=finding.required.highest)

    def _unknown(self, result: RuleResult, *, with_counts: bool) -> Iterator[str]:
        unknown = max((each.highest - each.lowest for each in result.findings), default=0)
        if unknown and with_counts:
            yield self._say(N_("Members whose sex is not known: {n}."), n=unknown)
        if result.findings or result.chair_since is not None:
            return
        if isinstance(result.rule, ChairTerm):
            yield self._say(N_("It is not known since when the chair is in office."))
        elif isinstance(result.rule, StatutorySeats):
            yield self._say(N_("The number of statutory seats is not known."))
        else:
            yield self._say(N_("There are no members."))

    def _who(self, group: Group, *, is_joining: bool = True) -> str:
        if group.of == "members":
            return self._say(N_("Members"))
        if group.of == "seat_type":
            title = None if group.key is None else self.seat_titles[group.key]
            return self._say(N_("Members of any kind")) if title is None else self._text(title)
        if group.key is None:
            return self._say(N_("Of either sex") if is_joining else N_("Of unknown sex"))
        return self._say(_SEXES[group.key])

    def _text(self, texts: Texts) -> str:
        return texts.get(self.language, texts["en"])

    def _day(self, moment: date) -> str:
        return day(moment, code=self.language)


def _limits_template(limits: Limits) -> str:
    if limits.highest is None:
        return N_("Required: at least {lowest}.")
    if limits.lowest == limits.highest:
        return N_("Required: {lowest}.")
    return (
        N_("Required: from {lowest} to {highest}.") if limits.lowest else N_("Required: at most {highest}.")
    )

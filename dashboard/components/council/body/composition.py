"""Whether a body is composed as its rules demand, as far as that may be told in public."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from config.i18n import N_
from dashboard.components.council.body.people import People
from dashboard.components.council.body.sheet import Verdict
from dashboard.components.council.desk import Desk
from geodata.councils.composition_rules import CompositionRule, MemberCount, StatutorySeats
from indicators.councils.composition import RuleResult, check_composition
from indicators.councils.composition_register import compositions
from indicators.councils.composition_sentences import RULE_TITLES, requirement_sentence, rule_sentence
from indicators.councils.on_day import OnDay

WITHHELD = N_("{rule}: whether it is met is not told, as that would give away how few members there are.")


def body_verdicts(desk: Desk, people: People) -> Iterator[Verdict]:
    """Yield every rule on the composition of a body that its pack has, with what may be told of it.

    A rule that demands one exact number gives the number away: its verdict is told only where it is told
    whether the body is under strength; one that demands a small number of women and of men, never. What would
    have to change is not told, as it is made of numbers.
    """
    pack = desk.book.composition
    rules = None if pack is None else pack.of_body_type(people.body_type)
    if pack is None or rules is None or not people.has_list:
        return
    body_id = str(people.body["body_id"])
    by_law = people.seats["statutory_seats"]
    seats = {} if pd.isna(by_law) else {body_id: int(by_law)}
    alone = OnDay.of(desk.on.register.of_body(body_id), desk.on.on)
    composition = compositions(alone, chair_role=pack.chair_role, statutory_seats=seats)[body_id]
    for result in check_composition(rules, composition, on=desk.on.on):
        yield _verdict(desk, result, is_told=people.is_under_strength is not None)


def _verdict(desk: Desk, result: RuleResult, *, is_told: bool) -> Verdict:
    language, rule = desk.words.language, result.rule
    titles = {key: each.title for key, each in desk.councils.seat_types.items()}
    is_public = is_told or not _is_exact(rule)
    if is_public and not _halves(result, desk.councils.small_cell_threshold):
        text = rule_sentence(result, language=language, seat_titles=titles, with_counts=False)
        return Verdict(rule.kind, result.is_met, text)
    tell = desk.words.translate
    withheld = tell(WITHHELD).format(rule=tell(RULE_TITLES[rule.kind]))
    required = requirement_sentence(rule, language=language, seat_titles=titles)
    return Verdict(rule.kind, None, f"{withheld} {required}")


def _halves(result: RuleResult, small_below: int) -> bool:
    """Whether one small number of women and men is demanded and no other."""
    sexes = [each.required for each in result.findings if each.group.of == "sex"]
    return any(each.lowest == each.highest and 0 < each.lowest < small_below for each in sexes)


def _is_exact(rule: CompositionRule) -> bool:
    """Whether a rule demands one number of members and no other."""
    if isinstance(rule, MemberCount):
        return rule.at_least == rule.at_most
    return isinstance(rule, StatutorySeats)

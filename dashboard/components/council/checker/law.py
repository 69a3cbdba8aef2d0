"""The rules on compositions as a table: what is required of which body, since when, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dashboard.components.html_table import Cell, table_html
from dashboard.components.words import Words
from dashboard.i18n import day, in_language
from geodata.councils.composition_rules import BodyComposition, CompositionPack, CompositionRule
from geodata.councils.pack import CouncilPack
from indicators.councils.composition_sentences import RULE_TITLES, requirement_sentence


def law_html(words: Words, composition: CompositionPack, councils: CouncilPack, *, on: date) -> str:
    """Return all rules on compositions as a table, those in force on a day and the others.

    Args:
        words: how the visit reads.
        composition: the rules of the country.
        councils: what its seat types are called.
        on: the day.
    """
    tell = words.translate
    head = [
        Cell(tell("Rule")),
        Cell(tell("Required"), is_long=True),
        Cell(tell("In force")),
        Cell(tell("How it is read"), is_long=True),
        Cell(tell("Source"), is_long=True),
    ]
    groups = {
        in_language(body.title, words.language): [*_rows(words, body, councils, on)]
        for body in composition.bodies.values()
    }
    return table_html(tell("What the rules require"), head, groups)


def _rows(words: Words, body: BodyComposition, councils: CouncilPack, on: date) -> Iterator[list[Cell]]:
    titles = {key: each.title for key, each in councils.seat_types.items()}
    for rule in body.rules:
        required = requirement_sentence(rule, language=words.language, seat_titles=titles)
        yield [
            Cell(words.translate(RULE_TITLES[rule.kind])),
            Cell(required),
            Cell(_since(words, rule), remark=_remark(words, rule, on)),
            Cell("" if rule.note is None else in_language(rule.note, words.language)),
            Cell(rule.reference),
        ]
    for note in body.notes:
        blank = Cell("")
        yield [Cell(words.translate("Besides")), Cell(in_language(note, words.language)), blank, blank, blank]


def _since(words: Words, rule: CompositionRule) -> str:
    tell = words.translate
    first, last = rule.effective_from, rule.effective_to
    said = {
        "first": "" if first is None else day(first, code=words.language),
        "last": "" if last is None else day(last, code=words.language),
    }
    if first is None and last is None:
        return tell("no days are stated")
    if first is None:
        return tell("until {last}").format(**said)
    if last is None:
        return tell("since {first}").format(**said)
    return tell("{first} – {last}").format(**said)


def _remark(words: Words, rule: CompositionRule, on: date) -> str:
    if rule.holds_on(on):
        return ""
    return words.translate("not on {day}").format(day=day(on, code=words.language))

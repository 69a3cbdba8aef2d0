"""What a measure is: its formula, how it is counted, and where the country's rules say so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from config.i18n import N_
from dashboard.components.council.coverage.question import Question
from dashboard.components.council.desk import Desk
from dashboard.components.council.gaps.norms import ONE_PER_TEXTS
from dashboard.components.html_table import Cell, table_html
from dashboard.i18n import in_language
from geodata.councils.pack import BodyType, ReportDuty, StatutorySeats
from indicators.councils.coverage import MEASURES

METHOD_TEXTS = {
    "seats_filled": N_(
        "Seats by law are those the register states, else those of the country's table for as many "
        "residents. In an elected council only elected members fill a seat."
    ),
    "deputies_per_1000": N_("Elected members sitting per 1 000 residents of the area."),
    "settlements_represented": N_(
        "Settlements for which an elected deputy stands. The head of a village without one takes part in the "
        "council with an advisory vote."
    ),
    "areas_covered": N_(
        "Areas are the lowest ones above the settlements that such a body may serve; a body of a part of an "
        "area counts for the area."
    ),
    "people_covered": N_("Residents of the areas with an active body, of all areas such bodies may serve."),
    "women": N_("Members sitting on the day. Those whose sex is not given widen the bounds."),
    "youth": N_(
        "Members below {youth_below} years on the day. Whose age the register does not tell for certain "
        "widens the bounds."
    ),
    "reports_on_time": N_(
        "Reports that were due in the twelve months up to the day and delivered by their last day. A report "
        "that the register does not name after an earlier one was not delivered."
    ),
    "sessions": N_(
        "Bodies that met as often as they have to in the twelve months up to the day. Bodies that are not a "
        "year old yet and have not met so often cannot be told."
    ),
    "decisions_published": N_(
        "Of the decisions taken in the twelve months up to the day, those that were published."
    ),
    "charters_registered": N_("Bodies whose charter was registered by the day."),
    "norm": N_(
        "Bodies are counted area by area, and what one area has too many no other has. Residents ÷ residents "
        "per body is rounded up."
    ),
    "maps_registered": N_("Areas of the level itself whose map has a registration number."),
}
"""How each measure is counted, in English."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of what is said about a measure."""

    title: str
    text: str
    reference: str = ""
    """Where it is stated."""


FACTORS = {"percent": "100", "per_1000": "1000"}


def formula(desk: Desk, measure: str) -> str:
    """Return what is divided by what."""
    tell, about = desk.words.translate, MEASURES[measure]
    return f"{tell(about.numerator)} ÷ {tell(about.denominator)} · {FACTORS[about.unit]}"


def method_text(desk: Desk, measure: str) -> str:
    """Return how a measure is counted."""
    ages = desk.councils.ages
    return desk.words.translate(METHOD_TEXTS[measure]).format(youth_below=ages.youth_below)


def about_html(desk: Desk, question: Question) -> str:
    """Return a table of what the measure is, with references."""
    tell = desk.words.translate
    head = [Cell(tell("About the measure")), Cell("", is_long=True), Cell(tell("Stated in"))]
    lines = [[Cell(each.title), Cell(each.text), Cell(each.reference)] for each in lines_of(desk, question)]
    return table_html(tell(MEASURES[question.measure].title), head, {"": lines})


def lines_of(desk: Desk, question: Question) -> Iterator[Line]:
    """Yield the formula, the method, then the country's rules that the measure follows."""
    tell, councils = desk.words.translate, desk.councils
    about = councils.body_types[question.body_type]
    yield Line(tell("Formula"), formula(desk, question.measure))
    yield Line(tell("How it is counted"), method_text(desk, question.measure))
    yield from _rules(desk, question, about)
    yield from _of_type(desk, question, about)
    hidden = tell("Numbers of 1 to {most} people, and what they could be computed from, are not published.")
    yield Line(tell("Not published"), hidden.format(most=councils.small_cell_threshold - 1))


def _of_type(desk: Desk, question: Question, about: BodyType) -> Iterator[Line]:
    title, basis = desk.type_title(question.body_type), about.legal_basis
    yield Line(desk.words.translate("Type of body"), title, about.reference)
    if basis is not None:
        yield Line(desk.words.translate("Legal basis"), in_language(basis, desk.words.language))
    if about.note is not None:
        yield Line(desk.words.translate("Note"), in_language(about.note, desk.words.language))


def _rules(desk: Desk, question: Question, about: BodyType) -> Iterator[Line]:
    tell = desk.words.translate
    match question.measure:
        case "reports_on_time" if question.report_type is not None:
            duty = desk.councils.duty(question.body_type, question.report_type)
            yield from () if duty is None else _duty(desk, duty)
        case "sessions" if about.sessions is not None:
            text = tell("at least {n} a year").format(n=about.sessions.per_year)
            yield Line(tell("Sessions"), text, about.sessions.reference)
        case "youth":
            text = tell("below {n} years").format(n=desk.councils.ages.youth_below)
            yield Line(tell("Young"), text, desk.councils.ages.reference)
        case "norm":
            yield from _norms(desk, question)
        case "seats_filled":
            yield from _seats(desk, question.body_type)
        case "areas_covered" | "people_covered" if about.active_within_months is not None:
            text = tell("met within {n} months").format(n=about.active_within_months)
            yield Line(tell("Active"), text, about.reference)


def _duty(desk: Desk, duty: ReportDuty) -> Iterator[Line]:
    tell, language = desk.words.translate, desk.words.language
    yield Line(
        tell("Report"),
        f"{in_language(duty.reporter, language)} → {in_language(duty.recipient, language)}",
        duty.reference,
    )
    if duty.has_term:
        text = tell("months: {months}, days: {days}; counted from the end of the period reported on")
        yield Line(tell("Term"), text.format(months=duty.due_months or 0, days=duty.due_days or 0))
    if duty.note is not None:
        yield Line(tell("Note"), in_language(duty.note, language))


def _norms(desk: Desk, question: Question) -> Iterator[Line]:
    tell = desk.words.translate
    for norm in desk.councils.norms:
        if norm.body_type != question.body_type:
            continue
        kinds = ", ".join(_kind_title(desk, each) for each in norm.area_types)
        if norm.residents_per_body is not None:
            text = tell("One body for every {n} residents begun.")
            said = text.format(n=desk.words.whole(norm.residents_per_body))
        else:
            is_stated = question.one_per in norm.one_per
            said = tell(ONE_PER_TEXTS[question.one_per if is_stated else norm.one_per[0]])
        yield Line(kinds or tell("Norm"), said, norm.reference)


def _seats(desk: Desk, body_type: str) -> Iterator[Line]:
    rules = [row for row in desk.councils.statutory_seats if row.body_type == body_type]
    for reference in dict.fromkeys(row.reference for row in rules):
        sizes = ", ".join(_size(desk, row) for row in rules if row.reference == reference)
        yield Line(desk.words.translate("Seats by law"), sizes, reference)


def _size(desk: Desk, row: StatutorySeats) -> str:
    tell = desk.words.translate
    if row.population_up_to is None:
        return tell("more residents: {seats}").format(seats=row.seats)
    text = tell("up to {n} residents: {seats}")
    return text.format(n=desk.words.whole(row.population_up_to), seats=row.seats)


def _kind_title(desk: Desk, area_type: str) -> str:
    titles = {each.id: each.name for each in desk.words.pack.area_types}
    return in_language(titles[area_type], desk.words.language)

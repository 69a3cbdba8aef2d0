"""The instruments of services monitoring as tables to read."""

from __future__ import annotations

from collections.abc import Iterator

from config.i18n import N_
from dashboard.components.html_table import Cell, table_html
from dashboard.components.words import Words
from dashboard.i18n import in_language
from geodata.services.instruments import ExitQuestionnaire, ObservationForm

TOTAL = N_("All items together, at most")
NOT_STATED = N_("not stated")


def form_html(words: Words, form: ObservationForm) -> str:
    """Return the items of the form with the most points of each, and of all together."""
    tell = words.translate
    head = [Cell(tell("Item")), Cell(tell("Points, at most"), is_number=True)]
    rows = [
        [Cell(in_language(item.title, words.language)), Cell(_points(words, item.highest), is_number=True)]
        for item in form.items.values()
    ]
    total = [Cell(tell(TOTAL)), Cell(_points(words, form.highest_total), is_number=True)]
    return table_html(in_language(form.title, words.language), head, {"": [*rows, total]})


def questionnaire_html(words: Words, questionnaire: ExitQuestionnaire) -> str:
    """Return what people are asked when they leave an office, with the answers there are."""
    tell = words.translate
    head = [Cell(tell("Question")), Cell(tell("Answers"), is_long=True)]
    scale = tell(N_("from {lowest} to {highest}, good from {good_from}")).format(
        lowest=questionnaire.lowest, highest=questionnaire.highest, good_from=questionnaire.good_from
    )
    groups = {
        tell("Ratings"): [
            [Cell(in_language(each.title, words.language)), Cell(scale)]
            for each in questionnaire.ratings.values()
        ],
        tell("Costs"): [
            [Cell(in_language(each.title, words.language)), Cell(words.unit_title("currency_per_person"))]
            for each in questionnaire.costs.values()
        ],
        tell("Who answers"): [
            [
                Cell(in_language(each.title, words.language)),
                Cell("; ".join(in_language(answer, words.language) for answer in each.answers.values())),
            ]
            for each in questionnaire.profile.values()
        ],
    }
    asked = {title: rows for title, rows in groups.items() if rows}
    return table_html(in_language(questionnaire.title, words.language), head, asked)


def notes(words: Words, instrument: ObservationForm | ExitQuestionnaire) -> Iterator[str]:
    """Yield what the sources leave open of an instrument, then where it is from."""
    for note in instrument.notes:
        yield in_language(note, words.language)
    yield words.translate(N_("Source: {reference}")).format(reference=instrument.reference)


def _points(words: Words, points: float | None) -> str:
    if points is None:
        return words.translate(NOT_STATED)
    return words.whole(points)

"""A hearing's plan in whole sentences of the interface's languages.

Every text is a sentence of its own and no text is put into another but titles, days and numbers, so that each
language can inflect as it must.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from config.i18n import N_, day, translations
from planning.participation.hearings import STATE_TEXTS, Task


def task_title(task: Task, *, language: str) -> str:
    """Return what is to be done, and which time it is where it is done several times."""
    title = task.rule.title.get(language, task.rule.title["en"])
    if task.rule.times == 1:
        return title
    template = translations(language).gettext(N_("{title} ({number} of {times})"))
    return template.format(title=title, number=task.number, times=task.rule.times)


def window_text(task: Task, *, language: str) -> str:
    """Return when a task is to be done."""
    said = {"first": _day(task.earliest, language), "last": _day(task.latest, language)}
    return translations(language).gettext(_window_template(task)).format(**said)


def state_text(task: Task, *, language: str) -> str:
    """Return how far a task is."""
    tell = translations(language).gettext
    if task.done_on is None:
        return tell(STATE_TEXTS[task.state])
    in_time, not_in_time = N_("done on {day}"), N_("done on {day}, which is not in time")
    return tell(in_time if task.state == "done" else not_in_time).format(day=_day(task.done_on, language))


def plan_remarks(tasks: Sequence[Task], *, earliest_day: date | None, language: str) -> Iterator[str]:
    """Yield what a reader must know before trusting the days.

    Args:
        tasks: as :func:`planning.participation.hearings.hearing_tasks` returns them.
        earliest_day: as :func:`planning.participation.hearings.earliest_hearing_day` returns it, None where
            it is not asked for.
        language: of ``config.i18n.LANGUAGES``.
    """
    tell = translations(language).gettext
    too_late = [task for task in tasks if task.state == "too_late"]
    for task in too_late:
        said = {"title": task_title(task, language=language), "last": _day(task.latest, language)}
        yield tell(N_("{title}: can no longer be done in time, the last day was {last}.")).format(**said)
    if too_late and earliest_day is not None:
        template = tell(N_("First day of the hearing for which everything can be done in time: {day}."))
        yield template.format(day=_day(earliest_day, language))
    if years := sorted({year for task in tasks for year in task.unknown_years}):
        template = tell(N_("Public holidays are not loaded, only weekends are counted; years: {years}."))
        yield template.format(years=", ".join(map(str, years)))
    yield from dict.fromkeys(
        task.rule.note.get(language, task.rule.note["en"]) for task in tasks if task.rule.note is not None
    )


def _window_template(task: Task) -> str:
    if task.earliest is None and task.latest is None:
        return N_("no day is stated")
    if task.earliest is None:
        return N_("by {last}")
    if task.latest is None:
        return N_("from {first}, no last day is stated")
    return N_("on {last}") if task.earliest == task.latest else N_("from {first} to {last}")


def _day(moment: date | None, language: str) -> str:
    return "" if moment is None else day(moment, code=language)

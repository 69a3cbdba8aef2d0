"""Put right what the check found: labels to confirm, cells to correct, rows to leave out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import cycle

import pandas as pd
import streamlit as st

from config.i18n import N_
from dashboard.components.data.fixes import (
    faulty_cells,
    fix_count,
    table_levels,
    unknown_indicators,
    unknown_periods,
    unresolved_labels,
    with_areas,
    with_corrections,
    with_dropped,
)
from dashboard.components.data.form import Form
from dashboard.components.data.plain import plain
from dashboard.components.data.wizard import Wizard
from dashboard.components.words import Words
from dashboard.imports import Target
from dashboard.names import area_labels
from geodata.tables.choices import Choices
from geodata.tables.draft import TableDraft
from geodata.tables.resolve import LEFT_OUT

DROP = ""
"""Among area codes, the choice to leave the rows out; no area has an empty code."""

SEVERAL_MEANT = N_(
    "Some names belong to several areas. If all areas of the table are of one level, go back and choose it: "
    "then most of them are told apart."
)

MOST_ASKED = 24
"""Labels asked about at once; further ones come when these are settled."""


@dataclass(frozen=True, slots=True)
class Fixes:
    """What a person has put right but not had checked yet."""

    areas: Mapping[str, str]
    """Area code by label."""
    dropped: Mapping[str, list[int]]
    """Rows by sheet."""
    cells: pd.DataFrame
    """See :func:`dashboard.components.data.fixes.faulty_cells`."""
    indicator_ids: Mapping[str, str]
    periods: Mapping[str, str]
    reason: str
    """Why rows are left out."""

    @property
    def drops(self) -> bool:
        """Whether any row is left out."""
        return bool(self.dropped) or bool(self.cells["is_dropped"].any())

    @property
    def is_empty(self) -> bool:
        """Whether nothing was put right."""
        said = [self.areas, self.indicator_ids, self.periods]
        return not (any(said) or self.drops or self.cells["correction"].notna().any())

    def applied_to(self, choices: Choices) -> Choices:
        """Return choices with these fixes."""
        choices = with_corrections(with_areas(choices, self.areas), self.cells, self.reason)
        return with_dropped(choices, self.dropped, self.reason)


def fix_form(wizard: Wizard, words: Words, target: Target, draft: TableDraft) -> Fixes:
    """Show what can be put right; return what is."""
    tell = words.translate
    form = Form(f"{wizard.form.scope}.fix{wizard.round}")
    areas, dropped = _areas(form, words, target, draft)
    indicator_ids = _indicators(form, words, draft)
    periods = _periods(form, words, draft)
    only_sheet = wizard.sheets[0].name if len(wizard.sheets) == 1 else None
    cells = _cells(form, words, faulty_cells(draft.problems, tell, only_sheet=only_sheet))
    is_dropping = bool(dropped) or bool(cells["is_dropped"].any())
    reason = form.text("reason", tell("Why are these rows left out?")) if is_dropping else ""
    return Fixes(areas, dropped, cells, indicator_ids, periods, reason)


def fix_buttons(wizard: Wizard, words: Words, fixes: Fixes) -> bool:
    """Show the buttons that check again and undo; return whether the former was pressed."""
    tell = words.translate
    is_ready = not fixes.is_empty and bool(fixes.reason or not fixes.drops)
    with st.container(horizontal=True):
        pressed = st.button(
            tell("Check again with these corrections"), disabled=not is_ready, icon=":material/refresh:"
        )
        count = fix_count(wizard.choices) + len(wizard.indicator_ids) + len(wizard.periods)
        if count and st.button(tell("Undo all {count} corrections").format(count=count)):
            wizard.choices = wizard.choices.model_copy(
                update={"areas": {}, "dropped_rows": {}, "corrections": {}}
            )
            wizard.indicator_ids, wizard.periods = {}, {}
            wizard.drafted_at = None
            wizard.round += 1
            st.rerun()
    return pressed


def _areas(
    form: Form, words: Words, target: Target, draft: TableDraft
) -> tuple[dict[str, str], dict[str, list[int]]]:
    """Ask which area each unknown label means; return the answers, and the rows to leave out by sheet."""
    tell, labels = words.translate, unresolved_labels(draft)
    if labels.empty:
        return {}, {}
    st.subheader(tell("Areas to confirm: {count}").format(count=len(labels)))
    if (labels["candidates"].map(len) > 1).any():
        st.info(tell(SEVERAL_MEANT))
    names = area_labels(target.areas, words.language)
    usual = names[target.areas["admin_level"].isin(table_levels(draft, target.areas))]
    suggestions = draft.matches.suggestions
    areas: dict[str, str] = {}
    dropped: dict[str, list[int]] = {}
    sides = cycle(st.columns(2))
    for label, candidates, rows in labels.head(MOST_ASKED).itertuples(index=False, name=None):
        similar = suggestions.loc[suggestions["label"] == label, "area_code"]
        with next(sides):
            likely = [*candidates, *similar, *([DROP] if any(rows.values()) else [])]
            code = _area(form, words, names, label, likely=likely, usual=usual.index)
        if code == DROP:
            for sheet, numbers in rows.items():
                dropped[sheet] = [*dropped.get(sheet, []), *numbers]
        elif code:
            areas[label] = code
    return areas, dropped


def _area(
    form: Form,
    words: Words,
    names: pd.Series[str],
    label: str,
    *,
    likely: Iterable[str],
    usual: Iterable[str],
) -> str | None:
    tell = words.translate
    first = list(dict.fromkeys(likely))
    others = [code for code in usual if code not in set(first)]

    def text(code: str) -> str:
        if code == DROP:
            return tell("Leave these rows out")
        return ("≈ " if code in first else "") + f"{names[code]} ({code})"

    return form.select(
        f"area.{label}",
        plain(label) or tell("(no name)"),
        [*first, *others],
        words=text,
        placeholder=tell("Choose an area, or type to search"),
    )


def _indicators(form: Form, words: Words, draft: TableDraft) -> dict[str, str]:
    tell, labels = words.translate, unknown_indicators(draft.problems)
    if labels:
        st.subheader(tell("Indicators to confirm: {count}").format(count=len(labels)))
    known = [each.id for each in words.catalogue.values() if each.kind == "base" and each.stage is None]
    chosen = {
        label: form.select(
            f"indicator.{label}",
            plain(label),
            [LEFT_OUT, *known],
            words=lambda id_: words.title(id_) if id_ else tell("Leave these values out"),
            placeholder=tell("Choose"),
        )
        for label in labels[:MOST_ASKED]
    }
    if len(labels) > 1 and form.tick("others", tell("Leave out the values of all others")):
        return {label: chosen.get(label) or LEFT_OUT for label in labels}
    return {label: indicator_id for label, indicator_id in chosen.items() if indicator_id is not None}


def _periods(form: Form, words: Words, draft: TableDraft) -> dict[str, str]:
    tell, texts = words.translate, unknown_periods(draft.problems)[:MOST_ASKED]
    if texts:
        st.subheader(tell("Periods to confirm: {count}").format(count=len(texts)))
    said = {
        text: form.text(f"period.{text}", plain(text), placeholder="2023, 2023-Q2, 2023-07") for text in texts
    }
    return {text: period for text, period in said.items() if period}


def _cells(form: Form, words: Words, cells: pd.DataFrame) -> pd.DataFrame:
    tell = words.translate
    if cells.empty:
        return cells
    st.subheader(tell("Cells to correct: {count}").format(count=len(cells)))
    return form.table(
        "cells",
        cells,
        editable=["correction", "is_dropped"],
        columns={
            "place": st.column_config.TextColumn(tell("Place")),
            "found": st.column_config.TextColumn(tell("Found")),
            "correction": st.column_config.TextColumn(tell("Correction")),
            "is_dropped": st.column_config.CheckboxColumn(tell("Leave the row out")),
            "problem": st.column_config.TextColumn(tell("What is wrong"), width="large"),
        },
    )

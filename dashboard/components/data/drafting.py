"""Draft what the wizard's file says, and draft it again when anything it rests on has changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from dashboard.components.data.problems_table import problems_html
from dashboard.components.data.wizard import INSTRUMENTS, WITH_COLUMNS, Wizard
from dashboard.components.words import Translate
from dashboard.imports import Target
from geodata.boundaries.columns import BoundaryColumns
from geodata.problems import ImportRefused
from geodata.tables.choices import Choices
from geodata.tables.layout import Layout


def draft_table(
    wizard: Wizard, translate: Translate, target: Target, layouts: Sequence[Layout], choices: Choices
) -> bool:
    """Draft the observations and keep the draft; return whether the layouts fit, and show why if not."""
    said = {"indicator_ids": wizard.indicator_ids, "periods": wizard.periods}
    layouts = [layout.model_copy(update=said) for layout in layouts]

    def draft() -> None:
        wizard.table = target.draft_table(wizard.sheets, layouts, choices)

    if not _drafted(draft, translate):
        return False
    wizard.layouts, wizard.choices, wizard.drafted_at = tuple(layouts), choices, target.version
    return True


def draft_boundaries(
    wizard: Wizard,
    translate: Translate,
    target: Target,
    columns: BoundaryColumns,
    *,
    level: int,
    valid_from: date | None,
) -> bool:
    """Draft the areas and keep the draft; return whether any could be read, and show why not."""

    def draft() -> None:
        if wizard.features is not None:
            wizard.areas = target.draft_boundaries(
                wizard.features, columns, level=level, valid_from=valid_from
            )

    if not _drafted(draft, translate):
        return False
    wizard.columns, wizard.level, wizard.valid_from = columns, level, valid_from
    wizard.drafted_at = target.version
    return True


def draft_template(wizard: Wizard, translate: Translate, target: Target) -> None:
    """Draft what a filled-in template says; the check lists whatever is wrong with it."""
    wizard.register, wizard.services, wizard.problems = None, None, ()
    with st.spinner(translate("Checking the whole file …")):
        try:
            if wizard.kind in INSTRUMENTS:
                wizard.services = target.draft_services(wizard.sheets, INSTRUMENTS[wizard.kind])
            elif wizard.upload:
                upload = wizard.upload
                wizard.register = target.draft_register(upload.path, file_label=upload.name)
        except ImportRefused as refusal:
            wizard.problems = refusal.problems
    wizard.drafted_at = target.version


def renew(wizard: Wizard, translate: Translate, target: Target) -> None:
    """Draft again, in the same way, if the data of the country or the corrections are no longer the same."""
    if wizard.drafted_at == target.version:
        return
    if wizard.kind not in WITH_COLUMNS:
        draft_template(wizard, translate, target)
    elif wizard.kind == "observations":
        draft_table(wizard, translate, target, wizard.layouts, wizard.choices)
    elif wizard.columns and wizard.level is not None:
        draft_boundaries(
            wizard,
            translate,
            target,
            wizard.columns,
            level=wizard.level,
            valid_from=wizard.valid_from,
        )


def _drafted(draft: Callable[[], None], translate: Translate) -> bool:
    with st.spinner(translate("Checking the whole file …")):
        try:
            draft()
        except ImportRefused as refusal:
            st.html(problems_html(refusal.problems, translate))
            return False
    return True

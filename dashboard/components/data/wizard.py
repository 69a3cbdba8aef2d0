"""How far a file has come on its way in."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

import streamlit as st
from geopandas import GeoDataFrame

from config.i18n import N_
from dashboard.components.data.form import Form
from dashboard.components.words import Translate
from dashboard.imports import ServicesDraft, Upload, discard_upload
from geodata.boundaries.columns import BoundaryColumns
from geodata.boundaries.draft import AreaDraft
from geodata.councils.comparison import RegisterComparison
from geodata.councils.workbook import RegisterDraft
from geodata.problems import Problem
from geodata.services.instruments import InstrumentName
from geodata.tables.choices import Choices
from geodata.tables.draft import TableDraft
from geodata.tables.layout import Layout
from geodata.tables.sheet import Sheet

Kind = Literal["areas", "observations", "register", "services_form", "services_questionnaire"]
Step = Literal["file", "columns", "check", "publish", "done"]

STEPS: tuple[Step, ...] = get_args(Step)
STEP_TITLES: dict[Step, str] = {
    "file": N_("File"),
    "columns": N_("Columns"),
    "check": N_("Check"),
    "publish": N_("Publish"),
    "done": N_("Done"),
}
WITH_COLUMNS: frozenset[Kind] = frozenset({"areas", "observations"})
"""Files of any layout; others have the headings of their template."""
INSTRUMENTS: dict[Kind, InstrumentName] = {
    "services_form": "form",
    "services_questionnaire": "questionnaire",
}


@dataclass
class Wizard:
    """One file on its way into one country, kept for the visit."""

    form: Form
    step: Step = "file"
    kind: Kind | None = None
    upload: Upload | None = None
    upload_id: str = ""
    """What the browser calls the upload, to know a new one."""
    problems: tuple[Problem, ...] = ()
    """Why the file could not be read or drafted, or what the reader noticed."""
    sheets: tuple[Sheet, ...] = ()
    guesses: dict[str, Layout] = field(default_factory=dict)
    """By sheet."""
    layers: tuple[str, ...] = ()
    features: GeoDataFrame | None = None
    read_as: tuple[object, ...] = ()
    """Layer, CRS and encoding by which ``features`` were read."""
    table: TableDraft | None = None
    areas: AreaDraft | None = None
    register: RegisterDraft | None = None
    services: ServicesDraft | None = None
    layouts: tuple[Layout, ...] = ()
    columns: BoundaryColumns | None = None
    level: int | None = None
    valid_from: date | None = None
    """By which the draft was made, beside the choices."""
    drafted_at: str | None = None
    """The data version the draft was made at; None if it must be made again."""
    comparison: RegisterComparison | None = None
    """The register of the file beside the published one, as it was shown at the check."""
    compared_at: tuple[str | None, str] | None = None
    """The data versions of the draft and of the register that were compared."""
    choices: Choices = field(default_factory=Choices)
    """Answers and corrections applied so far."""
    indicator_ids: dict[str, str] = field(default_factory=dict)
    periods: dict[str, str] = field(default_factory=dict)
    """What labels of the file mean, as a person said at the check."""
    round: int = 0
    """How often corrections have been applied."""
    dataset_id: int | None = None

    def go(self, step: Step) -> None:
        """Turn to a step."""
        self.step = step

    def give_up_file(self) -> None:
        """Remove the file from the workspace."""
        if self.upload:
            discard_upload(self.upload)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps that its kind of file takes."""
        has_columns = self.kind is None or self.kind in WITH_COLUMNS
        return tuple(step for step in STEPS if has_columns or step != "columns")

    def before(self, step: Step) -> Step:
        """Return the step that comes before another one."""
        return self.steps[self.steps.index(step) - 1]

    @property
    def draft(self) -> AreaDraft | TableDraft | RegisterDraft | ServicesDraft | None:
        """What the file would become."""
        return self.areas or self.table or self.register or self.services

    @property
    def draft_problems(self) -> Sequence[Problem]:
        """Everything worth knowing about the draft."""
        return (*self.problems, *(self.draft.problems if self.draft else ()))


def current_wizard(country: str) -> Wizard:
    """Return the wizard of this visit and country."""
    key = f"wizard.{country}"
    if key not in st.session_state:
        st.session_state[key] = Wizard(_new_form())
    wizard: Wizard = st.session_state[key]
    return wizard


def restart(country: str, *, kind: Kind | None = None) -> Wizard:
    """Give up the file of this visit and begin anew: whatever was known of it is forgotten."""
    current_wizard(country).give_up_file()
    fresh = Wizard(_new_form(), kind=kind)
    st.session_state[f"wizard.{country}"] = fresh
    return fresh


def progress_line(wizard: Wizard, translate: Translate) -> None:
    """Show the steps, those done and the one at hand."""
    steps = wizard.steps
    place = steps.index(wizard.step)
    marks = [":material/check:" if number < place else f"{number + 1}." for number in range(len(steps))]
    titles = [f"{mark} {translate(STEP_TITLES[each])}" for mark, each in zip(marks, steps, strict=True)]
    titles[place] = f"**:primary[{titles[place]}]**"
    st.progress(place / (len(steps) - 1))
    st.markdown(" › ".join(titles))


def navigation(
    wizard: Wizard, translate: Translate, *, label: str, is_ready: bool, back: Step | None
) -> bool:
    """Show Back and the button that leads on; return whether the latter was pressed."""
    with st.container(horizontal=True):
        if back:
            st.button(translate("Back"), on_click=wizard.go, args=(back,), icon=":material/arrow_back:")
        return st.button(label, type="primary", disabled=not is_ready, key=wizard.form.scope + ".next")


def _new_form() -> Form:
    return Form(f"import.{secrets.token_hex(4)}")

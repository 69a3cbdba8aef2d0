"""Keep a scenario under a name, take one out of the offer, look at its versions, send it away as a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import streamlit as st

from config.i18n import LANGUAGES, SOURCE_LANGUAGE
from config.loader import ConfigError, validate
from dashboard import state
from dashboard.budgets import SCENARIOS
from dashboard.components.budget.desk import Desk
from dashboard.components.budget.simulator.address import scenario_to_text
from dashboard.components.budget.simulator.start import (
    DEFAULT,
    Draft,
    base_versions,
    brought,
    open_scenario,
    turn_to,
)
from dashboard.components.data.form import Form
from dashboard.components.data.plain import plain
from dashboard.components.designation.editor.naming import free_id
from dashboard.components.documents import conflict_view, download_text, version_line
from dashboard.components.signing import changed, save_button, sign, withdrawal
from dashboard.i18n import LANGUAGE_NAMES
from geodata.store import Document, StaleDocumentError
from indicators.budget.scenario import DOCUMENT_KIND, Scenario, scenario_from_toml, scenario_to_toml

CONFLICT, MESSAGE = "simulator.conflict", "simulator.message"
"""Keys of this visit: why a scenario was not saved, and what has just been done."""


@dataclass(frozen=True, slots=True)
class Named:
    """Texts that follow what is proposed until somebody writes others."""

    scope: str

    @property
    def written(self) -> dict[str, str]:
        """What was written, by the name of the field."""
        known: dict[str, str] = st.session_state.setdefault(f"written.{self.scope}", {})
        return known

    def text(self, name: str, label: str, *, proposed: str) -> str:
        """Show a field and return what is in it."""
        key = f"{self.scope}.{name}"
        st.session_state[key] = self.written.get(name, proposed)
        return str(st.text_input(label, key=key, on_change=self._keep, args=(name, key)) or "").strip()

    def _keep(self, name: str, key: str) -> None:
        self.written[name] = st.session_state[key]


def show_saving(desk: Desk, draft: Draft) -> None:
    """Show name, note and the ways to keep, send and withdraw the scenario; then its versions."""
    tell = desk.words.translate
    if message := st.session_state.pop(MESSAGE, ""):
        st.success(message, icon=":material/check_circle:")
    if conflict := st.session_state.get(CONFLICT):
        _conflict(desk, conflict)
    with st.container(border=True):
        scenario = _named_scenario(desk, draft)
        author, note = sign(desk.words, Form(f"simulator.note.{draft.scenario.id}"))
        with st.container(horizontal=True):
            is_ready = scenario is not None and bool(author) and not _is_kept(draft, scenario)
            pressed = save_button(desk.words, "simulator", is_ready=is_ready)
            if scenario:
                text = scenario_to_toml(scenario)
                download_text(tell("Download (TOML)"), text, name=scenario.id, key="simulator.toml")
            if draft.saved:
                _withdrawing(desk, draft, author)
        if not author:
            st.caption(tell("To save it, your name is needed."))
    if pressed and scenario:
        _save(desk, draft, scenario, author=author, note=note)
    if draft.saved:
        _versions(desk, draft)


def proposed_name(desk: Desk, draft: Draft) -> tuple[str, dict[str, str]]:
    """Return the id and the titles that a scenario is saved under unless others are written."""
    if draft.saved:
        return draft.saved.content.id, dict(draft.saved.content.title)
    title = dict(draft.scenario.title)
    if brought():
        return draft.scenario.id, title
    taken = {*desk.saved.by_id, *desk.saved.unreadable}
    return free_id(title[SOURCE_LANGUAGE], taken), title


def _named_scenario(desk: Desk, draft: Draft) -> Scenario | None:
    """Show the fields of id and titles; return the scenario under that name, or say why it cannot be."""
    tell, fields = desk.words.translate, Named(f"simulator.name.{draft.begun.id}")
    proposed_id, proposed = proposed_name(desk, draft)
    columns = st.columns(len(LANGUAGES) + 1)
    titles = {}
    for column, language in zip(columns, LANGUAGES, strict=False):
        with column:
            label = tell("Name ({language})").format(language=LANGUAGE_NAMES[language])
            titles[language] = fields.text(language, label, proposed=proposed[language])
    with columns[-1]:
        scenario_id = fields.text(
            "id", tell("Id: small Latin letters, digits, hyphens"), proposed=proposed_id
        )
    about = {"id": scenario_id, "title": titles, "country": desk.question.country}
    data: dict[str, Any] = draft.scenario.model_dump(exclude_none=True)
    try:
        return validate(data | about, Scenario, name=scenario_id or tell("Scenario"))
    except ConfigError as error:
        lead = tell("To be put right before it can be saved:")
        st.warning("\n".join([lead, "", *(f"- {plain(fault)}" for fault in error.faults)]))
        return None


def _is_kept(draft: Draft, scenario: Scenario | None) -> bool:
    return draft.saved is not None and draft.saved.content == scenario


def _save(desk: Desk, draft: Draft, scenario: Scenario, *, author: str, note: str) -> None:
    def save() -> None:
        version = SCENARIOS.save(
            desk.store,
            desk.question.country,
            scenario.id,
            scenario,
            base_version=base_versions().get(scenario.id),
            author=author,
            at=datetime.now(UTC),
            note=note,
        )
        open_scenario(desk, scenario.id, scenario)
        base_versions()[scenario.id] = version
        text = desk.words.translate("Saved as version {number}; it is the scenario chosen above.")
        st.session_state[MESSAGE] = text.format(number=version)
        Named(f"simulator.name.{draft.begun.id}").written.clear()
        st.session_state.pop(CONFLICT, None)

    changed(save, _keep_conflict)


def _withdrawing(desk: Desk, draft: Draft, author: str) -> None:
    scenario_id = draft.begun.id
    if (reason := withdrawal(desk.words, f"simulator.{scenario_id}", author=author)) is None:
        return

    def withdraw() -> None:
        SCENARIOS.withdraw(
            desk.store,
            desk.question.country,
            scenario_id,
            base_version=base_versions().get(scenario_id, 0),
            author=author,
            at=datetime.now(UTC),
            note=reason,
        )
        text = scenario_to_text(draft.scenario)
        open_scenario(desk, DEFAULT)
        # What is on the screen stays there, as a scenario that nobody keeps.
        state.remember("vary_budget", text)

    changed(withdraw, _keep_conflict)


def _keep_conflict(conflict: StaleDocumentError) -> None:
    st.session_state[CONFLICT] = conflict


def _conflict(desk: Desk, conflict: StaleDocumentError) -> None:
    def keep(current: Document) -> None:
        base_versions()[current.document_id] = current.version
        st.session_state.pop(CONFLICT, None)

    def give_up(current: Document) -> None:
        st.session_state.pop(CONFLICT, None)
        _go_back(desk, current.document_id, current.content)
        base_versions()[current.document_id] = current.version

    conflict_view(desk.words, conflict, conflict.offered, keep=keep, give_up=give_up)


def _versions(desk: Desk, draft: Draft) -> None:
    """List the versions, the newest first, each to download or to go back to."""
    tell, scenario_id = desk.words.translate, draft.begun.id
    versions = desk.store.document_versions(desk.question.country, DOCUMENT_KIND, scenario_id)
    with st.expander(tell("Versions: {count}").format(count=len(versions)), icon=":material/history:"):
        for version in versions.to_dict("records")[::-1]:
            with st.container(border=True, horizontal=True, vertical_alignment="center"):
                st.markdown(plain(version_line(version, desk.words)))
                key = f"simulator.version.{version['version']}"
                name = f"{scenario_id}-{version['version']}"
                download_text(tell("Download"), version["content"], name=name, key=key)
                st.button(
                    tell("Go back to it"),
                    icon=":material/history:",
                    key=f"{key}.open",
                    on_click=_go_back,
                    args=(desk, scenario_id, version["content"]),
                )


def _go_back(desk: Desk, scenario_id: str, text: str) -> None:
    """Show a scenario as a version of it has it, to be saved anew."""
    try:
        scenario = scenario_from_toml(text, name=scenario_id)
        turn_to(desk, scenario)
    except (ConfigError, KeyError) as error:
        st.toast(plain(error), icon=":material/error:")
        return
    if scenario_id in desk.saved.by_id:
        state.remember("scenario", scenario_id)
    state.remember("vary_budget", scenario_to_text(scenario))

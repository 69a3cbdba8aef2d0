"""The scenario of the visit: the default one, one that is kept, or one from a file; and what was changed."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from config.loader import ConfigError
from dashboard import state
from dashboard.budgets import SavedScenario
from dashboard.components.budget.desk import Desk
from dashboard.components.budget.simulator.address import scenario_to_text, stated_from_text, with_stated
from dashboard.components.budget.simulator.defaults import default_scenario, default_title
from dashboard.components.budget.simulator.titles import scenario_title
from dashboard.components.data.plain import plain
from dashboard.i18n import in_language
from indicators.budget.scenario import Scenario, scenario_from_toml

DEFAULT = ""
"""Stands for the default scenario in the choice of scenarios."""
LARGEST_MB = 1
CHOICE, FILE = "simulator.choice", "simulator.file"
REFUSED, BROUGHT, BASES = "simulator.refused", "simulator.brought", "simulator.bases"
"""Keys of this visit: why a file was refused, the scenario of the last one that was not, and which versions
were seen when they were opened."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Draft:
    """The scenario of the visit, and what it was begun with."""

    scenario: Scenario
    begun: Scenario
    """At the level and in the period that are asked."""
    saved: SavedScenario | None
    """What it was begun with, where that is kept."""
    faults: tuple[str, ...] = ()
    """Why what the address states is not taken."""

    @property
    def is_changed(self) -> bool:
        """Whether it differs from what is kept; one that is not kept always does."""
        return self.saved is None or self.scenario != self.saved.content

    def ask(self, scenario: Scenario) -> None:
        """Bring a changed scenario into the address; of one that is as it was begun, nothing stays there."""
        text = scenario_to_text(scenario)
        state.remember("vary_budget", "" if text == scenario_to_text(self.begun) else text)

    def give_up(self) -> None:
        """Return to the scenario as it was begun."""
        state.remember("vary_budget", "")


def draft_at(desk: Desk, scenario_id: str) -> Draft:
    """Return what the address states, begun with a scenario that is kept or else with the default one."""
    saved = desk.saved.by_id.get(scenario_id)
    begun = _at_question(desk, saved.content) if saved else default_scenario(desk)
    stated = state.entry("vary_budget", stated_from_text, {})
    try:
        scenario = with_stated(begun, stated) if stated else begun
    except ConfigError as error:
        return Draft(scenario=begun, begun=begun, saved=saved, faults=tuple(error.faults))
    return Draft(scenario=scenario if saved else _named(scenario), begun=begun, saved=saved)


def _named(scenario: Scenario) -> Scenario:
    """Return a scenario that is not kept under the name of its file, or else called by what it is."""
    known = brought()
    title = known.title if known else default_title(scenario.formula.form, scenario.period)
    return scenario.model_copy(update={"title": title} | ({"id": known.id} if known else {}))


def choose_scenario(desk: Desk) -> Draft:
    """Show the choice of scenarios and the way to bring one; return the chosen one with its changes."""
    words, tell = desk.words, desk.words.translate
    chosen = st.session_state[CHOICE] = state.choice("scenario", [DEFAULT, *desk.saved.by_id], DEFAULT)
    choice, file = st.columns([4, 1], vertical_alignment="bottom")
    with choice:
        st.selectbox(
            tell("Scenario"),
            [DEFAULT, *desk.saved.by_id],
            format_func=lambda key: (
                scenario_title(words, desk.saved.by_id[key].content) if key else tell("Default: to the mean")
            ),
            key=CHOICE,
            on_change=lambda: open_scenario(desk, st.session_state[CHOICE]),
        )
    with file, st.popover(tell("From a file"), icon=":material/upload_file:"):
        _file(desk)
    draft = draft_at(desk, chosen)
    if draft.saved and (not draft.is_changed or chosen not in base_versions()):
        base_versions()[chosen] = draft.saved.version
    _say_what_differs(desk, draft)
    return draft


def open_scenario(desk: Desk, scenario_id: str, scenario: Scenario | None = None) -> None:
    """Turn to a scenario that is kept, at its own level and in its own period, or to the default one.

    Args:
        desk: of the page.
        scenario_id: its id, :data:`DEFAULT` for the default one.
        scenario: as it is kept, where the desk does not know it yet.
    """
    state.remember("scenario", scenario_id)
    state.remember("vary_budget", "")
    st.session_state.pop(BROUGHT, None)
    base_versions().clear()
    if scenario_id != DEFAULT:
        turn_to(desk, scenario or desk.saved.by_id[scenario_id].content)


def base_versions() -> dict[str, int]:
    """Return which version of a scenario what is on the screen was begun with, by its id."""
    known: dict[str, int] = st.session_state.setdefault(BASES, {})
    return known


def turn_to(desk: Desk, scenario: Scenario) -> None:
    """Ask for the level and the period of a scenario.

    Raises:
        KeyError: the country has no such level.
    """
    state.remember("level", desk.words.pack.level_by_id(scenario.level).number)
    state.remember("period", scenario.period)


def take_text(desk: Desk, text: str, *, name: str) -> list[str]:
    """Begin with a scenario from a file; return what keeps it from being used, if anything does."""
    try:
        scenario = scenario_from_toml(text, name=name)
    except ConfigError as error:
        return error.faults
    if faults := list(_misplaced(desk, scenario)):
        return faults
    turn_to(desk, scenario)
    state.remember("scenario", DEFAULT)
    state.remember("vary_budget", scenario_to_text(scenario))
    base_versions().clear()
    st.session_state[BROUGHT] = scenario
    return []


def brought() -> Scenario | None:
    """Return the scenario that came as a file, if one did: it names what is on the screen."""
    known: Scenario | None = st.session_state.get(BROUGHT)
    return known


def _misplaced(desk: Desk, scenario: Scenario) -> list[str]:
    tell, pack = desk.words.translate, desk.words.pack
    levels = {level.id: in_language(level.plural, desk.words.language) for level in pack.levels}
    faults = []
    if scenario.country not in (None, pack.code):
        faults.append(tell("It is for another country: {country}.").format(country=scenario.country))
    if scenario.level not in levels:
        text = tell("This country has no level “{level}”; it has {levels}.")
        faults.append(text.format(level=scenario.level, levels=", ".join(levels)))
    return faults


def _file(desk: Desk) -> None:
    tell = desk.words.translate
    st.file_uploader(
        tell("A scenario as TOML, as it is downloaded here"),
        type=["toml"],
        max_upload_size=LARGEST_MB,
        key=FILE,
        on_change=_bring,
        args=(desk,),
    )
    if faults := st.session_state.get(REFUSED):
        lead = tell("The file cannot be used:")
        st.error("\n".join([lead, "", *(f"- {plain(fault)}" for fault in faults)]))


def _bring(desk: Desk) -> None:
    upload = st.session_state[FILE]
    st.session_state[REFUSED] = []
    if upload is None:
        return
    try:
        text = upload.getvalue().decode("utf-8-sig")
    except UnicodeDecodeError:
        st.session_state[REFUSED] = [desk.words.translate("The file is no text in UTF-8.")]
    else:
        st.session_state[REFUSED] = take_text(desk, text, name=upload.name)


def _at_question(desk: Desk, scenario: Scenario) -> Scenario:
    asked = {"level": desk.words.pack.level(desk.question.level).id, "period": desk.question.period}
    return scenario.model_copy(update=asked)


def _say_what_differs(desk: Desk, draft: Draft) -> None:
    """Say why the address is not taken, and where a scenario is looked at elsewhere than it was saved."""
    tell = desk.words.translate
    if draft.faults:
        lead = tell("The changes in the address cannot be used:")
        st.error("\n".join([lead, "", *(f"- {plain(fault)}" for fault in draft.faults)]))
        st.button(tell("Back to the scenario as it was begun"), on_click=draft.give_up)
    if draft.saved and (draft.begun.level, draft.begun.period) != _place(draft.saved.content):
        _offer_own_place(desk, draft.saved.content)
    for scenario_id, error in desk.saved.unreadable.items():
        text = tell("The scenario {name} cannot be used with this version of the program.")
        lines = [text.format(name=plain(scenario_id)), "", *(f"- {plain(each)}" for each in error.faults)]
        st.warning("\n".join(lines))


def _place(scenario: Scenario) -> tuple[str, str]:
    return scenario.level, scenario.period


def _offer_own_place(desk: Desk, scenario: Scenario) -> None:
    tell, levels = desk.words.translate, {each.id: each for each in desk.words.pack.levels}
    level = levels.get(scenario.level)
    title = in_language(level.plural, desk.words.language) if level else scenario.level
    text = tell("It was saved for another level or period: {level}, {period}.")
    said, button = st.columns([4, 1], vertical_alignment="center")
    said.info(text.format(level=title, period=scenario.period))
    if level:
        button.button(tell("Turn to these"), on_click=turn_to, args=(desk, scenario))

"""The part of involvement as Streamlit runs it: a plan is filled in, checked, kept and seen among all."""

import datetime as dt

import pytest

from config.i18n import LANGUAGES
from dashboard import cached
from dashboard.components.council.involvement.files import plan_report
from dashboard.export.involvement import involvement_docx
from dashboard.hearings import PLANS, plan_id
from geodata.workspace import Workspace
from planning.participation.involvement import InvolvementEntry, InvolvementPlan, blank_plan, plan_to_toml
from tests.dashboard.councils.desks import AT, COUNTRY, ON, PLANTED_NAME, desk, hamlets
from tests.dashboard.councils.pages import AUTHOR, part, press, widget

__all__ = ["hamlets"]

ADOPTED = dt.date(2025, 1, 10)


def plan(area_code: str = "03", **more: object) -> InvolvementPlan:
    stated = {
        "area_code": area_code,
        "adopted_on": ADOPTED,
        "entries": [{"item": "meetings", "planned": "Two"}],
    }
    return InvolvementPlan.model_validate(stated | more)


def keep(content: InvolvementPlan, *, base_version: int | None = None) -> None:
    document_id = plan_id(content.area_code)
    PLANS.save(
        cached.store(), COUNTRY, document_id, content, base_version=base_version, author="Other", at=AT
    )


def kept(area_code: str = "03") -> InvolvementPlan:
    return cached.plans(COUNTRY).by_id[plan_id(area_code)].content


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("section", ["plan", "plans"])
def test_every_section_runs_in_every_language(hamlets: Workspace, section: str, language: str) -> None:
    keep(plan(revised_on=(dt.date(2024, 1, 1), dt.date(2024, 2, 1))))
    app = part("involvement", language=language, section=section, plan="03")
    assert PLANTED_NAME not in str(app)
    assert app.query_params["section"] == section


def test_a_plan_is_filled_in_and_kept(hamlets: Workspace) -> None:
    app = part("involvement", plan="03")
    assert any("no plan" in each.value for each in app.markdown)
    widget(app.date_input, "Adopted on").set_value(ADOPTED).run()
    app.text_area[0].set_value("A stand in the office").run()
    widget(app.text_input, "Responsible").set_value("Secretary").run()
    widget(app.date_input, "Add a refreshing").set_value(dt.date(2025, 8, 1)).run()
    widget(app.date_input, "Add a refreshing").set_value(dt.date(2025, 3, 1)).run()
    assert any("Next by February 1, 2026" in each.value for each in app.caption)
    widget(app.text_input, "Your name").set_value(AUTHOR).run()
    press(app, "Save")
    days = (dt.date(2025, 3, 1), dt.date(2025, 8, 1))
    told = InvolvementEntry(
        item="local_matters", planned="A stand in the office", responsible="Secretary", refreshed_on=days
    )
    assert kept() == InvolvementPlan(
        area_code="03", adopted_on=ADOPTED, entries=(told, InvolvementEntry(item="meetings"))
    )
    assert any("version 1" in each.value for each in app.success)


def test_a_day_can_be_taken_out_again(hamlets: Workspace) -> None:
    days = (dt.date(2024, 1, 1), dt.date(2025, 2, 1))
    keep(plan(revised_on=days))
    app = part("involvement", plan="03")
    assert any("possible from February 1, 2026" in each.value for each in app.caption)
    widget(app.multiselect, "Revised on").set_value([days[0]]).run()
    assert any("possible from January 1, 2025" in each.value for each in app.caption)
    assert widget(app.multiselect, "Revised on").value == [days[0]]


def test_what_the_rules_object_to_stands_at_its_line(hamlets: Workspace) -> None:
    stale = InvolvementEntry(item="local_matters", planned="x", refreshed_on=(dt.date(2025, 1, 1),))
    keep(plan(revised_on=(dt.date(2025, 2, 1), dt.date(2025, 3, 1)), entries=(stale,)))
    app = part("involvement", plan="03")
    said = [each.value for each in app.error]
    assert any("revised on 01.02.2025 and again on 01.03.2025" in each for each in said)
    assert any("last refreshed on 01.01.2025" in each for each in said)
    assert any("Nobody is responsible" in each.value for each in app.caption)
    assert any("information to be refreshed" in each.value for each in app.markdown)


def test_what_the_typical_plan_does_not_have_is_shown_until_it_is_taken_out(hamlets: Workspace) -> None:
    strange = InvolvementEntry(item="dances", planned="On Sundays")
    keep(plan(entries=(strange,)))
    app = part("involvement", plan="03")
    assert any("On Sundays" in each.value for each in app.markdown)
    assert any("no line dances" in each.value for each in app.error)
    press(app, "Take these out")
    assert not any("On Sundays" in each.value for each in app.markdown)
    widget(app.text_input, "Your name").set_value(AUTHOR).run()
    press(app, "Save")
    assert [each.item for each in kept().entries] == ["local_matters", "meetings"]


def test_drafts_of_two_municipalities_do_not_mix(hamlets: Workspace) -> None:
    app = part("involvement", plan="03")
    app.text_area[0].set_value("Of the third").run()
    widget(app.selectbox, "Municipality").set_value("04").run()
    assert app.text_area[0].value == ""
    widget(app.selectbox, "Municipality").set_value("03").run()
    assert app.text_area[0].value == "Of the third"


def test_a_plan_that_somebody_else_keeps_is_seen_where_nothing_is_written(hamlets: Workspace) -> None:
    app = part("involvement", plan="03")
    keep(plan())
    assert app.run().text_area[1].value == "Two"


def test_a_version_that_came_between_is_shown_beside_the_draft(hamlets: Workspace) -> None:
    keep(plan())
    app = part("involvement", plan="03")
    widget(app.text_input, "Your name").set_value(AUTHOR).run()
    assert next(each for each in app.button if each.label == "Save").disabled
    app.text_area[1].set_value("Mine").run()
    keep(plan(entries=(InvolvementEntry(item="meetings", planned="Theirs"),)), base_version=1)
    press(app, "Save")
    assert any("version 2" in each.value for each in app.warning)
    difference = next(each.value for each in app.code if each.value.startswith("---"))
    assert [line[0] for line in difference.splitlines() if "Mine" in line or "Theirs" in line] == ["-", "+"]
    press(app, "Keep my draft, to save it after that version")
    press(app, "Save")
    assert kept().entries[1].planned == "Mine"


def test_a_withdrawn_plan_leaves_a_blank_one(hamlets: Workspace) -> None:
    keep(plan())
    app = part("involvement", plan="03")
    widget(app.text_input, "Your name").set_value(AUTHOR).run()
    widget(app.text_input, "Why is it withdrawn").set_value("made anew").run()
    press(app, "Withdraw")
    assert cached.plans(COUNTRY).by_id == {}
    assert [each.value for each in app.text_area] == ["", ""]
    app.text_area[0].set_value("Anew").run()
    press(app, "Save")
    assert kept().entries[0].planned == "Anew"


def test_a_plan_from_a_file_is_a_change_of_what_is_kept(hamlets: Workspace) -> None:
    keep(plan())
    app = part("involvement", plan="04")
    brought = plan(entries=(InvolvementEntry(item="meetings", planned="From a file"),))
    app.file_uploader[0].set_value(("mine.toml", plan_to_toml(brought).encode(), "application/toml")).run()
    assert app.query_params["plan"] == "03"
    assert app.text_area[1].value == "From a file"
    widget(app.text_input, "Your name").set_value(AUTHOR).run()
    press(app, "Save")
    assert cached.plans(COUNTRY).by_id[plan_id("03")].version == 2


def test_a_plan_of_no_municipality_is_refused(hamlets: Workspace) -> None:
    app = part("involvement", plan="04")
    text = plan_to_toml(plan(area_code="041"))
    app.file_uploader[0].set_value(("mine.toml", text.encode(), "application/toml")).run()
    assert any("No municipality has the code 041" in each.value for each in app.error)
    assert app.query_params["plan"] == "04"


def test_plans_are_counted_at_a_glance(hamlets: Workspace) -> None:
    keep(plan("01"))
    keep(plan("02", adopted_on=None))
    app = part("involvement", section="plans")
    told = {each.label: each.value for each in app.metric}
    assert told["Municipalities with a plan"] == "2 of 4"
    assert told["Information to be refreshed"] == "1"
    assert (told["Not adopted yet"], told["No plan"]) == ("1", "2")
    assert app.dataframe[0].value["State"].tolist()[:2] == ["information to be refreshed", "not adopted yet"]


def test_a_plan_that_cannot_be_read_is_named(hamlets: Workspace) -> None:
    with cached.store().writing(author="Other", at=AT) as writer:
        writer.save_document(COUNTRY, PLANS.kind, "area-03", title="03", content="x = 1", base_version=None)
    assert any("area-03" in each.value for each in part("involvement", plan="03").warning)


def test_the_blank_plan_is_a_document(hamlets: Workspace) -> None:
    at = desk(today=ON)
    template = at.councils.involvement
    assert template is not None
    assert involvement_docx(plan_report(at, template, blank_plan(template, area_code="03"))).startswith(b"PK")

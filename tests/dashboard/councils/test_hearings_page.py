"""The part of hearings as Streamlit runs it: what is planned, kept, marked as done, decided and recorded."""

import datetime as dt

import pytest

from config.i18n import LANGUAGES
from dashboard import cached
from dashboard.components.council.hearings.files import hearing_report
from dashboard.components.council.hearings.held import bounds_of, lacks_text, outcome_by_area
from dashboard.components.council.hearings.planning import standing
from dashboard.export.hearing import hearing_docx, hearing_ics
from dashboard.hearing_outcomes import Outcome, recorded_outcome
from dashboard.hearings import HEARINGS
from geodata.councils.register import Register
from geodata.workspace import Workspace
from planning.participation.hearings import PlannedHearing, hearing_to_toml
from tests.dashboard.councils.desks import AT, COUNTRY, ON, PLANTED_NAME, desk, hamlets
from tests.dashboard.councils.pages import AUTHOR, html, part, press, widget

__all__ = ["hamlets"]

TOMORROWS = dt.date(2025, 10, 30)


def hearing(**more: object) -> PlannedHearing:
    stated = {"area_code": "03", "hearing_type": "public", "topic": "Clean water", "held_on": TOMORROWS}
    return PlannedHearing.model_validate(stated | more)


def keep(hearing_id: str, content: PlannedHearing, *, base_version: int | None = None) -> None:
    HEARINGS.save(
        cached.store(), COUNTRY, hearing_id, content, base_version=base_version, author="Other", at=AT
    )


def kept() -> dict[str, PlannedHearing]:
    return {key: each.content for key, each in cached.hearings(COUNTRY).by_id.items()}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("section", ["planned", "held"])
def test_every_section_runs_in_every_language(hamlets: Workspace, section: str, language: str) -> None:
    keep("water", hearing(hearing_type="budget", channels=("press",), done={"working_group": ON}))
    keep("odd", hearing(channels=("tv",)))
    app = part("hearings", language=language, section=section, hearing="water", keeps=True)
    assert PLANTED_NAME not in str(app)
    assert app.query_params["section"] == section


@pytest.mark.parametrize("name", ["hearings", "involvement"])
def test_planning_needs_no_register(hamlets: Workspace, name: str) -> None:
    with cached.store().writing(author="Keeper", at=AT) as writer:
        writer.withdraw(int(cached.store().register(COUNTRY).bodies["dataset_id"].iloc[0]), "a mistake")
    assert any(each.label == "Save" for each in part(name).button)
    assert any("no hearing here" in each.value for each in part("hearings", section="held").info)


def test_a_hearing_is_planned_and_kept(hamlets: Workspace) -> None:
    app = part("hearings")
    assert any("No hearing is planned" in each.value for each in app.info)
    assert widget(app.date_input, "Day of the hearing").value == dt.date(2025, 10, 15)
    widget(app.selectbox, "Area").set_value("03").run()
    widget(app.text_input, "Topic").set_value("Clean water").run()
    widget(app.date_input, "Day of the hearing").set_value(TOMORROWS).run()
    widget(app.multiselect, "Channels").set_value(["press"]).run()
    assert next(each for each in app.button if each.label == "Save").disabled
    widget(app.text_input, "Your name").set_value(AUTHOR).run()
    press(app, "Save")
    assert kept() == {"2025-10-30-clean-water": hearing(channels=("press",))}
    assert app.query_params["hearing"] == "2025-10-30-clean-water"
    assert any("version 1" in each.value for each in app.success)
    assert "Clean water" in html(app)
    assert next(each for each in app.button if each.label == "Save").disabled


def test_tasks_stand_on_today_and_not_on_the_day_of_the_register(hamlets: Workspace) -> None:
    keep("water", hearing())
    shown = part("hearings", today=dt.date(2025, 10, 12), hearing="water")
    badges = [each.value for each in shown.markdown if "badge" in each.value]
    assert "to be done now" in badges[0]
    late = part("hearings", today=dt.date(2025, 10, 20), hearing="water")
    assert any("can no longer be done in time" in each.value for each in late.markdown)
    assert next(each.value for each in late.metric if each.label == "With overdue tasks") == "1"
    assert any("October 20, 2025" in each.value for each in late.caption)


def test_a_task_is_marked_as_done_with_its_day(hamlets: Workspace) -> None:
    keep("water", hearing())
    app = part("hearings", today=dt.date(2025, 10, 14), hearing="water")
    widget(app.text_input, "Your name").set_value(AUTHOR).run()
    widget(app.date_input, "Done on").set_value(dt.date(2025, 10, 13)).run()
    assert any("done on October 13, 2025" in each.value for each in app.markdown)
    press(app, "Save")
    assert kept()["water"].done == {"working_group": dt.date(2025, 10, 13)}


def test_a_version_that_came_between_is_shown_beside_the_draft(hamlets: Workspace) -> None:
    keep("water", hearing())
    app = part("hearings", hearing="water")
    widget(app.text_input, "Your name").set_value(AUTHOR).run()
    widget(app.text_input, "Topic").set_value("Mine").run()
    keep("water", hearing(topic="Theirs"), base_version=1)
    press(app, "Save")
    assert any("version 2" in each.value for each in app.warning)
    assert kept()["water"].topic == "Theirs"
    press(app, "Keep my draft, to save it after that version")
    assert widget(app.text_input, "Topic").value == "Mine"
    press(app, "Save")
    assert kept()["water"].topic == "Mine"


def test_a_draft_can_be_given_up_for_the_version_that_came_between(hamlets: Workspace) -> None:
    keep("water", hearing())
    app = part("hearings", hearing="water")
    widget(app.text_input, "Your name").set_value(AUTHOR).run()
    widget(app.text_input, "Topic").set_value("Mine").run()
    keep("water", hearing(topic="Theirs"), base_version=1)
    press(app, "Save")
    press(app, "Give up my draft and open that version")
    assert widget(app.text_input, "Topic").value == "Theirs"
    assert not app.warning


def test_what_nobody_has_changed_follows_the_newest_version(hamlets: Workspace) -> None:
    keep("water", hearing())
    app = part("hearings", hearing="water")
    keep("water", hearing(topic="Theirs"), base_version=1)
    assert widget(app.run().text_input, "Topic").value == "Theirs"


def test_an_older_version_can_be_gone_back_to(hamlets: Workspace) -> None:
    keep("water", hearing())
    keep("water", hearing(topic="Newer"), base_version=1)
    app = part("hearings", hearing="water")
    widget(app.selectbox, "Version").set_value(1).run()
    assert any('-topic = "Clean water"' in each.value for each in app.code)
    press(app, "Go back to it")
    assert widget(app.text_input, "Topic").value == "Clean water"
    assert kept()["water"].topic == "Newer"


def test_a_withdrawn_hearing_is_no_longer_offered(hamlets: Workspace) -> None:
    keep("water", hearing())
    app = part("hearings", hearing="water")
    widget(app.text_input, "Your name").set_value(AUTHOR).run()
    widget(app.text_input, "Why is it withdrawn").set_value("moved").run()
    press(app, "Withdraw")
    assert kept() == {}
    assert "hearing" not in app.query_params


def test_two_hearings_of_one_name_get_ids_of_their_own(hamlets: Workspace) -> None:
    keep("2025-10-30-clean-water", hearing(area_code="04"))
    app = part("hearings")
    app.file_uploader[0].set_value(
        ("mine.toml", hearing_to_toml(hearing()).encode(), "application/toml")
    ).run()
    widget(app.text_input, "Your name").set_value(AUTHOR).run()
    press(app, "Save")
    assert kept()["2025-10-30-clean-water-2"] == hearing()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe\x00", "no text"),
        (b"topic = 1", "key"),
        (hearing_to_toml(hearing(area_code="99")).encode(), "no area"),
        (hearing_to_toml(hearing(hearing_type="secret")).encode(), "no type of hearing"),
        (hearing_to_toml(hearing(channels=("tv",))).encode(), "channel"),
    ],
)
def test_a_file_that_is_no_hearing_of_the_country_is_refused(
    hamlets: Workspace, content: bytes, said: str
) -> None:
    app = part("hearings")
    app.file_uploader[0].set_value(("mine.toml", content, "application/toml")).run()
    assert not app.exception
    assert any(said in each.value for each in app.error)
    assert widget(app.text_input, "Topic").value == ""


@pytest.mark.parametrize(
    ("votes_for", "votes", "said"),
    [(5, 10, "Not carried"), (6, 10, "Carried"), (0, 0, "nothing is decided"), (3, 2, "more votes for it")],
)
def test_votes_are_counted_by_the_rule(hamlets: Workspace, votes_for: int, votes: int, said: str) -> None:
    app = part("hearings")
    widget(app.number_input, "Votes for").set_value(votes_for).run()
    widget(app.number_input, "Votes cast").set_value(votes).run()
    told = [each.value for each in (*app.success, *app.warning, *app.info)]
    assert any(said in each for each in told)


def test_what_the_source_leaves_open_is_said(hamlets: Workspace) -> None:
    told = [each.value for each in (*part("hearings").info, *part("hearings").caption)]
    assert any("Public holidays are not loaded" in each and "2025" in each for each in told)
    assert any("Of the votes cast." in each for each in told)


def test_a_hearing_that_is_to_come_has_no_outcome(hamlets: Workspace) -> None:
    keep("water", hearing())
    assert "What came of it" not in [each.value for each in part("hearings", hearing="water").subheader]


def test_an_outcome_is_recorded_only_where_the_register_is_kept(hamlets: Workspace) -> None:
    keep("water", hearing())
    public = part("hearings", today=TOMORROWS, hearing="water")
    assert "What came of it" in [each.value for each in public.subheader]
    assert "Record in the register" not in [each.label for each in public.button]
    app = part("hearings", today=TOMORROWS, keeps=True, hearing="water")
    widget(app.text_input, "Your name").set_value(AUTHOR).run()
    widget(app.number_input, "Proposals voiced").set_value(8).run()
    widget(app.number_input, "Answered").set_value(7).run()
    press(app, "Record in the register")
    found = recorded_outcome(cached.store().register(COUNTRY).hearings, hearing())
    assert found == Outcome(proposals_voiced=8, proposals_answered=7)
    assert any("Recorded in the register" in each.value for each in app.success)
    assert next(each for each in app.button if each.label == "Record in the register").disabled


def test_faults_of_an_outcome_are_all_said(hamlets: Workspace) -> None:
    keep("water", hearing())
    app = part("hearings", today=TOMORROWS, keeps=True, hearing="water")
    widget(app.text_input, "Your name").set_value(AUTHOR).run()
    widget(app.number_input, "Proposals voiced").set_value(1).run()
    widget(app.number_input, "Taken into account").set_value(2).run()
    widget(app.number_input, "Answered").set_value(3).run()
    press(app, "Record in the register")
    assert "proposals_accepted" in html(app)
    assert "proposals_answered" in html(app)
    assert widget(app.number_input, "Answered").value == 3


def test_files_have_the_tasks_as_they_are_shown(hamlets: Workspace) -> None:
    at = desk()
    told = standing(hearing(), at.councils, on=at.today)
    report = hearing_report(at, hearing(), told.tasks, ["A remark"])
    assert hearing_ics(report).count(b"BEGIN:VEVENT") == 6
    assert hearing_docx(report).startswith(b"PK")


def test_shares_have_a_percentage_only_where_the_denominator_is_told(hamlets: Workspace) -> None:
    rows = [
        {"area_code": "01", "hearing_type": "public", "topic": "Told", "held_on": ON, "proposals_voiced": 10}
        | {"proposals_accepted": 4, "proposals_answered": 9},
        {"area_code": "02", "hearing_type": "public", "topic": "Open", "held_on": ON, "proposals_voiced": 8},
        {"area_code": "03", "hearing_type": "public", "topic": "Silent", "held_on": ON},
    ]
    at = desk()
    by_area = outcome_by_area(at, Register.from_rows(hearings=rows).hearings, 1)
    assert [bounds_of(at, row, "accepted") for _, row in by_area.iterrows()] == [
        "40.0 %",
        "0.0–100.0 %",
        "",
        "",
    ]
    assert lacks_text(at, by_area.loc["03", "lacks"]).startswith("How many proposals")
    assert by_area["n_hearings"].tolist() == [1, 1, 1, 0]


def test_hearings_after_the_day_of_the_page_are_not_told(hamlets: Workspace) -> None:
    app = part("hearings", section="held")
    assert next(each.value for each in app.metric if each.label == "Hearings held") == "1"
    assert next(each.value for each in app.metric if each.label == "Proposals answered") == "90.0 %"
    elsewhere = part("hearings", section="held", area="02")
    assert any("no hearing here" in each.value for each in elsewhere.info)

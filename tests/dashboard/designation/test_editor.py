"""Making a rule of one's own, as Streamlit runs it, on the squares."""

import pytest
from streamlit.testing.v1 import AppTest

from config.i18n import LANGUAGES
from dashboard import cached
from dashboard.components.designation.editor.bench import Bench
from dashboard.components.designation.editor.draft import Table
from dashboard.components.designation.editor.section import PARTS
from dashboard.profiles import PROFILE_KIND, PROFILES
from dashboard.serving import PAGES_SCRIPT
from geodata.workspace import Workspace
from indicators.designation.profile import load_profiles
from indicators.designation.profile_text import profile_to_toml
from tests.dashboard.designations import AT, JOBLESS, jobless, save

ADDRESS = {"profile": "jobless", "level": "1", "on": "2025-01-01", "section": "edit", "lang": "en"}


@pytest.fixture
def app(squares_workspace: Workspace) -> AppTest:
    """The section on the squares, with one own rule."""
    save(jobless())
    return AppTest.from_file(str(PAGES_SCRIPT), default_timeout=60)


def visit(app: AppTest, **address: str) -> AppTest:
    app.query_params |= ADDRESS | address
    app.run().switch_page("views/designation.py").run()
    assert not app.exception
    return app


def press(app: AppTest, label: str) -> None:
    button = next(each for each in app.button if each.label == label)
    assert not button.disabled
    button.click().run()
    assert not app.exception


def copied(app: AppTest, **address: str) -> AppTest:
    press(visit(app, **address), "Copy this rule")
    return app


def bench(app: AppTest) -> Bench:
    found: Bench = app.session_state["rule.squares"]
    return found


def draft(app: AppTest) -> Table:
    found = bench(app).draft
    assert found is not None
    return found


def turn_to(app: AppTest, part: str) -> None:
    app.segmented_control(key=f"{bench(app).form.scope}.part").set_value(part).run()
    assert not app.exception


def open_item(app: AppTest, *path: str | int) -> None:
    bench(app).opened.add(".".join(map(str, (bench(app).form.scope, *path, "open"))))
    app.run()
    assert not app.exception


def fill(app: AppTest, label: str, value: str) -> None:
    next(each for each in app.text_input if each.label == label).set_value(value).run()
    assert not app.exception


def set_threshold(app: AppTest, value: float) -> None:
    turn_to(app, "criteria")
    open_item(app, "criteria", 0)
    next(each for each in app.number_input if each.label == "Threshold").set_value(value).run()
    assert not app.exception


def warned(app: AppTest) -> str:
    return " ".join(each.value for each in app.warning).replace("\\", "")


def own(profile_id: str) -> str:
    return cached.store().document("squares", PROFILE_KIND, profile_id).content


def write(app: AppTest, text: str) -> None:
    next(each for each in app.text_area if each.label.startswith("The rule as text")).set_value(text).run()
    assert not app.exception


def open_own(app: AppTest) -> AppTest:
    press(visit(app), "Open this rule")
    return app


def change_meanwhile(version: int) -> None:
    theirs = jobless().model_copy(update={"title": dict.fromkeys(LANGUAGES, "Theirs")})
    save(theirs, base_version=version)


@pytest.mark.parametrize("profile", [each.id for each in load_profiles().values() if each.can_be_run])
def test_every_rule_can_be_copied_and_each_part_of_it_seen(app: AppTest, profile: str) -> None:
    copied(app, profile=profile)
    begun = draft(app)
    opened = [("criteria", place) for place in range(len(begun.get("criteria", [])))]
    for item in [*opened, *(("scores", key) for key in begun.get("scores", {}))]:
        open_item(app, *item)
    for part in PARTS:
        turn_to(app, part)
    assert draft(app) == begun


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_runs_in_every_language(app: AppTest, language: str) -> None:
    copied_button = visit(app, lang=language).button
    next(each for each in copied_button if each.icon == ":material/content_copy:").click().run()
    for part in PARTS:
        turn_to(app, part)
    assert app.query_params["lang"] == language


def test_a_copy_is_changed_saved_and_chosen_and_the_rule_stays(app: AppTest) -> None:
    before = profile_to_toml(load_profiles()["bgr-art6"])
    copied(app, profile="bgr-art6")
    fill(app, "Title", "Ours")
    assert draft(app)["id"] == "ours"
    set_threshold(app, 0.8)
    assert "The rule is complete" in app.success[0].value
    fill(app, "Your name, for the log", "Planner")
    press(app, "Save")
    assert app.query_params["profile"] == "ours"
    saved = cached.profiles("squares").offered("ours")
    assert (saved.version, saved.author, saved.profile.source) == (1, "Planner", "own")
    assert saved.profile.criteria[0].thresholds[0].value == 0.8
    assert saved.profile.title == dict.fromkeys(LANGUAGES, "Ours") | {
        each: saved.profile.title[each] for each in ("ky", "ru")
    }
    assert "Copied from bgr-art6" in cached.store().documents("squares", PROFILE_KIND)["note"].tolist()
    assert profile_to_toml(load_profiles()["bgr-art6"]) == before
    assert any("Saved as version 1" in each.value for each in app.success)


def test_a_copy_has_what_was_changed_on_the_page(app: AppTest) -> None:
    copied(app, profile="bgr-art6", vary="unemployment_rate=1.5;lagging:3;-population_density")
    begun = draft(app)
    by_id = {each["id"]: each for each in begun["criteria"]}
    assert by_id["unemployment_rate"]["thresholds"] == [{"value": 1.5}]
    assert "population_density" not in by_id
    assert begun["classes"][0]["at_least"] == 3


def test_the_line_below_the_title_counts_what_the_draft_designates(app: AppTest) -> None:
    copied(app)
    assert "It designates 1 of 4 areas" in app.success[0].value
    set_threshold(app, 0.5)
    assert "It designates 3 of 4 areas with 300 people; 1 cannot be told" in app.success[0].value
    assert "The rule chosen above: 1." in app.success[0].value


def test_what_is_missing_is_said_and_keeps_it_from_being_saved(app: AppTest) -> None:
    copied(app)
    fill(app, "Your name, for the log", "Planner")
    turn_to(app, "criteria")
    app.selectbox(key=f"{bench(app).form.scope}.new_criterion").set_value("births").run()
    press(app, "Add a criterion")
    assert "Threshold: is not filled in" in warned(app)
    assert next(each for each in app.button if each.label == "Save").disabled
    assert len([each for each in app.expander if "births" in each.label]) == 1


def test_items_change_places_and_go(app: AppTest) -> None:
    copied(app, profile="bgr-art6")
    turn_to(app, "criteria")
    open_item(app, "criteria", 0)
    press(app, "Move down")
    assert [each["id"] for each in draft(app)["criteria"][:2]] == ["avg_monthly_wage", "net_sales_revenue_pc"]
    press(app, "Remove")
    assert len(draft(app)["criteria"]) == 7
    assert "net_sales_revenue_pc" not in str(draft(app)["criteria"])


def test_classes_are_counted_and_named(app: AppTest) -> None:
    copied(app, profile="bgr-art6")
    turn_to(app, "classes")
    next(each for each in app.number_input if each.label == "At least").set_value(3).run()
    next(each for each in app.multiselect if each.label.startswith("which must")).select(
        "unemployment_rate"
    ).run()
    first = draft(app)["classes"][0]
    assert (first["at_least"], first["required"]) == (3, ["unemployment_rate"])
    press(app, "Add a class")
    assert len(draft(app)["classes"]) == 4


def test_a_statistic_brings_its_fields(app: AppTest) -> None:
    copied(app)
    turn_to(app, "criteria")
    open_item(app, "criteria", 0)
    statistic = next(each for each in app.selectbox if each.label == "What of it is compared")
    statistic.set_value("population_quota").run()
    assert not app.exception
    shown = [each.label for each in app.selectbox]
    assert "Compared with" not in shown
    assert {"Ranking", "At the line"} <= set(shown)
    assert app.success


def test_areas_are_chosen_by_name_for_a_list(app: AppTest) -> None:
    copied(app)
    turn_to(app, "adjustments")
    app.selectbox(key=f"{bench(app).form.scope}.new_adjustment").set_value("include").run()
    press(app, "Add")
    assert "Areas: is not filled in" in warned(app)
    next(each for each in app.multiselect if each.label == "Areas").select("03").run()
    assert draft(app)["adjustments"][0]["areas"] == [{"code": "03", "name": "Ак-Талаа"}]
    assert app.success


def test_a_text_with_faults_is_kept_with_all_of_them(app: AppTest) -> None:
    copied(app)
    begun = draft(app)
    turn_to(app, "text")
    faulty = JOBLESS.replace('operator = ">"', 'operator = "~"').replace("at_least = 1", "atleast = 1")
    write(app, faulty)
    assert "key criteria.0.operator" in app.error[0].value
    assert "key classes.0.atleast" in app.error[0].value
    assert next(each for each in app.text_area if each.label.startswith("The rule")).value == faulty
    assert draft(app) == begun
    press(app, "Give up the changes to the text")
    assert not app.error
    assert draft(app) == begun


def test_a_sound_text_changes_the_form(app: AppTest) -> None:
    copied(app)
    turn_to(app, "text")
    write(app, JOBLESS.replace("1.05", "1.35"))
    turn_to(app, "criteria")
    open_item(app, "criteria", 0)
    assert next(each for each in app.number_input if each.label == "Threshold").value == 1.35


def test_a_change_that_came_between_is_shown_beside_the_draft(app: AppTest) -> None:
    open_own(app)
    fill(app, "Your name, for the log", "Planner")
    set_threshold(app, 1.5)
    change_meanwhile(1)
    press(app, "Save")
    shown = [block.value for block in app.code]
    assert any("+++ draft" in text and '+en = "Unemployed"' in text for text in shown)
    assert any("Theirs" in text for text in shown[1:])
    assert draft(app)["criteria"][0]["thresholds"] == [{"value": 1.5}]
    assert "Theirs" in own("jobless")
    press(app, "Keep my draft, to save it after that version")
    press(app, "Save")
    saved = cached.profiles("squares").offered("jobless")
    assert (saved.version, saved.profile.title["en"]) == (3, "Unemployed")


def test_the_version_that_came_between_may_be_taken(app: AppTest) -> None:
    open_own(app)
    fill(app, "Your name, for the log", "Planner")
    set_threshold(app, 1.5)
    change_meanwhile(1)
    press(app, "Save")
    press(app, "Give up my draft and open that version")
    assert draft(app)["title"]["en"] == "Theirs"
    assert bench(app).base_version == 2


def test_an_own_rule_is_withdrawn_with_a_reason(app: AppTest) -> None:
    open_own(app)
    fill(app, "Your name, for the log", "Planner")
    fill(app, "Why is it withdrawn?", "a trial")
    next(each for each in app.button if each.label == "Withdraw").click().run()
    assert not app.exception
    assert "jobless" not in cached.profiles("squares").by_id
    assert app.query_params["profile"] != "jobless"
    assert "rule.squares" not in app.session_state


def test_every_version_is_listed_and_may_be_gone_back_to(app: AppTest) -> None:
    change_meanwhile(1)
    open_own(app)
    turn_to(app, "versions")
    lines = [each.value for each in app.markdown if "Planner" in each.value]
    assert [line[0] for line in lines] == ["2", "1"]
    next(each for each in app.button if each.key and each.key.endswith("version.1.open")).click().run()
    assert draft(app)["title"]["en"] == "Unemployed"
    assert bench(app).base_version == 2
    assert not bench(app).is_saved


def test_an_id_that_is_taken_is_refused_with_both(app: AppTest) -> None:
    copied(app, profile="bgr-art6")
    fill(app, "Your name, for the log", "Planner")
    fill(app, "Id", "jobless")
    press(app, "Save")
    assert any("version 1 of jobless" in each.value for each in app.warning)
    assert own("jobless") == profile_to_toml(jobless())


def test_a_file_is_opened_and_a_faulty_one_as_text(app: AppTest) -> None:
    visit(app)
    app.file_uploader[0].set_value(("mine.toml", JOBLESS.encode(), "application/toml")).run()
    assert draft(app)["id"] == "jobless"
    press(app, "Close without saving")
    app.file_uploader[0].set_value(("mine.toml", b"id = 1", "application/toml")).run()
    assert not app.exception
    assert bench(app).draft is None
    assert "key title" in app.error[0].value
    write(app, JOBLESS)
    assert draft(app)["id"] == "jobless"


def test_a_file_that_is_no_text_is_refused(app: AppTest) -> None:
    visit(app)
    app.file_uploader[0].set_value(("mine.toml", b"\xff\xfe\x00", "application/toml")).run()
    assert not app.exception
    assert "UTF-8" in app.error[0].value


def test_an_unusable_own_rule_is_listed_with_its_faults_and_mended_as_text(app: AppTest) -> None:
    with cached.store().writing(author="Planner", at=AT) as writer:
        text = JOBLESS.replace('"jobless"', '"older"').replace("operator", "operation")
        writer.save_document("squares", PROFILE_KIND, "older", title="Older", content=text, base_version=None)
    visit(app)
    assert "key criteria.0.operation" in warned(app)
    press(app, "Open as text")
    write(app, JOBLESS.replace('"jobless"', '"older"'))
    fill(app, "Your name, for the log", "Planner")
    press(app, "Save")
    assert cached.profiles("squares").offered("older").version == 2


def test_a_rule_is_begun_from_nothing(app: AppTest) -> None:
    press(visit(app), "Begin with an empty rule")
    assert "Legal basis" in warned(app)
    fill(app, "Title", "Mine")
    assert draft(app)["id"] == "mine"


def test_a_withdrawn_id_may_be_used_anew(app: AppTest) -> None:
    PROFILES.withdraw(
        cached.store(), "squares", "jobless", base_version=1, author="Planner", at=AT, note="a trial"
    )
    copied(app, profile="bgr-art6")
    fill(app, "Your name, for the log", "Planner")
    fill(app, "Id", "jobless")
    press(app, "Save")
    assert cached.profiles("squares").offered("jobless").version == 3

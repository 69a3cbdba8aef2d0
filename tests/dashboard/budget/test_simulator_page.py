"""The simulator as Streamlit runs it: what is chosen, what the address keeps, what is saved and compared."""

from typing import Any, get_args

import pytest
from streamlit.testing.v1 import AppTest

from config.i18n import LANGUAGES
from dashboard import cached
from dashboard.budgets import SCENARIOS
from dashboard.components.budget.simulator import section as simulator
from dashboard.components.budget.simulator.section import Section
from dashboard.serving import PAGES_SCRIPT
from geodata.workspace import Workspace
from indicators.budget.scenario import Scenario, scenario_to_toml
from indicators.budget.simulate import simulate
from tests.dashboard.budget.desks import AT, COUNTRY, desk, settle
from tests.dashboard.budget.desks import purses as purses

ADDRESS = {"country": COUNTRY, "lang": "en", "part": "simulator", "level": "1", "period": "2024"}
LIFT_2 = "purpose=development;form=lift;criterion=2;by=norms"
POOL = "purpose=development;form=pool;criterion=2;total=48;by=norms"


@pytest.fixture
def app(purses: Workspace) -> AppTest:
    """The app on the purses."""
    return AppTest.from_file(str(PAGES_SCRIPT), default_timeout=60)


def visit(app: AppTest, **address: str) -> AppTest:
    app.query_params |= ADDRESS | address
    app.run().switch_page("views/budgets.py").run()
    assert not app.exception
    return app


def figures(app: AppTest) -> dict[str, Any]:
    return {metric.label: metric.value for metric in app.metric}


def kept_scenario(scenario_id: str = "kept", **changed: Any) -> Scenario:
    about = {
        "id": scenario_id,
        "title": dict.fromkeys(LANGUAGES, f"Title of {scenario_id}"),
        "country": COUNTRY,
        "level": "canton",
        "period": "2024",
        "purpose": "development",
        "formula": {"form": "lift", "criterion": 2},
        "need": {"by": "norms"},
    }
    return Scenario.model_validate(about | changed)


def keep(scenario: Scenario, *, base_version: int | None = None) -> int:
    return SCENARIOS.save(
        cached.store(), COUNTRY, scenario.id, scenario, base_version=base_version, author="Planner", at=AT
    )


def press(app: AppTest, label: str) -> None:
    button = next(each for each in app.button if each.label == label)
    assert not button.disabled
    button.click().run()
    assert not app.exception


def widget(widgets: Any, label: str) -> Any:
    return next(each for each in widgets if each.label.startswith(label))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("section", get_args(Section))
def test_every_section_runs_in_every_language(app: AppTest, section: str, language: str) -> None:
    keep(kept_scenario())
    visit(app, section=section, lang=language, area="03", versus="kept")
    assert app.query_params["section"] == section


def test_it_begins_with_a_lift_to_the_mean(app: AppTest) -> None:
    visit(app)
    told = figures(app)
    assert told["Grants in all, thousand XTS"] == "30"
    assert told["Granted now, thousand XTS"] == "25"
    assert (told["Winners"], told["Losers"], told["Overtakings"]) == ("1", "1", "none")
    assert told["Areas without a result"] == "1 of 4"
    assert "vary_budget" not in app.query_params


def test_the_purpose_decides_which_forms_are_offered(app: AppTest) -> None:
    visit(app)
    form = widget(app.radio, "Formula")
    assert len(form.options) == 3
    assert any("minimum standard" in each.value for each in app.caption)
    assert app.slider(key="simulator.criterion").disabled
    app.radio(key="simulator.purpose").set_value("to_minimum").run()
    assert app.query_params["vary_budget"] == "purpose=to_minimum;form=lift;criterion=1;by=norms"
    assert len(widget(app.radio, "Formula").options) == 4
    app.radio(key="simulator.form").set_value("minimum").run()
    assert figures(app)["Grants in all, thousand XTS"] == "50"
    app.radio(key="simulator.purpose").set_value("to_mean").run()
    assert app.radio(key="simulator.form").value == "lift"


def test_what_is_moved_gives_what_the_engine_computes(app: AppTest) -> None:
    visit(app, vary_budget=POOL, scale="unit")
    app.slider(key="simulator.criterion").set_value(1.5).run()
    app.number_input(key="simulator.total").set_value(20_000).run()
    app.number_input(key="simulator.cap_per_head").set_value(90).run()
    app.slider(key="simulator.floor_pct").set_value(50).run()
    asked = kept_scenario(
        formula={"form": "pool", "criterion": 1.5, "total": 20},
        limits={"cap_per_head": 90, "floor_pct": 50},
    )
    expected = simulate(asked, desk().inputs(asked)).totals
    told = figures(app)
    assert told["Grants in all, XTS"] == f"{expected.grants * 1000:,.0f}"
    assert told["Left of the pool, XTS"] == f"{(expected.unallocated or 0) * 1000:,.0f}"
    assert app.query_params["vary_budget"].endswith("total=20;by=norms;cap_per_head=90;floor_pct=50")


def test_a_link_opens_the_same_scenario(app: AppTest) -> None:
    visit(app, vary_budget=POOL)
    assert app.radio(key="simulator.form").value == "pool"
    assert figures(app)["Grants in all, thousand XTS"] == "48"
    press(app, "Back to the scenario as it was begun")
    assert "vary_budget" not in app.query_params
    assert figures(app)["Grants in all, thousand XTS"] == "30"


def test_a_change_taken_back_leaves_nothing_in_the_address(app: AppTest) -> None:
    visit(app)
    app.slider(key="simulator.floor_pct").set_value(50).run()
    assert "floor_pct=50" in app.query_params["vary_budget"]
    app.slider(key="simulator.floor_pct").set_value(0).run()
    assert "vary_budget" not in app.query_params


def test_a_broken_address_is_said_and_not_taken(app: AppTest) -> None:
    visit(app, vary_budget="purpose=to_mean;form=lift;criterion=2;by=norms")
    assert any("cannot be used" in each.value for each in app.error)
    assert figures(app)["Grants in all, thousand XTS"] == "30"
    press(app, "Back to the scenario as it was begun")
    assert not app.error


def test_an_address_that_states_nothing_counts_as_not_written(app: AppTest) -> None:
    visit(app, vary_budget="nonsense", versus="nobody", range="x", scenario="nobody", section="compare")
    assert not app.error
    assert figures(app)["Grants in all, thousand XTS"] == "30"


def test_need_can_be_a_norm_of_the_user(app: AppTest) -> None:
    visit(app)
    app.selectbox(key="simulator.by").set_value("norm_per_head").run()
    assert app.number_input(key="simulator.norm_per_head").value == 300
    assert any("your assumption" in each.value for each in app.caption)
    app.radio(key="simulator.purpose").set_value("to_minimum").run()
    app.radio(key="simulator.form").set_value("minimum").run()
    app.number_input(key="simulator.norm_per_head").set_value(450).run()
    assert figures(app)["Grants in all, thousand XTS"] == "65"


def test_what_nobody_has_is_named_instead_of_a_result(app: AppTest) -> None:
    visit(
        app, vary_budget="purpose=to_mean;form=lift;criterion=1;by=indicator;indicator=gross_regional_product"
    )
    assert any("normative expenditure" in each.value for each in app.info)
    assert not app.metric


def test_a_level_without_budgets_says_so(app: AppTest) -> None:
    visit(app, level="2")
    (said,) = [each.value for each in app.info]
    assert "revenue potential" in said
    assert "current grant" not in said


def test_a_scenario_is_saved_and_becomes_the_chosen_one(app: AppTest) -> None:
    visit(app, vary_budget=LIFT_2, section="save")
    widget(app.text_input, "Name (English)").set_value("Twice the mean").run()
    widget(app.text_input, "Id").set_value("twice").run()
    widget(app.text_input, "Your name").set_value("Planner").run()
    press(app, "Save")
    saved = SCENARIOS.one(cached.store(), COUNTRY, "twice")
    assert (saved.version, saved.author) == (1, "Planner")
    assert saved.content.title["en"] == "Twice the mean"
    assert saved.content.parameters["criterion"] == 2
    assert app.query_params["scenario"] == "twice"
    assert "vary_budget" not in app.query_params
    assert any("version 1" in each.value for each in app.success)
    assert next(each for each in app.button if each.label == "Save").disabled


def test_a_scenario_without_a_name_cannot_be_saved(app: AppTest) -> None:
    visit(app, section="save")
    widget(app.text_input, "Id").set_value("No Id").run()
    assert any("key id" in each.value for each in app.warning)
    assert next(each for each in app.button if each.label == "Save").disabled


def test_a_version_that_came_between_is_shown_beside_the_draft(app: AppTest) -> None:
    keep(kept_scenario())
    visit(app, scenario="kept", section="save")
    widget(app.text_input, "Your name").set_value("Planner").run()
    app.slider(key="simulator.criterion").set_value(1.8).run()
    keep(kept_scenario(formula={"form": "lift", "criterion": 1.2}), base_version=1)
    press(app, "Save")
    assert any("version 2 of kept" in each.value for each in app.warning)
    shown = "\n".join(each.value for each in app.code)
    assert "-criterion = 1.2" in shown
    assert "+criterion = 1.8" in shown
    assert SCENARIOS.one(cached.store(), COUNTRY, "kept").version == 2
    press(app, "Keep my draft, to save it after that version")
    press(app, "Save")
    saved = SCENARIOS.one(cached.store(), COUNTRY, "kept")
    assert (saved.version, saved.content.parameters["criterion"]) == (3, 1.8)


def test_a_draft_can_be_given_up_for_the_version_that_came_between(app: AppTest) -> None:
    keep(kept_scenario())
    visit(app, scenario="kept", section="save")
    widget(app.text_input, "Your name").set_value("Planner").run()
    app.slider(key="simulator.criterion").set_value(1.8).run()
    keep(kept_scenario(formula={"form": "lift", "criterion": 1.2}), base_version=1)
    press(app, "Save")
    press(app, "Give up my draft and open that version")
    assert app.slider(key="simulator.criterion").value == 1.2
    assert not app.warning


def test_an_id_that_is_taken_is_not_written_over(app: AppTest) -> None:
    keep(kept_scenario())
    visit(app, section="save")
    widget(app.text_input, "Id").set_value("kept").run()
    widget(app.text_input, "Your name").set_value("Planner").run()
    press(app, "Save")
    assert any("version 1 of kept" in each.value for each in app.warning)
    assert SCENARIOS.one(cached.store(), COUNTRY, "kept").version == 1


def test_a_withdrawn_scenario_is_no_longer_offered_but_stays_on_the_screen(app: AppTest) -> None:
    keep(kept_scenario())
    visit(app, scenario="kept", section="save")
    widget(app.text_input, "Your name").set_value("Planner").run()
    widget(app.text_input, "Why is it").set_value("outdated").run()
    app.button(key="simulator.kept.withdraw.do").click().run()
    assert not app.exception
    assert "kept" not in cached.scenarios(COUNTRY).by_id
    assert "scenario" not in app.query_params
    assert app.slider(key="simulator.criterion").value == 2


def test_an_older_version_can_be_gone_back_to(app: AppTest) -> None:
    keep(kept_scenario())
    keep(kept_scenario(formula={"form": "lift", "criterion": 1.2}), base_version=1)
    visit(app, scenario="kept", section="save")
    assert app.slider(key="simulator.criterion").value == 1.2
    app.button(key="simulator.version.1.open").click().run()
    assert app.slider(key="simulator.criterion").value == 2
    assert app.query_params["scenario"] == "kept"


def test_a_saved_scenario_opens_at_its_own_level_and_period(app: AppTest) -> None:
    keep(kept_scenario(period="2023"))
    visit(app)
    app.selectbox(key="simulator.choice").set_value("kept").run()
    assert not app.exception
    assert (app.query_params["period"], app.query_params["scenario"]) == ("2023", "kept")
    assert not any("another level or period" in each.value for each in app.info)
    app.selectbox(key="choose.period").set_value("2024").run()
    assert any("another level or period" in each.value for each in app.info)
    press(app, "Turn to these")
    assert app.query_params["period"] == "2023"


def test_a_scenario_that_cannot_be_read_is_named(app: AppTest) -> None:
    with cached.store().writing(author="Planner", at=AT) as writer:
        writer.save_document(
            COUNTRY, "budget-scenario", "old", title="Old", content='id = "old"', note="", base_version=None
        )
    visit(app)
    assert any("old" in each.value and "cannot be used" in each.value for each in app.warning)


def test_a_scenario_comes_from_a_file(app: AppTest) -> None:
    visit(app, section="save")
    text = scenario_to_toml(kept_scenario("from-a-file", period="2023"))
    app.file_uploader[0].set_value(("mine.toml", text.encode(), "application/toml")).run()
    assert not app.exception
    assert (app.query_params["vary_budget"], app.query_params["period"]) == (LIFT_2, "2023")
    assert widget(app.text_input, "Id").value == "from-a-file"
    assert widget(app.text_input, "Name (English)").value == "Title of from-a-file"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe\x00", "no text"),
        (b"id = 1", "key id"),
        (scenario_to_toml(kept_scenario(country="elsewhere")).encode(), "another country"),
        (scenario_to_toml(kept_scenario(level="parish")).encode(), "no level"),
        (scenario_to_toml(kept_scenario(inputs={"own_revenue": "luck"})).encode(), "luck"),
    ],
)
def test_a_file_that_is_no_scenario_of_the_country_is_refused(
    app: AppTest, content: bytes, said: str
) -> None:
    visit(app)
    app.file_uploader[0].set_value(("mine.toml", content, "application/toml")).run()
    assert not app.exception
    assert any(said in each.value for each in app.error)
    assert "vary_budget" not in app.query_params


def test_saved_scenarios_are_compared_with_the_present_one(app: AppTest) -> None:
    keep(kept_scenario())
    keep(kept_scenario("pooled", formula={"form": "pool", "criterion": 2, "total": 48}))
    keep(kept_scenario("untold", need={"by": "indicator", "indicator": "gross_regional_product"}))
    visit(app, section="compare")
    app.multiselect(key="simulator.versus").set_value(["kept", "pooled", "untold"]).run()
    assert not app.exception
    assert app.query_params["versus"] == "kept,pooled,untold"
    shown = "".join(each.proto.body for each in app.get("html"))
    assert any("Title of untold" in each.value for each in app.warning)
    assert widget(app.selectbox, "This scenario less").options == ["Title of kept", "Title of pooled"]
    assert "Title of pooled" in shown
    assert "Title of untold" not in shown


def test_a_scenario_withdrawn_meanwhile_is_no_longer_compared(app: AppTest) -> None:
    keep(kept_scenario())
    SCENARIOS.withdraw(cached.store(), COUNTRY, "kept", base_version=1, author="A", at=AT, note="gone")
    visit(app, section="compare", versus="kept", scenario="kept")
    assert any("No scenario is kept" in each.value for each in app.info)


def test_a_range_of_the_sweep_stays_in_the_address(app: AppTest) -> None:
    visit(app, section="sweep", vary_budget=LIFT_2)
    app.slider(key="simulator.range.criterion").set_value((0.5, 1.5)).run()
    assert app.query_params["range"] == "criterion:0.5:1.5"
    app.selectbox(key="choose.criterion").set_value("floor_pct").run()
    assert not app.exception
    assert app.slider(key="simulator.range.floor_pct").value == (0, 100)


def test_small_settlements_count_where_they_are_known(app: AppTest) -> None:
    label = "Small settlements need more"
    assert label not in [each.label for each in visit(app).toggle]
    settle({"011": 100, "021": 500, "031": 200})
    even = figures(visit(app, vary_budget=LIFT_2))["Grants in all, thousand XTS"]
    widget(app.toggle, label).set_value(True).run()
    assert "small_settlement_share=settlements" in app.query_params["vary_budget"]
    corrected = kept_scenario(inputs={"small_settlement_share": "settlements"})
    totals = simulate(corrected, desk().inputs(corrected)).totals
    told = figures(app)["Grants in all, thousand XTS"]
    assert told == f"{totals.grants:,.0f}"
    assert told != even


def test_a_changed_scenario_is_called_by_what_it_is(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[Scenario] = []
    monkeypatch.setattr(
        simulator, "simulation_downloads", lambda _desk, result, _saved: written.append(result.scenario)
    )
    visit(app, vary_budget=POOL)
    assert written[-1].title["en"].startswith("Equalization 2024: share a fixed pool")

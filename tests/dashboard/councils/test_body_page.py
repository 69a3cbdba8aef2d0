"""The part of one body as Streamlit runs it: chosen, changed, saved, overtaken, brought back."""

import datetime as dt
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from config.i18n import LANGUAGES
from dashboard import cached, keeping
from dashboard.components.council.body.editing.bench import Bench
from dashboard.components.council.body_section import KEEPERS, PUBLIC
from dashboard.register_keeping import load_for_editing
from dashboard.serving import PAGES_SCRIPT
from geodata.workspace import Workspace
from tests.dashboard.councils.desks import COUNTRY, ON, PLANTED_NAME
from tests.dashboard.councils.desks import hamlets as hamlets
from tests.dashboard.councils.test_body_keeping import saved, with_seats

ADDRESS = {"country": COUNTRY, "lang": "en", "part": "body", "day": ON.isoformat()}


@pytest.fixture
def app(hamlets: Workspace) -> AppTest:
    """The app on the hamlets."""
    return AppTest.from_file(str(PAGES_SCRIPT), default_timeout=60)


@pytest.fixture
def keeper(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The app where the register is kept."""
    monkeypatch.setenv(keeping.VARIABLE, keeping.ON)
    return app


def visit(app: AppTest, **address: str) -> AppTest:
    app.query_params |= ADDRESS | address
    app.run().switch_page("views/councils.py").run()
    assert not app.exception
    return app


def widget(widgets: Any, label: str) -> Any:
    return next(each for each in widgets if each.label.startswith(label))


def press(app: AppTest, label: str) -> None:
    button = widget(app.button, label)
    assert not button.disabled
    button.click().run()
    assert not app.exception


def labels(app: AppTest) -> list[str]:
    return [each.label for each in app.button]


def kept_bench_of(app: AppTest) -> Bench:
    bench: Bench = app.session_state[f"body.{COUNTRY}.c2"]
    return bench


def html(app: AppTest) -> str:
    return "".join(str(each.proto) for each in app.get("html"))


def sign(app: AppTest, reason: str = "By-election") -> None:
    widget(app.text_input, "Your name").input("Keeper").run()
    widget(app.text_input, "What was changed").input(reason).run()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("section", KEEPERS)
def test_every_section_runs_in_every_language(keeper: AppTest, section: str, language: str) -> None:
    visit(keeper, section=section, lang=language, body="c2")
    assert keeper.query_params["section"] == section


@pytest.mark.parametrize("section", KEEPERS)
def test_nothing_can_be_changed_where_the_register_is_not_kept(app: AppTest, section: str) -> None:
    visit(app, section=section, body="c2")
    assert app.query_params["section"] == (section if section in PUBLIC else "sheet")
    assert "Save" not in labels(app)
    assert any("--keep-registers" in each.value for each in app.caption)


def test_the_list_is_narrowed_by_type_and_area(app: AppTest) -> None:
    visit(app, body_type="council", area="01")
    assert widget(app.selectbox, "Body").options == [widget(app.selectbox, "Body").options[0]]
    assert app.query_params["body"] == "c1"


def test_a_link_to_a_body_is_kept_whatever_the_list_is_narrowed_by(app: AppTest) -> None:
    visit(app, body_type="council", body="p1")
    assert app.query_params["body"] == "p1"
    widget(app.selectbox, "Type of body").select("court").run()
    assert app.query_params["body"] == "k1"


def test_bodies_that_are_gone_are_marked(app: AppTest) -> None:
    visit(app, body="c3")
    assert any("not there on this day" in each for each in widget(app.selectbox, "Body").options)


def test_a_change_is_shown_and_saved_with_its_reason(keeper: AppTest) -> None:
    visit(keeper, section="change", body="c2")
    assert widget(keeper.button, "Save").disabled
    widget(keeper.number_input, "Statutory seats").set_value(13).run()
    assert "Statutory seats: 11 → 13" in html(keeper)
    sign(keeper)
    press(keeper, "Save")
    assert cached.store().register(COUNTRY).of_body("c2").bodies["statutory_seats"].tolist() == [13]
    last = cached.store().register_history(COUNTRY, "c2").iloc[-1]
    assert (last["author"], last["note"]) == ("Keeper", "By-election")
    assert keeper.success
    assert cached.store().register(COUNTRY, with_names=True).members["name"].eq(PLANTED_NAME).any()


def test_nothing_is_lost_by_looking_elsewhere(keeper: AppTest) -> None:
    visit(keeper, section="change", body="c2")
    widget(keeper.number_input, "Statutory seats").set_value(13).run()
    visit(keeper, section="sheet", body="c2")
    visit(keeper, section="change", body="c2")
    assert widget(keeper.number_input, "Statutory seats").value == 13


def test_edited_lists_are_not_lost_by_looking_elsewhere(keeper: AppTest) -> None:
    visit(keeper, section="change", body="c2")
    visit(keeper, section="sheet", body="c2")
    bench = kept_bench_of(keeper)
    bench.lists["members"] = bench.lists["members"].iloc[1:]
    visit(keeper, section="change", body="c2")
    assert "Member number: 1" in html(keeper)
    sign(keeper)
    press(keeper, "Save")
    assert len(cached.store().register(COUNTRY).of_body("c2").members) == 8


def test_a_row_that_lacks_something_keeps_the_draft_from_being_saved(keeper: AppTest) -> None:
    visit(keeper, section="change", body="c2")
    visit(keeper, section="sheet", body="c2")
    bench = kept_bench_of(keeper)
    bench.lists["members"] = bench.lists["members"].assign(seat_type=None).astype({"seat_type": "str"})
    saved(with_seats(load_for_editing(cached.store(), COUNTRY, "c2"), 15), author="Somebody")
    visit(keeper, section="change", body="c2")
    assert "Type of seat” is empty" in html(keeper)
    sign(keeper)
    assert widget(keeper.button, "Save").disabled
    assert not widget(keeper.button, "Give up my changes").disabled


def test_changes_can_be_given_up(keeper: AppTest) -> None:
    visit(keeper, section="change", body="c2")
    widget(keeper.number_input, "Statutory seats").set_value(13).run()
    press(keeper, "Give up my changes")
    assert widget(keeper.number_input, "Statutory seats").value == 11


def test_a_fault_is_named_and_keeps_the_draft(keeper: AppTest) -> None:
    visit(keeper, section="change", body="c2")
    widget(keeper.date_input, "Founded on").set_value(dt.date(2025, 1, 1)).run()
    widget(keeper.date_input, "Dissolved on").set_value(dt.date(2024, 1, 1)).run()
    sign(keeper)
    assert "before it was founded" in html(keeper)
    assert widget(keeper.button, "Save").disabled
    assert widget(keeper.date_input, "Dissolved on").value == dt.date(2024, 1, 1)


def overtaken(app: AppTest) -> AppTest:
    """A draft of 13 seats that somebody else's 15 came before."""
    visit(app, section="change", body="c2")
    widget(app.number_input, "Statutory seats").set_value(13).run()
    sign(app)
    saved(with_seats(load_for_editing(cached.store(), COUNTRY, "c2"), 15), author="Somebody")
    press(app, "Save")
    return app


def test_who_is_overtaken_is_told_by_whom_and_goes_on(keeper: AppTest) -> None:
    overtaken(keeper)
    assert "Somebody" in keeper.warning[0].value
    assert "Statutory seats: 15 → 13" in html(keeper)
    assert cached.store().register(COUNTRY).of_body("c2").bodies["statutory_seats"].tolist() == [15]
    press(keeper, "Keep my draft")
    press(keeper, "Save")
    assert cached.store().register(COUNTRY).of_body("c2").bodies["statutory_seats"].tolist() == [13]


def test_who_is_overtaken_may_give_up(keeper: AppTest) -> None:
    overtaken(keeper)
    press(keeper, "Give up my draft")
    assert widget(keeper.number_input, "Statutory seats").value == 15


def test_a_draft_without_changes_follows_the_register(keeper: AppTest) -> None:
    visit(keeper, section="change", body="c2")
    saved(with_seats(load_for_editing(cached.store(), COUNTRY, "c2"), 15), author="Somebody")
    keeper.run()
    assert widget(keeper.number_input, "Statutory seats").value == 15


def test_a_body_is_founded(keeper: AppTest) -> None:
    visit(keeper, section="found")
    widget(keeper.selectbox, "Type of body").select("public").run()
    widget(keeper.selectbox, "Area").select("03").run()
    assert widget(keeper.text_input, "Id of the body").value == "03-public"
    sign(keeper, "Founded by decree")
    press(keeper, "Save")
    assert keeper.query_params["body"] == "03-public"
    assert cached.store().register(COUNTRY).of_body("03-public").bodies["area_code"].tolist() == ["03"]


def test_an_id_is_given_once(keeper: AppTest) -> None:
    visit(keeper, section="found")
    widget(keeper.selectbox, "Type of body").select("public").run()
    widget(keeper.selectbox, "Area").select("03").run()
    widget(keeper.text_input, "Id of the body").input("c1").run()
    assert "Save" not in labels(keeper)
    assert keeper.warning


def test_an_older_version_is_brought_back(keeper: AppTest) -> None:
    first = load_for_editing(cached.store(), COUNTRY, "c2")
    saved(with_seats(first, 15))
    visit(keeper, section="history", body="c2")
    widget(keeper.selectbox, "Version").select(first.base).run()
    assert "Statutory seats: 15 → 11" in html(keeper)
    widget(keeper.text_input, "Your name").input("Keeper").run()
    widget(keeper.text_input, "Why is it brought back?").input("A mistake").run()
    press(keeper, "Bring this version back")
    assert cached.store().register(COUNTRY).of_body("c2").bodies["statutory_seats"].tolist() == [11]
    assert cached.store().register_history(COUNTRY, "c2")["note"].iloc[-1] == "A mistake"


def test_withdrawn_versions_are_for_keepers(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    number = saved(with_seats(load_for_editing(cached.store(), COUNTRY, "c2"), 15))
    with cached.store().writing(author="Keeper", at=dt.datetime(2025, 12, 4, tzinfo=dt.UTC)) as writer:
        writer.withdraw(number, "a mistake")
    visit(app, section="history", body="c2")
    assert len(widget(app.selectbox, "Version").options) == 1
    monkeypatch.setenv(keeping.VARIABLE, keeping.ON)
    visit(app, section="history", body="c2")
    assert len(widget(app.selectbox, "Version").options) == 2


@pytest.mark.parametrize("section", KEEPERS)
def test_without_a_register_a_body_can_still_be_founded(keeper: AppTest, section: str) -> None:
    dataset_id = int(cached.store().register(COUNTRY).bodies["dataset_id"].iloc[0])
    with cached.store().writing(author="Keeper", at=dt.datetime(2025, 12, 4, tzinfo=dt.UTC)) as writer:
        writer.withdraw(dataset_id, "a mistake")
    visit(keeper, section=section)
    asked = {each.label for each in keeper.selectbox}
    assert ("Type of body" in asked) is (section == "found")
    assert keeper.info

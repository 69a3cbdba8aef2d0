"""A register of councils brought on the Data page: checked, published, and refused where it is outdated."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from config.i18n import LANGUAGES
from dashboard import cached
from dashboard.components.data.register_check import sheets_html
from dashboard.components.words import Words
from dashboard.keeping import ON, VARIABLE
from geodata.councils import Register
from geodata.councils.workbook import RegisterDraft
from geodata.store import DatasetInfo
from tests.dashboard.data.pages import bring, data_page, press, publish, said, shown, turn_to, wizard
from tests.dashboard.filled import BIRTH_YEAR, NAME, register_workbook, squares_register

AT = datetime(2026, 6, 1, tzinfo=UTC)
INFO = DatasetInfo(title="T", source="S", licence="CC0", file_name="f", file_sha256="0" * 64)
OTHER = {"body_id": "002", "body_type": "council", "area_code": "03"}


@pytest.fixture
def app(council_pack: Path) -> AppTest:
    """The Data page of the squares, which have councils."""
    assert council_pack
    return data_page()


def publish_directly(register: Register, author: str = "Bakyt") -> int:
    with cached.store().writing(author=author, at=AT) as writer:
        return writer.publish_register("squares", register, INFO)


def check(app: AppTest, content: bytes) -> AppTest:
    return press(bring(app, "register", "register.xlsx", content), "Continue")


def counts(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


def test_a_workbook_becomes_the_register(app: AppTest, council_pack: Path) -> None:
    check(app, register_workbook(council_pack, squares_register()))
    assert not app.exception
    assert counts(app) == {
        "New bodies": "1",
        "Changed bodies": "0",
        "Unchanged bodies": "0",
        "Rows set apart": "0",
    }
    press(app, "Continue")
    publish(app, "Register")
    assert not app.exception
    register = cached.store().register("squares", with_names=True)
    assert register.members["name"].tolist() == [NAME]
    link = next(link for link in app.get("page_link") if "councils" in link.proto.page)
    assert link.proto.label == "See it on the page of councils"


def test_there_is_no_step_for_columns(app: AppTest, council_pack: Path) -> None:
    bring(app, "register", "register.xlsx", register_workbook(council_pack, squares_register()))
    assert wizard(app).steps == ("file", "check", "publish", "done")
    line = next(block.value for block in app.markdown if "›" in block.value)
    assert "Columns" not in line
    press(press(app, "Continue"), "Back")
    assert wizard(app).step == "file"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_private_is_shown_on_the_way(app: AppTest, council_pack: Path, language: str) -> None:
    publish_directly(squares_register())
    content = register_workbook(council_pack, squares_register(founded_on=date(2026, 1, 1)))
    app.selectbox(key="choose.lang").set_value(language).run()
    bring(app, "register", "register.xlsx", content)
    next(button for button in app.button if button.key and button.key.endswith(".next")).click().run()
    texts = said(app) + str(app.get("download_button"))
    assert NAME not in texts
    assert str(BIRTH_YEAR) not in texts
    assert wizard(app).step == "check"


def test_bodies_are_compared_with_the_register(
    app: AppTest, council_pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, ON)
    publish_directly(squares_register(more=[OTHER]))
    changed = squares_register(more=[OTHER, OTHER | {"body_id": "003", "area_code": "04"}])
    changed.members["sex"] = "m"
    check(app, register_workbook(council_pack, changed))
    assert list(counts(app).values()) == ["1", "1", "1", "0"]
    assert "Members" in shown(app).split("What is different")[1]


def test_where_registers_are_not_kept_nobody_can_try_out_who_the_members_are(
    app: AppTest, council_pack: Path
) -> None:
    publish_directly(squares_register())
    guess = squares_register()
    guess.members["sex"] = "m"
    check(app, register_workbook(council_pack, guess))
    assert list(counts(app).values()) == ["0", "0", "1", "0"]
    assert "Members are not compared here" in said(app)


def test_every_error_is_told_and_nothing_can_be_published(app: AppTest, council_pack: Path) -> None:
    faulty = squares_register(founded_on=date(2026, 1, 1), dissolved_on=date(2025, 6, 1))
    check(app, register_workbook(council_pack, faulty))
    rules = {problem.rule.id for problem in wizard(app).draft_problems}
    assert {"meeting_outside_life"} < rules
    assert next(button for button in app.button if button.label == "Continue").disabled
    assert "sheet Meetings, row 2" in shown(app)


def test_a_file_that_is_no_register_says_so(app: AppTest) -> None:
    check(app, b"PK\x03\x04 not a workbook")
    assert not app.exception
    assert wizard(app).draft is None
    assert next(button for button in app.button if button.label == "Continue").disabled


def test_a_body_that_somebody_changed_meanwhile_is_refused(app: AppTest, council_pack: Path) -> None:
    publish_directly(squares_register())
    check(app, register_workbook(council_pack, squares_register(statutory_seats=11)))
    press(app, "Continue")
    publish_directly(squares_register(statutory_seats=21), author="Bakyt")
    publish(app, "Outdated")
    assert wizard(app).step == "publish"
    assert "Bakyt changed the body 001" in said(app)
    assert cached.store().register("squares").bodies["statutory_seats"].tolist() == [21]

    press(app, "Back")
    assert counts(app)["Changed bodies"] == "1"
    press(app, "Continue")
    publish(app, "Compared again")
    assert wizard(app).step == "done"
    assert cached.store().register("squares").bodies["statutory_seats"].tolist() == [11]


def test_a_body_that_was_withdrawn_meanwhile_is_refused(app: AppTest, council_pack: Path) -> None:
    dataset_id = publish_directly(squares_register())
    press(check(app, register_workbook(council_pack, squares_register(statutory_seats=11))), "Continue")
    with cached.store().writing(author="Bakyt", at=AT) as writer:
        writer.withdraw(dataset_id, "a mistake")
    publish(app, "Outdated")
    assert "The body 001 was withdrawn" in said(app)
    assert cached.store().register("squares").row_count == 0


def test_names_that_the_workbook_leaves_out_are_kept(app: AppTest, council_pack: Path) -> None:
    publish_directly(squares_register())
    edited = squares_register(statutory_seats=11).without_names()
    edited.members["birth_year"] = edited.members["birth_year"].mask([True])
    press(check(app, register_workbook(council_pack, edited)), "Continue")
    publish(app, "Edited")
    members = cached.store().register("squares", with_names=True).members
    assert members[["name", "birth_year"]].to_numpy().tolist() == [[NAME, BIRTH_YEAR]]


def test_loaded_data_tell_nothing_of_how_many_members_there_are(app: AppTest, council_pack: Path) -> None:
    press(check(app, register_workbook(council_pack, squares_register())), "Continue")
    publish(app, "Register")
    press(app, "The dataset, also to withdraw it")
    report = cached.store().datasets("squares")["report"].iloc[-1]
    assert report["rows"] == {"bodies": 1, "meetings": 1, "reports": 0, "hearings": 0}
    row = shown(app).partition("· Register")[2].partition("</tr>")[0]
    assert '<td class="number"></td>' in row
    assert "kind: register" in shown(app)
    assert "kind: register; row_count" not in shown(app)


def test_few_members_are_not_counted_by_sheet(council_pack: Path) -> None:
    words = Words("en", str, cached.pack("squares"), cached.catalogue())
    draft = RegisterDraft(squares_register(), (), 0)
    assert "1–4" in sheets_html(draft, words, small_below=5)
    assert "1–4" not in sheets_html(draft, words, small_below=1)


@pytest.mark.usefixtures("squares_workspace")
def test_a_country_without_councils_offers_no_register() -> None:
    app = data_page()
    turn_to(app, "bring")
    radio = next(radio for radio in app.radio if radio.key.endswith(".kind"))
    assert "Register of councils" not in radio.options
    assert "Services: form 1" in radio.options


def test_the_published_register_is_offered_to_fill_in_only_where_it_is_kept(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn_to(app, "template")
    next(radio for radio in app.radio if radio.key == "template.kind").set_value("register").run()
    assert not [box for box in app.checkbox if box.key == "template.with_register"]
    monkeypatch.setenv(VARIABLE, ON)
    app.run()
    assert [box for box in app.checkbox if box.key == "template.with_register"]
    assert app.get("download_button")

"""The public sheet of a body: what is said, what must not be, and the files that carry it."""

import csv
import datetime as dt
import io
from dataclasses import replace

import docx
import pytest

from config.i18n import LANGUAGES
from dashboard import cached
from dashboard.components.council.body.cell_words import CellWords
from dashboard.components.council.body.history import history_html
from dashboard.components.council.body.making import body_sheet
from dashboard.components.council.body.sheet import BodySheet, Verdict
from dashboard.components.council.body.version import version_html
from dashboard.export.body_sheet import BodyReport, body_csv, body_docx
from geodata.councils.register import Register
from geodata.workspace import Workspace
from tests.dashboard.councils.desks import COUNTRY, INFO, ON, PLANTED_NAME, PLANTED_YEAR, desk
from tests.dashboard.councils.desks import hamlets as hamlets
from tests.dashboard.made import HOSTILE_NAME

AT = dt.datetime(2025, 12, 3, tzinfo=dt.UTC)


def texts(sheet: BodySheet) -> dict[str, str]:
    return {line.key: line.text for line in sheet.lines}


def remarks(sheet: BodySheet) -> dict[str, str]:
    return {line.key: line.remark for line in sheet.lines}


def marks(sheet: BodySheet) -> list[str]:
    return [mark.key for mark in sheet.marks]


def listing(sheet: BodySheet, key: str) -> list[tuple[str, ...]]:
    return list(next(each.rows for each in sheet.listings if each.key == key))


def report(body_id: str, language: str = "en") -> BodyReport:
    on = desk(language=language)
    return BodyReport(
        words=on.words,
        areas=on.areas,
        data_version=on.version,
        boundary_version=1,
        made_at=AT,
        sources={1: "A register"},
        sheet=body_sheet(on, body_id),
        on=ON,
    )


def publish(register: Register) -> None:
    with cached.store().writing(author="Keeper", at=AT) as writer:
        writer.publish_register(COUNTRY, register, INFO)


@pytest.mark.parametrize(
    ("body_id", "expected"),
    [
        ("c1", ["full"]),
        ("c2", ["under_strength"]),
        ("c3", ["dissolved"]),
        ("p1", ["members_unknown", "active"]),
        ("p2", ["members_unknown", "not_active"]),
        ("k1", ["members_unknown"]),
        ("g1", []),
    ],
)
def test_marks_say_how_a_body_stands(hamlets: Workspace, body_id: str, expected: list[str]) -> None:
    assert marks(body_sheet(desk(), body_id)) == expected


def test_a_body_is_not_founded_before_its_day(hamlets: Workspace) -> None:
    publish(
        Register.from_rows(
            bodies=[
                {"body_id": "n1", "body_type": "public", "area_code": "03", "founded_on": dt.date(2026, 1, 1)}
            ]
        )
    )
    assert marks(body_sheet(desk(), "n1")) == ["not_founded"]


def test_a_published_number_is_told_with_its_source(hamlets: Workspace) -> None:
    sheet = body_sheet(desk(), "c2")
    told = texts(sheet)
    assert (told["statutory_seats"], told["n_sitting"], told["vacant"]) == ("11", "9", "2")
    assert remarks(sheet)["statutory_seats"] == "from the register"


def test_small_groups_are_not_told_nor_what_gives_them_away(hamlets: Workspace) -> None:
    for body_id in ("c1", "c2"):
        sheet = body_sheet(desk(), body_id)
        assert texts(sheet)["women"] == "–"
        assert remarks(sheet)["women"] == "Too few people: the numbers are not published."


def test_a_small_body_is_not_counted_nor_who_was_present(hamlets: Workspace) -> None:
    seated = [{"body_id": "p1", "member_no": n, "seat_type": "community", "sex": "f"} for n in (1, 2, 3)]
    public = cached.store().register(COUNTRY).of_body("p1")
    met = Register.from_rows(
        meetings=[{"body_id": "p1", "held_on": dt.date(2025, 8, 1), "kind": "session", "n_present": 12}]
    )
    rows = Register.from_rows(members=seated).members
    publish(replace(public, members=rows, meetings=met.meetings))
    sheet = body_sheet(desk(), "p1")
    assert texts(sheet)["n_sitting"] == "–"
    assert [row[4] for row in listing(sheet, "sessions")] == ["–"]
    assert "12" not in str(sheet)


@pytest.mark.parametrize(("present", "shown"), [(4, "fewer than 5"), (8, "8")])
def test_small_numbers_of_those_present_are_only_called_so(
    hamlets: Workspace, present: int, shown: str
) -> None:
    kept = cached.store().register(COUNTRY).of_body("c2")
    publish(replace(kept, meetings=kept.meetings.assign(n_present=present)))
    assert [row[4] for row in listing(body_sheet(desk(), "c2"), "sessions")] == [shown]


def test_bodies_that_share_an_area_are_not_told_apart(hamlets: Workspace) -> None:
    twin = {"body_id": "c9", "body_type": "council", "area_code": "02", "statutory_seats": 11}
    publish(Register.from_rows(bodies=[twin]))
    sheet = body_sheet(desk(), "c2")
    assert texts(sheet)["n_sitting"] == "–"
    assert "published together" in remarks(sheet)["n_sitting"]
    assert "published together" in remarks(sheet)["women"]


def test_verdicts_come_without_numbers(hamlets: Workspace) -> None:
    verdicts = {each.rule: each for each in body_sheet(desk(), "g2").verdicts}
    assert {rule: each.is_met for rule, each in verdicts.items()} == {
        "members": True,
        "equal_parts": False,
        "sex_share": False,
    }
    assert "Men: 7" not in " ".join(each.text for each in verdicts.values())


def verdicts_by(rule: dict[str, object], body_id: str) -> tuple[Verdict, ...]:
    """What is told of a working group under another rule than its pack's."""
    pack = desk().book.composition
    assert pack is not None
    exact = pack.model_validate(
        {
            "chair_role": "chair",
            "bodies": {"group": {"title": {"en": "G"}, "body_types": ["group"], "rules": [rule]}},
        }
    )
    on = desk()
    return body_sheet(replace(on, book=replace(on.book, composition=exact)), body_id).verdicts


def test_an_exact_rule_is_not_judged_where_the_verdict_is_not_told(hamlets: Workspace) -> None:
    rule = {"kind": "members", "at_least": 9, "at_most": 9, "reference": "Act 4"}
    told = verdicts_by(rule, "g1")
    assert [each.is_met for each in told] == [None]
    assert "not told" in told[0].text
    assert "Required: 9." in told[0].text


@pytest.mark.parametrize(("pct", "is_met"), [(30, False), (40, None), (50, None)])
def test_a_rule_of_halves_is_not_judged_in_a_small_body(
    hamlets: Workspace, pct: int, is_met: bool | None
) -> None:
    kept = cached.store().register(COUNTRY).of_body("g2")
    publish(replace(kept, members=kept.members.head(6)))
    rule = {"kind": "sex_share", "at_least_pct": pct, "reference": "Act 4"}
    assert [each.is_met for each in verdicts_by(rule, "g2")] == [is_met]


def test_lists_tell_what_a_body_did(hamlets: Workspace) -> None:
    sheet = body_sheet(desk(), "c1")
    assert len(listing(sheet, "sessions")) == 4
    assert ("Half-year report", "first half of 2025") in {row[:2] for row in listing(sheet, "reports")}
    assert [row[3:] for row in listing(sheet, "hearings")] == [("10", "4", "9")]
    assert listing(sheet, "settlements") == [("Village 01", "has a deputy")]


def test_a_settlement_without_a_deputy_has_the_advisory_vote(hamlets: Workspace) -> None:
    kept = cached.store().register(COUNTRY).of_body("c2")
    publish(replace(kept, members=kept.members.assign(settlement_code="02")))
    sheet = body_sheet(desk(), "c2")
    assert listing(sheet, "settlements") == [("Village 02", "without a deputy")]
    notes = next(each.notes for each in sheet.listings if each.key == "settlements")
    assert "advisory vote" in notes[0]


def test_a_dissolved_body_says_when(hamlets: Workspace) -> None:
    assert texts(body_sheet(desk(), "c3"))["dissolved_on"] == "May 1, 2024"


@pytest.mark.parametrize("language", LANGUAGES)
def test_files_carry_the_sheet_and_nobodys_name(hamlets: Workspace, language: str) -> None:
    for body_id in ("c1", "c2", "c3", "p1", "k1", "g1"):
        carried(report(body_id, language))


def carried(made: BodyReport) -> None:
    rows = list(csv.DictReader(io.StringIO(body_csv(made).decode("utf-8-sig"))))
    facts = {row["key"]: row["value"].removeprefix("'") for row in rows if row["section"] == "facts"}
    assert facts == texts(made.sheet)
    assert {row["data_version"] for row in rows} == {made.data_version}
    document = docx.Document(io.BytesIO(body_docx(made)))
    cells = [row.cells[1].text for row in document.tables[0].rows[1:]]
    assert cells == [line.text for line in made.sheet.lines]
    said = str(rows) + "".join(each.text for each in document.paragraphs) + str(cells)
    assert PLANTED_NAME not in said
    assert str(PLANTED_YEAR) not in said


def test_a_version_shows_members_and_attendance_only_to_keepers(hamlets: Workspace) -> None:
    kept = cached.store().register(COUNTRY, with_names=True).of_body("c2")
    words = CellWords(desk())
    public = version_html(words, kept, with_members=False)
    assert "Elected deputy" not in public
    assert "Present" not in public
    shown = version_html(words, kept, with_members=True)
    assert "Elected deputy" in shown
    assert PLANTED_NAME not in shown
    assert str(PLANTED_YEAR) not in shown


@pytest.mark.parametrize("keeps", [False, True])
def test_history_tells_how_many_members_only_to_keepers(hamlets: Workspace, keeps: bool) -> None:
    history = cached.store().register_history(COUNTRY, "c2")
    assert ('class="number">9<' in history_html(desk(keeps=keeps), history)) is keeps


def test_names_of_areas_are_escaped(hamlets: Workspace) -> None:
    on = desk()
    html = version_html(CellWords(on), on.book.register.of_body("c1"), with_members=False)
    assert HOSTILE_NAME not in html

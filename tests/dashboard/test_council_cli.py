"""``aimak council`` as a person or a script meets it."""

import csv
import io
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from config.loader import CONFIG_DIR
from dashboard import cached
from dashboard.components.council.checker.made import MadeBody, made_from_toml, made_to_toml, offered_forms
from geodata.councils.composition_rules import load_composition_pack
from geodata.councils.pack import load_council_pack
from geodata.councils.workbook import register_template
from indicators.councils.coverage import MEASURES
from indicators.councils.shares import LACKS_TEXTS
from tests.dashboard.conftest import Aimak
from tests.dashboard.councils.desks import COUNTRY, ON, PLANTED_NAME, PLANTED_YEAR, desk, hamlets, register
from tests.dashboard.made import FORMULA_NAME

__all__ = ["hamlets"]

pytestmark = pytest.mark.usefixtures("hamlets")

RIGHT = {"local_body": 3, "deputy": 3, "community": 3}
DOCS = (Path(__file__).parents[2] / "docs" / "councils.md").read_text(encoding="utf-8")


def written(folder: Path, **facts: Any) -> Path:
    """Write a composition of the group of the hamlets."""
    path = folder / "group.toml"
    path.write_text(made_to_toml(MadeBody(body_type="group", **facts)), encoding="utf-8")
    return path


def workbook(folder: Path) -> Path:
    """Write the register of the hamlets as a filled-in workbook."""
    book = desk().book
    path = folder / "register.xlsx"
    content = register_template(book.pack, book.councils, book.areas, language="en", register=register())
    path.write_bytes(content)
    return path


def csv_rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline="")))


def test_a_file_that_keeps_all_rules_is_right(aimak: Aimak, tmp_path: Path) -> None:
    answer = aimak("council", "check", written(tmp_path, members=RIGHT, women=4, men=5))

    assert answer.code == 0
    assert answer.out.splitlines()[0] == "✓ Working group: All rules in force are met."
    assert "Women: 4. Required: from 3 to 6." in answer.out
    assert "1 right, 0 not, 0 cannot be told" in answer.err


def test_a_file_that_breaks_a_rule_is_told_what_would_mend_it(aimak: Aimak, tmp_path: Path) -> None:
    path = written(tmp_path, members={"local_body": 3, "deputy": 3, "community": 1}, women=1, men=6)

    answer = aimak("council", "check", path, "--json", "--on", "2025-06-01")

    assert answer.code == 1
    told = json.loads(answer.out)
    (body,) = told["bodies"]
    assert (told["on"], told["is_right"], body["is_composed"]) == ("2025-06-01", False, False)
    assert {each["rule"]: each["is_met"] for each in body["rules"]} == {
        "members": True, "equal_parts": False, "sex_share": False,
    }  # fmt: skip
    assert body["rules"][0]["reference"] == "Act 4, art. 1"
    assert body["change"] == "Members to take in: 2. Community: 2 more. Women: 2 more."


def test_what_cannot_be_told_is_not_right(aimak: Aimak, tmp_path: Path) -> None:
    answer = aimak("council", "check", written(tmp_path, members=RIGHT, sex_not_known=9))

    assert answer.code == 1
    assert "0 right, 0 not, 1 cannot be told" in answer.err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('body_type = "group"\nwomen = 3', "make 3, the kinds of members 0"),
        ('body_type = "tea_party"', "expected one of group, got 'tea_party'"),
        ('body_type = "group"\nnames = ["A"]', "key names"),
        ("body_type", "expected TOML"),
    ],
)
def test_a_file_with_faults_is_refused(aimak: Aimak, tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "body.toml"
    path.write_text(text, encoding="utf-8")

    answer = aimak("council", "check", path)

    assert (answer.code, answer.out) == (1, "")
    assert said in answer.err


def test_a_file_that_is_not_there_is_said(aimak: Aimak, tmp_path: Path) -> None:
    for name in ("none.toml", "none.xlsx"):
        answer = aimak("council", "check", tmp_path / name)
        assert (answer.code, answer.out) == (1, "")
        assert name in answer.err


def test_rules_of_a_pack_that_is_not_installed_can_be_asked(aimak: Aimak, tmp_path: Path) -> None:
    path = tmp_path / "body.toml"
    path.write_text('body_type = "aksakal_court"\n[members]\nothers = 9\n', encoding="utf-8")
    assert aimak("council", "check", path, "--country", "kgz").code == 0


def test_a_body_of_the_register_is_told_without_numbers(aimak: Aimak) -> None:
    right, broken = (aimak("council", "check", code) for code in ("g1", "g2"))

    assert (right.code, broken.code) == (0, 1)
    assert "Equal parts: not met. Required: 3 equal parts" in broken.out
    assert "Number of members: met. Required: at least 7." in broken.out
    assert "Members:" not in right.out + broken.out
    assert "→" not in broken.out
    told = json.loads(aimak("council", "check", "g2", "--json").out)
    assert told["on"] == str(ON)
    assert told["bodies"][0]["change"] is None


def test_an_area_is_told_with_all_its_bodies(aimak: Aimak) -> None:
    canton, country = (json.loads(aimak("council", "check", code, "--json").out) for code in ("01", "Q"))

    assert [each["body_id"] for each in canton["bodies"]] == ["g1"]
    assert canton["without_rules"] == 3
    assert {each["body_id"]: each["is_composed"] for each in country["bodies"]} == {"g1": True, "g2": False}


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("03", "has none"),
        ("c3", "founded later or dissolved"),
        ("c1", "no rules on the composition"),
        ("nobody", "a body of the register or the code of an area"),
    ],
)
def test_a_code_that_answers_nothing_is_said(aimak: Aimak, code: str, said: str) -> None:
    answer = aimak("council", "check", code)
    assert (answer.code, answer.out) == (1, "")
    assert said in answer.err


def test_a_workbook_is_told_with_its_numbers_and_no_names(aimak: Aimak, tmp_path: Path) -> None:
    answer = aimak("council", "check", workbook(tmp_path))

    assert answer.code == 1
    assert "Women: 0. Required: from 3 to 4." in answer.out
    assert "→ Members to" in answer.out
    assert "1 right, 1 not, 0 cannot be told" in answer.err
    assert PLANTED_NAME not in answer.out + answer.err


def test_the_problems_of_a_workbook_are_told_and_make_it_wrong(
    aimak: Aimak, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = register()
    broken.meetings.loc[0, "decisions"] = 1
    broken.meetings.loc[0, "decisions_published"] = 2
    monkeypatch.setitem(globals(), "register", lambda: broken)

    answer = aimak("council", "check", workbook(tmp_path), "--json")

    assert answer.code == 1
    assert "register.xlsx, sheet Meetings, row 2" in answer.err
    problems = json.loads(answer.out)["problems"]
    assert [each["rule"] for each in problems if each["severity"] == "error"] == ["more_than_whole"]


def test_coverage_tells_the_country_first(aimak: Aimak) -> None:
    arguments = ("council", "coverage", "--level", "canton", "--body-type", "council")
    rows = json.loads(aimak(*arguments, "--measure", "seats_filled", "--json").out)

    assert [row["area_code"] for row in rows] == ["Q", "01", "02", "03", "04"]
    assert [row["value"] for row in rows][:3] == [
        pytest.approx(100 * 20 / 22),
        100,
        pytest.approx(100 * 9 / 11),
    ]
    assert {(row["on"], row["unit"], row["body_type"]) for row in rows} == {(str(ON), "percent", "council")}
    assert rows[4]["value"] is None
    assert rows[4]["why"] == LACKS_TEXTS["no_body"]


def test_only_the_country_is_told_unless_a_level_is_asked(aimak: Aimak) -> None:
    answer = aimak("council", "coverage", "--csv")

    rows = csv_rows(answer.out)
    assert {row["area_code"] for row in rows} == {"Q"}
    assert {row["measure"] for row in rows} == {*MEASURES}
    assert {row["body_type"] for row in rows} == {"council", "public", "court", "group", ""}


def test_cells_of_a_file_start_no_formula(aimak: Aimak) -> None:
    rows = csv_rows(aimak("council", "coverage", "--level", "canton", "--body-type", "group", "--csv").out)
    assert {row["area_name"] for row in rows if row["area_code"] == "02"} == {f"'{FORMULA_NAME}"}


def test_small_numbers_are_in_no_answer(aimak: Aimak) -> None:
    arguments = ("council", "coverage", "--level", "canton", "--body-type", "council", "--measure", "women")
    rows = {row["area_code"]: row for row in json.loads(aimak(*arguments, "--json").out)}

    assert rows["02"]["numerator"] is None
    assert rows["02"]["lacks"] == "small"
    told = aimak(*arguments)
    assert LACKS_TEXTS["small"] in told.out
    assert "rows hidden, as they tell of fewer than 5 people" in told.err


def test_one_measure_is_hidden_as_it_is_among_all(aimak: Aimak) -> None:
    arguments = ("council", "coverage", "--level", "canton", "--body-type", "council", "--json")
    every = [row for row in json.loads(aimak(*arguments).out) if row["measure"] == "women"]
    assert json.loads(aimak(*arguments, "--measure", "women").out) == every
    assert any(row["lacks"] == "small" for row in every)


def test_an_open_norm_is_read_as_asked(aimak: Aimak, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    rows_of = cached.council_rows
    monkeypatch.setattr(
        cached,
        "council_rows",
        lambda *args, **named: asked.append((*args[3:], *named.values())) or rows_of(*args, **named),
    )

    arguments = ("council", "coverage", "--body-type", "court", "--measure", "norm", "--one-per", "area")
    (row,) = json.loads(aimak(*arguments, "--json").out)

    assert asked == [("court", "area", "norm")]
    assert (row["one_per"], row["why"]) == ("area", LACKS_TEXTS["area_type"])


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--body-type", "elves"), 1, "expected a type of body of council, public"),
        (("--measure", "joy"), 1, "expected a measure of seats_filled"),
        (("--level", "moon"), 1, "expected a level of"),
        (("--body-type", "court", "--measure", "deputies_per_1000"), 1, "nothing is measured there"),
        (("--on", "soon"), 2, "expected a day as YYYY-MM-DD"),
        (("--one-per", "cow"), 2, "cow"),
        (("--json", "--csv"), 2, "expected --json or --csv"),
        (("--printed", "--csv"), 2, "expected --printed"),
    ],
)
def test_what_is_not_there_is_said(aimak: Aimak, arguments: tuple[str, ...], code: int, said: str) -> None:
    answer = aimak("council", "coverage", *arguments)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err


# 23 + 4 + 8 = 35 and 256 + 1 082 + 480 + 6 473 = 8 291, without a percentage.
def test_printed_figures_come_with_their_sums_and_no_percentage(aimak: Aimak) -> None:
    answer = aimak("council", "coverage", "--printed", "--country", "kgz")

    assert answer.code == 0
    for total in ("35", "8,291"):
        lines = [line.split() for line in answer.out.splitlines()]
        assert ["sum", "of", "the", "rows", total] in lines
        assert ["total", "as", "printed", total] in lines
    assert "there is no percentage" in answer.err
    told = {each["id"]: each for each in json.loads(
        aimak("council", "coverage", "--printed", "--country", "kgz", "--json").out
    )}  # fmt: skip
    assert told["small_public_councils"]["sums"] == {"councils": 35}
    assert told["deputies"]["totals"] == told["deputies"]["sums"] == {"deputies": 8291}


def test_settlements_without_a_deputy_are_listed(aimak: Aimak) -> None:
    answer = aimak("council", "gaps", "--json")

    assert answer.code == 0
    rows = json.loads(answer.out)
    assert [row["area_code"] for row in rows] == ["031"]
    assert "settlements of hamlets on 2025-09-30: 4, without a deputy 1" in answer.err
    assert "advisory vote" in answer.err


def test_nothing_personal_is_in_any_answer(aimak: Aimak, tmp_path: Path) -> None:
    commands = [
        ("check", "Q"),
        ("check", "Q", "--json"),
        ("check", workbook(tmp_path), "--json"),
        ("coverage", "--level", "canton"),
        ("coverage", "--level", "village", "--json"),
        ("gaps", "--csv"),
    ]
    for command in commands:
        answer = aimak("council", *command)
        assert answer.out
        assert PLANTED_NAME not in answer.out + answer.err
        assert str(PLANTED_YEAR) not in answer.out + answer.err


def documented(language: str) -> list[str]:
    return [each.partition("```")[0] for each in DOCS.split(f"```{language}\n")[1:]]


def test_the_documented_composition_is_checked(aimak: Aimak, tmp_path: Path) -> None:
    path = tmp_path / "commission.toml"
    path.write_text(documented("toml")[0], encoding="utf-8")
    assert aimak("council", "check", path, "--country", "kgz").code == 0


def test_every_key_of_a_composition_is_documented() -> None:
    folder = CONFIG_DIR / "countries" / "kgz"
    composition, councils = load_composition_pack(folder), load_council_pack(folder)
    assert composition is not None
    assert councils is not None
    text = documented("toml")[0]
    made = made_from_toml(text, offered_forms(composition, councils), name="docs")
    assert made.n == made.n_by_sex == 5
    assert [key for key in MadeBody.model_fields if key not in text] == []
    assert set(tomllib.loads(text)) <= set(MadeBody.model_fields)


def test_every_measure_and_reason_is_documented() -> None:
    assert [key for key in MEASURES if f"`{key}`" not in DOCS] == []
    assert [text for text in LACKS_TEXTS.values() if text not in DOCS] == []


def test_the_documented_commands_are_there(aimak: Aimak) -> None:
    lines = [line.split() for text in documented("sh") for line in text.splitlines()]
    commands = {
        (line[1], line[2]) for line in lines if line[:2] in (["aimak", "council"], ["aimak", "hearing"])
    }
    assert commands == {
        ("council", "check"), ("council", "coverage"), ("council", "gaps"), ("hearing", "plan"),
    }  # fmt: skip
    for command in commands:
        text = aimak(*command, "--help").out
        asked = {word for line in lines if (line[1], line[2]) == command for word in line if word[:2] == "--"}
        assert [option for option in asked if option not in text] == []
    assert COUNTRY not in DOCS

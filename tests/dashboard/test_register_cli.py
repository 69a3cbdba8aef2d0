"""A register of councils on the command line: from the template to the store."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from zipfile import ZipFile

import pandas as pd
import pytest

from config.i18n import LANGUAGES
from dashboard import cached
from dashboard.commands.console import ExitCode
from dashboard.commands.file_import import draft_register_file, import_target
from geodata.packs import load_pack
from geodata.store import DatasetInfo, StaleRegisterError
from tests.dashboard.conftest import Aimak
from tests.dashboard.filled import (
    BIRTH_YEAR,
    NAME,
    filled_register,
    filled_services,
    form_row,
    respondent,
    squares_register,
)

AT = datetime(2026, 6, 1, tzinfo=UTC)
INFO = DatasetInfo(title="T", source="S", licence="CC0", file_name="f", file_sha256="0" * 64)


def test_a_workbook_becomes_the_register_of_the_country(aimak: Aimak, council_pack: Path) -> None:
    answer = aimak(
        "import", filled_register(council_pack), "--kind", "register", "--author", "Clerk", "--json"
    )

    assert answer.code == 0, answer.err
    assert json.loads(answer.out)["row_count"] == 3
    register = cached.store().register("squares", with_names=True)
    assert register.bodies["body_id"].tolist() == ["001"]
    assert register.members["name"].tolist() == [NAME]
    assert NAME not in answer.out + answer.err


def test_faults_are_told_and_nothing_is_published(aimak: Aimak, council_pack: Path) -> None:
    path = filled_register(council_pack, founded_on=date(2026, 1, 1))

    answer = aimak("import", path, "--kind", "register", "--author", "Clerk")

    assert answer.code != 0
    assert "register.xlsx, sheet Meetings, row 2" in answer.err
    assert NAME not in answer.out + answer.err
    assert cached.store().register("squares").row_count == 0


@pytest.mark.usefixtures("squares_workspace")
def test_a_country_without_councils_has_no_register(aimak: Aimak, tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    path.write_bytes(b"anything")

    answer = aimak("import", path, "--kind", "register", "--author", "Clerk")

    assert answer.code != 0
    assert "says nothing of councils" in answer.err


def test_a_body_changed_between_draft_and_publication_is_refused(council_pack: Path) -> None:
    store = cached.store()
    target = import_target(store, load_pack(council_pack))
    drafted = draft_register_file(target, filled_register(council_pack, statutory_seats=11))
    with store.writing(author="Bakyt", at=AT) as writer:
        writer.publish_register("squares", squares_register(statutory_seats=21), INFO)

    with pytest.raises(StaleRegisterError, match="001"):
        drafted.publish(INFO, author="Clerk", at=AT)

    assert store.register("squares").bodies["statutory_seats"].tolist() == [21]


def test_the_template_comes_back_as_the_register_without_what_is_private(
    aimak: Aimak, council_pack: Path, tmp_path: Path
) -> None:
    assert aimak("import", filled_register(council_pack), "--kind", "register").code == 0
    before = cached.store().register("squares", with_names=True)
    path = tmp_path / "again.xlsx"

    assert aimak("data", "template", "--kind", "register", "--with-register", "--out", path).code == 0
    with ZipFile(path) as workbook:
        content = b"".join(workbook.read(name) for name in workbook.namelist()).decode("utf-8", "ignore")
    assert NAME not in content
    assert str(BIRTH_YEAR) not in content

    assert aimak("import", path, "--kind", "register").code == 0
    after = cached.store().register("squares", with_names=True)
    for (_, old), (_, new) in zip(before.tables(), after.tables(), strict=True):
        told = [column for column in old if column not in ("dataset_id", "source_ref")]
        pd.testing.assert_frame_equal(new[told], old[told])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["register", "services-form", "services-questionnaire"])
@pytest.mark.usefixtures("council_pack")
def test_a_template_is_written_once(aimak: Aimak, tmp_path: Path, kind: str, language: str) -> None:
    path = tmp_path / "new.xlsx"
    arguments = ("data", "template", "--kind", kind, "--language", language, "--out", path)
    assert aimak(*arguments).code == 0
    first = path.read_bytes()
    answer = aimak(*arguments)
    assert answer.code != 0
    assert "cannot be written" in answer.err
    assert path.read_bytes() == first


@pytest.mark.usefixtures("council_pack")
def test_only_a_register_is_offered_with_what_is_published(aimak: Aimak) -> None:
    answer = aimak("data", "template", "--kind", "services-form", "--with-register")
    assert answer.code == ExitCode.USAGE
    assert "--with-register" in answer.err


@pytest.mark.usefixtures("council_pack")
def test_the_file_is_named_after_country_and_kind(
    aimak: Aimak, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = aimak("data", "template", "--kind", "services-form")
    assert (tmp_path / "squares-services-form.xlsx").exists()
    assert "aimak import squares-services-form.xlsx --kind services-form" in answer.err


def test_the_list_does_not_count_the_rows_of_a_register(aimak: Aimak, council_pack: Path) -> None:
    assert aimak("import", filled_register(council_pack), "--kind", "register").code == 0
    rows = {row["kind"]: row["row_count"] for row in json.loads(aimak("data", "list", "--json").out)}
    assert rows["register"] is None
    assert rows["areas"] == 9


@pytest.mark.usefixtures("squares_workspace")
class TestServices:
    """Filled forms and questionnaires."""

    def test_forms_become_a_score(self, aimak: Aimak, tmp_path: Path) -> None:
        path = tmp_path / "forms.xlsx"
        path.write_bytes(filled_services("form", form_row("01"), form_row("02", 1.5)))

        answer = aimak("import", path, "--kind", "services-form", "--json")

        assert answer.code == 0, answer.err
        assert json.loads(answer.out)["row_count"] == 2
        found = cached.store().observations("squares")
        scores = found[found["indicator_id"] == "service_form_score"]
        assert scores.set_index("area_code")["value"].to_dict() == {"01": 60.0, "02": 90.0}

    def test_a_few_people_are_missing_and_never_zero(self, aimak: Aimak, tmp_path: Path) -> None:
        path = tmp_path / "answers.xlsx"
        path.write_bytes(filled_services("questionnaire", *[respondent("01", 4)] * 4))

        assert aimak("import", path, "--kind", "services-questionnaire").code == 0

        found = cached.store().observations("squares")
        told = found[found["indicator_id"].str.startswith("service_")]
        assert set(told["status"]) == {"O"}
        assert told["value"].isna().all()

    def test_faults_are_told_and_nothing_is_published(self, aimak: Aimak, tmp_path: Path) -> None:
        path = tmp_path / "answers.xlsx"
        path.write_bytes(filled_services("questionnaire", ["01", "passport", "2024", 6]))

        answer = aimak("import", path, "--kind", "services-questionnaire")

        assert answer.code == ExitCode.REFUSED
        assert "answers.xlsx, sheet Questionnaire, row 2, column D" in answer.err
        assert len(cached.store().datasets("squares")) == 2

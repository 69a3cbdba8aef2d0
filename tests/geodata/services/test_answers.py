from dataclasses import replace

import pandas as pd
import pytest

from geodata.packs import Pack, load_pack, pack_folders
from geodata.problems import ImportRefused
from geodata.services.answers import read_forms, read_questionnaires
from geodata.services.instruments import ServicesMonitoring, load_services_monitoring
from geodata.tables.sheet import FaultyCell, Sheet, cell_grid

AREAS = pd.DataFrame(
    {
        "area_code": ["01", "02"],
        "area_name": ["Талас", "Ак-Суу"],
        "admin_level": [3, 3],
        "parent_code": pd.Series([None, None], dtype="str"),
    }
)
RATED = ["01", "passport", "2024", 1, 2, 3, 4, 5, 100, 0, 12.5, "f", "under_28"]


@pytest.fixture(scope="module")
def instruments() -> ServicesMonitoring:
    return load_services_monitoring()


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(pack_folders()["demo"])


def sheet(*rows: list, origin: str = "text") -> Sheet:
    return Sheet(file="answers.csv", name="answers", origin=origin, cells=cell_grid(rows))


@pytest.fixture
def rated(instruments, pack):
    """Reads rows of the questionnaire under headings of a language, or the keys."""

    def read(*rows: list, language: str | None = None, more: tuple = (), **kinds: str):
        columns = instruments.questionnaire.columns
        titles = instruments.keys.titles | {column.key: column.title for column in columns}
        headings = [title[language] if language else key for key, title in titles.items()]
        return read_questionnaires(
            [sheet([*headings, *more], *rows, **kinds)], instruments, areas=AREAS, pack=pack
        )

    return read


def problems(caught) -> list[tuple[str, int | None, str | None]]:
    return [(each.rule.id, each.where.row, each.where.column) for each in caught.value.problems]


def test_answers_are_read_as_typed(rated) -> None:
    answers = rated(RATED)
    row = answers.table.loc[0]
    assert row[["area_code", "service", "period"]].tolist() == ["01", "passport", "2024"]
    assert row[["conditions", "terms", "cost_unofficial", "cost_associated"]].tolist() == [
        1.0,
        5.0,
        0.0,
        12.5,
    ]
    assert row[["sex", "age_group", "source_ref"]].tolist() == ["f", "under_28", "row 2"]
    assert answers.problems == ()


@pytest.mark.parametrize("language", [None, "ky", "ru", "en"])
def test_headings_and_answers_are_understood_in_every_language(rated, instruments, language) -> None:
    profile = instruments.questionnaire.profile
    words = [profile["sex"].answers["f"], profile["age_group"].answers["28_60"]]
    said = [word[language] if language else key for word, key in zip(words, ["f", "28_60"], strict=True)]
    answers = rated([*RATED[:-2], *said], language=language)
    assert answers.table.loc[0, ["sex", "age_group"]].tolist() == ["f", "28_60"]


def test_areas_are_known_by_name_and_by_codes_that_lost_zeros(rated) -> None:
    answers = rated(["Ак-Суу", *RATED[1:]], [1, *RATED[1:]], ["02", *RATED[1:]])
    assert answers.table["area_code"].tolist() == ["02", "01", "02"]


def test_what_is_not_answered_is_missing_and_never_zero(rated) -> None:
    answers = rated(["01", "passport", 2024, None, "…", "", *[None] * 7])
    assert answers.table.loc[0, "period"] == "2024"
    assert answers.table.iloc[0, 3:-1].isna().all()


def test_empty_rows_are_none(rated) -> None:
    answers = rated(RATED, [None] * 13, RATED)
    assert answers.table["source_ref"].tolist() == ["row 2", "row 4"]


def test_headings_alone_are_no_answers(rated) -> None:
    with pytest.raises(ImportRefused) as caught:
        rated()
    assert [each.rule.id for each in caught.value.problems] == ["no_answers"]


def test_the_place_in_a_workbook_is_kept(rated) -> None:
    assert rated(RATED, origin="workbook").table["source_ref"].tolist() == ["answers!A2"]


def test_names_of_respondents_are_not_taken_over(rated) -> None:
    answers = rated([*RATED, "Planted Name"], more=("Respondent",))
    assert [each.rule.id for each in answers.problems] == ["answer_column_unused"]
    assert answers.problems[0].severity == "warning"
    assert "Planted" not in answers.table.to_csv() + "".join(each.describe() for each in answers.problems)


def test_everything_wrong_is_said_at_once(rated) -> None:
    with pytest.raises(ImportRefused) as caught:
        rated(
            ["03", "", "some day", 0, 6, 2.5, "good", 5, -1, "a lot", None, "x", None],
            RATED,
        )
    assert problems(caught) == [
        ("unknown_area", 2, "A"),
        ("answer_service_missing", 2, "B"),
        ("answer_period_unknown", 2, "C"),
        ("answer_off_scale", 2, "D"),
        ("answer_off_scale", 2, "E"),
        ("answer_not_whole", 2, "F"),
        ("answer_not_a_number", 2, "G"),
        ("answer_below_scale", 2, "I"),
        ("answer_not_a_number", 2, "J"),
        ("answer_unknown", 2, "L"),
    ]
    text = str(caught.value)
    assert "The answer 6 is not from 1 to 5." in text
    assert "The answer -1 is below 0." in text
    assert "The answer x is none of: f, m." in text


def test_columns_that_are_missing_or_twice_are_said(instruments, pack) -> None:
    headings = ["area_code", "service", "period", "Conditions", "conditions"]
    with pytest.raises(ImportRefused) as caught:
        read_questionnaires([sheet(headings)], instruments, areas=AREAS, pack=pack)
    told = problems(caught)
    assert told[0] == ("answer_column_twice", 1, "E")
    assert [each.params["column"] for each in caught.value.problems[1:]] == [
        *("staff", "information", "requirements", "terms"),
        *("cost_official", "cost_unofficial", "cost_associated", "sex", "age_group"),
    ]


@pytest.mark.parametrize(
    ("points", "is_fine"), [([1] * 12 + [3] * 6, True), ([1] * 12 + [3] * 5 + [3.5], False)]
)
def test_points_add_up_to_at_most_30(instruments, pack, points: list, *, is_fine: bool) -> None:
    headings = ["area_code", "service", "period", *instruments.form.items]
    filled = sheet(headings, ["01", "passport", "2024", *points])
    if is_fine:
        table = read_forms([filled], instruments, areas=AREAS, pack=pack).table
        assert table[list(instruments.form.items)].sum(axis=1).tolist() == [30]
        return
    with pytest.raises(ImportRefused, match=r"The points add up to 30\.5, more than 30\.") as caught:
        read_forms([filled], instruments, areas=AREAS, pack=pack)
    assert problems(caught) == [("form_total_too_high", 2, None)]


def test_an_error_of_the_spreadsheet_is_no_service(rated) -> None:
    with pytest.raises(ImportRefused) as caught:
        rated([*RATED[:1], FaultyCell("error", "#REF!"), *RATED[2:]])
    assert problems(caught) == [("answer_service_missing", 2, "B")]


def test_all_sheets_with_headings_are_read_and_others_are_noted(instruments, pack) -> None:
    columns = instruments.questionnaire.columns
    headings = [*instruments.keys.titles, *(column.key for column in columns)]
    sheets = [
        replace(sheet(headings, RATED, origin="workbook"), name=name) for name in ("Talas", "Ak-Suu")
    ] + [replace(sheet(["Budget", 5], origin="workbook"), name=name) for name in ("Other", "Lists")]
    answers = read_questionnaires(sheets, instruments, areas=AREAS, pack=pack)
    assert answers.table["source_ref"].tolist() == ["Talas!A2", "'Ak-Suu'!A2"]
    assert [(each.rule.id, each.where.sheet) for each in answers.problems] == [
        ("answer_sheet_left_out", "Other")
    ]


def test_an_area_is_understood_as_the_lists_show_it(rated) -> None:
    answers = rated(["Талас · 01", *RATED[1:]], ["Талас · 02", *RATED[1:]])
    assert answers.table["area_code"].tolist() == ["01", "02"]
    assert [each.rule.id for each in answers.problems] == ["area_label_torn"]

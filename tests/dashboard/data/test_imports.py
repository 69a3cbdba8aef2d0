"""Uploads stay inside the workspace and leave nothing behind; only what has no error is published."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dashboard.imports import (
    KEPT_FOR_S,
    UPLOADS,
    Target,
    boundaries_report,
    discard_upload,
    keep_upload,
    safe_name,
    table_report,
)
from geodata.boundaries.columns import guess_columns
from geodata.problems import ImportRefused
from geodata.readers.limits import load_limits
from geodata.readers.tabular import read_sheets
from geodata.store import DatasetInfo
from geodata.tables.choices import Choices
from geodata.tables.draft import TableDraft
from geodata.tables.layout import Layout, guess_layout
from geodata.workspace import Workspace
from tests.dashboard.data.made import canton_features, clean_table, messy_workbook

AT = datetime(2026, 5, 1, tzinfo=UTC)
INFO = DatasetInfo(title="T", source="S", licence="CC0", file_name="f", file_sha256="0" * 64)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("budget.xlsx", "budget.xlsx"),
        ("Бюджет 2024 (1).xlsx", "Бюджет 2024 (1).xlsx"),
        ("../../etc/passwd.csv", "passwd.csv"),
        ("C:\\Users\\x\\t.csv", "t.csv"),
        ("a\0b:c.csv", "a_b_c.csv"),
        ("..", "_."),
        ("x" * 300 + ".csv", "x" * 80 + ".csv"),
    ],
)
def test_a_name_cannot_lead_anywhere(name: str, kept: str) -> None:
    assert safe_name(name) == kept


def test_an_upload_lies_in_the_workspace_until_it_is_given_up(tmp_path: Path) -> None:
    upload = keep_upload(Workspace(tmp_path), "../t.csv", clean_table(), limits=load_limits())
    assert upload.path.read_bytes() == clean_table()
    assert upload.path.is_relative_to(tmp_path / UPLOADS)
    assert upload.name == "../t.csv"
    discard_upload(upload)
    assert list((tmp_path / UPLOADS).iterdir()) == []
    discard_upload(upload)


def test_a_refused_upload_leaves_nothing(tmp_path: Path) -> None:
    limits = load_limits().model_copy(update={"max_file_mb": 1})
    for content, rule in [(b"", "file_empty"), (b"x" * (2**20 + 1), "file_too_large")]:
        with pytest.raises(ImportRefused) as refused:
            keep_upload(Workspace(tmp_path), "t.csv", content, limits=limits)
        assert [problem.rule.id for problem in refused.value.problems] == [rule]
    assert list((tmp_path / UPLOADS).iterdir()) == []


def test_what_a_lost_visit_left_is_cleared_away(tmp_path: Path) -> None:
    lost, recent = (keep_upload(Workspace(tmp_path), "t.csv", b"1", limits=load_limits()) for _ in range(2))
    long_ago = lost.path.stat().st_mtime - KEPT_FOR_S - 60
    os.utime(lost.path.parent, (long_ago, long_ago))
    keep_upload(Workspace(tmp_path), "t.csv", b"1", limits=load_limits())
    assert not lost.path.exists()
    assert recent.path.exists()


def _draft(target: Target, path: Path, choices: Choices | None = None) -> tuple[TableDraft, list[Layout]]:
    sheets = read_sheets(path, limits=load_limits())
    layouts = [
        guess_layout(
            sheet, pack=target.pack, indicators=target.rules, areas=target.areas.reset_index(drop=True)
        )
        for sheet in sheets
    ]
    return target.draft_table(sheets, layouts, choices or Choices()), layouts


def test_a_published_table_keeps_how_it_was_read(squares_target: Target, tmp_path: Path) -> None:
    path = tmp_path / "births.csv"
    path.write_bytes(clean_table())
    draft, layouts = _draft(squares_target, path)
    info = DatasetInfo(**(vars(INFO) | {"report": table_report(draft, layouts)}))
    dataset_id = squares_target.publish_table(draft, info, author="A", at=AT)
    report = squares_target.store.datasets("squares").set_index("id").loc[dataset_id, "report"]
    again = [Layout.model_validate(layout) for layout in report["layouts"]]
    assert again == layouts
    assert Choices.model_validate(report["choices"]) == Choices()
    assert report["matches"] == {"code": 4}
    assert report["rows_in"] == 4


def test_a_table_with_errors_is_never_published(squares_target: Target, tmp_path: Path) -> None:
    draft, _ = _draft(squares_target, messy_workbook(tmp_path / "messy.xlsx"))
    with pytest.raises(ImportRefused):
        squares_target.publish_table(draft, INFO, author="A", at=AT)
    assert len(squares_target.store.datasets("squares")) == 2


def test_published_boundaries_have_layers_and_their_repairs(squares_target: Target) -> None:
    features = canton_features()
    columns = guess_columns(features, squares_target.pack)
    draft = squares_target.draft_boundaries(features, columns, level=1, valid_from=None)
    info = DatasetInfo(**(vars(INFO) | {"report": boundaries_report(draft, columns)}))
    squares_target.publish_boundaries(draft, info, author="A", at=AT)
    store = squares_target.store
    assert store.areas("squares", level=1)["area_name"].tolist() == ["One", "Two", "Three", "Four"]
    layers = store.display_layers("squares")
    assert layers.loc[layers["admin_level"] == 1, "feature_count"].unique().tolist() == [4]
    report = store.datasets("squares")["report"].iloc[-1]
    assert report["repairs"]["1"]["overlaps"] == 1
    assert report["repairs"]["1"]["invalid"] == 0
    assert report["columns"]["area_code"] == "code"
    assert report["parents"] == {"only": 4}

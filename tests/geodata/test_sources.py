"""``sources.toml``: what it may say, which rows it takes, and whether the files are the ones it means."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pandas as pd
import pytest
from pydantic import ValidationError

from config.loader import ConfigError
from geodata.packs import load_pack, pack_folders
from geodata.problems import ImportRefused
from geodata.readers.limits import load_limits
from geodata.readers.records import read_records
from geodata.sources import check_files, fetch_files, load_sources, published_sources
from geodata.sources.models import Exclusion, Lookup, RowRules, SourceFile, Sources
from geodata.sources.rows import look_up, take_rows

FILE = {
    "path": "areas.csv",
    "sha256": "0" * 64,
    "title": "Areas",
    "attribution": "Surveyor",
    "licence": "CC0 1.0",
    "vintage": "2024",
    "how_to_get": "Ask the surveyor.",
}
AREAS = {"level": 1, "file": "areas", "columns": {"area_code": "code"}}


def sources(**changes: object) -> Sources:
    return Sources.model_validate({"files": {"areas": FILE}, "areas": [AREAS]} | changes)


def test_a_smallest_pack_is_accepted() -> None:
    assert sources().areas[0].columns.area_code == "code"


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"files": {"other": FILE}}, "expected files named under"),
        ({"files": {"areas": FILE, "more": FILE | {"path": "b.csv"}}}, "expected a step for every file"),
        ({"areas": [AREAS, AREAS]}, "expected one step"),
        ({"areas": [AREAS | {"colour": "red"}]}, "Extra inputs"),
        ({"areas": [AREAS | {"columns": {"area_code": "code", "colour": "red"}}]}, "colour"),
        ({"areas": []}, "at least 1"),
        ({"files": {"areas": FILE | {"path": "../areas.csv"}}}, "bare name"),
        ({"files": {"areas": FILE | {"path": "..\\areas.csv"}}}, "bare name"),
        ({"files": {"areas": FILE | {"sha256": "short"}}}, "pattern"),
        ({"files": {"areas": FILE | {"url": "https://example.org/areas.csv"}}}, "either url or how_to_get"),
        ({"files": {"areas": FILE | {"how_to_get": None}}}, "either url or how_to_get"),
        ({"areas": [AREAS | {"exclude": [{"reason": "why"}]}]}, "either where or rows"),
    ],
)
def test_a_faulty_pack_is_refused_with_its_fault(changes: dict[str, object], fault: str) -> None:
    with pytest.raises(ValidationError, match=fault):
        sources(**changes)


def test_a_level_the_pack_has_not_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pack.toml").write_text(
        'code = "sq"\narea_code = "SQ"\nname = { en = "Squares" }\nlanguages = ["en"]\ncurrency = "XTS"\n'
        'equal_area_crs = "EPSG:3035"\n'
        '[[levels]]\nnumber = 0\nid = "country"\nname = { en = "country" }\nplural = { en = "Country" }\n'
    )
    toml = "".join(f"{key} = {json.dumps(value)}\n" for key, value in FILE.items())
    (tmp_path / "sources.toml").write_text(
        f'[files.areas]\n{toml}[[areas]]\nlevel = 4\nfile = "areas"\ncolumns = {{ area_code = "code" }}\n'
    )

    with pytest.raises(ConfigError, match=r"areas\.0\.level: expected a level of the pack, got 4"):
        load_sources(tmp_path)


@pytest.mark.parametrize(
    "folder", [folder for folder in pack_folders().values() if (folder / "sources.toml").exists()]
)
def test_every_pack_of_the_product_can_be_read(folder: Path) -> None:
    loaded = load_sources(folder)

    languages = set(load_pack(folder).languages)
    assert loaded.tables
    for step in loaded.areas:
        assert {*step.columns.names, *step.names} <= languages
    for file in loaded.files.values():
        assert file.url is None or len(str(file.url).split("/")[5]) == 40, "an address names a commit"


ROWS = pd.DataFrame(
    {"code": ["a", "b", "c", "d"], "sex": ["T", "T", "F", "T"], "value": ["1", "0", "3", " 4 "]},
    index=[2, 3, 4, 5],
)


def test_rows_are_taken_left_out_and_reworded_and_all_of_it_is_told() -> None:
    rules = RowRules(
        file="x",
        where={"sex": ("T",)},
        exclude=(
            Exclusion(rows=(5,), reason="stands twice"),
            Exclusion(where={"code": ("z",)}, reason="gone"),
        ),
        reword={"value": {"0": ""}, "code": {"a": "A"}},
    )

    taken, problems = take_rows(ROWS, rules, file="x.csv")

    assert taken.index.tolist() == [2, 3]
    assert taken["code"].tolist() == ["A", "b"]
    assert taken["value"].tolist() == ["1", None]
    told = [(problem.rule.id, problem.severity, problem.params["reason"]) for problem in problems]
    assert told == [
        ("rows_left_out", "note", "stands twice"),
        ("nothing_to_leave_out", "warning", "gone"),
    ]
    assert ROWS["code"].tolist() == ["a", "b", "c", "d"]


def test_texts_are_compared_without_the_spaces_around() -> None:
    taken, _ = take_rows(ROWS, RowRules(file="x", where={"value": ("4",)}), file="x.csv")

    assert taken["code"].tolist() == ["d"]


def test_every_column_that_is_not_there_is_named() -> None:
    rules = RowRules(file="x", where={"age": ("T",)}, reword={"region": {"a": "b"}})

    with pytest.raises(ImportRefused) as refusal:
        take_rows(ROWS, rules, file="x.csv")

    assert [problem.params["column"] for problem in refusal.value.problems] == ["age", "region"]


def test_a_step_that_takes_nothing_is_refused() -> None:
    with pytest.raises(ImportRefused, match="None of the rows"):
        take_rows(ROWS, RowRules(file="x", where={"sex": ("X",)}), file="x.csv")


def test_names_are_looked_up_and_those_without_are_counted() -> None:
    names = pd.DataFrame({"id": ["a", "b", "c"], "title": ["A", "B", "C"]})
    lookup = Lookup(file="names", on="code", key="id", columns={"title": "name"})

    found, problems = look_up(ROWS, names, lookup, file="names.csv")

    assert found["name"].iloc[:3].tolist() == ["A", "B", "C"]
    assert pd.isna(found["name"].iloc[3])
    assert [(problem.params["count"], problem.params["examples"]) for problem in problems] == [(1, "d")]


def pinned(path: str, content: bytes, **changes: object) -> SourceFile:
    digest = hashlib.sha256(content).hexdigest()
    return SourceFile.model_validate(FILE | {"path": path, "sha256": digest} | changes)


def made_of(files: dict[str, SourceFile], *, tables: tuple[str, ...] = ()) -> Sources:
    """Return sources with a level of areas for every file, and a table for each of ``tables``."""
    table = {"title": {"en": "Counts"}, "area_code": "code", "columns": [{"heading": "n"}]}
    areas = [AREAS | {"level": level, "file": name} for level, name in enumerate(files) if name not in tables]
    return sources(files=files, areas=areas, tables=[table | {"file": name} for name in tables])


def test_files_with_the_pinned_content_are_accepted(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"a")

    checked = check_files({"a": pinned("a.csv", b"a")}, tmp_path)

    assert checked.path("a") == tmp_path / "a.csv"
    assert checked.sha256["a"] == hashlib.sha256(b"a").hexdigest()
    assert checked.problems == ()


def test_missing_and_changed_files_are_all_named(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"changed")
    files = {"a": pinned("a.csv", b"a"), "b": pinned("b.csv", b"b")}

    with pytest.raises(ImportRefused) as refusal:
        check_files(files, tmp_path, accept_changed=False)

    assert sorted(problem.rule.id for problem in refusal.value.problems) == ["file_missing", "wrong_hash"]
    assert hashlib.sha256(b"changed").hexdigest() in str(refusal.value)


def test_a_changed_file_may_be_accepted_with_a_warning_but_a_missing_one_not(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"changed")
    files = {"a": pinned("a.csv", b"a")}

    checked = check_files(files, tmp_path, accept_changed=True)

    assert [problem.severity for problem in checked.problems] == ["warning"]
    assert checked.sha256["a"] == hashlib.sha256(b"changed").hexdigest()
    with pytest.raises(ImportRefused, match="no such file"):
        check_files(files | {"b": pinned("b.csv", b"b")}, tmp_path, accept_changed=True)


def test_without_address_it_is_said_how_to_get_each_file_before_any_is_fetched(tmp_path: Path) -> None:
    there = pinned("there.csv", b"there")
    (tmp_path / "there.csv").write_bytes(b"there")
    unreachable = pinned("c.csv", b"c", url="http://127.0.0.1:9/0/1/c.csv", how_to_get=None)
    files = {"there": there, "a": pinned("a.csv", b"a"), "b": pinned("b.csv", b"b"), "c": unreachable}

    with pytest.raises(ImportRefused) as refusal:
        fetch_files(made_of(files), tmp_path, limits=load_limits(), backoff_s=0)

    assert [problem.where.file for problem in refusal.value.problems] == ["a.csv", "b.csv"]
    assert "Ask the surveyor." in str(refusal.value)


def test_tables_of_files_without_address_are_left_out_with_a_warning_each(tmp_path: Path) -> None:
    (tmp_path / "there.csv").write_bytes(b"there")
    names = ("areas", "a", "b", "there")
    files = {name: pinned(f"{name}.csv", name.encode(), title=name.upper()) for name in names}
    files["areas"] = pinned("areas.csv", b"", url="http://127.0.0.1:9/0/1/areas.csv", how_to_get=None)

    published, problems = published_sources(made_of(files, tables=("a", "a", "b", "there")), tmp_path)

    assert list(published.files) == ["areas", "there"]
    assert [step.file for step in published.tables] == ["there"]
    assert [problem.describe() for problem in problems] == [
        "a.csv: “A” is left out: it is published at no address. Ask the surveyor.",
        "b.csv: “B” is left out: it is published at no address. Ask the surveyor.",
    ]
    assert {problem.severity for problem in problems} == {"warning"}


def test_a_file_for_areas_and_tables_is_not_left_out(tmp_path: Path) -> None:
    files = {"a": pinned("a.csv", b"a"), "b": pinned("b.csv", b"b")}
    both = sources(
        files=files,
        areas=[AREAS | {"file": "a"}],
        tables=[
            {"title": {"en": "N"}, "file": name, "area_code": "code", "columns": [{"heading": "n"}]}
            for name in files
        ],
    )

    with pytest.raises(ImportRefused) as refusal:
        published_sources(both, tmp_path)

    told = {problem.where.file: problem.severity for problem in refusal.value.problems}
    assert told == {"a.csv": "error", "b.csv": "warning"}


def test_what_is_there_already_is_not_fetched(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_bytes(b"c")
    file = pinned("c.csv", b"c", url="http://127.0.0.1:9/0/1/c.csv", how_to_get=None)

    fetch_files(made_of({"c": file}), tmp_path, limits=load_limits(), backoff_s=0)

    assert [path.name for path in tmp_path.iterdir()] == ["c.csv"]


def test_every_file_that_cannot_be_fetched_is_named(tmp_path: Path) -> None:
    address = "http://127.0.0.1:9/0/1/{}"
    files = {
        name: pinned(f"{name}.csv", b"c", url=address.format(name), how_to_get=None) for name in ("a", "b")
    }

    with pytest.raises(ImportRefused) as refusal:
        fetch_files(made_of(files), tmp_path, limits=load_limits(), backoff_s=0)

    assert [problem.where.file for problem in refusal.value.problems] == ["a.csv", "b.csv"]


def test_nested_records_become_columns_named_by_their_path(tmp_path: Path) -> None:
    path = tmp_path / "records.json"
    path.write_text('[{"id": "01", "geo": {"lon": 74.6, "lat": null}}, {"id": 2}]', encoding="utf-8")

    table = read_records(path, load_limits())

    assert table.columns.tolist() == ["id", "geo.lon", "geo.lat"]
    assert table["id"].tolist() == ["01", "2"]
    assert table["geo.lon"].iloc[0] == "74.6"
    assert table["geo.lat"].isna().all()
    assert pd.isna(table["geo.lon"].iloc[1])


@pytest.mark.parametrize("text", ["{}", "[1]", "[{]", "[" * 100_000])
def test_what_is_no_list_of_objects_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "records.json"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ImportRefused, match="Expected a JSON list of objects"):
        read_records(path, load_limits())

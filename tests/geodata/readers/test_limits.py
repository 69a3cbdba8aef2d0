import stat
import zipfile
from pathlib import Path

import pytest

from geodata.problems import ImportRefused
from geodata.readers import limits as limits_module
from geodata.readers.limits import LIMITS_VARIABLE, MEBIBYTE, Limits, check_file, load_limits


@pytest.fixture
def limits() -> Limits:
    return Limits(
        max_file_mb=1,
        max_unpacked_mb=4,
        max_archive_entries=5,
        max_compression_ratio=100,
        max_rows=100,
        max_columns=10,
    )


def refusals(path: Path, limits: Limits) -> list[str]:
    with pytest.raises(ImportRefused) as refused:
        check_file(path, limits)
    return [problem.rule.id for problem in refused.value.problems]


def make_zip(path: Path, *entries: zipfile.ZipInfo | str, content: bytes = b"x" * 100) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in entries:
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return path


def test_missing_and_empty_files_are_refused(tmp_path: Path, limits: Limits) -> None:
    (tmp_path / "empty.csv").touch()
    assert refusals(tmp_path / "none.csv", limits) == ["file_missing"]
    assert refusals(tmp_path / "empty.csv", limits) == ["file_empty"]
    assert refusals(tmp_path, limits) == ["file_missing"]


def test_a_file_is_called_what_its_author_calls_it(tmp_path: Path, limits: Limits) -> None:
    (tmp_path / "tmp-empty").touch()
    (tmp_path / "tmp-large").write_bytes(b"x" * 2 * MEBIBYTE)
    make_zip(tmp_path / "tmp-slip", "../evil")

    for name in ("tmp-missing", "tmp-empty", "tmp-large", "tmp-slip"):
        with pytest.raises(ImportRefused) as refused:
            check_file(tmp_path / name, limits, file_label="areas.zip")
        assert str(refused.value).startswith("areas.zip: ")
        assert "tmp-" not in str(refused.value)


def test_a_file_nobody_may_read_is_refused(
    tmp_path: Path, limits: Limits, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "locked.csv").write_bytes(b"x")
    monkeypatch.setattr(Path, "open", refuse)

    with pytest.raises(ImportRefused, match=r"locked\.csv: The file cannot be opened: Permission denied"):
        check_file(tmp_path / "locked.csv", limits)


def test_a_300_mb_file_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as stream:
        stream.truncate(300 * MEBIBYTE)
    monkeypatch.setattr(limits_module.zipfile, "is_zipfile", lambda _: pytest.fail("the file was opened"))
    with pytest.raises(ImportRefused, match=r"large\.csv: The file has 300\.0 MB; at most 200 MB"):
        check_file(path, load_limits())


def test_a_file_of_exactly_the_limit_passes(tmp_path: Path, limits: Limits) -> None:
    path = tmp_path / "just.csv"
    with path.open("wb") as stream:
        stream.truncate(MEBIBYTE)
    check_file(path, limits)


def test_an_ordinary_archive_passes(tmp_path: Path, limits: Limits) -> None:
    check_file(make_zip(tmp_path / "fine.zip", "a/areas.shp", "a/areas.dbf"), limits)


@pytest.mark.parametrize(
    "name", ["../evil", "a/../../evil", "/etc/evil", "C:\\evil", "..\\evil", "\\\\host\\evil"]
)
def test_entries_pointing_outside_are_refused(name: str, tmp_path: Path, limits: Limits) -> None:
    path = make_zip(tmp_path / "slip.zip", "fine.txt", zipfile.ZipInfo(name))
    assert refusals(path, limits) == ["archive_unsafe_path"]


def test_a_link_in_an_archive_is_refused(tmp_path: Path, limits: Limits) -> None:
    link = zipfile.ZipInfo("areas.shp")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert refusals(make_zip(tmp_path / "link.zip", link, content=b"/etc/passwd"), limits) == [
        "archive_unsafe_path"
    ]


def test_every_unsafe_entry_is_named(tmp_path: Path, limits: Limits) -> None:
    path = make_zip(tmp_path / "slips.zip", "../one", "../two")
    with pytest.raises(ImportRefused, match=r"\.\./one[\s\S]*\.\./two"):
        check_file(path, limits)


@pytest.mark.parametrize("exceeded", ["max_compression_ratio", "max_unpacked_mb", "max_archive_entries"])
def test_a_zip_bomb_is_refused_by_each_limit(exceeded: str, tmp_path: Path, limits: Limits) -> None:
    path = make_zip(tmp_path / "bomb.zip", "a", "b", "c", content=b"\0" * MEBIBYTE)
    roomy = {"max_compression_ratio": 10_000, "max_unpacked_mb": 10_000, "max_archive_entries": 10_000}
    check_file(path, limits.model_copy(update=roomy))
    assert refusals(path, limits.model_copy(update=roomy | {exceeded: 2})) == ["archive_too_large"]


def test_a_damaged_archive_is_refused(tmp_path: Path, limits: Limits) -> None:
    path = make_zip(tmp_path / "cut.zip", "a", "b")
    directory = path.read_bytes().index(b"PK\x01\x02")
    data = bytearray(path.read_bytes())
    data[directory : directory + 4] = b"XXXX"
    path.write_bytes(data)
    assert refusals(path, limits) == ["archive_damaged"]


def test_a_deployment_sets_its_own_limits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limits: Limits
) -> None:
    own = tmp_path / "limits.toml"
    own.write_text("\n".join(f"{key} = {value}" for key, value in limits.model_dump().items()))
    monkeypatch.setenv(LIMITS_VARIABLE, str(own))
    assert load_limits() == limits

"""The command line as a person or a script meets it: output, errors and exit codes."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import pytest
from shapely import box

from dashboard import serving
from geodata.packs import PACKS_PATH_VARIABLE
from geodata.workspace import WORKSPACE_VARIABLE, Workspace
from indicators.catalogue import load_catalogue
from indicators.designation.profile import load_profiles
from indicators.designation.reference_page import profiles_page
from indicators.reference_page import reference_page
from tests.dashboard.conftest import Aimak
from tests.dashboard.made import PACK, squares

UNEMPLOYMENT = ("values", "unemployment_rate", "--level", 1, "--period", "2022..2024")


def test_help_names_every_command_and_exit_code(aimak: Aimak) -> None:
    answer = aimak("--help")

    assert answer.code == 0
    for word in ("serve", "demo", "import", "values", "pack", "data", "db", "0 done", "3 trouble"):
        assert word in answer.out


def test_wrong_usage_has_its_own_code(aimak: Aimak) -> None:
    assert aimak("values").code == 2
    assert aimak("import", "areas.geojson", "--kind", "areas").code == 2


@pytest.mark.usefixtures("squares_workspace")
def test_values_are_compared_with_the_weighted_nation(aimak: Aimak) -> None:
    answer = aimak(*UNEMPLOYMENT, "--json")

    rows = {row["area_code"]: row for row in json.loads(answer.out)}
    assert rows["03"] == {
        "area_code": "03",
        "area_name": "Ак-Талаа",
        "value": 13.0,
        "reference": 9.0,
        "ratio": pytest.approx(13 / 9),
        "n_periods": 3,
    }
    assert rows["04"]["value"] is None
    assert rows["04"]["ratio"] is None
    assert "above 105 % of the population-weighted mean 9.00: 1 of 3 cantons" in answer.err
    assert answer.code == 0


@pytest.mark.usefixtures("squares_workspace")
def test_only_areas_above_a_ratio_are_listed_when_asked(aimak: Aimak) -> None:
    answer = aimak(*UNEMPLOYMENT, "--vs", "national-simple", "--above", 0.9, "--json")

    assert [row["area_code"] for row in json.loads(answer.out)] == ["03", "02"]
    assert "above 90 % of the simple mean 9.00: 2 of 3 cantons" in answer.err


@pytest.mark.usefixtures("squares_workspace")
def test_a_person_gets_a_table_with_the_names(aimak: Aimak) -> None:
    answer = aimak(*UNEMPLOYMENT, "--vs", "parent")

    assert answer.out.splitlines()[0].split() == [
        "area_code",
        "area_name",
        "value",
        "reference",
        "ratio",
        "n_periods",
    ]
    assert answer.out.splitlines()[1].split() == ["03", "Ак-Талаа", "13", "9", "1.444", "3"]
    assert "value of the area above" in answer.err


@pytest.mark.usefixtures("squares_workspace")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("values", "unemployment", "--level", 1, "--period", "2022"), "similar: unemployment_rate"),
        (("values", "unemployment_rate", "--level", 7, "--period", "2022"), "a level that has areas"),
        (("values", "unemployment_rate", "--level", 1, "--period", "22"), "expected a period"),
        (("values", "unemployment_rate", "--level", 1, "--period", "1999"), "no values"),
        ((*UNEMPLOYMENT, "--country", "nowhere"), "expected an installed country of squares"),
        (("pack", "install", "nowhere"), "expected a country pack of"),
        (("pack", "install", "squares", "--from", "."), "sources.toml: expected a file here"),
        (("import", "absent.csv", "--kind", "table"), "no such file"),
    ],
)
def test_what_cannot_be_answered_is_one_line(
    aimak: Aimak, arguments: tuple[object, ...], message: str
) -> None:
    answer = aimak(*arguments)

    assert answer.code == 1
    assert answer.err.startswith("error: ")
    assert answer.err.count("\n") == 1
    assert message in answer.err
    assert answer.out == ""


@pytest.mark.usefixtures("squares_workspace")
def test_trouble_with_the_store_has_its_own_code(aimak: Aimak, tmp_path: Path) -> None:
    answer = aimak("data", "withdraw", 99, "--reason", "wrong")
    assert answer.code == 3
    assert answer.err.startswith("error: ")

    (tmp_path / "file").write_text("")
    assert aimak("db", "restore", tmp_path / "file", "--overwrite").code == 3


def test_a_workspace_that_cannot_be_made_is_trouble(
    aimak: Aimak, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(tmp_path / "file" / "workspace"))

    answer = aimak("pack", "list")

    assert answer.code == 3
    assert answer.err.startswith("error: ")


@pytest.mark.usefixtures("empty_workspace")
def test_an_empty_workspace_says_what_to_do(aimak: Aimak) -> None:
    answer = aimak("data", "list")

    assert answer.code == 1
    assert "aimak pack install" in answer.err


@pytest.mark.usefixtures("squares_workspace")
def test_packs_are_listed_with_their_state(aimak: Aimak) -> None:
    packs = {pack["code"]: pack for pack in json.loads(aimak("pack", "list", "--json").out)}

    assert packs["squares"]["is_active"] is True
    assert packs["demo"]["is_demonstration"] is True
    assert packs["demo"]["is_installed"] is False
    assert "squares" in aimak("pack", "list").out
    assert aimak("pack", "use", "squares").code == 0
    assert aimak("pack", "use", "demo").code == 3


LENT = """
[files.cantons]
path = "cantons.csv"
sha256 = "{}"
title = "Cantons"
url = "http://127.0.0.1:9/cantons.csv"
attribution = "Surveyor"
licence = "CC0 1.0"
vintage = "2024"
[files.counts]
path = "counts.csv"
sha256 = "{}"
title = "Counts"
how_to_get = "Borrow it."
attribution = "Counter"
licence = "CC0 1.0"
vintage = "2024"
[[areas]]
level = 1
file = "cantons"
columns = {{ area_code = "code", names = {{ en = "name" }}, lon = "lon", lat = "lat" }}
[[tables]]
title = {{ en = "People" }}
file = "counts"
area_code = "code"
columns = [{{ heading = "2024", indicator = "population", period = "2024" }}]
"""


def test_a_pack_is_installed_without_the_tables_that_nobody_publishes(
    aimak: Aimak, empty_workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    downloads, folder = empty_workspace.path("downloads", "squares"), tmp_path / "packs" / "squares"
    contents = {
        "cantons.csv": "code,name,lon,lat\n01,A,10,51\n02,B,11,51\n",
        "counts.csv": "code,2024\n01,5\n",
    }
    for path in (downloads, folder):
        path.mkdir(parents=True)
    (downloads / "cantons.csv").write_text(contents["cantons.csv"])
    hashes = [hashlib.sha256(content.encode()).hexdigest() for content in contents.values()]
    (folder / "pack.toml").write_text(PACK, encoding="utf-8")
    (folder / "sources.toml").write_text(LENT.format(*hashes))
    monkeypatch.setenv(PACKS_PATH_VARIABLE, str(folder.parent))

    answer = aimak("pack", "install", "squares")

    assert answer.code == 0, answer.err
    assert answer.out == "squares: 1 country, 2 cantons; 0 observations\n"
    assert (
        "warning: counts.csv: “Counts” is left out: it is published at no address. Borrow it." in answer.err
    )
    assert aimak("pack", "install", "squares", "--from", downloads).code == 1


TABLE = "canton,2022,2023\n01,5,6\n02,7,8\n03,9,10\n04,11,12\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "births.csv"
    path.write_text(TABLE.replace("2022", "births 2022").replace("2023", "births 2023"), encoding="utf-8")
    return path


@pytest.mark.usefixtures("squares_workspace")
def test_a_table_is_imported_listed_and_withdrawn(aimak: Aimak, table: Path) -> None:
    done = json.loads(aimak("import", table, "--kind", "table", "--source", "Registry", "--json").out)
    assert done["row_count"] == 8

    listed = {row["id"]: row for row in json.loads(aimak("data", "list", "--json").out)}
    assert listed[done["dataset_id"]]["source"] == "Registry"
    assert "births.csv" in aimak("data", "list").out
    compared = json.loads(aimak("values", "births", "--level", 1, "--period", "2023", "--json").out)
    assert {row["area_code"]: row["value"] for row in compared} == {"01": 6, "02": 8, "03": 10, "04": 12}

    assert aimak("data", "withdraw", done["dataset_id"], "--reason", "trial").code == 0
    assert aimak("values", "births", "--level", 1, "--period", "2023").code == 1


@pytest.mark.usefixtures("squares_workspace")
def test_a_dry_run_publishes_nothing(aimak: Aimak, table: Path) -> None:
    before = aimak("data", "list", "--json").out

    answer = aimak("import", table, "--kind", "table", "--dry-run")

    assert answer.out == "8 rows would be published\n"
    assert aimak("data", "list", "--json").out == before


@pytest.mark.usefixtures("squares_workspace")
def test_every_problem_of_a_file_is_printed_and_nothing_published(aimak: Aimak, table: Path) -> None:
    text = table.read_text(encoding="utf-8").replace("02,7", "02,many").replace("04,", "99,")
    table.write_text(text, encoding="utf-8")
    before = aimak("data", "list", "--json").out

    answer = aimak("import", table, "--kind", "table")

    assert answer.code == 1
    errors = [line for line in answer.err.splitlines() if line.startswith("error: ")]
    assert any("row 3" in line and "many" in line for line in errors)
    assert any("99" in line for line in errors)
    assert aimak("data", "list", "--json").out == before


@pytest.mark.usefixtures("squares_workspace")
def test_a_layout_overrides_the_guess(aimak: Aimak, tmp_path: Path) -> None:
    path = tmp_path / "numbers.csv"
    path.write_text("c,x\n01,5\n02,7\n", encoding="utf-8")
    layout = tmp_path / "layout.toml"
    layout.write_text(
        'sheet = "numbers"\nheader_rows = [1]\nfirst_row = 2\narea_code = "A"\n'
        '[[value_columns]]\ncolumn = "B"\nindicator_id = "births"\nperiod = "2020"\n',
        encoding="utf-8",
    )

    answer = aimak("import", path, "--kind", "table", "--layout", layout, "--json")

    assert json.loads(answer.out)["row_count"] == 2


@pytest.mark.usefixtures("squares_workspace")
def test_boundaries_are_imported_below_what_is_there(aimak: Aimak, tmp_path: Path) -> None:
    path = tmp_path / "cantons.geojson"
    corners = {"01": (0, 0), "02": (1, 0), "03": (0, 1), "04": (1, 1)}
    gpd.GeoDataFrame(
        {"code": list(corners), "name": ["A", "B", "C", "E"]},
        geometry=[box(x, y, x + 1, y + 1) for x, y in corners.values()],
        crs="EPSG:4326",
    ).to_file(path)

    assert aimak("import", path, "--kind", "areas", "--level", 1).code == 0
    compared = json.loads(aimak(*UNEMPLOYMENT, "--json").out)
    assert {row["area_code"]: row["area_name"] for row in compared}["04"] == "E"


@pytest.mark.usefixtures("squares_workspace")
def test_one_layer_of_several_is_imported(aimak: Aimak, tmp_path: Path) -> None:
    path = tmp_path / "country.gpkg"
    cantons = squares().query("admin_level == 1")[["area_code", "area_name", "geometry"]]
    cantons.to_file(path, layer="cantons")
    cantons.head(1).to_file(path, layer="lakes")
    command = ("import", path, "--kind", "areas", "--level", 1, "--dry-run")

    assert "several layers: cantons, lakes" in aimak(*command).err
    assert aimak(*command, "--layer", "cantons").out == "4 rows would be published\n"


def test_the_indicator_reference_is_written(aimak: Aimak, tmp_path: Path) -> None:
    page = tmp_path / "page.md"

    assert aimak("docs", "indicators", page).code == 0
    assert page.read_text(encoding="utf-8") == reference_page(load_catalogue())
    assert aimak("docs", "profiles", page).code == 0
    assert page.read_text(encoding="utf-8") == profiles_page(load_profiles().values())
    unwritable = aimak("docs", "indicators", tmp_path / "absent" / "indicators.md")
    assert unwritable.code == 1
    assert "No such file or directory" in unwritable.err


HEAVY = ("streamlit", "plotly", "scipy", "sklearn", "mapclassify", "openpyxl", "pyogrio", "httpx")


def test_the_command_line_starts_without_what_only_some_commands_need() -> None:
    script = f"import dashboard.cli, sys; print(*sys.modules.keys() & {set(HEAVY)})"

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout.split() == []


def test_a_store_is_backed_up_restored_and_checked(
    aimak: Aimak, squares_workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "copy.sqlite"
    assert aimak("db", "upgrade").code == 0
    assert aimak("db", "backup", copy).code == 0
    assert aimak("db", "backup", copy).code == 3
    assert aimak("db", "backup", copy / "below a file").code == 3
    assert aimak("db", "restore", copy).code == 3

    monkeypatch.setenv(WORKSPACE_VARIABLE, str(tmp_path / "other"))
    assert aimak("db", "restore", copy).code == 0
    clean = aimak("db", "check", "--json")
    assert (clean.code, json.loads(clean.out)) == (0, [])
    assert len(json.loads(aimak("data", "list", "--json").out)) == 2


def test_serve_passes_address_and_port_on(aimak: Aimak, monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[dict[str, object]] = []
    monkeypatch.setattr(serving, "serve", lambda **options: served.append(options))

    assert aimak("serve", "--port", 9000).code == 0
    assert served == [{"host": "127.0.0.1", "port": 9000}]


@pytest.mark.realdata
def test_bulgaria_gives_the_published_counts(
    aimak: Aimak, real_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(tmp_path / "workspace"))
    installed = aimak("pack", "install", "bgr", "--from", real_data / "bgr", "--json")
    assert json.loads(installed.out)["areas_by_level"] == {"0": 1, "1": 28, "2": 265, "3": 5273}
    question = ("values", "unemployment_rate", "--level", 2, "--period", "2023..2025")

    weighted = aimak(*question, "--vs", "national")
    simple = aimak(*question, "--vs", "national-simple", "--json")

    assert "above 105 % of the population-weighted mean 6.10: 170 of 265 municipalities" in weighted.err
    assert sum(row["ratio"] > 1.05 for row in json.loads(simple.out)) == 90
    assert "above 105 % of the simple mean 11.76: 90 of 265 municipalities" in simple.err
    assert aimak("db", "check").code == 0

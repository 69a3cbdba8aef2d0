import http.server
import json
import os
import sqlite3
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
from geopandas import GeoDataFrame
from shapely import LineString, Point, box

from geodata.problems import ImportRefused, Problem
from geodata.readers.limits import MEBIBYTE, Limits, load_limits
from geodata.readers.vector import list_layers, read_vector

METRES = "EPSG:32643"
POINT_FEATURE = {
    "type": "Feature",
    "properties": {"code": "01"},
    "geometry": {"type": "Point", "coordinates": [74, 42]},
}
KML = '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{}</Document></kml>'
PLACEMARK = "<Placemark><name>Ош</name><Point><coordinates>72.8,40.5</coordinates></Point></Placemark>"


@pytest.fixture(scope="module")
def limits() -> Limits:
    return load_limits()


@pytest.fixture
def areas() -> GeoDataFrame:
    return GeoDataFrame(
        {"code": ["01", "02"], "name": ["Ысык-Көл", "<b>Чүй</b>"]},
        geometry=[box(74, 42, 75, 43), box(75, 42, 76, 43)],
        crs="EPSG:4326",
    )


def write(areas: GeoDataFrame, path: Path) -> Path:
    """Write a file of the format of its ending; a zip holds a Shapefile."""
    if path.suffix == ".parquet":
        areas.to_parquet(path)
    elif path.suffix == ".zip":
        folder = path.with_suffix("")
        folder.mkdir()
        areas.to_file(folder / "areas.shp", encoding="utf-8")
        pack(path, folder)
    else:
        areas.to_file(path, driver="KML" if path.suffix == ".kml" else None)
    return path


def pack(path: Path, folder: Path, *, without: str = "none", inside: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            if file.suffix != without:
                archive.write(file, inside + file.name)
    return path


def write_json(path: Path, document: object) -> Path:
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def collection(*features: object, **members: object) -> dict[str, object]:
    return {"type": "FeatureCollection", "features": list(features), **members}


def named_crs(name: str) -> dict[str, object]:
    return {"type": "name", "properties": {"name": name}}


def refusal(path: Path, limits: Limits, **options: str) -> Problem:
    with pytest.raises(ImportRefused) as refused:
        read_vector(path, limits=limits, **options)
    (problem,) = refused.value.problems
    return problem


def rules(problems: tuple[Problem, ...]) -> list[str]:
    return [problem.rule.id for problem in problems]


@pytest.mark.parametrize("ending", ["gpkg", "geojson", "zip", "parquet", "fgb"])
def test_every_format_comes_back_as_it_was_written(
    ending: str, areas: GeoDataFrame, tmp_path: Path, limits: Limits
) -> None:
    path = write(areas, tmp_path / f"areas.{ending}")
    frame, problems = read_vector(path, limits=limits)
    frame = frame.sort_values("code", ignore_index=True)  # FlatGeobuf keeps features in spatial order
    assert frame[["code", "name"]].to_numpy().tolist() == areas[["code", "name"]].to_numpy().tolist()
    assert frame.geometry.geom_equals(areas.geometry).all()
    assert frame.crs == "EPSG:4326"
    assert problems == ()
    assert list_layers(path, limits=limits) == ["areas"]


def test_kml_comes_with_names_and_places(tmp_path: Path, limits: Limits) -> None:
    path = tmp_path / "areas.kml"
    path.write_text(KML.format(PLACEMARK), encoding="utf-8")
    frame, problems = read_vector(path, limits=limits)
    assert frame["Name"].tolist() == ["Ош"]
    assert frame.geometry.tolist() == [Point(72.8, 40.5)]
    assert problems == ()


def test_the_content_decides_not_the_name(areas: GeoDataFrame, tmp_path: Path, limits: Limits) -> None:
    path = write(areas, tmp_path / "areas.gpkg").rename(tmp_path / "upload.txt")
    assert len(read_vector(path, limits=limits)[0]) == 2


def test_a_third_dimension_is_left_out(tmp_path: Path, limits: Limits) -> None:
    raised = GeoDataFrame({"code": ["1"]}, geometry=[Point(74, 42, 1500)], crs="EPSG:4326")
    for ending in ("gpkg", "parquet"):
        frame, _ = read_vector(write(raised, tmp_path / f"raised.{ending}"), limits=limits)
        assert not frame.has_z.any()


def test_layers_are_listed_and_one_has_to_be_chosen(
    areas: GeoDataFrame, tmp_path: Path, limits: Limits
) -> None:
    path = tmp_path / "country.gpkg"
    areas.to_file(path, layer="districts")
    areas.head(1).to_file(path, layer="oblasts")
    assert list_layers(path, limits=limits) == ["districts", "oblasts"]
    assert refusal(path, limits).rule.id == "layer_ambiguous"
    assert len(read_vector(path, limits=limits, layer="oblasts")[0]) == 1
    unknown = refusal(path, limits, layer="rivers", file_label="my country.gpkg")
    assert unknown.message() == "The file has no layer rivers; it has: districts, oblasts."
    assert unknown.where.file == "my country.gpkg"


@pytest.mark.parametrize("read", [list_layers, read_vector])
def test_an_upload_goes_by_the_name_its_author_knows(
    read: Callable[..., object], tmp_path: Path, limits: Limits
) -> None:
    path = tmp_path / "tmp123.gpkg"
    path.touch()

    with pytest.raises(ImportRefused, match=r"^my country\.gpkg: The file is empty"):
        read(path, limits=limits, file_label="my country.gpkg")


def test_several_shapefiles_in_one_archive_are_layers(
    areas: GeoDataFrame, tmp_path: Path, limits: Limits
) -> None:
    folder = tmp_path / "country"
    folder.mkdir()
    areas.to_file(folder / "districts.shp")
    areas.head(1).to_file(folder / "oblasts.shp")
    path = pack(tmp_path / "country.zip", folder, inside="Кыргызстан/2024 {new}/")
    assert list_layers(path, limits=limits) == ["districts", "oblasts"]
    assert len(read_vector(path, limits=limits, layer="oblasts")[0]) == 1


class TestCoordinateReferenceSystem:
    def test_a_file_without_one_is_refused_with_its_extent(
        self, areas: GeoDataFrame, tmp_path: Path, limits: Limits
    ) -> None:
        write(areas.to_crs(METRES), tmp_path / "areas.zip")
        path = pack(tmp_path / "bare.zip", tmp_path / "areas", without=".prj")
        problem = refusal(path, limits)
        assert problem.rule.id == "crs_missing"
        assert "x runs 417182" in problem.message()
        assert "EPSG:4326" in problem.remedy()

    def test_it_can_be_named_at_import(self, areas: GeoDataFrame, tmp_path: Path, limits: Limits) -> None:
        write(areas.to_crs(METRES), tmp_path / "areas.zip")
        path = pack(tmp_path / "bare.zip", tmp_path / "areas", without=".prj")
        frame, problems = read_vector(path, limits=limits, crs=METRES)
        assert frame.crs == METRES
        assert rules(problems) == []

    def test_an_undefined_one_in_a_geopackage_is_none(
        self, areas: GeoDataFrame, tmp_path: Path, limits: Limits
    ) -> None:
        path = write(areas, tmp_path / "areas.gpkg")
        with sqlite3.connect(path) as database:
            database.execute("PRAGMA trusted_schema = 1")
            database.execute("UPDATE gpkg_geometry_columns SET srs_id = -1")
            database.execute("UPDATE gpkg_contents SET srs_id = -1")
        database.close()
        assert refusal(path, limits).rule.id == "crs_missing"

    def test_the_file_wins_over_the_one_named(
        self, areas: GeoDataFrame, tmp_path: Path, limits: Limits
    ) -> None:
        path = write(areas, tmp_path / "areas.gpkg")
        frame, problems = read_vector(path, limits=limits, crs=METRES)
        assert frame.crs == "EPSG:4326"
        assert rules(problems) == ["crs_contradicted"]
        assert "EPSG:32643 was named" in problems[0].message()

    def test_the_same_one_named_again_is_no_contradiction(
        self, areas: GeoDataFrame, tmp_path: Path, limits: Limits
    ) -> None:
        assert read_vector(write(areas, tmp_path / "areas.gpkg"), limits=limits, crs="OGC:CRS84")[1] == ()

    def test_one_that_does_not_exist_is_refused(
        self, areas: GeoDataFrame, tmp_path: Path, limits: Limits
    ) -> None:
        path = write(areas, tmp_path / "areas.gpkg")
        assert "'EPSG:0815' is not known" in refusal(path, limits, crs="EPSG:0815").message()

    @pytest.mark.parametrize("ending", ["gpkg", "parquet", "fgb"])
    def test_metres_called_degrees_are_refused(
        self, ending: str, areas: GeoDataFrame, tmp_path: Path, limits: Limits
    ) -> None:
        wrong = areas.to_crs(METRES).set_crs("EPSG:4326", allow_override=True)
        problem = refusal(write(wrong, tmp_path / f"wrong.{ending}"), limits)
        assert problem.rule.id == "crs_wrong"
        assert "cannot be in EPSG:4326: x runs 417182" in problem.message()

    def test_degrees_called_metres_are_refused(
        self, areas: GeoDataFrame, tmp_path: Path, limits: Limits
    ) -> None:
        wrong = areas.set_crs(METRES, allow_override=True)
        assert refusal(write(wrong, tmp_path / "wrong.gpkg"), limits).rule.id == "crs_wrong"

    def test_geojson_without_one_is_wgs84(self, tmp_path: Path, limits: Limits) -> None:
        path = write_json(tmp_path / "areas.geojson", collection(POINT_FEATURE))
        assert read_vector(path, limits=limits)[0].crs == "EPSG:4326"

    def test_geojson_with_an_old_member_is_honoured(self, tmp_path: Path, limits: Limits) -> None:
        metres = {**POINT_FEATURE, "geometry": {"type": "Point", "coordinates": [500000, 4600000]}}
        document = collection(metres, crs=named_crs("urn:ogc:def:crs:EPSG::32643"))
        frame, _ = read_vector(write_json(tmp_path / "areas.geojson", document), limits=limits)
        assert frame.crs == METRES

    def test_geojson_that_states_none_can_be_told(self, tmp_path: Path, limits: Limits) -> None:
        metres = {**POINT_FEATURE, "geometry": {"type": "Point", "coordinates": [500000, 4600000]}}
        path = write_json(tmp_path / "areas.geojson", collection(metres))
        assert refusal(path, limits).rule.id == "crs_wrong"
        frame, problems = read_vector(path, limits=limits, crs=METRES)
        assert (frame.crs, problems) == (METRES, ())

    def test_geojson_with_an_unknown_name_is_refused(self, tmp_path: Path, limits: Limits) -> None:
        path = write_json(tmp_path / "a.geojson", collection(POINT_FEATURE, crs=named_crs("EPSG:999999")))
        assert refusal(path, limits).rule.id == "crs_unknown"


class TestDamage:
    @pytest.mark.parametrize("ending", ["gpkg", "geojson", "parquet", "fgb", "kml", "zip"])
    @pytest.mark.parametrize("share", [0.3, 0.9, 0.99])
    def test_a_file_that_is_cut_off_is_refused(
        self, ending: str, share: float, areas: GeoDataFrame, tmp_path: Path, limits: Limits
    ) -> None:
        path = write(areas, tmp_path / f"areas.{ending}")
        data = path.read_bytes()
        path.write_bytes(data[: int(len(data) * share)])
        problem = refusal(path, limits)
        assert problem.rule.id in {"file_damaged", "archive_damaged"}
        assert str(tmp_path) not in problem.message()

    def test_a_cut_off_shapefile_in_a_whole_archive_is_refused(
        self, areas: GeoDataFrame, tmp_path: Path, limits: Limits
    ) -> None:
        write(areas, tmp_path / "areas.zip")
        outlines = tmp_path / "areas" / "areas.shp"
        outlines.write_bytes(outlines.read_bytes()[:-40])
        problem = refusal(pack(tmp_path / "cut.zip", tmp_path / "areas"), limits)
        assert "areas.shp is shorter than its own header says" in problem.message()

    @pytest.mark.parametrize("missing", [".shx", ".dbf"])
    def test_an_incomplete_shapefile_is_refused(
        self, missing: str, areas: GeoDataFrame, tmp_path: Path, limits: Limits
    ) -> None:
        write(areas, tmp_path / "areas.zip")
        problem = refusal(pack(tmp_path / "part.zip", tmp_path / "areas", without=missing), limits)
        assert problem.message() == f"The Shapefile areas lacks {missing}."

    def test_an_empty_file_is_refused(self, tmp_path: Path, limits: Limits) -> None:
        (tmp_path / "areas.gpkg").touch()
        assert refusal(tmp_path / "areas.gpkg", limits).rule.id == "file_empty"

    @pytest.mark.parametrize(
        "content", [b"\0\1binary", b"code;name\n1;Osh\n", b"[1, 2]", b"<svg/>", b"<OGRVRTDataSource/>"]
    )
    def test_an_unknown_format_is_refused(self, content: bytes, tmp_path: Path, limits: Limits) -> None:
        (tmp_path / "areas.gpkg").write_bytes(content)
        problem = refusal(tmp_path / "areas.gpkg", limits)
        assert problem.rule.id == "format_unknown"
        assert "GeoPackage, GeoJSON" in problem.remedy()

    def test_an_archive_without_shapefile_lists_what_it_holds(
        self, areas: GeoDataFrame, tmp_path: Path, limits: Limits
    ) -> None:
        folder = tmp_path / "folder"
        folder.mkdir()
        write(areas, folder / "areas.gpkg")
        assert refusal(pack(tmp_path / "areas.zip", folder), limits).message().endswith("only: areas.gpkg.")

    def test_a_layer_without_features_is_refused(
        self, areas: GeoDataFrame, tmp_path: Path, limits: Limits
    ) -> None:
        for ending in ("gpkg", "parquet"):
            path = write(areas.iloc[:0], tmp_path / f"none.{ending}")
            assert refusal(path, limits).rule.id == "layer_empty"

    def test_a_file_without_geometry_is_refused(self, tmp_path: Path, limits: Limits) -> None:
        pd.DataFrame({"code": ["1"]}).to_parquet(tmp_path / "table.parquet")
        nowhere = collection({**POINT_FEATURE, "geometry": None})
        write_json(tmp_path / "nowhere.geojson", nowhere)
        for name in ("table.parquet", "nowhere.geojson"):
            assert refusal(tmp_path / name, limits).rule.id == "no_geometry"

    def test_a_feature_without_geometry_stays_with_a_warning(self, tmp_path: Path, limits: Limits) -> None:
        lost = {**POINT_FEATURE, "geometry": None}
        broken = {**POINT_FEATURE, "geometry": {"type": "Point", "coordinates": [float("nan"), 42]}}
        path = write_json(tmp_path / "areas.geojson", collection(POINT_FEATURE, lost, broken))
        frame, problems = read_vector(path, limits=limits)
        assert frame.geometry.isna().tolist() == [False, True, True]
        assert [(problem.rule.id, problem.where.feature) for problem in problems] == [
            ("geometry_missing", "2"),
            ("geometry_missing", "3"),
        ]

    def test_what_the_reader_remarks_is_passed_on(self, tmp_path: Path, limits: Limits) -> None:
        ring = [[74, 42], [75, 42], [75, 43]]
        open_ring = {**POINT_FEATURE, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        path = write_json(tmp_path / "areas.geojson", collection(open_ring))
        frame, problems = read_vector(path, limits=limits)
        assert frame.geometry.iloc[0].area == 0.5
        assert rules(problems) == ["reader_warned"]
        assert "Non closed ring" in problems[0].message()


class TestEncoding:
    @pytest.fixture
    def cyrillic(self, tmp_path: Path) -> Path:
        names = ["Ысыккульская область", "Чуйская область", "Нарынская область"]
        frame = GeoDataFrame({"name": names}, geometry=[Point(74, 42)] * 3, crs="EPSG:4326")
        folder = tmp_path / "folder"
        folder.mkdir()
        frame.to_file(folder / "areas.shp", encoding="cp1251")
        table = bytearray((folder / "areas.dbf").read_bytes())
        table[29] = 0  # the language byte, which many programs leave out
        (folder / "areas.dbf").write_bytes(table)
        return pack(tmp_path / "areas.zip", folder, without=".cpg")

    def test_one_that_is_not_stated_is_recognised_with_a_warning(
        self, cyrillic: Path, limits: Limits
    ) -> None:
        frame, problems = read_vector(cyrillic, limits=limits)
        assert frame["name"].tolist()[1] == "Чуйская область"
        assert rules(problems) == ["encoding_guessed"]

    def test_one_that_is_named_is_used(self, cyrillic: Path, limits: Limits) -> None:
        frame, problems = read_vector(cyrillic, limits=limits, encoding="cp1251")
        assert frame["name"].tolist()[2] == "Нарынская область"
        assert problems == ()

    def test_one_that_does_not_exist_is_refused(self, cyrillic: Path, limits: Limits) -> None:
        assert refusal(cyrillic, limits, encoding="klingon").rule.id == "encoding_unknown"


class TestHostileInput:
    @pytest.fixture
    def requests(self) -> Iterator[tuple[str, list[str]]]:
        """Address of a server on this machine, and the paths it was asked for."""
        asked: list[str] = []

        class Recorder(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_error(404)

            def log_message(self, *args: object) -> None:
                pass

        with http.server.HTTPServer(("127.0.0.1", 0), Recorder) as server:
            thread = threading.Thread(target=server.serve_forever)
            thread.start()
            yield f"http://127.0.0.1:{server.server_port}", asked
            server.shutdown()
            thread.join()

    def test_nothing_is_fetched(
        self, requests: tuple[str, list[str]], tmp_path: Path, limits: Limits
    ) -> None:
        address, asked = requests
        source = (
            f"<OGRVRTLayer name='a'><SrcDataSource>/vsicurl/{address}/a.json</SrcDataSource></OGRVRTLayer>"
        )
        linked = {"type": "link", "properties": {"href": f"{address}/crs", "type": "proj4"}}
        files = {
            "vrt.gpkg": f"<OGRVRTDataSource>{source}</OGRVRTDataSource>",
            "wfs.xml": f"<OGRWFSDataSource><URL>{address}/wfs</URL></OGRWFSDataSource>",
            "crs.geojson": json.dumps(collection(POINT_FEATURE, crs=linked)),
            "crs_name.geojson": json.dumps(collection(POINT_FEATURE, crs=named_crs(f"{address}/crs"))),
            "hidden.kml": KML.format(f"<!--\n<OGRVRTDataSource>{source}</OGRVRTDataSource>-->{PLACEMARK}"),
        }
        for name, content in files.items():
            (tmp_path / name).write_text(content, encoding="utf-8")
            refusal(tmp_path / name, limits)
        link = f"<NetworkLink><Link><href>{address}/more.kml</href></Link></NetworkLink>"
        (tmp_path / "link.kml").write_text(KML.format(link + PLACEMARK), encoding="utf-8")
        read_vector(tmp_path / "link.kml", limits=limits)
        assert asked == []

    def test_gdal_itself_finds_no_network(
        self, requests: tuple[str, list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for variable in [name for name in os.environ if name.lower().endswith("_proxy")]:
            monkeypatch.delenv(variable)
        address, asked = requests
        path = tmp_path / "wfs.xml"
        path.write_text(f"<OGRWFSDataSource><URL>{address}/wfs</URL></OGRWFSDataSource>")
        with pytest.raises(pyogrio.errors.DataSourceError):
            pyogrio.read_info(path)
        assert asked == []

    @pytest.mark.parametrize(
        "path", ["http://127.0.0.1:1/a.geojson", "/vsicurl/http://127.0.0.1:1/a.geojson"]
    )
    def test_an_address_is_no_file(self, path: str, limits: Limits) -> None:
        assert refusal(Path(path), limits).rule.id == "file_missing"

    def test_entities_are_refused(self, tmp_path: Path, limits: Limits) -> None:
        (tmp_path / "secret.txt").write_text("secret")
        entity = f'<!DOCTYPE kml [<!ENTITY secret SYSTEM "file://{tmp_path}/secret.txt">]>'
        path = tmp_path / "areas.kml"
        path.write_text(entity + KML.format(PLACEMARK.replace("Ош", "&secret;")), encoding="utf-8")
        assert refusal(path, limits).rule.id == "doctype_refused"

    def test_a_large_file_is_refused_before_it_is_opened(
        self, tmp_path: Path, limits: Limits, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "large.geojson"
        with path.open("wb") as stream:
            stream.truncate(300 * MEBIBYTE)
        monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("the file was opened"))
        assert refusal(path, limits).rule.id == "file_too_large"

    def test_an_archive_that_leads_outside_is_refused(self, tmp_path: Path, limits: Limits) -> None:
        path = tmp_path / "areas.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("../areas.shp", b"x")
        assert refusal(path, limits).rule.id == "archive_unsafe_path"

    def test_an_archive_in_an_archive_is_not_unpacked(self, tmp_path: Path, limits: Limits) -> None:
        with zipfile.ZipFile(tmp_path / "inner.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("areas.shp", b"\0" * 50 * MEBIBYTE)
        with zipfile.ZipFile(tmp_path / "outer.zip", "w") as archive:
            archive.write(tmp_path / "inner.zip", "inner.zip")
        assert refusal(tmp_path / "outer.zip", limits).rule.id == "shapefile_missing"

    @pytest.mark.parametrize("ending", ["gpkg", "parquet"])
    def test_too_many_features_are_refused(
        self, ending: str, areas: GeoDataFrame, tmp_path: Path, limits: Limits
    ) -> None:
        path = write(areas, tmp_path / f"areas.{ending}")
        problem = refusal(path, limits.model_copy(update={"max_rows": 1}))
        assert "The layer has 2 features" in problem.message()

    def test_a_parquet_file_that_unpacks_to_much_is_refused(self, tmp_path: Path, limits: Limits) -> None:
        frame = GeoDataFrame({"text": ["x" * 3 * MEBIBYTE]}, geometry=[Point(74, 42)], crs="EPSG:4326")
        path = write(frame, tmp_path / "areas.parquet")
        assert path.stat().st_size < MEBIBYTE
        assert refusal(path, limits.model_copy(update={"max_unpacked_mb": 2})).rule.id == "unpacked_too_large"


def test_a_line_is_read_as_it_is(tmp_path: Path, limits: Limits) -> None:
    line = GeoDataFrame({"code": ["1"]}, geometry=[LineString([(74, 42), (75, 43)])], crs="EPSG:4326")
    frame, _ = read_vector(write(line, tmp_path / "line.gpkg"), limits=limits)
    assert isinstance(frame, gpd.GeoDataFrame)
    assert frame.geom_type.tolist() == ["LineString"]

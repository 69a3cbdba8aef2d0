import gzip
import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from geodata.boundaries.columns import BoundaryColumns, guess_columns
from geodata.boundaries.display import DEFAULT_TOLERANCE_M, display_layers
from geodata.boundaries.draft import AreaDraft, draft_areas
from geodata.boundaries.repair import POLYGONAL, is_valid_coverage, repair_coverage
from geodata.packs import Pack, load_pack, pack_folders
from geodata.readers.limits import load_limits
from geodata.readers.records import read_records
from geodata.readers.vector import read_vector

pytestmark = pytest.mark.realdata


@pytest.fixture(scope="module")
def bulgaria() -> Pack:
    return load_pack(pack_folders()["bgr"])


@pytest.fixture(scope="module")
def kyrgyzstan() -> Pack:
    return load_pack(pack_folders()["kgz"])


@pytest.fixture(scope="module")
def bulgarian(real_data: Path, bulgaria: Pack) -> AreaDraft:
    """Municipalities with the names of the table and the codes of their provinces; settlements as a table."""
    outlines, _ = read_vector(real_data / "bgr/municipalities.geojson", limits=load_limits())
    names = pd.read_csv(real_data / "bgr/municipalities.csv", dtype=str)
    municipalities = outlines.merge(names, left_on="nuts4", right_on="code", validate="1:1")
    settlements = pd.read_csv(real_data / "bgr/settlements.csv", dtype=str)
    return draft_areas(
        {
            2: (municipalities, BoundaryColumns("nuts4", "name", parent_code="nuts3")),
            3: (settlements, guess_columns(settlements, bulgaria)),
        },
        pack=bulgaria,
    )


@pytest.fixture(scope="module")
def kyrgyz(real_data: Path, kyrgyzstan: Pack) -> AreaDraft:
    """Oblasts as a table, districts as polygons, municipalities as points."""
    limits = load_limits()
    districts, _ = read_vector(real_data / "kgz/adm2_cod_2018.geojson", limits=limits)
    oblasts, municipalities = (
        read_records(real_data / f"kgz/all-{name}.json", limits) for name in ("region", "settlement")
    )
    names = {"area_name": "name.local", "names": {"en": "name.en"}}
    return draft_areas(
        {
            1: (oblasts, BoundaryColumns("id", **names)),
            2: (districts, guess_columns(districts, kyrgyzstan)),
            3: (
                municipalities,
                BoundaryColumns("id", **names, parent_code="parent.id", lon="geo.lon", lat="geo.lat"),
            ),
        },
        pack=kyrgyzstan,
    )


def polygons(draft: AreaDraft, level: int) -> np.ndarray:
    areas = draft.areas[draft.areas["admin_level"] == level]
    return areas[areas.geom_type.isin(POLYGONAL)].geometry.to_numpy()


def rules(draft: AreaDraft) -> dict[str, int]:
    return pd.Series([problem.rule.id for problem in draft.problems]).value_counts().to_dict()


class TestBulgaria:
    def test_every_level_is_a_valid_coverage(self, bulgarian: AreaDraft) -> None:
        assert [len(polygons(bulgarian, level)) for level in range(4)] == [1, 28, 265, 0]
        assert all(is_valid_coverage(polygons(bulgarian, level)) for level in range(3))

    def test_the_area_is_that_of_the_country(self, bulgarian: AreaDraft) -> None:
        sums = bulgarian.areas.groupby("admin_level")["area_km2"].sum()
        assert sums[[0, 1, 2]].tolist() == pytest.approx([111_000] * 3, rel=0.005)

    def test_the_43_invalid_polygons_are_repaired_and_hardly_change(self, bulgarian: AreaDraft) -> None:
        report = bulgarian.repairs[2]
        assert report.areas["fault"].notna().sum() == 43
        assert rules(bulgarian)["geometry_repaired"] == 43
        assert abs(report.change_pct) < 1e-4
        assert report.areas["change_pct"].abs().max() < 0.01

    def test_municipalities_belong_to_the_province_their_code_begins_with(self, bulgarian: AreaDraft) -> None:
        municipalities = bulgarian.areas[bulgarian.areas["admin_level"] == 2]
        assert (municipalities["area_code"].str[:3] == municipalities["parent_code"]).all()

    def test_settlements_without_geometry_hang_below(self, bulgarian: AreaDraft) -> None:
        settlements = bulgarian.areas[bulgarian.areas["admin_level"] == 3]
        assert len(settlements) == 5284 - 11
        assert rules(bulgarian)["code_duplicate"] == 11
        assert set(settlements["geometry_status"]) == {"none"}
        assert settlements["parent_code"].notna().all()

    def test_location_finds_the_same_provinces_as_the_codes(
        self, bulgarian: AreaDraft, bulgaria: Pack, real_data: Path
    ) -> None:
        limits = load_limits()
        municipalities, _ = read_vector(real_data / "bgr/municipalities.geojson", limits=limits)
        provinces, _ = read_vector(real_data / "bgr/provinces.geojson", limits=limits)
        located = draft_areas(
            {
                1: (provinces, BoundaryColumns("nuts3")),
                2: (municipalities, BoundaryColumns("nuts4")),
            },
            pack=bulgaria,
        )
        by_code, by_location = (
            draft.areas.set_index("area_code")["parent_code"] for draft in (bulgarian, located)
        )
        common = municipalities["nuts4"]
        assert by_location[common].tolist() == by_code[common].tolist()
        assert located.parents["method"].value_counts().to_dict() == {"location": 265, "only": 28}
        assert "parent_disagrees" not in rules(located)


class TestKyrgyzstan:
    def test_460_schematic_municipalities_lie_in_53_districts(self, kyrgyz: AreaDraft) -> None:
        assert [len(polygons(kyrgyz, level)) for level in range(4)] == [1, 7, 53, 460]
        status = kyrgyz.areas.groupby("admin_level")["geometry_status"].value_counts().to_dict()
        assert status[3, "schematic"] == 460
        assert status[2, "official"] == 53
        assert all(is_valid_coverage(polygons(kyrgyz, level)) for level in range(4))

    def test_municipalities_tile_their_districts(self, kyrgyz: AreaDraft, kyrgyzstan: Pack) -> None:
        areas = kyrgyz.areas
        sizes = areas.to_crs(kyrgyzstan.equal_area_crs).area / 1e6
        divided = sizes[areas["admin_level"] == 3].groupby(areas["parent_code"]).sum()
        districts = areas.set_index("area_code")["area_km2"]
        assert len(divided) == 46
        assert divided.to_numpy() == pytest.approx(districts[divided.index].to_numpy(), rel=1e-5)

    def test_what_is_missing_in_the_sources_is_said(self, kyrgyz: AreaDraft) -> None:
        undrawn = [p.where.feature for p in kyrgyz.problems if p.rule.id == "area_not_drawn"]
        assert sorted(undrawn) == ["KG11000000000", "KG21000000000"]  # the cities of Bishkek and Osh
        assert rules(kyrgyz)["parent_has_no_point"] == 7

    def test_the_lake_stays_open(self, kyrgyz: AreaDraft) -> None:
        gaps = kyrgyz.repairs[2].gaps
        assert not gaps["is_closed"].any()
        assert gaps["area_km2"].max() == pytest.approx(6236, rel=0.01)  # Issyk-Kul
        assert kyrgyz.repairs[2].change_km2 == pytest.approx(0, abs=1e-6)

    def test_names_come_in_three_languages(self, kyrgyz: AreaDraft) -> None:
        district = kyrgyz.areas.set_index("area_code").loc["KG02215000000"]
        assert (district["area_name"], district["name_ru"], district["name_en"]) == (
            "Ысык-Көл",
            "Иссык-Кульский",
            "Issyk-Kul",
        )


@pytest.mark.parametrize("country", ["bulgarian", "kyrgyz"])
def test_the_map_file_is_small_and_keeps_borders_shared(country: str, request: pytest.FixtureRequest) -> None:
    pack = request.getfixturevalue({"bulgarian": "bulgaria", "kyrgyz": "kyrgyzstan"}[country])
    areas = request.getfixturevalue(country).areas
    for layer in display_layers(areas, equal_area_crs=pack.equal_area_crs):
        frame = gpd.GeoDataFrame.from_features(json.loads(gzip.decompress(layer.content)))
        assert is_valid_coverage(frame.geometry.to_numpy())
        assert layer.tolerance_m != DEFAULT_TOLERANCE_M or len(layer.content) < 400_000


def test_a_lake_survives_a_generous_tolerance(real_data: Path, kyrgyzstan: Pack) -> None:
    districts, _ = read_vector(real_data / "kgz/adm2_cod_2018.geojson", limits=load_limits())
    named = districts.rename(columns={"ADM2_PCODE": "area_code"})
    _, report = repair_coverage(named, equal_area_crs=kyrgyzstan.equal_area_crs, gap_width_m=1500)
    closed = report.gaps[report.gaps["is_closed"]]
    assert closed["area_km2"].round(1).tolist() == [2.8]
    assert (report.gaps["area_km2"] > 6000).any()

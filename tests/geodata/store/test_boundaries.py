"""Which areas are seen at a date, and that they come back as they went in."""

import gzip
from collections.abc import Sequence
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal

from geodata.schemas import AREAS
from geodata.store import DisplayLayer, Store, StoreError
from tests.geodata.store.made import AT, info, squares


def publish(
    store: Store, areas: gpd.GeoDataFrame, display: Sequence[DisplayLayer] = (), **known: object
) -> int:
    with store.writing(author="tester", at=AT) as writer:
        return writer.publish_areas("aaa", areas, info("Boundaries", **known), display)


def withdraw(store: Store, dataset_id: int) -> None:
    with store.writing(author="tester", at=AT) as writer:
        writer.withdraw(dataset_id, "wrong file")


def codes(store: Store, **choice: object) -> list[str]:
    return store.areas("aaa", **choice)["area_code"].tolist()


def layer(content: bytes, *, level: int = 1, tolerance_m: float = 100) -> DisplayLayer:
    packed = gzip.compress(content, mtime=0)
    return DisplayLayer(admin_level=level, tolerance_m=tolerance_m, feature_count=1, content=packed)


def test_areas_are_read_back_as_they_were_published(store: Store) -> None:
    areas = squares(
        1,
        "02",
        "05",
        area_type=pd.Series(["city", None], dtype="str"),
        urban_rural=pd.Series(["urban", None], dtype="str"),
        valid_from=pd.Series([date(2020, 1, 1), None], dtype=object),
        map_registered_on=pd.Series([None, date(2019, 5, 1)], dtype=object),
        name_ru=pd.Series(["Баткен", None], dtype="str"),
        name_ky=pd.Series(["Баткен", "Ысык-Көл"], dtype="str"),
        attributes=[{"lake": True, "note": "көл"}, {}],
    )
    dataset_id = publish(store, areas)
    read = store.areas("aaa")
    AREAS.validate(read)
    assert read["dataset_id"].tolist() == [dataset_id, dataset_id]
    assert_geodataframe_equal(read[areas.columns], areas, check_like=True)
    assert read["parent_code"].isna().all()


def test_points_missing_geometry_and_missing_area_come_back_as_such(store: Store) -> None:
    areas = squares(4, "1", "2", geometry=[shapely.Point(74.5, 42.8), None], area_km2=np.nan)
    publish(store, areas.assign(geometry_status=pd.Series(["official", "none"], dtype="str")))
    read = store.areas("aaa")
    assert read.geometry.tolist() == [shapely.Point(74.5, 42.8), None]
    assert read["area_km2"].isna().all()
    AREAS.validate(read)


def test_an_empty_store_gives_valid_empty_areas(store: Store) -> None:
    read = store.areas("aaa")
    AREAS.validate(read)
    assert (len(read), read.crs) == (0, "EPSG:4326")


def test_without_geometry_the_rest_is_the_same(store: Store) -> None:
    publish(store, squares(1, "1", "2"))
    read = store.areas("aaa", with_geometry=False)
    assert not isinstance(read, gpd.GeoDataFrame)
    pd.testing.assert_frame_equal(read, pd.DataFrame(store.areas("aaa").drop(columns="geometry")))


def test_each_level_has_its_own_version(store: Store) -> None:
    both = publish(store, pd.concat([squares(1, "1"), squares(2, "11", "12", parent="1")]))
    lower = publish(store, squares(2, "13", parent="1"))
    assert codes(store) == ["1", "13"]
    assert codes(store, level=2) == ["13"]
    assert codes(store, level=3) == []
    assert [store.boundary_version("aaa", level) for level in (1, 2, 3)] == [both, lower, None]
    assert store.boundary_version("bbb", 1) is None


def test_a_date_picks_the_version_then_in_force(store: Store) -> None:
    publish(store, squares(1, "new"), valid_from=date(2024, 1, 1))
    publish(store, squares(1, "old"), valid_from=date(2018, 11, 19))
    assert codes(store, on=date(2018, 11, 18)) == []
    assert codes(store, on=date(2018, 11, 19)) == ["old"]
    assert codes(store, on=date(2023, 12, 31)) == ["old"]
    assert codes(store, on=date(2024, 1, 1)) == ["new"]
    assert codes(store) == ["new"]


def test_the_same_date_again_replaces_and_withdrawing_brings_back(store: Store) -> None:
    publish(store, squares(1, "first"), valid_from=date(2020, 1, 1))
    again = publish(store, squares(1, "second"), valid_from=date(2020, 1, 1))
    assert codes(store) == ["second"]
    withdraw(store, again)
    assert codes(store) == ["first"]


def test_an_undated_version_replaces_all_before_it_and_yields_to_later_dated_ones(store: Store) -> None:
    publish(store, squares(1, "dated"), valid_from=date(2020, 1, 1))
    undated = publish(store, squares(1, "undated"))
    assert (codes(store), codes(store, on=date(1900, 1, 1))) == (["undated"], ["undated"])
    publish(store, squares(1, "reform"), valid_from=date(2010, 1, 1))
    assert (codes(store), codes(store, on=date(2009, 12, 31))) == (["reform"], ["undated"])
    withdraw(store, undated)
    assert codes(store) == ["dated"]


def test_rows_are_seen_on_the_days_they_are_valid_both_included(store: Store) -> None:
    first_day, last_day = date(2012, 1, 1), date(2024, 12, 31)
    starts = pd.Series([None, first_day, date(2025, 1, 1)], dtype=object)
    ends = pd.Series([last_day, None, None], dtype=object)
    publish(store, squares(3, "merged", "kept", "union", valid_from=starts, valid_to=ends))
    assert codes(store, on=date(2011, 12, 31)) == ["merged"]
    assert codes(store, on=first_day) == ["kept", "merged"]
    assert codes(store, on=last_day) == ["kept", "merged"]
    assert codes(store, on=date(2025, 1, 1)) == ["kept", "union"]
    assert codes(store) == ["kept", "union"]


def test_display_layers_follow_the_version_in_force(store: Store) -> None:
    publish(store, squares(1, "1"), [layer(b"fine", tolerance_m=50), layer(b"coarse", tolerance_m=500)])
    before = store.display_layers("aaa")
    later = publish(store, squares(1, "1"), [layer(b"new")])
    assert store.display_layers("aaa")["dataset_id"].tolist() == [later]
    withdraw(store, later)
    pd.testing.assert_frame_equal(store.display_layers("aaa"), before)
    assert before["tolerance_m"].tolist() == [50, 500]
    assert before["byte_size"].tolist() == [len(layer(b"fine").content), len(layer(b"coarse").content)]


def test_display_content_is_found_by_its_hash_and_kept_once(store: Store) -> None:
    same = layer(b"same")
    publish(store, squares(1, "1"), [same])
    publish(store, squares(1, "1"), [same])
    assert store.display_content(same.sha256) == same.content
    assert store.display_content("0" * 64) is None
    assert store.display_layers("bbb").empty


def test_another_crs_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match=r"EPSG:4326, got EPSG:3857; call to_crs"):
        publish(store, squares(1, "1").to_crs("EPSG:3857"))


@pytest.mark.parametrize(
    ("areas", "said"),
    [
        (squares(1, "1", "1"), "column area_code: field_uniqueness"),
        (squares(12, "1"), "column admin_level: .*12"),
        (squares(1, "1", geometry_status="drawn"), "column geometry_status: .*'drawn'"),
        (squares(1, "1", population=7), "got also: population"),
    ],
)
def test_areas_that_do_not_fit_are_refused(store: Store, areas: gpd.GeoDataFrame, said: str) -> None:
    with pytest.raises(StoreError, match=said):
        publish(store, areas)
    assert store.datasets().empty

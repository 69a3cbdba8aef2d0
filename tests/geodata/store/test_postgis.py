"""The view through which desktop GIS reads the areas of a PostgreSQL store."""

from collections.abc import Iterator

import geopandas as gpd
import pytest
import sqlalchemy as sa

from geodata.store import Store
from tests.geodata.store.conftest import PostgresServer
from tests.geodata.store.made import AT, info, squares

OFFERED = "SELECT count(*) FROM pg_available_extensions WHERE name = 'postgis'"


@pytest.fixture
def gis_store(postgres: PostgresServer) -> Iterator[Store]:
    """Return a store made by an account that may add PostGIS."""
    with Store.upgrade(postgres.new_database(owner="postgres")) as store:
        with store.engine.connect() as connection:
            if not connection.scalar(sa.text(OFFERED)):
                pytest.skip("PostGIS is not installed beside PostgreSQL")
        with store.writing(author="tester", at=AT) as writer:
            writer.install_country("aaa")
        yield store


def test_without_the_right_to_add_postgis_there_is_no_view(postgres: PostgresServer) -> None:
    with Store.upgrade(postgres.new_database()) as store:
        assert sa.inspect(store.engine).get_view_names() == []
        assert store.areas("aaa").empty


def test_the_view_shows_published_areas_as_geometry(gis_store: Store) -> None:
    with gis_store.writing(author="tester", at=AT) as writer:
        gone = writer.publish_areas("aaa", squares(1, "0"), info("gone"))
        writer.publish_areas("aaa", squares(1, "1", "2"), info("Boundaries"))
        writer.withdraw(gone, "test")
    query = "SELECT area_code, dataset, geometry FROM published_areas ORDER BY id"
    with gis_store.engine.connect() as connection:
        shown = gpd.GeoDataFrame.from_postgis(sa.text(query), connection, geom_col="geometry")
    assert shown["area_code"].tolist() == ["1", "2"]
    assert shown["dataset"].tolist() == ["Boundaries"] * 2
    assert shown.crs == "EPSG:4326"
    assert shown.geometry.geom_equals(gis_store.areas("aaa").geometry).all()

"""The tables that cross the borders between packages, as pandera schemas."""

from __future__ import annotations

import pandera.pandas as pa

from geodata.periods import PERIOD_PATTERN

STORAGE_CRS = "EPSG:4326"

GEOMETRY_STATUSES = ("official", "schematic", "none")
OBSERVATION_STATUSES = ("A", "B", "E", "F", "I", "M", "O", "P")
"""SDMX CL_OBS_STATUS: normal, break, estimated, forecast, imputed, missing (M: cannot exist), provisional."""

AREAS = pa.DataFrameSchema(
    {
        "area_code": pa.Column(str, pa.Check.str_length(1, 64), unique=True),
        "area_name": pa.Column(str, pa.Check.str_length(1, 256)),
        "admin_level": pa.Column(int, pa.Check.in_range(0, 9)),
        "parent_code": pa.Column(str, nullable=True),
        "area_type": pa.Column(str, nullable=True, required=False),
        "urban_rural": pa.Column(str, pa.Check.isin(["urban", "rural"]), nullable=True, required=False),
        "valid_from": pa.Column(object, nullable=True, required=False),
        "valid_to": pa.Column(object, nullable=True, required=False),
        "map_registration_number": pa.Column(str, nullable=True, required=False),
        "map_registered_on": pa.Column(object, nullable=True, required=False),
        "consent_reference": pa.Column(str, nullable=True, required=False),
        "geometry_status": pa.Column(str, pa.Check.isin(GEOMETRY_STATUSES)),
        "area_km2": pa.Column(float, pa.Check.ge(0), nullable=True),
    },
    name="areas",
    strict=False,
)
"""One row per area and boundary version, as a GeoDataFrame in ``STORAGE_CRS``.

``area_name`` is the name in the pack's first language; ``name_<language>`` columns carry the others.
``geometry`` is a Polygon or MultiPolygon, a Point for settlements, or None with status ``none``.
``area_km2`` is measured in the pack's equal-area CRS, NaN without an official polygon.
Dates are ``datetime.date``.
"""

OBSERVATIONS = pa.DataFrameSchema(
    {
        "area_code": pa.Column(str),
        "indicator_id": pa.Column(str),
        "period": pa.Column(str, pa.Check.str_matches(rf"^{PERIOD_PATTERN}$")),
        "value": pa.Column(float, nullable=True),
        "status": pa.Column(str, pa.Check.isin(OBSERVATION_STATUSES)),
        "source_ref": pa.Column(str, nullable=True),
    },
    unique=["area_code", "indicator_id", "period"],
    name="observations",
    strict=False,
)
"""Tidy observations; ``source_ref`` is the place in the source file, for example ``Sheet1!C7`` or ``row 14``.

Missing stays missing: status ``M`` or ``O`` with an empty value, never zero.
"""

"""Read boundaries and points from the vector formats people have, safely and with clear refusals."""

from __future__ import annotations

import warnings
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import shapely
from geopandas import GeoDataFrame
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj import CRS

from config.i18n import N_
from geodata.problems import ImportRefused, Problem, Rule, Where
from geodata.readers.limits import MEBIBYTE, Limits, check_file
from geodata.readers.vector_formats import VectorSource, damaged, known_crs, recognise
from geodata.schemas import STORAGE_CRS

LAYER_UNKNOWN = Rule(
    "layer_unknown",
    N_("The file has no layer {layer}; it has: {layers}."),
    N_("Choose one of these layers."),
)
LAYER_AMBIGUOUS = Rule(
    "layer_ambiguous", N_("The file has several layers: {layers}."), N_("Choose the layer to read.")
)
LAYER_EMPTY = Rule(
    "layer_empty", N_("The layer {layer} has no features."), N_("Choose another layer, or export it again.")
)
NO_GEOMETRY = Rule(
    "no_geometry",
    N_("Nothing in the file has a geometry."),
    N_("Choose a layer with polygons or points; a table without geometry is imported as a table."),
)
GEOMETRY_MISSING = Rule(
    "geometry_missing",
    N_("The feature has no usable geometry; it is taken without one."),
    N_("Draw it again in the source file if it should be on the map."),
    severity="warning",
)
FEATURES_TOO_MANY = Rule(
    "features_too_many",
    N_(
        "The layer has {rows} features and {columns} columns; "
        "at most {row_limit} and {column_limit} are accepted."
    ),
    N_("Split it, or have the administrator raise max_rows or max_columns in the limits file."),
)
UNPACKED_TOO_LARGE = Rule(
    "unpacked_too_large",
    N_("Unpacked, the file has {size_mb} MB; at most {limit_mb} MB are accepted."),
    N_("Split it, or have the administrator raise max_unpacked_mb in the limits file."),
)
CRS_MISSING = Rule(
    "crs_missing",
    N_("The file does not say in which coordinate reference system (CRS) it is; x runs {x}, y runs {y}."),
    N_("Name it at import, for example EPSG:4326, or add the .prj file to the archive."),
)
CRS_CONTRADICTED = Rule(
    "crs_contradicted",
    N_("{given} was named at import, but the file itself says {stated}; the file's own is used."),
    N_("If the file is wrong, correct its coordinate reference system and import it again."),
    severity="warning",
)
CRS_WRONG = Rule(
    "crs_wrong",
    N_("The coordinates cannot be in {crs}: x runs {x}, y runs {y}."),
    N_("Find out in which coordinate reference system the file was made and set that one in it."),
)
READER_WARNED = Rule(
    "reader_warned",
    N_("While reading: {reason}."),
    N_("Compare the features and names with the source."),
    severity="warning",
)

_READ_ERRORS = (
    DataSourceError,
    DataLayerError,
    pa.ArrowException,
    shapely.GEOSException,
    OSError,
    LookupError,
    ValueError,
)

_DEAD_PROXY = "http://127.0.0.1:1"
_NO_NETWORK = {"GDAL_HTTP_PROXY": _DEAD_PROXY, "GDAL_HTTPS_PROXY": _DEAD_PROXY, "GDAL_HTTP_MAX_RETRY": "0"}
"""GDAL has no switch against the network; should anything slip past the check of formats, it ends here."""

pyogrio.set_gdal_config_options(_NO_NETWORK)


def list_layers(path: Path, *, limits: Limits, file_label: str | None = None) -> list[str]:
    """Return the names of the layers with geometry, in the file's order.

    Args:
        path: A GeoPackage, GeoJSON, zipped Shapefile, GeoParquet, FlatGeobuf or KML file.
        limits: Upper bounds, checked before the file is opened.
        file_label: Name of the file as its author knows it, for messages.

    Raises:
        ImportRefused: the file is too large, in no accepted format, or damaged.
    """
    check_file(path, limits, file_label=file_label)
    where = Where(file=file_label or path.name)
    return _layers(recognise(path, where), where)


def read_vector(
    path: Path,
    *,
    limits: Limits,
    layer: str | None = None,
    crs: str | None = None,
    encoding: str | None = None,
    file_label: str | None = None,
) -> tuple[GeoDataFrame, tuple[Problem, ...]]:
    """Read one layer, in the file's own coordinate reference system.

    Features come in the file's order; one whose geometry is missing or unreadable stays, without geometry
    and with a warning. GeoJSON without a ``crs`` member is WGS84 (RFC 7946, section 4).

    Args:
        path: A GeoPackage, GeoJSON, zipped Shapefile, GeoParquet, FlatGeobuf or KML file.
        limits: Upper bounds, checked before the file is read.
        layer: Name of the layer; may be left out where there is only one.
        crs: Coordinate reference system of a file that states none.
        encoding: Text encoding of a Shapefile that states none.
        file_label: Name of the file as its author knows it, for messages.

    Returns:
        The features with 2D geometry in column ``geometry``, and the warnings.

    Raises:
        ImportRefused: the file cannot be taken in, with the reasons.
    """
    check_file(path, limits, file_label=file_label)
    where = Where(file=file_label or path.name)
    source = recognise(path, where, encoding=encoding)
    layer = _choose_layer(_layers(source, where), layer, where)
    frame, notes = _read(source, layer, limits, where)
    frame, unusable = _without_unusable_geometry(frame, layer, where)
    frame, crs_problems = _with_crs(frame, crs, states_crs=source.states_crs, where=where)
    return frame, (*source.problems, *notes, *unusable, *crs_problems)


def _layers(source: VectorSource, where: Where) -> list[str]:
    if source.layers:
        return list(source.layers)
    with warnings.catch_warnings(action="ignore"):  # what matters comes again when the layer is read
        try:
            listed = pyogrio.list_layers(source.address)
        except DataSourceError as error:
            raise damaged(source.format, where, _reason(error, source)) from error
    if not len(listed):
        raise damaged(source.format, where, "it holds no layer")
    return [str(name) for name, geometry_type in listed if geometry_type is not None]


def _choose_layer(layers: list[str], wanted: str | None, where: Where) -> str:
    listed = {"layers": ", ".join(layers)}
    if not layers:
        raise ImportRefused([Problem(NO_GEOMETRY, where)])
    if wanted is None and len(layers) > 1:
        raise ImportRefused([Problem(LAYER_AMBIGUOUS, where, listed)])
    if wanted is not None and wanted not in layers:
        raise ImportRefused([Problem(LAYER_UNKNOWN, where, {"layer": wanted, **listed})])
    return wanted or layers[0]


def _read(
    source: VectorSource, layer: str, limits: Limits, where: Where
) -> tuple[GeoDataFrame, list[Problem]]:
    read = _read_parquet if source.format == "GeoParquet" else _read_ogr
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            frame = read(source, layer, limits, where)
        except _READ_ERRORS as error:
            raise damaged(source.format, where, _reason(error, source)) from error
    reasons = dict.fromkeys(_reason(warning.message, source) for warning in caught)
    return frame, [Problem(READER_WARNED, where, {"reason": reason}) for reason in reasons]


def _read_ogr(source: VectorSource, layer: str, limits: Limits, where: Where) -> GeoDataFrame:
    address = source.address_of(layer)
    info = pyogrio.read_info(address, layer=layer, force_feature_count=True)
    _check_extent(info["features"], len(info["fields"]), limits, where)
    frame: GeoDataFrame = pyogrio.read_dataframe(
        address, layer=layer, encoding=source.encoding, force_2d=True, on_invalid="fix"
    )
    if len(frame) != info["features"]:
        raise damaged(source.format, where, f"{info['features']} features announced, {len(frame)} found")
    return frame


def _read_parquet(source: VectorSource, _layer: str, limits: Limits, where: Where) -> GeoDataFrame:
    metadata = pq.read_metadata(source.address)
    _check_extent(metadata.num_rows, metadata.num_columns, limits, where)
    unpacked = sum(metadata.row_group(group).total_byte_size for group in range(metadata.num_row_groups))
    if unpacked > limits.max_unpacked_mb * MEBIBYTE:
        params = {"size_mb": round(unpacked / MEBIBYTE, 1), "limit_mb": limits.max_unpacked_mb}
        raise ImportRefused([Problem(UNPACKED_TOO_LARGE, where, params)])
    if b"geo" not in (metadata.metadata or {}):
        raise ImportRefused([Problem(NO_GEOMETRY, where)])
    frame = gpd.read_parquet(source.address)
    frame = frame if frame.active_geometry_name == "geometry" else frame.rename_geometry("geometry")
    return frame.set_geometry(frame.geometry.force_2d())


def _check_extent(rows: int, columns: int, limits: Limits, where: Where) -> None:
    if rows > limits.max_rows or columns > limits.max_columns:
        params = {
            "rows": rows,
            "columns": columns,
            "row_limit": limits.max_rows,
            "column_limit": limits.max_columns,
        }
        raise ImportRefused([Problem(FEATURES_TOO_MANY, where, params)])


def _reason(error: object, source: VectorSource) -> str:
    """Say what GDAL or GEOS said, without the path of the server's temporary folder."""
    return str(error).replace(source.address, Path(source.address).name).rstrip(".")


def _without_unusable_geometry(
    frame: GeoDataFrame, layer: str, where: Where
) -> tuple[GeoDataFrame, list[Problem]]:
    if frame.empty:
        raise ImportRefused([Problem(LAYER_EMPTY, where, {"layer": layer})])
    if not isinstance(frame, GeoDataFrame):
        raise ImportRefused([Problem(NO_GEOMETRY, where)])
    unusable = (frame.geometry.isna() | frame.is_empty).to_numpy() | ~np.isfinite(frame.bounds).all(axis=1)
    if unusable.all():
        raise ImportRefused([Problem(NO_GEOMETRY, where)])
    numbers = np.flatnonzero(unusable) + 1
    problems = [Problem(GEOMETRY_MISSING, Where(file=where.file, feature=str(number))) for number in numbers]
    return frame.set_geometry(frame.geometry.where(~unusable, None)), problems


def _with_crs(
    frame: GeoDataFrame, given: str | None, *, states_crs: bool, where: Where
) -> tuple[GeoDataFrame, list[Problem]]:
    own = frame.crs if _is_earthly(frame.crs) else None
    named = known_crs(given, where) if given else None
    crs = own if own is not None and (states_crs or named is None) else named
    west, south, east, north = frame.total_bounds
    extent = {"x": f"{west:g} … {east:g}", "y": f"{south:g} … {north:g}"}
    if crs is None:
        raise ImportRefused([Problem(CRS_MISSING, where, extent)])
    if not _fits(crs, (west, south, east, north)):
        raise ImportRefused([Problem(CRS_WRONG, where, {"crs": crs.to_string(), **extent})])
    return frame.set_crs(crs, allow_override=True), _contradictions(crs, named, where)


def _is_earthly(crs: CRS | None) -> bool:
    """Whether a CRS is on the Earth: GDAL gives an engineering CRS where a GeoPackage says *undefined*."""
    return crs is not None and (crs.is_geographic or crs.is_projected)


def _contradictions(used: CRS, named: CRS | None, where: Where) -> list[Problem]:
    if named is None or used.equals(named, ignore_axis_order=True):
        return []
    params = {"given": named.to_string(), "stated": used.to_string()}
    return [Problem(CRS_CONTRADICTED, where, params)]


def _fits(crs: CRS, bounds: tuple[float, float, float, float]) -> bool:
    """Whether coordinates can be in ``crs``: degrees within the globe, metres on it and not degrees."""
    within_degrees = np.abs(bounds).max() <= 180 and max(abs(bounds[1]), abs(bounds[3])) <= 90
    if crs.is_geographic:
        return bool(within_degrees)
    corners = gpd.GeoSeries(shapely.points([bounds[:2], bounds[2:]]), crs=crs).to_crs(STORAGE_CRS)
    return not within_degrees and bool(np.isfinite(corners.total_bounds).all())

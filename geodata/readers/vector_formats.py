"""Tell by its content which vector format a file has, before GDAL opens it.

GDAL recognises about fifty vector formats, some of which are nothing but addresses of further files or
servers (VRT, WFS, a GeoJSON with a linked CRS). Only the formats below pass, each checked for what would
otherwise be read wrongly without a word: an archive with no Shapefile, a cut-off database, an XML
document type.
"""

from __future__ import annotations

import codecs
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

import charset_normalizer
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse
from pydantic import BaseModel, ConfigDict, ValidationError
from pyproj import CRS
from pyproj.exceptions import CRSError

from config.i18n import N_
from geodata.problems import ImportRefused, Problem, Rule, Where

VectorFormat = Literal["GeoPackage", "GeoJSON", "Shapefile", "GeoParquet", "FlatGeobuf", "KML"]

FORMAT_UNKNOWN = Rule(
    "format_unknown",
    N_("The file is in no format that is read here; it begins with {found}."),
    N_("Export it as GeoPackage, GeoJSON, zipped Shapefile, GeoParquet, FlatGeobuf or KML."),
)
FILE_DAMAGED = Rule(
    "file_damaged",
    N_("The file cannot be read as {format}: {reason}."),
    N_("It may be cut off or damaged: export or download it again and compare the size."),
)
DOCTYPE_REFUSED = Rule(
    "doctype_refused",
    N_("The KML file declares a document type or entities."),
    N_("Remove the <!DOCTYPE …> declaration, or export the file again."),
)
SHAPEFILE_MISSING = Rule(
    "shapefile_missing",
    N_("The archive holds no Shapefile (.shp), only: {entries}."),
    N_("Pack .shp, .shx, .dbf and .prj into one zip; unpack other formats and give the file itself."),
)
SHAPEFILE_INCOMPLETE = Rule(
    "shapefile_incomplete",
    N_("The Shapefile {layer} lacks {missing}."),
    N_("Pack .shp, .shx and .dbf of the same name, and .prj for the coordinate system, into one zip."),
)
ENCODING_GUESSED = Rule(
    "encoding_guessed",
    N_("The Shapefile does not say how its texts are encoded; read as {encoding}."),
    N_("If names look wrong, name the encoding, or add a .cpg file with it to the archive."),
    severity="warning",
)
ENCODING_UNKNOWN = Rule(
    "encoding_unknown",
    N_("There is no text encoding {encoding}."),
    N_("Name one such as utf-8 or cp1251."),
)
CRS_UNKNOWN = Rule(
    "crs_unknown",
    N_("The coordinate reference system {crs} is not known."),
    N_("Name it by an authority code such as EPSG:4326 or EPSG:32643."),
)

_GEOJSON_TYPES = Literal[
    "FeatureCollection",
    "Feature",
    "Point",
    "MultiPoint",
    "LineString",
    "MultiLineString",
    "Polygon",
    "MultiPolygon",
    "GeometryCollection",
]
_SHAPEFILE_ENCODINGS = ["utf_8", "cp1251", "cp1252", "cp866", "koi8_r"]


@dataclass(frozen=True, slots=True)
class VectorSource:
    """A file that may be opened: what to hand to the reader, and what was learnt on the way."""

    format: VectorFormat
    layers: dict[str, str]
    """Address for the reader by layer name; empty where the reader itself lists the layers."""
    address: str
    states_crs: bool = True
    encoding: str | None = None
    problems: tuple[Problem, ...] = ()

    def address_of(self, layer: str) -> str:
        """Return what the reader opens to get at ``layer``."""
        return self.layers.get(layer, self.address)


def recognise(path: Path, where: Where, *, encoding: str | None = None) -> VectorSource:
    """Return how to open ``path``, judged by its first bytes and never by its name.

    Raises:
        ImportRefused: it is none of the accepted formats, or damaged, or would lead elsewhere.
    """
    with path.open("rb") as stream:
        head = stream.read(512)
    for magic, check in _BINARY_FORMATS.items():
        if head.startswith(magic):
            return check(path, where, encoding)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"{"):
        return _geojson(path, where)
    if b"\0" not in text and text.startswith(b"<"):
        return _kml(path, where)
    raise ImportRefused([Problem(FORMAT_UNKNOWN, where, {"found": repr(head[:24])})])


def damaged(vector_format: VectorFormat, where: Where, reason: object) -> ImportRefused:
    """Return the refusal of a file that is cut off or broken."""
    return ImportRefused([Problem(FILE_DAMAGED, where, {"format": vector_format, "reason": reason})])


def _geopackage(path: Path, where: Where, _encoding: str | None) -> VectorSource:
    with path.open("rb") as stream:
        header = stream.read(100)
    if len(header) == 100:
        page_size, pages = _unpack(">H", header, 16), _unpack(">I", header, 28)
        # SQLite file format 1.3.2: the value 1 stands for 65 536; 1.3.7: no count was written by old SQLite.
        expected = (65536 if page_size == 1 else page_size) * pages
        if path.stat().st_size >= expected:
            return VectorSource("GeoPackage", {}, str(path))
    raise damaged("GeoPackage", where, "it is shorter than its own header says")


def _flatgeobuf(path: Path, _where: Where, _encoding: str | None) -> VectorSource:
    return VectorSource("FlatGeobuf", {}, str(path))


def _geoparquet(path: Path, _where: Where, _encoding: str | None) -> VectorSource:
    return VectorSource("GeoParquet", {path.stem: str(path)}, str(path))


class _NamedCrs(BaseModel):
    """The ``crs`` member of the GeoJSON of 2008, by name only: a linked one would be fetched."""

    model_config = ConfigDict(extra="ignore")

    class Properties(BaseModel):
        name: str

    type: Literal["name"]
    properties: Properties


class _GeoJson(BaseModel):
    model_config = ConfigDict(extra="ignore")

    type: _GEOJSON_TYPES
    crs: _NamedCrs | None = None


def _geojson(path: Path, where: Where) -> VectorSource:
    try:
        document = _GeoJson.model_validate_json(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in detail["loc"])
        raise damaged("GeoJSON", where, f"{place} {detail['msg']}".strip()) from error
    if document.crs:
        # GDAL falls back to WGS84 without a word when it does not know the name.
        known_crs(document.crs.properties.name, where)
    return VectorSource("GeoJSON", {}, str(path), states_crs=document.crs is not None)


def known_crs(text: str, where: Where) -> CRS:
    """Return the coordinate reference system that ``text`` names.

    Raises:
        ImportRefused: it names none.
    """
    try:
        return CRS.from_user_input(text)
    except CRSError as error:
        raise ImportRefused([Problem(CRS_UNKNOWN, where, {"crs": repr(text)})]) from error


def _kml(path: Path, where: Where) -> VectorSource:
    root = None
    try:
        for event, element in iterparse(path, events=("start", "end"), forbid_dtd=True):
            root = root or element.tag
            if event == "end":
                element.clear()
    except DefusedXmlException as error:
        raise ImportRefused([Problem(DOCTYPE_REFUSED, where)]) from error
    except ParseError as error:
        raise damaged("KML", where, error) from error
    if root is None or root.rpartition("}")[2] != "kml":
        raise ImportRefused([Problem(FORMAT_UNKNOWN, where, {"found": f"<{root}>"})])
    return VectorSource("KML", {}, str(path))


def _zipped_shapefile(path: Path, where: Where, encoding: str | None) -> VectorSource:
    if encoding and not _is_encoding(encoding):
        raise ImportRefused([Problem(ENCODING_UNKNOWN, where, {"encoding": encoding})])
    try:
        with zipfile.ZipFile(path) as archive:
            contents = _shapefiles(archive, where)
            guessed = None if encoding else contents[0].guessed_encoding()
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError) as error:
        # RuntimeError: the archive is encrypted; NotImplementedError: packed in a way zipfile cannot unpack.
        raise damaged("Shapefile", where, error) from error
    notes = (Problem(ENCODING_GUESSED, where, {"encoding": guessed}),) if guessed else ()
    layers = {file.name.stem: f"/vsizip/{{{path.resolve()}}}/{file.name}" for file in contents}
    return VectorSource("Shapefile", layers, str(path), encoding=encoding or guessed, problems=notes)


def _is_encoding(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True


def _shapefiles(archive: zipfile.ZipFile, where: Where) -> list[_Shapefile]:
    members = {PurePosixPath(entry.filename): entry for entry in archive.infolist()}
    found = [_Shapefile(archive, name, members) for name in members if _is_shapefile(name)]
    if not found:
        listed = ", ".join(str(name) for name in list(members)[:10])
        raise ImportRefused([Problem(SHAPEFILE_MISSING, where, {"entries": listed})])
    problems = [problem for content in found for problem in content.problems(where)]
    if problems:
        raise ImportRefused(problems)
    return found


def _is_shapefile(name: PurePosixPath) -> bool:
    return name.suffix.lower() == ".shp" and not name.name.startswith("._")


class _Shapefile:
    """The files of one Shapefile inside an open archive."""

    def __init__(
        self, archive: zipfile.ZipFile, name: PurePosixPath, members: dict[PurePosixPath, zipfile.ZipInfo]
    ) -> None:
        self.name = name
        self.archive = archive
        self.files = {
            member.suffix.lower(): entry
            for member, entry in members.items()
            if member.with_suffix("") == name.with_suffix("")
        }

    def problems(self, where: Where) -> list[Problem]:
        """Return what is missing or cut off: GDAL would return the features without their geometry."""
        missing = [suffix for suffix in (".shx", ".dbf") if suffix not in self.files]
        if missing:
            params = {"layer": self.name.stem, "missing": ", ".join(missing)}
            return [Problem(SHAPEFILE_INCOMPLETE, where, params)]
        words = _unpack(">I", self._head(".shp"), 24)  # ESRI Shapefile Technical Description (1998), p. 4
        if self.files[".shp"].file_size < 2 * words:
            reason = f"{self.name} is shorter than its own header says"
            return [Problem(FILE_DAMAGED, where, {"format": "Shapefile", "reason": reason})]
        return []

    def guessed_encoding(self) -> str | None:
        """Return the likely encoding of texts when neither .cpg nor the language byte of the .dbf says it."""
        if ".cpg" in self.files or self._head(".dbf")[29:30] != b"\0":
            return None
        records = self.archive.read(self.files[".dbf"])[_unpack("<H", self._head(".dbf"), 8) :]
        if records.isascii():
            return None
        guess = charset_normalizer.from_bytes(records, cp_isolation=_SHAPEFILE_ENCODINGS).best()
        return guess.encoding if guess else None

    def _head(self, suffix: str) -> bytes:
        with self.archive.open(self.files[suffix]) as stream:
            return stream.read(100).ljust(100, b"\0")


def _unpack(layout: str, data: bytes, offset: int) -> int:
    return int(struct.unpack_from(layout, data, offset)[0])


_BINARY_FORMATS: dict[bytes, Callable[[Path, Where, str | None], VectorSource]] = {
    b"SQLite format 3\0": _geopackage,
    b"fgb\x03": _flatgeobuf,
    b"PAR1": _geoparquet,
    b"PK\x03\x04": _zipped_shapefile,
}

"""Routes served beside the pages; whatever has a hash or a data version in its address never changes."""

from __future__ import annotations

import gzip
import hashlib
import json
import mimetypes
from collections.abc import Callable
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from config.i18n import LANGUAGES, SOURCE_LANGUAGE, translations
from dashboard import cached
from dashboard.api.payloads import areas_payload, values_csv, values_payload
from dashboard.components.area_map import ASSETS
from dashboard.components.budget.money import shown
from dashboard.components.remarks import remark
from dashboard.components.words import Words
from geodata.budgets import MONEY_FACTORS, MoneyScale
from geodata.packs import pack_folders

IMMUTABLE = "public, max-age=31536000, immutable"


async def health(_request: Request) -> Response:
    """Say that the server runs and its store answers."""
    countries = await run_in_threadpool(cached.countries)
    return JSONResponse({"status": "ok", "countries": countries})


async def asset(request: Request) -> Response:
    """Serve a file the map needs."""
    name = request.path_params["name"]
    if name not in ASSETS:
        raise HTTPException(404, f"no asset {name}")
    content = await run_in_threadpool(cached.asset, name)
    return _immutable(request, content, mimetypes.guess_type(name)[0] or "application/octet-stream")


async def geometry(request: Request) -> Response:
    """Serve a display layer by the hash of its content."""
    sha256 = request.path_params["sha256"]
    content = await run_in_threadpool(cached.geometry, sha256)
    if content is None:
        raise HTTPException(404, f"no geometry {sha256}")
    return _immutable(request, content, "application/geo+json")


async def areas(request: Request) -> Response:
    """Serve codes, names and places of a level's areas."""
    return await _rendered(request, _areas_json, "application/json")


async def values(request: Request) -> Response:
    """Serve the values of an indicator at a level, every period; amounts in a scale of money if asked."""
    return await _rendered(request, _values_json, "application/json")


async def values_table(request: Request) -> Response:
    """Serve these values as a CSV file with names, method and source; of one period if asked."""
    response = await _rendered(request, _values_csv, "text/csv; charset=utf-8")
    name = "{country}-{indicator}".format(**request.path_params)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


ROUTES = [
    Route("/healthz", health),
    Route("/assets/{digest}/{name}", asset),
    Route("/geometry/{sha256}.geojson", geometry),
    Route("/areas/{country}/{version}/{level:int}.json", areas),
    Route("/values/{country}/{version}/{level:int}/{indicator}.json", values),
    Route("/values/{country}/{version}/{level:int}/{indicator}.csv", values_table),
]


async def _rendered(request: Request, render: Callable[[Request, Words], str], media_type: str) -> Response:
    words = await run_in_threadpool(_words_of_current_version, request)
    text = await run_in_threadpool(render, request, words)
    content = await run_in_threadpool(partial(gzip.compress, mtime=0), text.encode())
    return _immutable(request, content, media_type)


def _words_of_current_version(request: Request) -> Words:
    country, version = request.path_params["country"], request.path_params["version"]
    indicator = request.path_params.get("indicator")
    language = request.query_params.get("lang", SOURCE_LANGUAGE)
    if country not in pack_folders() or version != cached.data_version(country):
        raise HTTPException(404, f"no version {version} of {country} is published now")
    if indicator and indicator not in cached.catalogue():
        raise HTTPException(404, f"no indicator {indicator}")
    if language not in LANGUAGES:
        raise HTTPException(400, f"expected a language of {', '.join(LANGUAGES)}, got {language}")
    return Words(language, translations(language).gettext, cached.pack(country), cached.catalogue())


def _areas_json(request: Request, words: Words) -> str:
    known = cached.areas(words.pack.code, request.path_params["version"])
    return json.dumps(areas_payload(known, request.path_params["level"], words.language), ensure_ascii=False)


def _values_json(request: Request, words: Words) -> str:
    _, version, level, indicator_id = request.path_params.values()
    known = cached.areas(words.pack.code, version)
    rows = cached.level_values(words.pack.code, version, indicator_id, level)
    factor = shown(words, indicator_id, _scale(request)).factor
    payload = values_payload(
        rows.assign(value=rows["value"] * factor),
        known.index[known["admin_level"] == level],
        lambda row: remark(row, words.translate),
    )
    return json.dumps(payload, ensure_ascii=False)


def _values_csv(request: Request, words: Words) -> str:
    _, version, level, indicator_id = request.path_params.values()
    rows = cached.level_values(words.pack.code, version, indicator_id, level)
    period = request.query_params.get("period")
    return values_csv(
        rows[rows["period"] == period] if period else rows,
        cached.areas(words.pack.code, version),
        words,
        sources=cached.sources(words.pack.code, version),
        display=shown(words, indicator_id, _scale(request)),
    )


def _scale(request: Request) -> MoneyScale | None:
    scale = request.query_params.get("scale")
    if scale is not None and scale not in MONEY_FACTORS:
        raise HTTPException(400, f"expected a scale of {', '.join(MONEY_FACTORS)}, got {scale}")
    return scale


def _immutable(request: Request, compressed: bytes, media_type: str) -> Response:
    etag = f'"{hashlib.sha256(compressed).hexdigest()[:32]}"'
    headers = {
        "Cache-Control": IMMUTABLE,
        "ETag": etag,
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
    }
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(gzip.decompress(compressed), headers=headers, media_type=media_type)
    return Response(compressed, headers=headers | {"Content-Encoding": "gzip"}, media_type=media_type)

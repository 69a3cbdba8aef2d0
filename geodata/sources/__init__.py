"""``sources.toml`` of a country pack: where its data come from, and how files become areas and values.

A country is never code. The file names the source files, each pinned by its hash, and then two kinds of
steps: ``[[areas]]``, one per level, and ``[[tables]]``. A step reads one file, takes, leaves out and rewords
rows as it is told, and hands the rest to the same import that a person's own upload goes through.
"""

from geodata.sources.drafts import PackDraft, draft_pack
from geodata.sources.files import CheckedFiles, check_files, fetch_files, published_sources
from geodata.sources.models import SourceFile, Sources, load_sources

__all__ = [
    "CheckedFiles",
    "PackDraft",
    "SourceFile",
    "Sources",
    "check_files",
    "draft_pack",
    "fetch_files",
    "load_sources",
    "published_sources",
]

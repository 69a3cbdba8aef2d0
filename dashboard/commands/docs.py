"""``aimak docs``: pages that are made from the configuration."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


class Topic(StrEnum):
    """What a page is about."""

    INDICATORS = "indicators"
    PROFILES = "profiles"


def docs(
    topic: Annotated[Topic, typer.Argument(help="What the page is about.")],
    page: Annotated[
        typer.FileTextWrite, typer.Argument(help="Markdown file to write; - for stdout.", encoding="utf-8")
    ],
) -> None:
    """Write a reference page, as the configuration has it."""
    page.write(_indicators() if topic is Topic.INDICATORS else _profiles())


def _indicators() -> str:
    from indicators.catalogue import load_catalogue
    from indicators.reference_page import reference_page

    return reference_page(load_catalogue())


def _profiles() -> str:
    # The engine takes long to import: no other command waits for it.
    from indicators.designation.profile import load_profiles
    from indicators.designation.reference_page import profiles_page

    return profiles_page(load_profiles().values())

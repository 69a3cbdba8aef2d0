"""What cannot be planned or read, and why."""

from __future__ import annotations

from collections.abc import Iterable

from config.errors import AimakError
from config.loader import ConfigError

LONGEST_TEXT = 500_000
"""Characters of a plan as TOML."""


class ParticipationError(AimakError, ValueError):
    """A hearing or a vote that nothing can be told of; the message names every reason."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


def refuse_too_long(text: str, *, name: str) -> None:
    """Raise :class:`config.loader.ConfigError` if a text is longer than any plan."""
    if len(text) > LONGEST_TEXT:
        raise ConfigError(name, [f"expected at most {LONGEST_TEXT:,} characters, got {len(text):,}"])

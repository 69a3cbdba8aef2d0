"""Designation profiles as TOML text, the form they are edited, stored, sent and downloaded in."""

from __future__ import annotations

import tomli_w

from config.loader import ConfigError, parse_toml
from indicators.catalogue import load_catalogue
from indicators.designation.profile import Profile, unknown_indicators
from indicators.designation.support import unknown_measures

LONGEST_TEXT = 500_000
"""Characters; the longest built-in profile has less than ten thousand."""


def profile_from_toml(text: str, *, name: str) -> Profile:
    """Read a profile from TOML, as the files of ``config/profiles`` are written.

    Args:
        text: the TOML; may be hostile.
        name: what errors call it, such as the name of a file.

    Raises:
        ConfigError: it is too long or no TOML, or has missing, unknown or ill-typed keys, or an indicator
            or support measure that is not known; all faults are listed.
    """
    profile = parse_toml(text, Profile, name=name, longest=LONGEST_TEXT)
    if faults := [*unknown_indicators(profile, load_catalogue()), *unknown_measures(profile)]:
        raise ConfigError(name, faults)
    return profile


def profile_to_toml(profile: Profile) -> str:
    """Return a profile as TOML, without what says no more than the default; reading it gives the same."""
    return tomli_w.dumps(profile.model_dump(exclude_defaults=True))

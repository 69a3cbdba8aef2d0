"""The designation profiles a country offers: those that come with the product, and its users' own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from config.errors import AimakError
from config.i18n import SOURCE_LANGUAGE
from config.loader import ConfigError
from dashboard.kept_documents import KeptDocuments, Shelf, kept_documents
from geodata.packs import Pack
from geodata.store import Document, Store
from indicators.compute import Computed
from indicators.designation.profile import Profile, load_profiles
from indicators.designation.profile_text import profile_from_toml, profile_to_toml

PROFILE_KIND = "profile"
"""The kind of document that own profiles are in the store."""

PROFILES: Shelf[Profile] = Shelf(
    kind=PROFILE_KIND,
    noun="own profile",
    read=profile_from_toml,
    write=profile_to_toml,
    title=lambda profile: profile.title[SOURCE_LANGUAGE],
)
"""Own profiles by their ids; :func:`save_profile` looks whether one may be."""

_OWN_ID = re.compile(r"[a-z0-9][a-z0-9-]*")


class ProfileError(AimakError):
    """A profile that is not there, or that cannot be saved as a user's own."""


@dataclass(frozen=True, kw_only=True)
class OfferedProfile:
    """A profile to choose, and which version of it."""

    profile: Profile
    version: int | None = None
    """None where it comes with the product."""
    author: str = ""
    saved_at: datetime | None = None

    @property
    def is_own(self) -> bool:
        """Whether users made it."""
        return self.version is not None


@dataclass(frozen=True)
class OfferedProfiles(KeptDocuments[OfferedProfile]):
    """What there is to choose, the built-in ones first."""

    def __iter__(self) -> Iterator[Profile]:
        return (each.profile for each in self.by_id.values())

    def __getitem__(self, profile_id: str) -> Profile:
        return self.offered(profile_id).profile

    def offered(self, profile_id: str) -> OfferedProfile:
        """Return the profile of that id with its version.

        Raises:
            ProfileError: there is none.
            ConfigError: it cannot be used.
        """
        if profile_id not in self.by_id:
            if profile_id in self.unreadable:
                raise self.unreadable[profile_id]
            raise ProfileError(f"expected a profile of {', '.join(self.by_id)}, got {profile_id!r}")
        return self.by_id[profile_id]


def offered_profiles(store: Store, country: str) -> OfferedProfiles:
    """Return the profiles a country offers: the built-in ones that are for it, then its users' own."""
    built_in = {
        key: OfferedProfile(profile=profile)
        for key, profile in load_profiles().items()
        if not profile.countries or country in profile.countries
    }
    own = kept_documents(store, country, PROFILE_KIND, _own)
    return OfferedProfiles({**built_in, **own.by_id}, own.unreadable)


def own_profile(store: Store, country: str, profile_id: str, *, version: int | None = None) -> OfferedProfile:
    """Return a version of a user's own profile, by default the current one.

    Raises:
        StoreError: there is none; or it is withdrawn, and no version is asked for.
        ConfigError: this program cannot use it.
    """
    return _own(store.document(country, PROFILE_KIND, profile_id, version))


def copy_of(profile: Profile, *, profile_id: str, title: Mapping[str, str]) -> Profile:
    """Return a copy for a user to change; that of a pending profile stays pending until its numbers are in.

    Args:
        profile: any.
        profile_id: of the copy.
        title: of the copy, in every language of the interface.

    Raises:
        ProfileError: the id is no id for an own profile.
    """
    _check_own_id(profile_id)
    source = "own" if profile.can_be_run else profile.source
    return profile.model_copy(update={"id": profile_id, "title": dict(title), "source": source})


def save_profile(
    store: Store,
    country: str,
    profile: Profile,
    *,
    base_version: int | None,
    author: str,
    at: datetime,
    note: str = "",
) -> int:
    """Save a profile as a user's own.

    Args:
        store: where to.
        country: for which it is.
        profile: whatever its source was, it becomes ``own``.
        base_version: the version it was made from; None if it is new.
        author: who saves it.
        at: when.
        note: what was changed, and why.

    Returns:
        Its new version; the current one where nothing differs.

    Raises:
        ProfileError: its id is no id for an own profile.
        ConfigError: it has faults; a copy may have got some.
        StaleDocumentError: there is another version than ``base_version``, which is quoted beside this one.
    """
    _check_own_id(profile.id)
    own = profile.model_copy(update={"source": "own"})
    profile_from_toml(profile_to_toml(own), name=f"profile {profile.id}")
    return PROFILES.save(
        store,
        country,
        profile.id,
        own,
        base_version=base_version,
        author=author,
        at=at,
        note=note,
    )


def default_level(profile: Profile, pack: Pack, computed: Computed) -> int:
    """Return the level a profile is applied to unless another is chosen.

    Args:
        profile: any.
        pack: of the country.
        computed: has every indicator of the profile.

    Returns:
        The profile's own level where the country has it; else the one below the country where most of its
        indicators have values, of several the deepest.
    """
    own = [level.number for level in pack.levels if level.id == profile.level]
    if own:
        return own[0]
    levels = computed.grid.hierarchy.admin_levels
    cells = [computed.cells[each].has_value for each in profile.indicator_ids]
    below = [level.number for level in pack.levels if level.number > 0]
    return max(below, key=lambda level: (sum(each[levels == level].any() for each in cells), level))


def _own(document: Document) -> OfferedProfile:
    profile_id, name = document.document_id, f"own profile {document.document_id}"
    if profile_id in load_profiles():
        raise ConfigError(name, ["key id: expected one that no built-in profile has; save it under another"])
    return OfferedProfile(
        profile=profile_from_toml(document.content, name=name),
        version=document.version,
        author=document.author,
        saved_at=document.created_at,
    )


def _check_own_id(profile_id: str) -> None:
    if not _OWN_ID.fullmatch(profile_id):
        raise ProfileError(f"expected an id of small Latin letters, digits and hyphens, got {profile_id!r}")
    if profile_id in load_profiles():
        raise ProfileError(f"expected an id that no built-in profile has, got {profile_id!r}")

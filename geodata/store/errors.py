"""The errors of the store."""

from config.errors import AimakError
from geodata.store.records import Document


class StoreError(AimakError):
    """The store cannot do what was asked; nothing of it has been written."""


class StaleDocumentError(StoreError):
    """A change starts from another version than the current one; both are here to be compared.

    Attributes:
        base_version: The version the change starts from; None for a document thought to be new.
        current: The version in the store.
        offered: The text that was not saved; that of the current version where it was to be withdrawn.
    """

    def __init__(self, *, base_version: int | None, current: Document, offered: Document) -> None:
        self.base_version, self.current, self.offered = base_version, current, offered.content
        name = f"{current.kind} {current.document_id!r}"
        latest = (
            f"version {current.version}, {current.status} by {current.author} "
            f"at {current.created_at:%Y-%m-%d %H:%M} UTC"
        )
        if base_version is None:
            said = f"expected a new {current.kind}, got {name}, which exists ({latest}); choose another id"
        else:
            said = (
                f"expected a change of the current {name} ({latest}), got one of version {base_version}; "
                f"compare both and repeat the change on version {current.version}"
            )
        super().__init__(said)

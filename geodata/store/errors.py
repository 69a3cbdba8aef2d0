"""The errors of the store."""

from config.errors import AimakError
from geodata.councils.register import Register
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


class StaleRegisterError(StoreError):
    """A change of a body starts from another state than the one that is visible now.

    Attributes:
        body_id: The body.
        base_dataset_id: The dataset the change starts from; None for a body thought to be new.
        current_dataset_id: The dataset that is visible now; None if the body is no longer there.
        current: The body as it is now, without names of members.
    """

    def __init__(
        self,
        *,
        body_id: str,
        base_dataset_id: int | None,
        current_dataset_id: int | None,
        current: Register,
    ) -> None:
        self.body_id, self.current = body_id, current
        self.base_dataset_id, self.current_dataset_id = base_dataset_id, current_dataset_id
        super().__init__(
            f"expected a change of the body {body_id!r} as {_state(current_dataset_id)}, "
            f"got one of it as {_state(base_dataset_id)}; compare both and repeat the change"
        )


def _state(dataset_id: int | None) -> str:
    return "not in the register" if dataset_id is None else f"of dataset {dataset_id}"

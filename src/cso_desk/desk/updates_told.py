"""What is said of versions of the program when the desk opens: one was left, one is offered."""

from cso_desk.store.store import Store
from cso_desk.updates.place import installed_place, version_of
from cso_desk.updates.starting import came_up
from cso_desk.wording import _


def told_of_offer() -> str:
    """What is said where a new version came with a bundle."""
    return _(
        "A new version of the program came with a bundle. Look at it in the settings, under "
        "“About and updates…”."
    )


def _is_offered(store: Store) -> bool:
    # Whatever reads bundles is much to load, and what runs from its source takes no update.
    from cso_desk.bundles.program_update import offered  # noqa: PLC0415

    return bool(offered(store))


def told_of_start(store: Store) -> str:
    """Note that this version came up; what to say of one that did not, or is offered; "" for nothing."""
    left = came_up()
    if not left:
        return told_of_offer() if installed_place() is not None and _is_offered(store) else ""
    return _(
        "Version {version} did not start twice, so the version before is used again. Tell whoever sent it.",
        version=version_of(left),
    )

"""Keeps practice and real work apart: invented data never come into a real store, nor the other way round."""

from sqlalchemy import Connection

from cso_desk.bundles.manifest import Manifest
from cso_desk.errors import UserError
from cso_desk.wording import _


def is_practice(connection: Connection) -> bool:
    """Whether this store is one for practice, whose data are invented."""
    row = connection.exec_driver_sql("SELECT value FROM meta WHERE key = 'practice'").first()
    return row is not None and row[0] == "yes"


def practice_problem(connection: Connection, manifest: Manifest) -> UserError | None:
    """Why a bundle of the other kind cannot be taken in here; real data would come to lie unencrypted."""
    if manifest.practice == is_practice(connection):
        return None
    if manifest.practice:
        return UserError(
            _(
                "This bundle comes from a practice hub: everything in it is invented, so it cannot be "
                "taken in here. Take it in in the practice hub."
            )
        )
    return UserError(
        _(
            "This bundle holds real data, and this is a practice hub, which is not encrypted. Go back to "
            "your own desk and take it in there."
        )
    )

"""Puts one record into the trash, as a step that can be undone."""

from cso_desk.records.base import RecordId
from cso_desk.records.record_type import RecordType
from cso_desk.widgets.host import Host
from cso_desk.wording import N_, _


def put_away(host: Host, kind: RecordType, record: RecordId | str, code: str = "") -> bool:
    """Put a record into the trash; the step is called by its code, else by what it is. False: it failed."""
    return host.change(
        N_("Put {record} into the trash"),
        lambda transaction: transaction.trash(kind.record, RecordId(record)),
        record=code or _(kind.label),
    )

"""The tabs of an institution, a person and a group: what is kept of them from one day to another."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from cso_desk.features.members.form.layout import (
    COMPLIANCE_GROUPS,
    MEMBERSHIP_GROUPS,
    NAME_GROUPS,
    PLACES_OF_GROUP,
    PLACES_OF_PERSON,
    POSITIONS_OF_ORGANISATION,
    POSITIONS_OF_PERSON,
    RELATION_GROUPS,
)
from cso_desk.features.members.form.ties import FamilyTree
from cso_desk.features.members.record import (
    COMPLIANCE_YEAR,
    GROUP_MEMBERSHIP,
    MEMBERSHIP,
    ORGANISATION_NAME,
    POSITION,
    RELATION,
    ComplianceYear,
    Organisation,
    Relation,
)
from cso_desk.features.members.service import (
    date_former_names,
    earlier_names,
    first_days,
    keep_membership,
    present_name,
    undated_names,
)
from cso_desk.records.base import Record
from cso_desk.records.record_type import RecordType
from cso_desk.store.store import Store
from cso_desk.store.transaction import Transaction
from cso_desk.widgets.controls import Label, button, holder, row
from cso_desk.widgets.host import Host
from cso_desk.widgets.live import live
from cso_desk.widgets.related import RelatedRecords
from cso_desk.widgets.showing import digits, short_date
from cso_desk.widgets.sides import Sides
from cso_desk.wording import _, ngettext


def positions_of(host: Host, by: str) -> RelatedRecords:
    """Positions by "organisation" or by "person"."""
    groups = POSITIONS_OF_ORGANISATION if by == "organisation" else POSITIONS_OF_PERSON
    other = "person" if by == "organisation" else "organisation"
    return RelatedRecords(host, POSITION, by, columns=(other, "title_km", "role", "from_date"), groups=groups)


def places_in_groups(host: Host, by: str) -> RelatedRecords:
    """Who is in a group ("contact_group"), or in which groups a "person" is."""
    groups = PLACES_OF_GROUP if by == "contact_group" else PLACES_OF_PERSON
    other = "person" if by == "contact_group" else "contact_group"
    columns = (other, "organisation", "role", "since")
    return RelatedRecords(host, GROUP_MEMBERSHIP, by, columns=columns, groups=groups)


def names_and_ties(host: Host) -> Sides:
    """What an institution was called, what ties it to others, and the networks in which it stands."""
    return Sides(
        (
            (lambda: _("Earlier names"), lambda: EarlierNames(host)),
            (lambda: _("Relations"), lambda: _relations_of(host)),
            (lambda: _("Family tree"), lambda: FamilyTree(host)),
        )
    )


def _relations_of(host: Host) -> RelatedRecords:
    def keep(transaction: Transaction, parent: Record) -> Record:
        return transaction.add(Relation(organisation=parent.id, scope=parent.scope))

    columns = ("kind", "other", "from_date", "to_date")
    return RelatedRecords(host, RELATION, "organisation", columns=columns, groups=RELATION_GROUPS, keep=keep)


def memberships_of(host: Host) -> "Memberships":
    """The networks and bodies to which an institution belongs."""
    return Memberships(host)


def compliance_cards(host: Host) -> RelatedRecords:
    """The compliance cards of an institution; a new one is on the last whole year."""

    def keep(transaction: Transaction, parent: Record) -> Record:
        year = dt.date.today().year - 1  # noqa: DTZ011  the day on the wall
        return transaction.add(ComplianceYear(organisation=parent.id, scope=parent.scope, year=year))

    columns = ("year", "activity_report_on", "finance_report_on", "gpp_until")
    return RelatedRecords(
        host,
        COMPLIANCE_YEAR,
        "organisation",
        columns=columns,
        groups=COMPLIANCE_GROUPS,
        keep=keep,
    )


def members_since(store: Store, organisations: Sequence[str]) -> dict[str, str]:
    """Since when institutions are members, by their memberships; for a page of a list."""
    with store.reading() as reading:
        return first_days(reading, organisations)


class ToldRecords(RelatedRecords):
    """Parts of an institution below a sentence on what lists told of them; it hides where there is none."""

    def __init__(self, host: Host, kind: RecordType, **laid_out: Any) -> None:
        super().__init__(host, kind, "organisation", **laid_out)
        self._said = Label("", "quiet", wrap=True)
        self.beside = row(self._said, margins=(16, 0, 16, 8))
        self.beside.setStretch(0, 1)
        self._line = holder(self.beside)
        self.put_below_head(self._line)
        live(self, self.say_told)

    def show_record(self, record: Record) -> None:
        super().show_record(record)
        self._parent = record
        self.say_told()

    def told_of(self, organisation: Organisation) -> str:
        """The sentence, "" where nothing is to be said."""
        raise NotImplementedError

    def say_told(self) -> None:
        """Say it anew."""
        parent = self._parent
        told = self.told_of(parent) if isinstance(parent, Organisation) else ""
        self._said.show_text(told)
        self._line.setVisible(bool(told))


class Memberships(ToldRecords):
    """Memberships, below what a list told of them as long as no membership was written."""

    def __init__(self, host: Host) -> None:
        super().__init__(
            host,
            MEMBERSHIP,
            columns=("body", "kind", "status", "since"),
            groups=MEMBERSHIP_GROUPS,
            keep=_keep_membership,
        )
        host.changes.changed.connect(self._on_other)

    def _on_other(self, changed: object) -> None:
        parent = self._parent
        if parent is not None and parent.id in changed.ids:  # type: ignore[attr-defined]
            with self._host.store.reading() as reading:
                self._parent = reading.get(Organisation, parent.id) or parent
            self.say_told()

    def told_of(self, organisation: Organisation) -> str:
        said = []
        if organisation.member_since:
            said.append(_("A list says: member since {day}.", day=short_date(organisation.member_since)))
        if organisation.member_until:
            said.append(_("A list says: member until {day}.", day=short_date(organisation.member_until)))
        if said:
            said.append(_("Press Add to make a membership of it."))
        return " ".join(said)


def _keep_membership(transaction: Transaction, parent: Record) -> Record:
    assert isinstance(parent, Organisation)  # noqa: S101  the tab stands with institutions alone
    return keep_membership(transaction, parent)


class EarlierNames(ToldRecords):
    """Earlier names with their days; those of which a list knew the text alone can be taken over."""

    def __init__(self, host: Host) -> None:
        super().__init__(
            host,
            ORGANISATION_NAME,
            columns=("name_km", "name_en", "from_date", "to_date"),
            groups=NAME_GROUPS,
            keep=_keep_name,
        )
        self.beside.addWidget(button(lambda: _("Give them days"), self.take_over, writes="data"))
        self.model.modelReset.connect(self.say_told)

    def take_over(self) -> None:
        """Make a line of every former name of which no day is known."""
        parent = self._parent
        if parent is not None:
            self._host.attempt(lambda: date_former_names(self._host.store, parent.id))

    def told_of(self, organisation: Organisation) -> str:
        if not organisation.former_names:
            return ""
        with self._host.store.reading() as reading:
            kept = earlier_names(reading, organisation.id).get(organisation.id, ())
        undated = undated_names(organisation, kept)
        if not undated:
            return ""
        return ngettext(
            "{number} former name has no days yet: {names}",
            "{number} former names have no days yet: {names}",
            len(undated),
            number=digits(len(undated)),
            names=", ".join(undated),
        )


def _keep_name(transaction: Transaction, parent: Record) -> Record:
    """A new line begins with the name of today: it is kept before another one is written in the details."""
    assert isinstance(parent, Organisation)  # noqa: S101  the tab stands with institutions alone
    now = transaction.get(Organisation, parent.id) or parent
    before = earlier_names(transaction, now.id).get(now.id, ())
    return transaction.add(present_name(now, before))

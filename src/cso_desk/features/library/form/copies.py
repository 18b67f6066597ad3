"""The copies of a title on its tab: several are added at once, and those that a list told of get numbers."""

from cso_desk.features.library.form.labels import labelled_in, labels_in_window
from cso_desk.features.library.form.layout import COPY_GROUPS
from cso_desk.features.library.record import LIBRARY_COPY, LibraryCopy, LibraryTitle
from cso_desk.features.library.service import add_copies, number_told_copies, renumber_copy, untold_copies
from cso_desk.records.base import Record
from cso_desk.records.kinds import Number
from cso_desk.widgets.controls import Label, button, holder, row
from cso_desk.widgets.editors.lines import LineEditor
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.host import Host
from cso_desk.widgets.live import live
from cso_desk.widgets.related import RelatedRecords
from cso_desk.widgets.showing import digits
from cso_desk.widgets.theme import theme
from cso_desk.wording import N_, _, ngettext


class CopiesTab(RelatedRecords):
    """Copies below a line that adds several; above it what a list told, as long as no copy was numbered."""

    def __init__(self, host: Host) -> None:
        columns = ("code", "accession", "shelf", "state", "condition")
        super().__init__(
            host, LIBRARY_COPY, "title", columns=columns, groups=COPY_GROUPS, order="code", open_at_once=False
        )
        self._new_copies: int | None = 1
        self.how_many = LineEditor(Number(N_("How many copies")))
        self.how_many.setFixedWidth(theme.px(64))
        self.how_many.name(lambda: _("How many copies"))
        self.how_many.committed.connect(self._take_count)
        several = button(lambda: _("Add so many copies"), self.add_several, picture="plus", writes="data")
        labels = button(lambda: _("Print labels"), self.print_labels, picture="tag")
        spines = button(lambda: _("Spine labels"), self.print_spines, picture="tag")
        self._told = Label("", "quiet", wrap=True)
        self.number_told = button(lambda: _("Give them numbers"), self.take_over, writes="data")
        beside = row(self._told, self.number_told, margins=(16, 0, 8, 4))
        beside.setStretch(0, 1)
        self._told_line = holder(beside)
        fresh = button(
            lambda: _("New number"), self.renumber, picture="arrows-clockwise",
            hint=lambda: _("Gives the copy that is chosen another number, where two have the same one."),
            writes="data",
        )  # fmt: skip
        several_line = row(flowing(self.how_many, several, labels, spines, fresh), margins=(16, 0, 8, 4))
        self.put_below_head(holder(several_line))
        self.put_below_head(self._told_line)
        self.model.modelReset.connect(self.say_told)
        live(self, self.say_told)

    def show_record(self, record: Record) -> None:
        super().show_record(record)
        self._parent = record
        self.say_told()

    def add_several(self) -> None:
        """Add as many copies as the box says, in one step."""
        self.how_many.commit_now()
        title, count = self._parent, self._new_copies or 0
        if self.how_many.is_typing():
            return  # what stands there is no number, and that is told beside it
        if title is not None and self._host.attempt(lambda: add_copies(self._host.store, title.id, count)):
            self._take_count(1)

    def take_over(self) -> None:
        """Give a number to each copy that a list told of."""
        title = self._parent
        if title is not None:
            self._host.attempt(lambda: number_told_copies(self._host.store, [title.id]))

    def print_labels(self) -> None:
        """Show labels with bar codes for the copies of this title."""
        self._host.show_paper(labels_in_window(self._host.store, self._labelled()))

    def print_spines(self) -> None:
        """Show labels for the spines."""
        self._host.show_paper(labels_in_window(self._host.store, self._labelled(), "5x13", spines=True))

    def renumber(self) -> None:
        """Give the copy that is chosen a new number."""
        copy, made = self.table.current_record(), list[str]()
        if not copy:
            self._host.notify(_("Choose the copy first."))
        elif self._host.attempt(lambda: made.append(renumber_copy(self._host.store, copy))):
            self._host.notify(_("Its number is {code} now. Print a label for it.", code=made[0]), undo=True)

    def _take_count(self, value: object) -> None:
        self._new_copies = value if isinstance(value, int) else None
        self.how_many.show_value(self._new_copies)

    def _labelled(self) -> list[tuple[LibraryCopy, LibraryTitle]]:
        """The copies that are selected, where those are several; else all."""
        title = self._parent
        assert title is not None  # noqa: S101  the tab stands with a title
        only = self.table.selected_ids() if self.table.selected_count() > 1 else []
        with self._host.store.reading() as reading:
            return labelled_in(reading, [title.id], only)

    def say_told(self) -> None:
        """Say what a list told, while that is all that is known."""
        if not self.how_many.is_typing():
            self.how_many.show_value(self._new_copies)
        title, told = self._parent, 0
        if isinstance(title, LibraryTitle):
            with self._host.store.reading() as reading:
                told = untold_copies(reading, title.id).get(title.id, 0)
        self._told_line.setVisible(bool(told))
        self._told.show_text(
            ngettext(
                "A list says: {number} copy. It has no number yet.",
                "A list says: {number} copies. They have no numbers yet.",
                told,
                number=digits(told),
            )
        )

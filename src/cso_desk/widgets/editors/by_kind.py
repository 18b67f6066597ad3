"""Which editor belongs to which kind of field."""

from collections.abc import Callable, Sequence

from cso_desk.records.kinds import (
    Choice,
    Figure,
    Files,
    Flag,
    Kind,
    Money,
    Place,
    Places,
    Reference,
    References,
    Tags,
    Text,
)
from cso_desk.records.record_type import Field, RecordType
from cso_desk.widgets.editors.base import Editor
from cso_desk.widgets.editors.choices import ChoiceEditor, FlagEditor
from cso_desk.widgets.editors.files import FilesEditor
from cso_desk.widgets.editors.finders import Keep, place_name, record_finder, suggest_places, tag_finder
from cso_desk.widgets.editors.lines import LineEditor, LongTextEditor, figure_editor, money_editor
from cso_desk.widgets.editors.picking import ManyEditor, PickEditor
from cso_desk.widgets.host import Host

_MADE: dict[type[Kind], Callable[..., Editor]] = {
    Choice: ChoiceEditor,
    Flag: lambda _kind: FlagEditor(),
    Figure: figure_editor,
    Money: money_editor,
    Place: lambda _kind: PickEditor(suggest_places, place_name),
    Places: lambda _kind: ManyEditor(suggest_places, place_name),
}


def editor_for(field: Field, kind: RecordType, host: Host, keep: Keep | None = None) -> Editor:
    """A new editor for one field of a record type. `keep`: what becomes of records made on the spot."""
    what = field.kind
    if isinstance(what, Text) and what.long:
        return LongTextEditor()
    if isinstance(what, Files):
        return FilesEditor(host, kind, field)
    if isinstance(what, (Reference, References)):
        finder = record_finder(host, what.to or kind.name, keep)
        return PickEditor(*finder) if isinstance(what, Reference) else ManyEditor(*finder)
    if isinstance(what, Tags):
        return ManyEditor(*tag_finder(what, _used(host, kind, field.name)), free=what.free)
    return _MADE.get(type(what), LineEditor)(what)


def _used(host: Host, kind: RecordType, name: str) -> Callable[[], Sequence[str]]:
    """The words that records of this type have in this field, the most frequent first."""

    def used() -> list[str]:
        from cso_desk.store.listing import value_counts  # noqa: PLC0415  see RecordModel.load
        from cso_desk.store.search import refresh  # noqa: PLC0415

        refresh(host.store)
        return [str(value) for value in value_counts(host.store, kind, name)]

    return used

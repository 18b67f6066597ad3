"""Which editor belongs to which kind of field."""

from typing import cast

from cso_desk.records.kinds import (
    Choice,
    Date,
    Flag,
    Number,
    Phones,
    Place,
    Places,
    Quarter,
    Reference,
    References,
    Several,
    Tags,
    Text,
    Time,
)
from cso_desk.records.record_type import Field, RecordType
from cso_desk.widgets.editors.base import Editor
from cso_desk.widgets.editors.choices import ChoiceEditor, FlagEditor
from cso_desk.widgets.editors.lines import (
    DateEditor,
    LongTextEditor,
    NumberEditor,
    PhonesEditor,
    QuarterEditor,
    SeveralEditor,
    TextEditor,
    TimeEditor,
)
from cso_desk.widgets.editors.picking import (
    ManyEditor,
    PickEditor,
    place_name,
    record_finder,
    suggest_places,
    tag_finder,
)
from cso_desk.widgets.host import Host

_LINES: dict[type, type[Editor]] = {
    Number: NumberEditor,
    Date: DateEditor,
    Quarter: QuarterEditor,
    Time: TimeEditor,
    Phones: PhonesEditor,
}


def editor_for(field: Field, kind: RecordType, host: Host) -> Editor:  # noqa: PLR0911  one a kind
    """A new editor for one field of a record type."""
    what = field.kind
    if type(what) in _LINES:
        return _LINES[type(what)]()
    if isinstance(what, Flag):
        return FlagEditor()
    if isinstance(what, Choice):
        return ChoiceEditor(what)
    if isinstance(what, (Place, Places)):
        made = PickEditor if isinstance(what, Place) else ManyEditor
        return made(suggest_places, place_name)
    if isinstance(what, (Reference, References)):
        finder = record_finder(host, what.to or kind.name)
        return PickEditor(*finder) if isinstance(what, Reference) else ManyEditor(*finder)
    if isinstance(what, Tags):
        return ManyEditor(*tag_finder(what))
    if isinstance(what, Several):
        return SeveralEditor()
    return LongTextEditor() if cast("Text", what).long else TextEditor()

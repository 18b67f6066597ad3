"""What stands behind one label of a record: one field, two languages of a text, a first and a last day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from cso_desk.records.kinds import Date
from cso_desk.records.record_type import RecordType
from cso_desk.widgets.editors.base import Editor
from cso_desk.widgets.live import live
from cso_desk.widgets.theme import theme
from cso_desk.wording import N_, _


@dataclass(frozen=True)
class Line:
    """What stands behind one label: a field, two languages of one text, or the first and the last day."""

    label: str
    fields: tuple[str, ...]
    span: bool = False


def lines_of(kind: RecordType, names: Sequence[str]) -> Iterator[Line]:
    """The lines of these fields; what belongs together and is named stands on one."""
    done: set[str] = set()
    for name in names:
        if name in done:
            continue
        what = kind.fields[name].kind
        both = getattr(what, "both", "")
        other = what.until if isinstance(what, Date) else f"{name.removesuffix('_km')}_en"
        if both and other in names:
            done.add(other)
            yield Line(both, (name, other), span=isinstance(what, Date))
        else:
            yield Line(what.label, (name,))


def span_from(kind: RecordType, name: str) -> Line | None:
    """The line of the days of which the field `name` holds the first; None where it holds a day alone."""
    lines = (line for line in lines_of(kind, kind.typed) if line.span)
    return next((line for line in lines if line.fields[0] == name), None)


def beside(editors: Sequence[Editor]) -> QWidget:
    """The two languages of one text; an empty one says which it is."""
    whole = QWidget()
    layout = QBoxLayout(QBoxLayout.Direction.TopToBottom, whole)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.px(4))
    for editor, language in zip(editors, (N_("Khmer"), N_("English")), strict=True):
        layout.addWidget(editor, 1, Qt.AlignmentFlag.AlignTop)
        _say_language(editor.control(), language)
    return whole


def turn(field: QWidget, line: Line, *, wide: bool) -> None:
    """Put two languages side by side or below one another."""
    inner = field.layout()
    if len(line.fields) > 1 and not line.span and isinstance(inner, QBoxLayout):
        inner.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)


def _say_language(control: QWidget, language: str) -> None:
    if isinstance(control, (QLineEdit, QPlainTextEdit)):
        live(control, lambda: control.setPlaceholderText(_(language)))

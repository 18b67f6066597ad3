"""The line below the bar of a list that says how many of its records may have been entered twice."""

from PySide6.QtWidgets import QFrame

from cso_desk.widgets.controls import Label, button, icon_button, part, row
from cso_desk.widgets.host import Host
from cso_desk.widgets.live import live
from cso_desk.widgets.showing import digits
from cso_desk.wording import _, ngettext


class DoublesBar(QFrame):
    """Shown as soon as pairs were found; closed it stays away until there are more of them."""

    def __init__(self, host: Host, kind: str) -> None:
        super().__init__()
        part(self, "bar")
        self._host, self._kind = host, kind
        self._closed_at = 0
        self._said = Label("", wrap=True)
        self.look = button(lambda: _("Look at them"), self._look, picture="users")
        inside = row(
            self._said,
            self.look,
            icon_button("x", lambda: _("Close"), self._close),
            margins=(16, 4, 8, 4),
        )
        inside.setStretch(0, 1)
        self.setLayout(inside)
        host.doubles.counted.connect(self._say)
        live(self, self._say)

    def _say(self) -> None:
        count = self._host.doubles.found.get(self._kind, 0)
        self._said.show_text(
            ngettext(
                "{number} pair may have been entered twice.",
                "{number} pairs may have been entered twice.",
                count,
                number=digits(count),
            )
        )
        self.setVisible(count > self._closed_at)
        self._closed_at = min(self._closed_at, count)

    def _look(self) -> None:
        self._host.show_duplicates(self._kind)

    def _close(self) -> None:
        self._closed_at = self._host.doubles.found.get(self._kind, 0)
        self.hide()

"""A link that goes on in the next line."""

from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from cso_desk.widgets.theme import dress
from cso_desk.widgets.wrapped_link import WrappedLink

_NAME = "Network meeting of the third quarter & of the hubs around it"


def test_a_link_wraps_only_where_there_is_no_room(qapp: QApplication) -> None:
    dress(qapp)
    pressed: list[bool] = []
    whole = QWidget()
    layout = QVBoxLayout(whole)
    link = WrappedLink(_NAME, lambda: pressed.append(True))
    layout.addWidget(link)
    layout.addStretch(1)
    heights = []
    for width in (900, 240):
        whole.resize(width, 300)
        whole.show()
        QApplication.processEvents()
        assert link.text().replace("&&", "&").replace("\n", " ") == _NAME
        heights.append(link.height())
        widest = max(map(link.fontMetrics().horizontalAdvance, link.text().replace("&&", "&").split("\n")))
        assert widest <= link.width()
    assert link.text().count("\n") >= 1
    assert heights[1] > heights[0]
    link.click()
    assert pressed == [True]

"""The one stylesheet of the window, made from the tokens of a palette and the size of the text.

Widgets say what they are with the property "part" ("rail", "card", "primary", …); nothing else is styled
one by one. Lengths are written for text of 10 points and grow with it.
"""

from collections.abc import Callable
from string import Template

from cso_desk.widgets.palette import Palette

_SHEET = Template("""
* { outline: none; }
QWidget { color: $text; }
/* Else Qt would read a name that looks like markup as markup, and load the pictures it names. */
QToolTip { background: $text; color: $surface; border: none; padding: ${p4}px ${p8}px;
  qproperty-textFormat: PlainText; }
QMainWindow, QWidget[part="canvas"] { background: $canvas; }
QWidget[part="surface"] { background: $surface; }
QFrame[part="card"] { background: $surface; border: ${w}px solid $line; border-radius: ${p8}px; }
QFrame[part="pane"] { background: $surface; border: none; border-left: ${w}px solid $line; }
QFrame[part="hit"] { background: $surface; border: ${w}px solid transparent; }
QFrame[part="hit"]:hover { background: $raised; }
QFrame[part="hit"]:focus { background: $raised; border: ${w}px solid $accent; }
QFrame[part="bar"] { background: $surface; border: none; border-bottom: ${w}px solid $line; }
QFrame[part="practice"] { background: $warn_soft; border: none; border-bottom: ${w}px solid $warn; }
QFrame[part="foot"] { background: $canvas; border: none; border-top: ${w}px solid $line; }
QFrame[part="rule"] { background: $line; border: none; max-height: ${w}px; min-height: ${w}px; }
QScrollArea, QScrollArea > QWidget > QWidget[part="inside"] { background: transparent; border: none; }
QSplitter::handle { background: $line; }
QSplitter::handle:hover { background: $accent; }

QLabel { background: transparent; min-height: ${p20}px; padding: ${p2}px 0; }
QLabel[part="title"] { font-size: ${title}pt; font-weight: bold; min-height: ${p36}px; }
QLabel[part="heading"] { font-size: ${heading}pt; font-weight: bold; min-height: ${p28}px; }
QLabel[part="group"] { color: $quiet; font-weight: bold; }
QLabel[part="tile"] { font-weight: bold; }
QLabel[part="quiet"] { color: $quiet; }
QLabel[part="label"] { color: $quiet; padding: ${p6}px 0 ${p2}px 0; }
QLabel[part="good"] { color: $good; }
QLabel[part="warn"] { color: $warn; }
QLabel[part="bad"] { color: $bad; }
QLabel[part="brand"] { font-weight: bold; color: $text; }
QLabel[part="count"] { color: $quiet; }
QLabel[part="figure"] { font-size: ${figure}pt; font-weight: bold; min-height: ${p48}px; }
QLabel[part="badge"] { background: $warn_soft; color: $warn; border-radius: ${p4}px;
  padding: ${p2}px ${p8}px; }
QLabel[part="code"] { color: $quiet; }
QLabel[part="key"] { background: $canvas; border: ${w}px solid $edge; border-radius: ${p4}px;
  padding: ${p1}px ${p6}px; }

QFrame[part="rail"] { background: $rail; border: none; border-right: ${w}px solid $line; }
QPushButton[part="place"] { background: transparent; border: none; border-left: 3px solid transparent;
  border-radius: 0; text-align: left; padding: ${p6}px ${p12}px; min-height: ${p28}px; color: $text; }
QPushButton[part="place"]:hover { background: $raised; }
QPushButton[part="place"]:checked { background: $accent_soft; border-left: 3px solid $accent;
  color: $accent; }
QPushButton[part="place"]:focus { background: $raised; border: none; border-left: 3px solid $quiet;
  padding: ${p6}px ${p12}px; }
QPushButton[part="place"]:checked:focus { background: $accent_soft; border-left: 3px solid $text; }

QPushButton, QToolButton { background: $surface; color: $text; border: ${w}px solid $edge;
  border-radius: ${p6}px; padding: ${p4}px ${p12}px; min-height: ${p24}px; }
QPushButton:hover, QToolButton:hover { background: $raised; border-color: $quiet; }
QPushButton:pressed, QToolButton:pressed { background: $accent_soft; }
QPushButton:focus, QToolButton:focus { border: 2px solid $accent; padding: ${p3}px ${p11}px; }
QPushButton:disabled, QToolButton:disabled { color: $disabled; border-color: $line; background: transparent; }
QPushButton[part="primary"] { background: $accent; color: $on_accent; border: ${w}px solid $accent;
  font-weight: bold; }
QPushButton[part="primary"]:hover { background: $accent; border-color: $text; }
QPushButton[part="primary"]:focus { border: 2px solid $text; }
QPushButton[part="primary"]:disabled { background: $raised; color: $disabled; border-color: $line; }
QPushButton[part="flat"], QToolButton[part="flat"] { background: transparent;
  border: ${w}px solid transparent; padding: ${p4}px ${p8}px; }
QPushButton[part="flat"]:hover, QToolButton[part="flat"]:hover { background: $raised; }
QPushButton[part="flat"]:focus, QToolButton[part="flat"]:focus { border: 2px solid $accent;
  padding: ${p3}px ${p7}px; }
QPushButton[part="link"] { background: transparent; border: ${w}px solid transparent; color: $accent;
  text-align: left; padding: ${p2}px ${p1}px; }
QPushButton[part="link"]:hover { text-decoration: underline; }
QPushButton[part="link"]:focus { border: ${w}px solid $accent; }
QPushButton[part="figure-link"] { background: transparent; border: ${w}px solid transparent; text-align: left;
  font-size: ${figure}pt; font-weight: bold; min-height: ${p48}px; padding: 0; }
QPushButton[part="figure-link"]:hover { color: $accent; text-decoration: underline; }
QPushButton[part="figure-link"]:focus { border: ${w}px solid $accent; }
QPushButton[part="tab"] { background: transparent; border: none; border-bottom: 2px solid transparent;
  border-radius: 0; padding: ${p6}px ${p12}px; color: $quiet; }
QPushButton[part="tab"]:hover { color: $text; }
QPushButton[part="tab"]:checked { color: $accent; border-bottom: 2px solid $accent; }
QPushButton[part="tab"]:focus { background: $raised; border: none; border-bottom: 2px solid $text;
  padding: ${p6}px ${p12}px; }
QPushButton[part="segment"] { border-radius: 0; border: ${w}px solid $edge; padding: ${p4}px ${p10}px; }
QPushButton[part="segment"][place="first"] { border-top-left-radius: ${p6}px;
  border-bottom-left-radius: ${p6}px; }
QPushButton[part="segment"][place="last"] { border-top-right-radius: ${p6}px;
  border-bottom-right-radius: ${p6}px; border-left: none; }
QPushButton[part="segment"]:checked { background: $accent_soft; color: $accent; }
QPushButton[part="segment"]:focus { border: 2px solid $accent; padding: ${p3}px ${p9}px; }
QToolButton::menu-indicator, QPushButton::menu-indicator { image: none; width: 0; }
QPushButton[part="choice"] { text-align: left; padding: ${p8}px ${p16}px; min-height: ${p28}px;
  font-weight: bold; }
QPushButton[part="choice"]:checked { background: $accent_soft; border: 2px solid $accent; color: $accent;
  padding: ${p7}px ${p14}px; }
QPushButton[part="choice"]:focus { border: 2px solid $accent; padding: ${p7}px ${p14}px; }
QPushButton[part="choice"]:checked:focus { border: 2px solid $text; }
QPushButton[part="large"] { font-size: ${title}pt; text-align: left; padding: ${p8}px ${p16}px;
  min-height: ${p36}px; }
QPushButton[part="large"]:focus { border: 2px solid $accent; padding: ${p7}px ${p14}px; }
QPushButton[part="value"] { padding: 0; border: ${w}px solid $edge; background: $surface; }
QPushButton[part="value"]:checked { background: $accent_soft; border: 2px solid $accent; }
QPushButton[part="value"]:focus { border: 2px solid $text; }

QPushButton[part="chip"] { background: $accent_soft; border: none; border-radius: ${p10}px;
  padding: 0 ${p10}px; min-height: ${p24}px; }
QPushButton[part="chip"]:focus, QToolButton[part="chip"]:focus { border: 2px solid $accent; }
QFrame[part="chip"] { background: $accent_soft; border: none; border-radius: ${p12}px; }
QToolButton[part="chip"] { background: transparent; border: 2px solid transparent; border-radius: ${p12}px;
  padding: 0; min-height: ${p20}px; min-width: ${p20}px; }
QToolButton[part="chip"]:hover { background: $raised; }

QLineEdit, QPlainTextEdit, QComboBox { background: $surface; color: $text;
  border: ${w}px solid $edge; border-radius: ${p6}px; padding: ${p2}px ${p8}px; min-height: ${p28}px;
  selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit, QPlainTextEdit { placeholder-text-color: $quiet; }
QLineEdit:hover, QPlainTextEdit:hover, QComboBox:hover { border-color: $quiet; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus { border: 2px solid $accent;
  padding: ${p1}px ${p7}px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled { color: $disabled; background: $canvas; }
QLineEdit[part="quiet"], QPlainTextEdit[part="quiet"], QComboBox[part="quiet"] {
  background: transparent; border: ${w}px solid $line; }
QLineEdit[part="quiet"]:hover, QPlainTextEdit[part="quiet"]:hover, QComboBox[part="quiet"]:hover {
  border: ${w}px solid $edge; background: $surface; }
QLineEdit[part="quiet"]:focus, QPlainTextEdit[part="quiet"]:focus, QComboBox[part="quiet"]:focus {
  border: 2px solid $accent; background: $surface; }
QLineEdit[wrong="yes"], QPlainTextEdit[wrong="yes"], QComboBox[wrong="yes"] {
  border: ${w}px solid $bad; background: $bad_soft; }
QLineEdit[part="large"] { font-size: ${title}pt; min-height: ${p48}px; }
QLineEdit[part="search"] { border-radius: ${p16}px; padding-left: ${p12}px; background: $canvas; }
QLineEdit[part="search"]:focus { padding-left: ${p11}px; background: $surface; }
QComboBox::drop-down { border: none; width: ${p24}px; subcontrol-origin: padding;
  subcontrol-position: top right; }
QComboBox::down-arrow { image: url("$arrow"); width: ${p12}px; height: ${p12}px; }
QComboBox QAbstractItemView, QListView[part="popup"] { background: $surface; color: $text;
  border: ${w}px solid $edge; padding: ${p4}px; selection-background-color: $accent_soft;
  selection-color: $text; }
QComboBox QAbstractItemView::item, QListView[part="popup"]::item { min-height: ${p28}px;
  padding: 0 ${p8}px; }
QListView[part="popup"]::item:disabled { color: $quiet; }
QListView[part="popup"]::item:selected { background: $accent_soft; color: $text; }
QCheckBox { spacing: ${p8}px; min-height: ${p28}px; padding: 0 ${p4}px; border: ${w}px solid transparent;
  border-radius: ${p4}px; }
QCheckBox:focus { border: 2px solid $accent; }
QCheckBox::indicator { width: ${p14}px; height: ${p14}px; border: ${w}px solid $edge;
  border-radius: ${p3}px; background: $surface; }
QCheckBox::indicator:hover { border-color: $accent; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url("$tick"); }
QRadioButton { spacing: ${p8}px; min-height: ${p28}px; border: ${w}px solid transparent;
  border-radius: ${p4}px; }
QRadioButton:focus { border: 2px solid $accent; }

QTableView, QListView, QTreeView { background: $surface; border: none; alternate-background-color: $surface;
  gridline-color: $line; selection-background-color: $accent_soft; selection-color: $text; }
QTableView::item, QListView::item { padding: 0 ${p8}px; border: none;
  border-bottom: ${w}px solid $line; }
QListView[part="plain"]::item { min-height: ${p28}px; }
QListView::indicator, QTableView::indicator, QTreeView::indicator {
  width: ${p14}px; height: ${p14}px; border: ${w}px solid $edge;
  border-radius: 3px; background: $surface; }
QListView::indicator:checked, QTableView::indicator:checked, QTreeView::indicator:checked {
  background: $accent; border-color: $accent; image: url("$tick"); }
QTreeView::indicator:indeterminate { background: $accent_soft; border-color: $accent; }
QTableView::item:hover, QListView::item:hover { background: $raised; }
QTableView::item:selected, QListView::item:selected { background: $accent_soft; color: $text; }
QTableView::item:focus { border-bottom: 2px solid $accent; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section { background: $surface; color: $quiet; border: none;
  border-bottom: ${w}px solid $edge; padding: 0 ${p8}px; min-height: ${p32}px; font-weight: bold;
  text-align: left; }
QHeaderView::section:hover { color: $text; background: $raised; }
QHeaderView::down-arrow { image: url("$sorted_down"); width: ${p12}px; height: ${p12}px;
  subcontrol-position: center right; right: ${p4}px; }
QHeaderView::up-arrow { image: url("$sorted_up"); width: ${p12}px; height: ${p12}px;
  subcontrol-position: center right; right: ${p4}px; }
QTableCornerButton::section { background: $surface; border: none; }

QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: ${p12}px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: ${p12}px; margin: 0; }
QScrollBar::handle { background: $edge; border-radius: ${p4}px; margin: ${p2}px; }
QScrollBar::handle:vertical { min-height: ${p32}px; }
QScrollBar::handle:horizontal { min-width: ${p32}px; }
QScrollBar::handle:hover { background: $quiet; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QMenu { background: $surface; border: ${w}px solid $edge; padding: ${p4}px; }
QMenu::item { padding: ${p6}px ${p24}px ${p6}px ${p12}px; border-radius: ${p4}px; min-height: ${p20}px; }
QMenu::item:selected { background: $accent_soft; color: $text; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: ${w}px; background: $line; margin: ${p4}px; }
QMenu::indicator { width: ${p14}px; height: ${p14}px; left: ${p4}px; }
QMenu::indicator:checked { image: url("$mark"); }
QProgressBar { background: $line; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }

QFrame[part="notice"] { background: $text; border: none; border-radius: ${p8}px; }
QFrame[part="notice"] QLabel { color: $surface; }
QFrame[part="notice"] QPushButton { background: transparent; color: $surface; border: ${w}px solid $quiet; }
QFrame[part="notice"] QPushButton:hover, QFrame[part="notice"] QPushButton:focus {
  border: ${w}px solid $surface; }
QFrame[part="problem"] { background: $bad_soft; border: ${w}px solid $bad; border-radius: ${p8}px; }
QFrame[part="problem"] QPlainTextEdit { background: $surface; }
QFrame[part="caution"] { background: $warn_soft; border: ${w}px solid $warn; border-radius: ${p8}px; }
QFrame[part="choice"] { background: $surface; border: ${w}px solid $edge; border-radius: ${p8}px; }
QFrame[part="choice"][chosen="yes"] { background: $accent_soft; border: 2px solid $accent; }
QFrame[part="popup"] { background: $surface; border: ${w}px solid $edge; border-radius: ${p8}px; }
""")

_LENGTHS = (1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 14, 16, 20, 24, 28, 32, 36, 48)


def stylesheet(
    palette: Palette, px: Callable[[float], int], size: int, pictures: dict[str, str] | None = None
) -> str:
    """The text of the stylesheet. `px` turns a length at 10 points into pixels; `size` is in points."""
    values: dict[str, object] = {
        name: value for name, value in vars(palette).items() if name not in ("name", "label", "line_width")
    }
    values |= {f"p{length}": px(length) for length in _LENGTHS}
    values |= {"w": palette.line_width, "heading": round(size * 1.2, 1), "title": round(size * 1.6, 1)}
    values |= {"figure": round(size * 2.2, 1)}
    values |= dict.fromkeys(("arrow", "tick", "mark", "sorted_up", "sorted_down"), "")
    return _SHEET.substitute(values | (pictures or {}))

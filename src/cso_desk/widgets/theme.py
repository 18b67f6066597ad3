"""The look of the window as it is now: palette, text size, fonts; changed at once, everywhere."""

from collections.abc import Iterator

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from cso_desk.resources import resource
from cso_desk.settings import TEXT_SIZES
from cso_desk.store.private_folder import PassingFolder
from cso_desk.widgets.icon_font import letter_pixmap
from cso_desk.widgets.palette import LIGHT, PALETTES, Palette
from cso_desk.widgets.stylesheet import stylesheet

DEFAULT_SIZE = 10

FAMILIES = ("CSO Desk Khmer", "CSO Desk Latin", "CSO Desk Signs")
"""The fonts of the papers; a letter is drawn from the first that has it."""

_FILES = (
    "CSODeskKhmer-Regular.ttf",
    "CSODeskKhmer-Bold.ttf",
    "CSODeskLatin-Regular.ttf",
    "CSODeskLatin-Bold.ttf",
    "CSODeskSigns-Regular.ttf",
)
_PICTURES = {
    "arrow": ("caret-down", "quiet"),
    "tick": ("check-bold", "on_accent"),
    "mark": ("check-bold", "accent"),
    "sorted_up": ("caret-down", "accent"),
    "sorted_down": ("caret-up", "accent"),
}
_GRID = 4


class Theme(QObject):
    """What everything is painted with. `changed` is told after the application wears the new look."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.palette: Palette = LIGHT
        self.size = DEFAULT_SIZE
        self._folder: PassingFolder | None = None

    def px(self, at_ten_points: float) -> int:
        """A length in pixels that grows with the text, on the 4 px grid where it is 8 px or more."""
        length = at_ten_points * self.size / 10
        return round(length) if length < 8 else round(length / _GRID) * _GRID

    @property
    def row_height(self) -> int:
        """The height of one row of a list: 32 px at 10 points, so that subscripts are never cut."""
        return self.px(32)

    def font(self, *, points: float = 0, bold: bool = False) -> QFont:
        """A font of the window; `points` beside the body size, 0 for the body size itself."""
        font = QFont()
        font.setFamilies(list(FAMILIES))
        font.setPointSizeF(points or self.size)
        font.setBold(bold)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font

    def wear(self, palette: str | None = None, size: int | None = None) -> None:
        """Change the palette, the text size or both, everywhere at once."""
        self.palette = PALETTES.get(palette or self.palette.name, LIGHT)
        self.size = min(max(size or self.size, TEXT_SIZES[0]), TEXT_SIZES[-1])
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.setFont(self.font())
            application.setPalette(_qt_palette(self.palette))
            application.setStyleSheet(stylesheet(self.palette, self.px, self.size, self._pictures()))
        self.changed.emit()

    def _pictures(self) -> dict[str, str]:
        """Files of the few icons that a stylesheet can take from files only."""
        if self._folder is None:
            try:
                self._folder = PassingFolder()
            except OSError:
                return dict.fromkeys(_PICTURES, "")  # the disk is full: the window stands without ticks
        files = {}
        for part, (name, token) in _PICTURES.items():
            colour = getattr(self.palette, token)
            path = self._folder.path / f"{name}-{colour[1:]}.png"
            if not path.exists():
                letter_pixmap(name, QSize(32, 32), colour).save(str(path))
            files[part] = path.as_posix()
        return files


theme = Theme()


def load_fonts() -> bool:
    """Make the packaged fonts known to Qt; False where a file is missing and the system's are used."""
    files = [resource("fonts", name) for name in _FILES]
    loaded = [path.is_file() and QFontDatabase.addApplicationFont(str(path)) >= 0 for path in files]
    return all(loaded)


def dress(application: QApplication, palette: str = "light", size: int = DEFAULT_SIZE) -> None:
    """Give a new application its style, fonts and colours."""
    for _piece in dressing(application, palette, size):
        pass


def dressing(application: QApplication, palette: str, size: int) -> Iterator[None]:
    """As `dress`, in pieces between which a window can answer."""
    application.setStyle("Fusion")
    yield
    load_fonts()
    yield
    theme.wear(palette, size)


def _qt_palette(colours: Palette) -> QPalette:
    role = QPalette.ColorRole
    qt = QPalette()
    for which, colour in {
        role.Window: colours.canvas,
        role.WindowText: colours.text,
        role.Base: colours.surface,
        role.AlternateBase: colours.raised,
        role.Text: colours.text,
        role.PlaceholderText: colours.quiet,
        role.Button: colours.surface,
        role.ButtonText: colours.text,
        role.BrightText: colours.bad,
        role.ToolTipBase: colours.text,
        role.ToolTipText: colours.surface,
        role.Highlight: colours.accent_soft,
        role.HighlightedText: colours.text,
        role.Link: colours.accent,
        role.Mid: colours.line,
        role.Light: colours.raised,
        role.Midlight: colours.line,
        role.Dark: colours.edge,
        role.Shadow: colours.edge,
        role.Accent: colours.accent,
    }.items():
        qt.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        qt.setColor(QPalette.ColorGroup.Disabled, which, QColor(colours.disabled))
    return qt

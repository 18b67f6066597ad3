"""What a title does to others and others to it, and how it stands on a day; a tab of the title."""

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from cso_desk.features.library.form.layout import LINK_GROUPS
from cso_desk.features.library.record import (
    LANGUAGES,
    LINKS_BACK,
    STATUSES,
    TITLE_LINK,
    VERSION_STATES,
    LibraryTitle,
    TitleVersion,
)
from cso_desk.features.library.service.distribution import versions_of
from cso_desk.features.library.service.law import (
    LEGAL_KINDS,
    Standing,
    Tie,
    amended_by,
    standing,
    standings,
    ties_of,
    versions_on,
)
from cso_desk.khmer.dates import parse_date
from cso_desk.records.base import Record
from cso_desk.store.store import Store
from cso_desk.widgets.controls import Label, button, column, line, named, row
from cso_desk.widgets.host import Host
from cso_desk.widgets.live import live
from cso_desk.widgets.related import RelatedRecords
from cso_desk.widgets.scroll_column import ScrollColumn
from cso_desk.widgets.showing import digits, short_date, title_of
from cso_desk.widgets.theme import theme
from cso_desk.wording import _

_KINDS = frozenset({"library_title", "title_link", "title_version"})
_LONGEST = 60  # letters of a title: a button does not break its line
_MOST = 20  # links of others that are shown
_LINE, _HIGHEST = 60, 150  # pixels of one link of others, and that all take before they scroll
_DAY = 10  # letters of a whole date


class LinksTab(RelatedRecords):
    """The links of a title to others, to be edited; above them how it stands and what others do to it."""

    def __init__(self, host: Host) -> None:
        super().__init__(
            host,
            TITLE_LINK,
            "title",
            groups=LINK_GROUPS,
            columns=("kind", "other", "from_date", "articles"),
        )
        self._shown: LibraryTitle | None = None
        self.said, self.day = Label("", "heading", wrap=True), QLineEdit()
        self._others = ScrollColumn()
        self._build_above()
        host.changes.changed.connect(self._on_links_changed)
        live(self, self._draw)

    def show_record(self, record: Record) -> None:
        """Show the links of this title."""
        super().show_record(record)
        if isinstance(record, LibraryTitle):
            self._shown = record
            self._draw()

    def _build_above(self) -> None:
        named(self.day, lambda: _("Status on"))
        live(self.day, lambda: self.day.setPlaceholderText(_("today")))
        self.day.setMaximumWidth(theme.px(130))
        self.day.textChanged.connect(lambda _text: self._draw())
        on = Label(lambda: _("Status on"), "quiet")
        above = QWidget()
        standing_row = row(on, self.day, self.said)
        standing_row.setStretch(2, 1)
        standing_row.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), 0)
        whole = column(gap=0)
        whole.addLayout(standing_row)
        self._others.setMinimumHeight(theme.px(_LINE // 2))  # else it asks for more than a low window has
        whole.addWidget(self._others)
        whole.addWidget(line())
        above.setLayout(whole)
        self.put_below_head(above)

    def _draw(self) -> None:
        if self._shown is None:
            return
        day = self._chosen_day()
        with self._host.store.reading() as reading:
            title = reading.get(LibraryTitle, self._shown.id) or self._shown
            ties = ties_of(reading, title.id)
            versions = versions_of(reading, title.id)
        text = text_on_said(versions, ties, day) if day else ""
        told = standing(title, ties, day) if day else Standing("")
        self.said.show_text(standing_said(told, title) if day else _("Type a day, such as 1/6/2015."))
        back = [tie for tie in ties if tie.back]
        lines: list[QWidget] = [Label(text, "quiet", wrap=True)] if text else []
        lines += [self._back_link(tie) for tie in back[:_MOST]]
        if len(back) > _MOST:
            lines.append(Label(_("and {count} more", count=digits(len(back) - _MOST)), "quiet"))
        self._others.show_lines(lines, gap=4)
        self._others.setVisible(bool(lines))
        self._others.setMaximumHeight(theme.px(min(_LINE * len(lines) + 24, _HIGHEST)))

    def _chosen_day(self) -> str:
        """The day that was typed, today where nothing was; "" where it is no day."""
        typed = self.day.text().strip()
        if not typed:
            return dt.date.today().isoformat()  # noqa: DTZ011  the day on the wall
        told = parse_date(typed)
        return told.iso if told is not None and len(told.iso) == _DAY else ""

    def _back_link(self, tie: Tie) -> QWidget:
        name = title_of((tie.other.title_km, tie.other.title_en), tie.other.code)
        short = name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…"
        go = button(
            lambda: short, partial(self._host.go_to_record, "library_title", tie.other.id), name="link"
        )
        go.setToolTip(name)
        said = [_(LINKS_BACK[tie.link.kind]) if tie.link.kind in LINKS_BACK else "", *more_of(tie)]
        whole = QWidget()
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(Label("   ·   ".join(filter(None, said)), "quiet", wrap=True))
        layout.addWidget(go, 0, Qt.AlignmentFlag.AlignLeft)
        return whole

    def _on_links_changed(self, changed: object) -> None:
        if self.isVisible() and _KINDS & changed.kinds:  # type: ignore[attr-defined]
            self._draw()


def more_of(tie: Tie) -> list[str]:
    """Since when a link counts, and which articles it names."""
    said = [_("since {day}", day=short_date(tie.since))] if tie.since else []
    articles = tie.link.articles.strip()
    return [*said, _("articles {articles}", articles=digits(articles))] if articles else said


def standing_said(told: Standing, title: LibraryTitle) -> str:
    """How a title stands, as a person says it."""
    if not told.status:
        return _("Write when it was signed, and its status is known.") if title.kind in LEGAL_KINDS else ""
    status = _(STATUSES[told.status]) if told.status in STATUSES else told.status
    if not told.since:
        return status
    if told.status in ("draft", "adopted"):
        return _("{status}, in force from {day}", status=status, day=short_date(told.since))
    return _("{status} since {day}", status=status, day=short_date(told.since))


def text_on_said(versions: Sequence[TitleVersion], ties: Sequence[Tie], day: str) -> str:
    """Which text held on a day, and what had amended it by then; "" where nothing is known of either."""
    held = " / ".join(filter(None, map(_version_said, versions_on(versions, day))))
    names = "; ".join(title_of((each.title_km, each.title_en), each.code) for each in amended_by(ties, day))
    said = (
        _("The text of that day: {versions}.", versions=held) if held else "",
        _("Amended by then by: {titles}.", titles=names) if names else "",
    )
    return " ".join(filter(None, said))


def _version_said(version: TitleVersion) -> str:
    tongue = _(LANGUAGES[version.language]) if version.language in LANGUAGES else version.language
    state = _(VERSION_STATES[version.state]) if version.state in VERSION_STATES else ""
    return ", ".join(filter(None, (version.label, state, tongue, short_date(version.dated))))


def status_today(store: Store, titles: Sequence[str]) -> Mapping[str, str]:
    """The status of titles as it follows today from their dates and links, where one is known."""
    today = dt.date.today().isoformat()  # noqa: DTZ011  the day on the wall
    with store.reading() as reading:
        told = standings(reading, today, titles)
    return {title: each.status for title, each in told.items() if each.status}

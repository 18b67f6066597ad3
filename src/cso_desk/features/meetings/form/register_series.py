"""The choice of a series by which the registers of meetings are narrowed."""

from cso_desk.features.meetings.service import all_series
from cso_desk.widgets.host import Host
from cso_desk.widgets.showing import title_of
from cso_desk.wording import _


def series_choices(host: Host) -> list[tuple[str, str]]:
    """All series, and each of them."""
    with host.store.reading() as reading:
        found = all_series(reading)
    return [
        ("", _("All series")),
        *((each.id, title_of((each.title_km, each.title_en), each.code)) for each in found),
    ]

"""A double click on a bundle opens the desk, and the desk looks at the bundle."""

from pathlib import Path
from typing import Any

import shiboken6

from cso_desk.assembly import create_store, open_store
from cso_desk.bundles.packing import make_bundle
from cso_desk.desk.looked_at import LookedAtCard
from cso_desk.desk.running import ArrivingDesk
from cso_desk.features.members.record import Organisation
from cso_desk.features.members.service import add_organisation
from cso_desk.settings import Settings
from cso_desk.store.store import NATIONAL
from cso_desk.widgets.operation import RunnerAtOnce


def test_a_bundle_that_arrives_is_looked_at_and_nothing_is_taken_in(qapp: Any, tmp_path: Path) -> None:
    ours, _code = create_store(tmp_path / "ours", "02", passphrase=None)
    add_organisation(ours, Organisation(name_km="សមាគមកសិករ"))
    bundle = make_bundle(ours, NATIONAL, tmp_path / "a.csobundle", allow_plain=True).path
    ours.close()
    create_store(tmp_path / "nation", NATIONAL, passphrase=None)[0].close()
    window = ArrivingDesk(tmp_path / "nation", Settings(), tmp_path, RunnerAtOnce())
    window.arrived = bundle
    store = open_store(tmp_path / "nation", None)
    window.open(store)
    page = window.desk.page("exchange")
    assert window.desk.stack.currentWidget() is page
    assert page.findChildren(LookedAtCard)
    with store.reading() as reading:
        assert reading.all(Organisation) == []
    window.close()
    shiboken6.delete(window)  # one that lingers would read a store that is gone

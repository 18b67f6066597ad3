"""The hub's own network at the top of the family tree: its members, and who stands above them."""

from cso_desk.features.hub.service import save_profile
from cso_desk.features.members.record import Membership, Organisation
from cso_desk.features.members.service import MEMBER_OF, TreeLine, network_tree, own_network
from cso_desk.store.store import Store

DAY = "2026-09-30"


def drawn(lines: list[TreeLine]) -> list[str]:
    return ["  " * each.depth + each.organisation.name_km for each in lines]


def own_tree(store: Store, of: str = "", language: str = "km") -> list[TreeLine]:
    with store.reading() as reading:
        return network_tree(reading, DAY, of, own=own_network(reading, store.hub), language=language)


def test_members_of_the_hub_stand_below_its_own_network(store: Store) -> None:
    with store.transaction("x") as t:
        roof, one, two = (
            t.add(Organisation(name_km=name, kind=kind))
            for name, kind in (("បណ្តាញ", "network"), ("ក", "ngo"), ("ខ", "ngo"))
        )
        t.add(Membership(organisation=roof.id, since="2019"))
        t.add(Membership(organisation=one.id, since="2019", status="applicant"))
        t.add(Membership(organisation=one.id, since="2020"))
        t.add(Membership(organisation=two.id, until="2021"))
        t.add(Membership(organisation=two.id, body=roof.id))
    assert drawn(own_tree(store)) == ["បណ្តាញ", "  ខ"]  # the hub has no name yet
    save_profile(store, name_km="មណ្ឌល")
    lines = own_tree(store)
    assert drawn(lines) == ["មណ្ឌល", "  បណ្តាញ", "    ខ", "  ក"]
    assert [each.kept for each in lines] == [False, True, True, True]
    assert lines[-1].ties == (MEMBER_OF,)
    assert drawn(own_tree(store, one.id)) == ["មណ្ឌល", "  ក"]
    assert drawn(own_tree(store, two.id)) == ["មណ្ឌល", "  បណ្តាញ", "    ខ"]


def test_the_institution_called_as_the_hub_is_its_own_network(store: Store) -> None:
    save_profile(store, name_km="បណ្តាញយើង", name_en="Ours")
    with store.transaction("x") as t:
        ours = t.add(Organisation(name_km="បណ្តាញយើង", kind="network"))
        one, two = (t.add(Organisation(name_km=name, name_en=en)) for name, en in (("ក", "Z"), ("ខ", "A")))
        t.add(Membership(organisation=one.id))
        t.add(Membership(organisation=two.id, body=ours.id))
    assert drawn(own_tree(store)) == ["បណ្តាញយើង", "  ក", "  ខ"]
    assert drawn(own_tree(store, language="en")) == ["បណ្តាញយើង", "  ខ", "  ក"]
    assert all(each.kept for each in own_tree(store))

"""`trust` on the command line: a network begins, a hub enters by two files, keys change, cards print."""

import pytest
from command_line import Desk

from cso_desk.trust.root_keys import new_root_key, show_root_key


@pytest.fixture
def national(tmp_path, capsys):
    return Desk(tmp_path / "national", capsys).init("00")


@pytest.fixture
def battambang(tmp_path, capsys):
    return Desk(tmp_path / "02", capsys).init("02")


def test_a_hub_enters_a_network_by_two_files(tmp_path, national, battambang):
    begun = national.json("trust", "begin", "--papers", str(tmp_path / "papers"))
    assert (begun["version"], begun["keys"], begun["threshold"], len(begun["papers"])) == (1, 3, 2, 3)
    hello, grant = str(tmp_path / "hello.csobundle"), str(tmp_path / "grant.csobundle")
    battambang.json("bundle", "make", "--kind", "hello", "--out", hello)
    digits = battambang.json("trust", "show")["fingerprint"]
    national.json("trust", "approve", "1234 5678 9012 3456 7890 1234", "--file", hello, code=2)
    entered = national.json("trust", "approve", digits, "--label", "Sokha", "--grant", grant)
    assert (entered["status"], entered["name"], entered["grant"]) == ("active", "Sokha", grant)
    assert begun["root"] in battambang.json("bundle", "receive", grant, code=2)["error"]
    battambang.json("bundle", "receive", grant, "--accept", begun["root"])
    state = battambang.json("trust", "show")
    assert (state["root"], state["own"], state["registrar"]) == (begun["root"], "active", False)


def test_what_a_registrar_decides_is_said_and_shown(tmp_path, national, battambang):
    national.json("trust", "begin", "--keys", "1", "--threshold", "1", "--papers", str(tmp_path / "papers"))
    hello = str(tmp_path / "hello.csobundle")
    battambang.json("bundle", "make", "--kind", "hello", "--out", hello)
    digits = battambang.json("trust", "show")["fingerprint"]
    national.json("trust", "approve", digits, "--file", hello)
    for step, status in (("suspend", "suspended"), ("lift", "active"), ("revoke", "revoked")):
        assert national.json("trust", step, digits)["status"] == status
        shown = national.json("trust", "show")["devices"]
        assert [d["status"] for d in shown if d["fingerprint"] == digits] == [status]
    assert "error" in national.json("trust", "lift", digits, code=2)


def test_only_the_national_hub_begins_a_network_and_only_once(tmp_path, national, battambang):
    assert "national" in battambang.json("trust", "begin", "--papers", str(tmp_path / "b"), code=2)["error"]
    national.json("trust", "begin", "--papers", str(tmp_path / "papers"))
    national.json("trust", "begin", "--papers", str(tmp_path / "again"), code=2)
    assert not list((tmp_path / "again").glob("*.pdf"))


def test_a_root_key_typed_wrong_is_named_and_changes_nothing(tmp_path, national):
    begun = national.json("trust", "begin", "--papers", str(tmp_path / "papers"))
    groups = show_root_key(new_root_key()).split("-")
    slip = tmp_path / "slip.txt"
    slip.write_text(" ".join([*groups[:4], f"{int(groups[4]) + 1:06d}", *groups[5:]]), encoding="utf-8")
    assert "Group 5" in national.json("trust", "rotate", "--key-file", str(slip), code=2)["error"]
    slip.write_text("-".join(groups), encoding="utf-8")
    assert "not enough" in national.json("trust", "rotate", "--key-file", str(slip), code=2)["error"]
    assert national.json("trust", "show")["root"] == begun["root"]


def test_a_card_is_printed_with_and_without_a_network(tmp_path, national):
    card = tmp_path / "card.pdf"
    assert national.json("trust", "card", "--out", str(card))["root"] == ""
    begun = national.json("trust", "begin", "--papers", str(tmp_path / "papers"))
    assert national.json("trust", "card", "--out", str(card))["root"] == begun["root"]
    assert card.read_bytes().startswith(b"%PDF")


def test_the_doctor_says_what_was_decided_about_this_computer(tmp_path, national, battambang):
    begun = national.json("trust", "begin", "--papers", str(tmp_path / "papers"))
    hello, grant = str(tmp_path / "hello.csobundle"), str(tmp_path / "grant.csobundle")
    battambang.json("bundle", "make", "--kind", "hello", "--out", hello)
    digits = battambang.json("trust", "show")["fingerprint"]
    national.json("trust", "approve", digits, "--file", hello, "--grant", grant)
    battambang.json("bundle", "receive", grant, "--accept", begun["root"])
    network = [c for c in battambang.json("doctor")["checks"] if c["name"] == "network"]
    assert [c["ok"] for c in network] == [True]
    national.json("trust", "suspend", digits)
    open_file = str(tmp_path / "open.csobundle")
    national.json("bundle", "make", "--to", "02", "--kind", "receipt", "--out", open_file)
    battambang.json("bundle", "receive", open_file)
    network = [c for c in battambang.json("doctor", code=2)["checks"] if c["name"] == "network"]
    assert [c["ok"] for c in network] == [False]
    assert "suspended this computer" in network[0]["advice"]

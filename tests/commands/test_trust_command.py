"""`trust` on the command line: a network begins, a hub enters by two files, keys change, cards print."""

import re
from pathlib import Path

import pypdfium2
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


def read_key(paper):
    """The digits of a root key as somebody types them from the printed paper."""
    document = pypdfium2.PdfDocument(paper)
    text = document[0].get_textpage().get_text_range()
    document.close()
    return "-".join(re.findall(r"\b\d{6}\b", text)[:16])


@pytest.fixture
def holders(tmp_path, national):
    """Three papers, typed into files by the people who keep them."""
    begun = national.json("trust", "begin", "--papers", str(tmp_path / "papers"), "--paper-lang", "en")
    files = []
    for paper in begun["papers"]:
        files.append(tmp_path / f"{Path(paper).stem}.txt")
        files[-1].write_text(read_key(Path(paper)), encoding="utf-8")
    return [str(file) for file in files]


def test_holders_in_several_places_sign_one_after_the_other_and_the_last_one_finishes(
    tmp_path, national, battambang, holders
):
    request = tmp_path / "new.csoroot"
    asked = national.json(
        "trust", "request", "--out", str(request), "--keys", "2", "--threshold", "1", "--papers",
        str(tmp_path / "new-papers"),
    )  # fmt: skip
    assert (asked["signed"], asked["needed"], asked["new_keys"], len(asked["papers"])) == (0, 2, True, 2)
    national.json("trust", "finish", str(request), code=2)
    shown = battambang.json("trust", "sign", str(request))
    assert (shown["root"], shown["signed"]) == (asked["root"], 0)
    refused = ("trust", "sign", str(request), "--key-file", holders[0])
    assert battambang.json(*refused, code=2)["signed"] == 0
    assert battambang.json(*refused, "--accept", "1111 2222 3333 4444 5555 6666", code=2)["signed"] == 0
    signed = battambang.json(*refused, "--accept", asked["root"])
    assert (signed["signed"], signed["complete"]) == (1, False)
    again = national.json("trust", "sign", str(request), "--key-file", holders[2], "--accept", asked["root"])
    assert again["complete"]
    done = national.json("trust", "finish", str(request))
    assert (done["root"], done["version"], done["keys"], done["threshold"]) == (asked["root"], 2, 2, 1)
    assert national.json("trust", "show")["root"] == asked["root"]
    assert "Ask the holders anew" in national.json("trust", "finish", str(request), code=2)["error"]


def test_copies_of_a_request_signed_in_two_places_are_put_together(tmp_path, national, holders):
    request, copy = tmp_path / "new.csoroot", tmp_path / "copy.csoroot"
    asked = national.json("trust", "request", "--out", str(request))
    copy.write_bytes(request.read_bytes())
    for file, key in ((request, holders[1]), (copy, holders[2])):
        national.json("trust", "sign", str(file), "--key-file", key, "--accept", asked["root"])
    national.json("trust", "finish", str(request), code=2)
    assert national.json("trust", "finish", str(request), str(copy))["version"] == 2


def test_a_root_key_kept_under_a_passphrase_signs_with_it(tmp_path, national, holders):
    secret, locked = tmp_path / "secret.txt", tmp_path / "root-key-1.csokey"
    secret.write_text("four quiet buffalo walking", encoding="utf-8")
    lock = ("trust", "lock", "--key-file", holders[0], "--out", str(locked))
    assert "needs its passphrase" in national.json(*lock, code=2)["error"]
    national.json(*lock, "--key-passphrase-file", str(secret))
    assert "already" in national.json(*lock, "--key-passphrase-file", str(secret), code=2)["error"]
    rotate = ("trust", "rotate", "--key-file", str(locked), "--key-file", holders[1])
    secret.write_text("four quiet buffalo running", encoding="utf-8")
    assert "does not open" in national.json(*rotate, "--key-passphrase-file", str(secret), code=2)["error"]
    secret.write_text("four quiet buffalo walking", encoding="utf-8")
    assert national.json(*rotate, "--key-passphrase-file", str(secret))["version"] == 2


def test_new_papers_never_overwrite_others(tmp_path, national, holders):
    papers = str(tmp_path / "papers")
    again = (
        "trust",
        "rotate",
        "--key-file",
        holders[0],
        "--key-file",
        holders[1],
        "--keys",
        "1",
        "--threshold",
        "1",
    )
    assert "already" in national.json(*again, "--papers", papers, code=2)["error"]
    assert national.json("trust", "show")["root_version"] == 1


def test_a_request_of_another_network_is_not_signed(tmp_path, capsys, national, holders):
    other = Desk(tmp_path / "other", capsys).init("00")
    other.json("trust", "begin", "--papers", str(tmp_path / "other-papers"))
    request = str(tmp_path / "other.csoroot")
    other.json("trust", "request", "--out", request)
    assert "another network" in national.json("trust", "sign", request, code=2)["error"]
    assert "no request" in national.json("trust", "sign", holders[0], code=2)["error"]

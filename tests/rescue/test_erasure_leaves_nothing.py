"""After an erasure no page, log, backup that is restored or figure says anything else than it should."""

import datetime as dt
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from cso_desk.assembly import create_store, open_store
from cso_desk.bundles.chain_check import chain_faults
from cso_desk.errors import UserError
from cso_desk.features.library.record import LibraryCopy, Loan
from cso_desk.features.meetings.record import Attendance, Meeting, MinutesEntry
from cso_desk.features.meetings.service import close_quarter, differences, quarter_figures, report_of
from cso_desk.features.meetings.service.minutes_states import set_minutes_state, strayed_in
from cso_desk.features.members.record import Organisation, Person, Position
from cso_desk.journal.erasing import UNFINISHED
from cso_desk.journal.forgetting import erase_person, finish_erasing, plan_erasure
from cso_desk.journal.mending import make_anew
from cso_desk.rescue.restoring import restore
from cso_desk.store.backing_up import back_up
from cso_desk.store.backups import ASKED, backups_in, forget_old, own_place
from cso_desk.store.drafts import Draft, keep_drafts, kept_drafts
from cso_desk.store.facts import keep_fact, kept_fact
from cso_desk.store.files import DATABASE
from cso_desk.store.key_cost import CHEAP
from cso_desk.store.keyslots import unlock
from cso_desk.store.search import refresh, search
from cso_desk.store.users import NotAllowedError, Role, User
from cso_desk.wording import use_language

WORDS = "green rice field water"
DAY = dt.date(2026, 11, 23)
PAGE, RESERVED, FRAME, LOG_HEAD = 4096, 80, 24, 32
CANARY, KHMER = "zebraquux", "សូកាណារីយ៉ា"


def decrypted(path: Path, key: bytes) -> bytes:
    """Every page of a database or of its log as it stands on the disk, free and used, without SQLCipher."""
    data = path.read_bytes() if path.exists() else b""
    is_log = path.name.endswith("-wal")
    step, at, pages = PAGE + (FRAME if is_log else 0), LOG_HEAD if is_log else 0, []
    while at + step <= len(data):
        page = data[at + step - PAGE : at + step]
        first = 16 if at == 0 and not is_log else 0  # the salt of the file
        iv = page[PAGE - RESERVED : PAGE - RESERVED + 16]
        cipher = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
        pages.append(cipher.update(page[first : PAGE - RESERVED]) + cipher.finalize())
        at += step
    return b"".join(pages)


def traces(folder: Path, key: bytes) -> list[str]:
    """In which files anything of the person is left."""
    words = [CANARY.encode(), CANARY.capitalize().encode(), KHMER.encode(), b"85512345678", b"012345678"]
    return [
        f"{name}: {word!r}"
        for name in (DATABASE, f"{DATABASE}-wal")
        for word in words
        if word in decrypted(folder / name, key)
    ]


@pytest.fixture
def store(tmp_path):
    use_language("en")
    made, _code = create_store(tmp_path / "hub", "02", passphrase=WORDS, actor="Dara", cost=CHEAP)
    yield made
    made.close()


def filled(store):
    """A store with somebody in it, among others; gives the person and the meeting."""
    with store.transaction("Add") as t:
        t.add_all(Person(name_en=f"Person {n}", phones=(f"+8559{n:07d}",)) for n in range(120))
        body = t.add(Organisation(name_en="Body")).id
        person = t.add(
            Person(
                name_en=f"{CANARY.capitalize()} Sok", name_km=KHMER, phones=("+85512345678",), sex="F",
                birth_year=2000, disability="yes", notes=f"{CANARY} lives alone",
            )
        ).id  # fmt: skip
        t.add(Position(person=person, organisation=body, title_en=f"Head {CANARY}"))
        meeting = t.add(Meeting(title_en="Quarterly", starts="2026-08-05", status="held")).id
        t.add(
            Attendance(
                meeting=meeting, person=person, organisation=body, status="present", title_en=f"Head {CANARY}"
            )
        )
        copy = t.add(LibraryCopy(accession="1")).id
        t.add(Loan(copy=copy, person=person, notes=f"{CANARY} asked twice"))
    with store.transaction("Edit") as t:
        t.change(Person, person, email=f"{CANARY}@example.org")
    refresh(store)
    assert search(store, CANARY)
    return person, meeting


def test_no_page_and_no_log_holds_anything_of_the_erased(store):
    person, _meeting = filled(store)
    key = unlock(store.folder, WORDS)
    keep_drafts(
        store, [Draft("person", person, "notes", f"{CANARY} moved"), Draft("person", "x", "notes", "a")]
    )
    with store.writing(derived=True) as connection:
        name = CANARY.encode()
        connection.exec_driver_sql("INSERT OR REPLACE INTO name_parts VALUES (?, ?, ?)", (person, name, name))
    assert traces(store.folder, key)
    erase_person(store, person, DAY)
    assert traces(store.folder, key) == []
    assert not search(store, CANARY)
    assert [each.record for each in kept_drafts(store)] == ["x"]
    assert kept_fact(store, UNFINISHED) == ""
    with store.reading() as reading:
        assert not chain_faults(reading.connection)


def test_figures_that_were_told_and_locked_minutes_stay(store):
    person, meeting = filled(store)
    set_minutes_state(store, meeting, "approved", on="2026-09-01")
    set_minutes_state(store, meeting, "locked", on="2026-09-01")
    close_quarter(store, "2026Q3", on=DAY)
    before = quarter_figures(store, "2026Q3").total.totals
    erase_person(store, person, DAY)
    now = quarter_figures(store, "2026Q3")
    assert now.total.totals == before
    assert (before.participations, before.people, before.female, before.youth) == (1, 1, 1, 1)
    assert not differences(report_of(store, "2026Q3"), now)
    with store.reading() as reading:
        assert not strayed_in(reading)


def test_what_is_derived_can_be_made_anew_and_nobody_comes_back(store):
    person, _meeting = filled(store)
    erase_person(store, person, DAY)
    with store.writing() as connection:
        make_anew(connection, store.shelves.types.values())
    with store.reading() as reading:
        assert reading.get(Person, person).deleted
        assert reading.count(Position) == 0


def test_a_backup_that_is_restored_brings_nobody_back(store):
    person, _meeting = filled(store)
    key = unlock(store.folder, WORDS)
    old = back_up(store, ASKED)
    erase_person(store, person, DAY)
    restore(store.folder, old, store=store)
    again = open_store(store.folder, WORDS)
    try:
        assert traces(store.folder, key) == []
        with again.reading() as reading:
            assert reading.get(Person, person).name_en == "Erased person"
            assert not chain_faults(reading.connection)
        with pytest.raises(UserError, match="already"):
            plan_erasure(again, person, DAY)
    finally:
        again.close()


def test_after_ninety_days_no_backup_holds_the_erased(store):
    person, _meeting = filled(store)
    place = own_place(store.folder)
    for days in (100, 91, 89):
        set_back(back_up(store, ASKED), days)
    erase_person(store, person, DAY)
    back_up(store, ASKED)
    ages = sorted((backups_in(place)[0].at - each.at) // 86_400_000 for each in backups_in(place))
    assert ages == [0, 89]
    # Nobody was erased since the newest of them: they stay as long as any other.
    assert not forget_old(place)


def set_back(backup, days):
    """Let a backup have been made so many days ago."""
    path = backup.folder / "backup.json"
    path.write_text(path.read_text().replace(str(backup.at), str(backup.at - days * 86_400_000)))


def test_texts_that_name_the_person_are_listed_and_stay(store):
    person, meeting = filled(store)
    with store.transaction("Add") as t:
        named = t.add(MinutesEntry(meeting=meeting, text_en=f"Sok {CANARY} spoke of the road"))
        t.add(MinutesEntry(meeting=meeting, text_en="Somebody else spoke"))
    plan = plan_erasure(store, person, DAY)
    assert [(each.kind, each.record, each.field) for each in plan.mentions] == [
        ("minutes_entry", named.id, "text_en")
    ]
    assert erase_person(store, person, DAY).mentions == plan.mentions


def test_duplicates_that_were_merged_go_too(store):
    person, _meeting = filled(store)
    with store.transaction("Merge") as t:
        twin = t.add(Person(name_en=f"{CANARY} Sokha", phones=("+85512345678",))).id
        t.change(Person, twin, merged_into=person)
    plan = erase_person(store, twin, DAY)
    assert set(plan.people) == {person, twin}
    assert traces(store.folder, unlock(store.folder, WORDS)) == []


def test_only_a_coordinator_erases(store):
    person, _meeting = filled(store)
    store.become_opened_by(User("1", "Sok", Role.SECRETARY))
    with pytest.raises(NotAllowedError):
        erase_person(store, person, DAY)


def test_what_was_left_to_do_is_done_when_the_store_is_opened(store):
    person, _meeting = filled(store)
    erase_person(store, person, DAY)
    keep_fact(store, UNFINISHED, "yes")
    store.close()
    again = open_store(store.folder, WORDS)
    assert kept_fact(again, UNFINISHED) == ""
    assert finish_erasing(again)
    again.close()


KILLED = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import Engine, event
from cso_desk.assembly import open_store
from cso_desk.journal import forgetting
import datetime as dt
moment, blanked, committed = sys.argv[3], False, False
store = open_store(Path(sys.argv[1]), sys.argv[4])
def die():
    os.kill(os.getpid(), signal.SIGKILL)
def executing(_connection, _cursor, statement, *_rest):
    global blanked
    if committed and moment == "after the commit":
        die()
    blanked = blanked or statement.startswith("UPDATE change SET value = NULL")
def committing(_connection):
    global committed
    if blanked and moment == "before the commit":
        die()
    committed = committed or blanked
event.listen(Engine, "before_cursor_execute", executing)
event.listen(Engine, "commit", committing)
if moment == "before the file is written anew":
    forgetting.compact = lambda *_rest: die()
forgetting.erase_person(store, sys.argv[2], dt.date(2026, 11, 23))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
@pytest.mark.parametrize(
    ("moment", "there"),
    [
        ("before the commit", True),
        ("after the commit", False),
        ("before the file is written anew", False),
    ],
)
def test_killed_on_the_way_the_person_is_there_wholly_or_not_at_all(store, moment, there):
    person, _meeting = filled(store)
    key = unlock(store.folder, WORDS)
    store.close()
    run = subprocess.run(
        [sys.executable, "-c", KILLED, str(store.folder), person, moment, WORDS],
        capture_output=True, check=False, env=os.environ, timeout=120,
    )  # fmt: skip
    assert run.returncode == -signal.SIGKILL, run.stderr
    again = open_store(store.folder, WORDS)
    try:
        with again.reading() as reading:
            name = reading.get(Person, person).name_en
            assert not chain_faults(reading.connection)
        assert (name == "Zebraquux Sok") == there
        if there:
            assert search(again, CANARY)
            erase_person(again, person, DAY)
        assert traces(store.folder, key) == []
    finally:
        again.close()

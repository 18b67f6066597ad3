"""The canary in what comes into a store and leaves it: papers, files of hubs, what is saved by will."""

import io
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from cso_desk.assembly import create_store
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import receive_bundle
from cso_desk.documents.saving import save_text
from cso_desk.documents.workbook import write_workbook
from cso_desk.features.library.printing.register import register_workbook
from cso_desk.features.library.record import LibraryTitle
from cso_desk.features.library.service.file_texts import file_text, read_waiting
from cso_desk.features.members.printing.contacts import contact_cards
from cso_desk.features.members.record import Person
from cso_desk.records.kinds import StoredFile
from cso_desk.store.blobs import blobs_of
from cso_desk.store.key_cost import CHEAP
from cso_desk.store.store import Store

WORD = "thumbnailed"
"""A word of the paper, to see that it was read."""


def paper_naming(*words: str) -> bytes:
    """A PDF in which these words stand as they are, and are its text as well."""
    out = io.BytesIO()
    canvas = Canvas(out, pageCompression=0)
    canvas.setTitle(" ".join(words))
    canvas.drawString(72, 720, f"{WORD} {words[-1]} {words[-1]}")
    canvas.save()
    return out.getvalue() + f"\n% {' '.join(words)}\n".encode()


def keep_a_paper(store: Store, path: Path, words: tuple[str, ...]) -> None:
    """A scan that she has on her disk is kept, read in another process, and drawn small."""
    path.write_bytes(paper_naming(*words))
    blob = blobs_of(store).add_file(path)
    with store.transaction("Add") as t:
        files = (StoredFile(blob.sha256, blob.size, f"{words[1]}.pdf", "application/pdf"),)
        t.add(LibraryTitle(title_en=words[1], files=files, scope="network"))
    assert read_waiting(store) == 1
    read = file_text(store, blob.sha256)
    assert read.found is not None
    assert read.found.thumbnail
    assert WORD in read.pages[0].text


def exchange(store: Store, folder: Path, secret: str) -> None:
    """The nation takes everything in; one file stays in the outbox, one on a stick, one comes back."""
    nation, _code = create_store(folder / "nation", "00", passphrase=secret, cost=CHEAP)
    receive_bundle(nation, make_bundle(store, "", kind="hello", folder=folder).path)
    receive_bundle(store, make_bundle(nation, "", kind="hello", folder=folder).path)
    for place in (folder, None):
        made = make_bundle(store, "00", folder=place)
        assert made.changes
    assert receive_bundle(nation, made.path).changes
    receive_bundle(store, make_bundle(nation, "02", folder=folder).path)
    nation.close()


def save_by_will(store: Store, hers: Path, words: tuple[str, ...]) -> None:
    """What somebody asks for stands open where she wants it, and nowhere else."""
    with store.transaction("Add") as t:
        t.add(Person(name_km=words[0], name_en=words[1], consent=True))
    text, _count, _left_out = contact_cards(store, Person)
    save_text(hers / "people.vcf", text)
    write_workbook(register_workbook(store), hers / "library.xlsx")
    with store.reading() as reading:
        (title, *_more) = [each for each in reading.all(LibraryTitle) if each.files]
    blobs_of(store).save_copy(title.files[0].sha256, hers / "copy.pdf")

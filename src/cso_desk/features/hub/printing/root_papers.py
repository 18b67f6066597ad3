"""Writes the papers of new root keys, one for each person who keeps one."""

from collections.abc import Sequence
from pathlib import Path

from cso_desk.documents.pdf import write_pdf
from cso_desk.errors import UserError
from cso_desk.features.hub.printing.trust import root_key_paper
from cso_desk.features.hub.record import HubProfile
from cso_desk.wording import _


def refuse_other_papers(folder: Path) -> None:
    """Raises UserError where papers of root keys lie in a folder: they may be the only ones there are."""
    if any(folder.glob("root-key-*.pdf")):
        raise UserError(
            _("There are papers of root keys in {folder} already. Say another folder.", folder=folder)
        )


def write_root_papers(
    folder: Path,
    hub: HubProfile,
    language: str,
    *,
    keys: Sequence[tuple[str, str]],
    threshold: int,
    root: str,
    on: str,
) -> list[Path]:
    """A PDF for each key, which is given as its digits in groups and as what its square code says.

    `root`: the 24 digits of the root that they make; `on`: the day, "2026-09-30". Raises UserError where
    papers lie in the folder already, or where it cannot be written; call it before the root is kept.
    """
    refuse_other_papers(folder)
    folder.mkdir(parents=True, exist_ok=True)
    papers = []
    for place, (key, qr) in enumerate(keys, 1):
        path = folder / f"root-key-{place}-of-{len(keys)}.pdf"
        paper = root_key_paper(
            hub, language, key=key, qr=qr, place=place, count=len(keys), threshold=threshold, root=root, on=on
        )
        write_pdf(paper, path)
        papers.append(path)
    return papers

"""How labels are handed to the window: drawn for the sheet of labels that was chosen there."""
# Drawing papers is heavy to import, and the page is open long before somebody prints.
# ruff: noqa: PLC0415

from collections.abc import Sequence
from dataclasses import replace

from cso_desk.features.hub.form import paper
from cso_desk.features.library.record import LibraryCopy, LibraryTitle
from cso_desk.store.store import Store
from cso_desk.widgets.host import Paper
from cso_desk.wording import _


def labels_in_window(
    store: Store,
    labelled: Sequence[tuple[LibraryCopy, LibraryTitle]],
    sheet: str = "3x8",
    *,
    spines: bool = False,
) -> Paper:
    """Labels of copies, or of their spines; the sheet of labels is the size of the paper."""
    from cso_desk.features.library.printing import LABEL_SHEETS, copy_labels, spine_labels

    draw = spine_labels if spines else copy_labels
    made = paper(
        lambda: _("Spine labels") if spines else _("Labels of copies"),
        "spine-labels" if spines else "copy-labels",
        lambda language: draw(store, labelled, language, sheet=sheet),
    )
    names = [sheet, *(each for each in LABEL_SHEETS if each != sheet)]
    sizes = tuple((each, LABEL_SHEETS[each].name) for each in names)
    return replace(made, sizes=sizes, of_size=lambda to: labels_in_window(store, labelled, to, spines=spines))

"""The help on what is done in the library: lending, files and their texts, handing out, sets, the law."""

from cso_desk.desk.help_parts import Help, Topic
from cso_desk.wording import N_

LENDING = Help(
    N_("Books go out and come back here with a scanner, or by typing."),
    (
        N_("Scan the card of the reader, then the labels of the books. The book may come first as well."),
        N_("A book that comes back needs its label alone; who waits for it is named, with the telephone."),
        N_("“Reader cards” and the labels of a title make what is scanned."),
        N_("“Stock-take” counts the shelves: scan every label, and what was not seen is listed."),
        N_("Who borrowed what never leaves this hub, and can be forgotten for each reader."),
    ),
    (
        ("Enter", N_("Take what was scanned or typed")),
        ("Esc", N_("The next reader")),
    ),
    title=N_("Copies and loans"),
)
CORRECTIONS = Help(
    N_("Pages that the search cannot read come here one after the other, beside their picture."),
    (
        N_("Where a machine read the page, compare and correct. Else type what people will look for."),
        N_("A page without words is marked so, and is not asked about again."),
        N_("Leave at any time: what is done is kept, and the rest waits."),
    ),
    (
        ("Ctrl+Enter", N_("The text is right")),
        ("Ctrl+Shift+Enter", N_("No text on it")),
        ("Ctrl+PgDn", N_("Later")),
        ("Ctrl+PgUp", N_("Page before")),
    ),
    title=N_("Put texts right"),
)
TOPICS_OF_LIBRARY = {
    "library-files": Topic(
        N_("Files of the library"),
        (
            N_(
                "Drop files or a whole folder on the list: each is read, and you look through what was found."
            ),
            N_("“In the files” searches the words in them, also of scans that were put right."),
        ),
    ),
    "law": Topic(
        N_("Law"),
        (
            N_("Type a number as you know it: 182, “sub-decree 182” and its Khmer form find the same title."),
            N_(
                "On the tab “Links” say what amends or repeals it. A day typed there tells how it stood then."
            ),
        ),
    ),
    "handing-out": Topic(
        N_("Handing out and sets"),
        (
            N_("The tab “Handed out” of a title names who has not received the newest version."),
            N_("Select titles and press “Hand out…”; the sheet to sign is printed there."),
            N_("A set of titles goes to other hubs with its files, as often as needed until it is whole."),
        ),
    ),
}

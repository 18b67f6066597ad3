"""Help on things that belong to several pages; each page names those that stand below its own help."""

from cso_desk.desk.help_library import TOPICS_OF_LIBRARY
from cso_desk.desk.help_parts import Topic
from cso_desk.wording import N_

TOPICS = {
    "first": Topic(
        N_("The first days"),
        (
            N_(
                "Bring your list as it is, then plan a meeting and print its sheet: that is the whole circle."
            ),
            N_("Nothing can be broken: Ctrl+Z takes back every step, also a whole import."),
        ),
    ),
    "practice": Topic(
        N_("Practice hub"),
        (
            N_("It is full of invented people and meetings. Your own data are closed while it is open."),
            N_("Its papers and files say that they are practice, and other hubs refuse them."),
            N_("“Begin again” at the top makes it new; “Back to our own desk” leaves it."),
        ),
    ),
    "recovery": Topic(
        N_("Recovery sheet"),
        (
            N_("The sheet printed at the first start opens the data when the passphrase is forgotten."),
            N_("Keep it locked away and not beside the computer: whoever has both can read everything."),
            N_("Type its code in place of the passphrase. Without both, nobody can open the data again."),
        ),
    ),
    "backups": Topic(
        N_("Backups"),
        (
            N_("One is made by itself whenever the window is closed, and before anything big is taken in."),
            N_("Keep a copy on a stick that lies in another house; it is locked like the store."),
            N_("“Look and restore…” first shows what would be gone and what would come back."),
            N_("If the file of the store is damaged, the desk says so at the start and mends it."),
        ),
    ),
    "network": Topic(
        N_("Our network"),
        (
            N_("The board shows every computer of the network. The national hub enters each one."),
            N_("Compare the 24 digits by phone with the person who sits at that computer."),
            N_("A lost computer is suspended; one that is stolen is revoked, for all hubs and for good."),
        ),
    ),
    "shared": Topic(
        N_("Shared folder"),
        (
            N_("Where there is a connection, the same files go through a folder that hubs share."),
            N_("Nobody who can see the folder can read them; sticks go on working beside it."),
        ),
    ),
    "timeline": Topic(
        N_("Timeline"),
        (
            N_(
                "It tells what happened with a record in the order of the days: meetings, positions, actions."
            ),
            N_("History beside it tells who wrote what, and brings an earlier value back."),
        ),
    ),
    "duplicates": Topic(
        N_("Entered twice"),
        (
            N_("What may be one person or institution is shown side by side with the reasons."),
            N_("You decide: one record is kept, both stay, or later. Undo parts them again."),
        ),
    ),
    "membership": Topic(
        N_("Membership"),
        (
            N_("Write one line for each time: since when, until when, and what kind. Who came back has two."),
            N_("Full members have a voice and a vote, associate ones a voice. Who applied is not counted."),
            N_("“66 institutions as of 30 September” is counted from these days, also years later."),
        ),
    ),
    "ties": Topic(
        N_("Names and ties"),
        (
            N_("The name changes: press Add under Earlier names and write the last day of the old name."),
            N_("Then write the new name in the details."),
            N_("Papers of earlier days go on printing the name of their day."),
            N_("Relations say who hosts a secretariat or signed with whom; the tree is drawn from them."),
        ),
    ),
    "groups": Topic(
        N_("Groups"),
        (
            N_("Add the Telegram group with its link, and say who should be in it."),
            N_("“Not in it yet” lists whom to call; “Copy the invitation” has the words in Khmer."),
            N_("Choose rows and press “Is in it now” when they have joined."),
        ),
    ),
    "compliance": Topic(
        N_("Compliance"),
        (
            N_("Each institution has a card for each year: the reports are due at the end of February."),
            N_("Today tells who has not handed in and whose certificate runs out; the calendar is a paper."),
        ),
    ),
    "files": Topic(
        N_("Files"),
        (
            N_("Press “Add files…” on a record, or drop files there. They are locked with the data."),
            N_("Nothing is opened from here: save a copy first, and open only what you trust."),
            N_("“Not here yet” means that the file stays with another hub; the next file asks for it."),
        ),
    ),
    **TOPICS_OF_LIBRARY,
}
"""Topics by name."""

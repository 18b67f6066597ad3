"""What the help says of each page: what it is for, the first step, the keys that matter there."""

from dataclasses import dataclass

from cso_desk.wording import N_


@dataclass(frozen=True)
class Help:
    """Message ids. `keys` are pairs of a key and what it does."""

    purpose: str
    steps: tuple[str, ...]
    keys: tuple[tuple[str, str], ...] = ()


_LIST_KEYS = (
    ("Enter", N_("Open the record under the cursor")),
    ("Ctrl+C", N_("Copy the chosen rows for Excel")),
)

HELP = {
    "today": Help(
        N_("Today shows what is due: the next meetings, open actions, and what waits for a decision."),
        (
            N_("Click a meeting or an action to open it."),
            N_("On an empty desk, begin with the list of your members."),
        ),
    ),
    "members": Help(
        N_("Members holds the institutions of your network, their people and who represents whom."),
        (
            N_("Press Import to bring an Excel list; you see every row before anything is written."),
            N_("Click a row to see the record; write into a field and leave it: it is saved."),
            N_("The tab History shows who wrote what, and brings an earlier value back."),
        ),
        _LIST_KEYS,
    ),
    "meetings": Help(
        N_("Meetings are planned, invited, held and minuted here, and their papers are printed."),
        (
            N_("Plan a meeting, invite the members, print the attendance sheet."),
            N_("After the meeting open Attendance and go down the sheet row by row."),
            N_("Somebody new came: type the name in the line above the list and press Enter."),
        ),
        (
            ("P", N_("Attendance: present")),
            ("A", N_("Attendance: absent")),
            ("E", N_("Attendance: excused")),
            *_LIST_KEYS,
        ),
    ),
    "library": Help(
        N_("Library lists the books and papers that your network keeps."),
        (N_("Add a title, or import the list that you have."),),
        _LIST_KEYS,
    ),
    "reports": Help(
        N_("Reports counts a quarter: meetings held, who took part, what was decided."),
        (
            N_("Go to another quarter with the arrows beside its name."),
            N_("Look at the notes under “To check” before you print the report."),
        ),
    ),
    "exchange": Help(
        N_("Exchange carries your work to other hubs and theirs to you, in files on a stick."),
        (
            N_("First exchange introductions; from then on files are locked for the other hub."),
            N_("Compare the digits of a new computer by phone before you take its file in."),
            N_("At the merge meeting open the board, plug in the sticks, take in all, then write answers."),
            N_("Where two hubs wrote different things, you choose; nothing is lost."),
            N_("“Look over” shows what is allowed and yet looks wrong: mend it, or say that it is right."),
        ),
        (
            ("1, 2", N_("Differences: take the first or the second value")),
            ("3", N_("Differences: type another value")),
            ("0", N_("Differences: decide later")),
        ),
    ),
}

SHORTCUTS = (
    (
        N_("Everywhere"),
        (
            ("Ctrl+K", N_("Search everything")),
            ("Ctrl+Z", N_("Undo the newest step")),
            ("Ctrl+Y", N_("Do it again")),
            ("F1", N_("Help for this page")),
            ("Ctrl+/", N_("All shortcuts")),
            ("Alt+Left", N_("Back from a paper, an import or the trash")),
            ("Tab", N_("To the next field; what was written is saved")),
            ("Esc", N_("Close the help")),
        ),
    ),
    (N_("Lists"), _LIST_KEYS),
    (
        N_("Attendance"),
        (("P", N_("Present")), ("A", N_("Absent")), ("E", N_("Excused"))),
    ),
)

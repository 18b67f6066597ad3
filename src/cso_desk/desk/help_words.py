"""What the help says of each page: what it is for, the first step, the keys that matter there."""

from cso_desk.desk.help_library import CORRECTIONS, LENDING
from cso_desk.desk.help_parts import Help
from cso_desk.wording import N_

_LIST_KEYS = (
    ("Enter", N_("Open the record under the cursor")),
    ("Ctrl+C", N_("Copy the chosen rows for Excel")),
)

HELP = {
    "today": Help(
        N_("Today shows what is due: the next meetings, open actions, and what waits for a decision."),
        (
            N_("Click a meeting or an action to open it; the button beside it does what is due."),
            N_("On an empty desk, begin with the list of your members."),
        ),
        more=("first",),
    ),
    "members": Help(
        N_("Members holds the institutions of your network, their people and who represents whom."),
        (
            N_("Press Import to bring an Excel list; you see every row before anything is written."),
            N_("Click a row to see the record; write into a field and leave it: it is saved."),
            N_("The tab History shows who wrote what, and brings an earlier value back."),
            N_("Papers at the top has the directory, labels, lists and figures, as of any day you type."),
        ),
        _LIST_KEYS,
        ("membership", "ties", "groups", "compliance", "timeline", "duplicates"),
    ),
    "meetings": Help(
        N_("Meetings are planned, invited, held and minuted here, and their papers are printed."),
        (
            N_("Plan a meeting, invite the members, print the attendance sheet."),
            N_("After the meeting press “Type in the sheet” on Attendance and go down the paper row by row."),
            N_("Somebody new came: type the name in the line above the list and press Enter."),
        ),
        (
            ("P", N_("Attendance: present")),
            ("A", N_("Attendance: absent")),
            ("E", N_("Attendance: excused")),
            *_LIST_KEYS,
        ),
        ("files", "timeline"),
    ),
    "library": Help(
        N_("Library lists the books and papers that your network keeps."),
        (N_("Add a title, or import the list that you have."),),
        _LIST_KEYS,
        ("law", "library-files", "handing-out", "files"),
    ),
    "lending": LENDING,
    "corrections": CORRECTIONS,
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
        ("network", "shared"),
    ),
    "settings": Help(
        N_("Settings hold what this computer shows and how, who works here, and what stands on papers."),
        (
            N_("Every choice holds at once; nothing has to be saved."),
            N_("Write your name anew when somebody else works here: it stands beside every change."),
        ),
        more=("practice", "recovery", "backups"),
        title=N_("Settings"),
    ),
    "backups": Help(
        N_("Backups bring the work of the hub back when the computer breaks, is lost, or somebody errs."),
        (
            N_("Press “Choose a second place…” once, with a stick plugged in; later it is copied by itself."),
            N_("Press “Look and restore…” to see what a backup would change; nothing is changed by looking."),
        ),
        more=("backups", "recovery"),
        title=N_("Backups"),
    ),
    "import": Help(
        N_("A list is read and shown row by row; nothing is written before you press Take over."),
        (
            N_("Choose the file. The table in it, its header and its columns are found."),
            N_("Correct what a column means at its head. It is remembered for the next such list."),
            N_("Press “Doubtful” and say of each row whether it is the record that stands beside it."),
            N_("One Undo takes the whole list back."),
        ),
        (
            ("1", N_("The row is the record that is here")),
            ("2", N_("The row is a new one")),
            ("3", N_("Leave the row out")),
            ("Ctrl+1 … 3", N_("The same for all rows of this kind of doubt")),
            ("Esc", N_("Back to the rows")),
        ),
        title=N_("Import a list"),
    ),
    "sheet": Help(
        N_("The signed sheet is typed in here in the order of the paper, by keyboard alone."),
        (
            N_("One key a row: Space for present; the cursor goes down by itself, and every row is saved."),
            N_("Below the rows type half a name or a telephone and press Enter; who is new is asked more."),
            N_("Type the totals of the paper at the foot: where they differ from the rows, that is said."),
            N_("“Scan of the sheet” keeps a scan or a photo with the meeting and shows it beside the rows."),
        ),
        (
            ("Space", N_("Present")),
            ("A", N_("Absent")),
            ("E", N_("Excused")),
            ("1 … 9", N_("Present so many days, where the meeting has several")),
            ("R", N_("Somebody else came in place of this person")),
            ("H", N_("The next institution that this person stands for")),
            ("Backspace", N_("Take the mark away")),
        ),
        title=N_("Type in the sheet"),
    ),
    "minutes": Help(
        N_("The minutes are written here while the meeting goes on, by keyboard alone."),
        (
            N_("Type and press Enter: the entry is saved, and the next one stands below it."),
            N_("For a concern, Enter goes on to who raised it, the answer, and whom it was referred to."),
            N_("Approve the last minutes and note what became of open actions on the first side."),
            N_("Locked minutes are opened with a reason only; it is kept in the history, printed nowhere."),
        ),
        (
            ("Enter", N_("Save the entry and begin the next one")),
            ("Shift+Enter", N_("A new line in the same entry")),
            ("Ctrl+1 … 0", N_("Change the kind of the entry")),
            ("Ctrl+Enter", N_("Add an action: what, who, by when")),
            ("Ctrl+PgDn", N_("The next item of the agenda")),
            ("Ctrl+PgUp", N_("The item before")),
            ("F11", N_("Show the minutes on the projector")),
            ("Shift+F11", N_("Turn light and dark on the projector")),
        ),
        title=N_("Write the minutes"),
    ),
    "paper": Help(
        N_("This is the paper as it will be printed."),
        (
            N_("Choose its language at the left, then print it or save it."),
            N_("It is made as wide as the window; the two glasses make it larger and smaller."),
        ),
        title=N_("Paper"),
    ),
    "differences": Help(
        N_("Two hubs wrote different things into one field. Both values are kept until somebody chooses."),
        (
            N_("Look who wrote each value and when. The one in the frame is what everybody sees now."),
            N_("Press the right value or type another one. Ask the institution when you are not sure."),
            N_("“Many at once” settles those that are alike; you see what would change first."),
            N_("The choice goes to all hubs with the next file, and Undo takes it back."),
        ),
        (
            ("1, 2", N_("Take the first or the second value")),
            ("3", N_("Type another value")),
            ("0", N_("Decide later")),
        ),
        title=N_("Differences between hubs"),
    ),
    "doubts": Help(
        N_("These things are allowed and yet look wrong: two heads of one institution, a person twice."),
        (
            N_("Open the record by its name and mend it; it is no longer listed here."),
            N_("Where it is right as it is, say why. No hub is asked about it again."),
        ),
        title=N_("To look over"),
    ),
    "first": Help(
        N_("A few questions set up the desk of your hub. Nothing is made before the last one."),
        (
            N_("Choose your province and write the names: they stand on papers and can be changed later."),
            N_("Think of a passphrase. It opens the data on this computer every time."),
            N_("Print the recovery sheet or copy its code, and keep it away from the computer."),
            N_("At the end bring the list that you have, or look around in the practice hub."),
        ),
        (("Enter", N_("To the next question")), ("Esc", N_("One question back"))),
        more=("recovery", "practice"),
        title=N_("The first start"),
    ),
    "unlock": Help(
        N_("The data of your hub are locked. The passphrase opens them."),
        (
            N_("Type the passphrase and press Enter."),
            N_("If it is refused, look which language the keyboard writes and whether Caps Lock is on."),
        ),
        more=("recovery",),
        title=N_("Passphrase"),
    ),
    "trash": Help(
        N_("What was put away lies here with its history until somebody brings it back."),
        (N_("Press Bring back beside a record; it stands where it was."),),
        title=N_("Trash"),
    ),
    "duplicates": Help(
        N_("Institutions and people that may have been entered twice stand side by side, the surest first."),
        (
            N_("Read why they may be one, and choose the record that is kept."),
            N_("Where they differ press the value that is right; several telephones can all be kept."),
            N_("Merge makes one record of the two; whatever belongs to either shows the one that is kept."),
            N_("“Not the same” is remembered at every hub, and the two are not asked about again."),
            N_("Under “Three or more” records are compared at once and merged in one step."),
            N_("Under Merged two records are separated again, also long after."),
        ),
        (
            ("1, 2", N_("Keep the first or the second record")),
            ("3", N_("Merge the two")),
            ("4", N_("Say that they are not the same")),
            ("0", N_("Decide later")),
            ("Ctrl+1 ... Ctrl+8", N_("Of several records: leave one out")),
            ("9", N_("Merge several records")),
        ),
        title=N_("Entered twice"),
    ),
}

SHORTCUTS = (
    (
        N_("Everywhere"),
        (
            ("Ctrl+K", N_("Search everything")),
            ("Ctrl+Z", N_("Undo the newest step")),
            ("Ctrl+Y", N_("Do it again")),
            ("Ctrl+L", N_("Lock the desk")),
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

"""Every verb of the command line with its module and the sentence that the help says of it."""

from dataclasses import dataclass

from cso_desk.wording import N_


@dataclass(frozen=True)
class Verb:
    """`module` stands in this package and has `add_arguments(parser)` and `run(args)`."""

    module: str
    summary: str


VERBS = {
    "init": Verb("init", N_("Make a store for a hub.")),
    "sheet": Verb("sheet", N_("Say what a list file holds: its tables, columns and rows.")),
    "import": Verb("import_list", N_("Take a list file into the store, or show what would be taken.")),
    "export": Verb("export", N_("Write people or institutions as vCards for a telephone.")),
    "list": Verb("list_records", N_("List records of one kind.")),
    "show": Verb("show", N_("Show one record with everything known about it.")),
    "add": Verb("add", N_("Add an institution, a person, a meeting series or another record.")),
    "set": Verb("set_fields", N_("Give fields of a record new values.")),
    "undo": Verb("undo", N_("Take back the last step.")),
    "redo": Verb("undo", N_("Do again what was just taken back.")),
    "history": Verb("history", N_("Show who changed what and when: of one record, or the last steps.")),
    "trash": Verb("trash", N_("Put a record into the trash.")),
    "restore": Verb("restore", N_("Take a record out of the trash, or restore the store from a backup.")),
    "erase": Verb("erase", N_("Erase a person for good, here and with the next files at other hubs.")),
    "search": Verb("search", N_("Find records by words, names, phone numbers or codes.")),
    "places": Verb("places", N_("Find a province, district, commune or village by any spelling.")),
    "duplicates": Verb(
        "duplicates", N_("List what was entered twice, merge two records or tell them apart.")
    ),
    "meeting": Verb("meeting", N_("Plan a meeting, record who came, write its minutes.")),
    "print": Verb("print_paper", N_("Make a paper: attendance sheet, minutes or directory.")),
    "calendar": Verb("calendar", N_("Write meetings as an iCalendar file.")),
    "titles": Verb("titles", N_("Exchange titles with other library programs.")),
    "report": Verb("report", N_("Make the report of a quarter.")),
    "bundle": Verb("bundle", N_("Exchange with other hubs by files on a stick.")),
    "files": Verb("files", N_("Keep files with a record, list them, save a copy.")),
    "remote": Verb("remote", N_("Exchange with other hubs through a folder that is shared.")),
    "trust": Verb("trust", N_("Decide which computers belong to the network.")),
    "conflicts": Verb("conflicts", N_("List what waits for a decision after an exchange.")),
    "look-over": Verb("look_over", N_("List what is allowed and yet looks wrong, or say that it is right.")),
    "resolve": Verb("resolve", N_("Decide what waits for a decision.")),
    "user": Verb("user", N_("Say who may open the store, and as what.")),
    "settings": Verb("settings", N_("Show or change the settings of this computer.")),
    "backup": Verb("backup", N_("Make a backup of the store, and copy it to a second place.")),
    "backups": Verb("backup", N_("List the backups there are.")),
    "rescue": Verb("rescue_store", N_("Mend a damaged store from its journal and its backups.")),
    "doctor": Verb("doctor", N_("Check the store and this computer.")),
    "report-problem": Verb("problem", N_("Write down for whoever helps what there is, without names.")),
    "update": Verb("update", N_("Take a new version of the program out of a file.")),
    "demo": Verb("demo", N_("Run the whole work once with example hubs.")),
}

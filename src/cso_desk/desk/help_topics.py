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
    **TOPICS_OF_LIBRARY,
}
"""Topics by name."""

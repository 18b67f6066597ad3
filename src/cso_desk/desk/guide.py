"""The quick guide: two printed pages in each language that get a new hub through its first days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cso_desk.khmer.digits import to_khmer_digits
from cso_desk.resources import guide_folder
from cso_desk.widgets.host import Paper
from cso_desk.wording import LANGUAGES, N_, _, words

if TYPE_CHECKING:
    # The window only opens what was drawn when the program was built.
    from cso_desk.documents import paper as described

Button = str | tuple[str, str, int]
"""What stands on a button: a message id, or one with its plural and a number."""


@dataclass(frozen=True)
class Step:
    """A sentence (a message id) and the buttons that are put into it, as the window calls them."""

    said: str
    buttons: Mapping[str, Button] = field(default_factory=dict)

    def in_words(self, language: str) -> str:
        """The sentence in a language, each button in quotes as it is written in the window."""
        return words(language)(
            self.said, **{name: button_said(button, language) for name, button in self.buttons.items()}
        )


@dataclass(frozen=True)
class Section:
    """A piece of work: heading, steps, a last word, and the names of its pictures."""

    heading: str
    steps: Sequence[Step]
    pictures: Sequence[str]
    note: str = ""


SECTIONS = (
    Section(
        N_("Install"),
        (
            Step(
                N_(
                    "Open the set-up file that you got on a stick and follow it. "
                    "No administrator and no internet are needed."
                )
            ),
            Step(
                N_("Open CSO Desk. Choose language, province and names; “{next}” goes on."), {"next": "Next"}
            ),
            Step(
                N_("Think of a passphrase of four or five words, or press “{suggest}”."),
                {"suggest": "Suggest one"},
            ),
            Step(
                N_("Press “{print}” and lock the sheet away, not beside the computer."),
                {"print": "Print the recovery sheet"},
            ),
        ),
        ("passphrase",),
    ),
    Section(
        N_("The first list"),
        (
            Step(
                N_("On “{today}” press “{bring}” and choose your Excel file as it is."),
                {"today": "Today", "bring": "Import the list of members…"},
            ),
            Step(N_("Look at the rows. Nothing is written yet; take the tick from rows you do not want.")),
            Step(
                N_("Press “{take_over}”."),
                {"take_over": ("Take over {number} row", "Take over {number} rows", 24)},
            ),
        ),
        ("first-steps", "rows"),
        N_("The wrong list? Ctrl+Z takes it back as a whole."),
    ),
    Section(
        N_("The first meeting"),
        (
            Step(
                N_("On “{meetings}” press “{plan}”; type the day and a title."),
                {"meetings": "Meetings", "plan": "Plan a meeting"},
            ),
            Step(N_("Press “{invite}”: their names stand on the sheet."), {"invite": "Invite the members"}),
            Step(
                N_("Press “{sheet}”, then “{print}”. Everybody signs on paper."),
                {"sheet": "Attendance sheet", "print": "Print"},
            ),
            Step(
                N_("Afterwards open “{attendance}”, press “{type_in}” and go down the paper: one key a row."),
                {"attendance": "Attendance", "type_in": "Type in the sheet"},
            ),
        ),
        ("meeting",),
    ),
    Section(
        N_("The first bundle"),
        (
            Step(
                N_("Once: on “{exchange}” press “{introduce}” and give that file to the national hub."),
                {"exchange": "Exchange", "introduce": "Make an introduction…"},
            ),
            Step(
                N_(
                    "Press “{choose}” for the file they give you. Compare the digits by phone, tick them, "
                    "then press “{take}”."
                ),
                {"choose": "Choose the file…", "take": "Take it in"},
            ),
            Step(
                N_("From then on: plug a stick in, press “{make}” and carry the stick to them."),
                {"make": "Make the file…"},
            ),
        ),
        ("exchange",),
        N_("A file that is late, lost or taken in twice does no harm."),
    ),
    Section(
        N_("The passphrase is lost"),
        (
            Step(
                N_("Take the recovery sheet. Type its code in place of the passphrase and press “{open}”."),
                {"open": "Open"},
            ),
            Step(N_("Choose a new passphrase and press “{keep}”."), {"keep": "Keep it and open the desk"}),
        ),
        ("unlock",),
        N_("Without passphrase and sheet nobody can open the data, not even whoever made the program."),
    ),
    Section(
        N_("A new secretary"),
        (
            Step(
                N_("In the settings press “{paper}”, print it and go through it together."),
                {"paper": "Hand-over paper…"},
            ),
            Step(
                N_("Press “{users}”, then “{add}”: the new secretary types a passphrase of their own."),
                {"users": "Users and passphrases…", "add": "Add a person…"},
            ),
            Step(
                N_("Beside whoever leaves press “{remove}”, and print the new recovery sheet."),
                {"remove": "Remove…"},
            ),
        ),
        ("users", "add"),
    ),
)
PAGES = 2  # one sheet, printed on both sides
_ON_A_PAGE = 3
_SHARE = 0.42  # of the width, for the words
_PICTURES = 64.0  # millimetres: so high may those of a section be that three sections fill a page


def button_said(button: Button, language: str) -> str:
    """What stands on a button in the window of a language."""
    return words(language)(button) if isinstance(button, str) else counted(*button, language)


def counted(one: str, many: str, count: int, language: str) -> str:
    """A message with its plural, said for so many."""
    return words(language).plural(one, many, count, number=_figure(count, language))


def buttons() -> list[Button]:
    """Every button that the guide names."""
    return [button for section in SECTIONS for step in section.steps for button in step.buttons.values()]


def guide_paper(
    language: str, pictures: Mapping[str, tuple[bytes, float]], version: str
) -> "described.Paper":
    """The guide in "km" or "en". `pictures`: PNG files by name, each with its width in millimetres."""
    from cso_desk.documents import paper as p  # noqa: PLC0415  see above

    say = words(language)
    blocks: list[p.Block] = []
    for place, section in enumerate(SECTIONS):
        if place == _ON_A_PAGE:
            blocks.append(p.PageBreak())
        left: list[p.Block] = [p.Numbered([step.in_words(language) for step in section.steps])]
        if section.note:
            left.append(p.Paragraph(say(section.note), bold=True))
        right: list[p.Block] = [
            p.Picture(image, width, align="right", most_height=_PICTURES / len(section.pictures))
            for image, width in (pictures[name] for name in section.pictures)
        ]
        heading = p.Heading(f"{_figure(place + 1, language)}. {say(section.heading)}")
        blocks.append(p.Together([heading, p.SideBySide(left, right, _SHARE)]))
    foot = say(
        "More help in the window: F1. To try everything without harm: the practice hub, in the settings."
    )
    return p.Paper(
        say("CSO Desk: the first days"), blocks, language, foot=foot, code=version, margins=(12, 14, 10, 16)
    )


def guide_file(folder: Path, language: str) -> Path:
    """What the guide in a language is called."""
    return folder / f"quick-guide-{language}.pdf"


def quick_guide(folder: Path | None = None) -> Paper | None:
    """The guide that was made with the program, for the window; None where it was not."""
    files = {language: guide_file(folder or guide_folder(), language) for language in LANGUAGES}
    if not all(file.is_file() for file in files.values()):
        return None
    return Paper(
        lambda: _("Quick guide"),
        "quick-guide",
        lambda language, _suffix, _progress: files[language].read_bytes(),
        languages=LANGUAGES,
    )


def _figure(number: int, language: str) -> str:
    return to_khmer_digits(str(number)) if language == "km" else str(number)

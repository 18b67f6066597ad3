"""Says in plain sentences what was found in a store and what was done about it."""

from datetime import UTC, datetime

from cso_desk.rescue.checking import Checked
from cso_desk.rescue.rescuing import Rescued, Way
from cso_desk.wording import _, ngettext


def told_of_rescue(done: Rescued, day: str = "") -> list[str]:
    """What became of a damaged store. `day`: when its backup was made, as the person reads days."""
    if done.way is Way.MADE_ANEW:
        said = [_("The store's file was damaged. It was made anew from its journal, and nothing was lost.")]
    elif done.backup is not None:
        day = day or datetime.fromtimestamp(done.backup.at / 1000, UTC).astimezone().strftime(
            "%Y-%m-%d %H:%M"
        )
        said = [_("The store's file was damaged. The backup of {day} was restored.", day=day)]
        if not done.unreadable:
            said.append(
                ngettext(
                    "{count} change since then could be read and was brought over.",
                    "{count} changes since then could be read and were brought over.",
                    done.brought + done.retold,
                )
            )
    else:
        said = [_("The store's file was damaged, and there was no backup. What could be read was saved.")]
    if done.unreadable:
        said.append(
            _("What was entered since then cannot be read any more. Enter it again from your papers.")
        )
    elif done.lost:
        said.append(
            ngettext(
                "{count} change cannot be read any more. Look through your last work and enter it again.",
                "{count} changes cannot be read any more. Look through your last work and enter it again.",
                done.lost,
            )
        )
    said.append(_("The damaged file is kept among the backups."))
    return said


def told_of_check(found: Checked) -> list[str]:
    """What a check found, worst first."""
    said = []
    if found.pages or found.faults:
        said.append(
            _("The store's file is damaged. Close the window and open it again: it shows what can be done.")
        )
    elif not found.shown_sound:
        said.append(
            _("Some of what is shown was not as the journal says. Nothing is lost: it can be made anew.")
        )
    if found.damaged:
        said.append(
            ngettext(
                "{count} file of the library was damaged and has been put aside.",
                "{count} files of the library were damaged and have been put aside.",
                len(found.damaged),
            )
        )
    if found.missing:
        said.append(
            ngettext(
                "{count} file is not here yet; other hubs are asked for it.",
                "{count} files are not here yet; other hubs are asked for them.",
                len(found.missing),
            )
        )
    return said or [_("Everything is in order.")]

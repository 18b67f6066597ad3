"""Looks whose passphrase was typed, slowly for whoever guesses."""

import time
from pathlib import Path

from cso_desk.store.key_copies import identified_by_any
from cso_desk.store.keyslots import Identified, WrongPassphraseError
from cso_desk.store.tries import Clock, TooSoonError, count_wrong, forget_wrong, seconds_left


def identified_in_time(folder: Path, secret: str, clock: Clock = time.time) -> Identified:
    """As `identified_by_any`; raises TooSoonError without looking where one has to wait after wrong ones."""
    seconds = seconds_left(folder, clock)
    if seconds:
        raise TooSoonError(seconds)
    try:
        found = identified_by_any(folder, secret)
    except WrongPassphraseError:
        count_wrong(folder, clock)
        raise
    forget_wrong(folder)
    return found

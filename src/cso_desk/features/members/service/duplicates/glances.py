"""What is told at a glance of the names of two records, before they are compared word by word."""

from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

from cso_desk.features.members.service.duplicates.names import Name
from cso_desk.features.members.service.duplicates.profiles import Profile

_ALIKE_SOUND = 80  # of the consonants of two names, in per cent
_HEARD_ALIKE = 80  # of the consonants of two names of people, in per cent
_HEARD_NEARLY = 65  # where what is written differs by no more than slips
_SLIPS = 2  # letters of a whole name
_ALIKE_WORDS = 55  # of the words that only one of them has


def look_alike(one: Profile, other: Profile) -> bool:
    """Whether any two names share more than a word or two: told at a glance, for nearly all that do not."""
    theirs = [(name, name.marks()) for name in other.read().every()]
    for name in one.read().every():
        marks = name.marks()
        for each, known in theirs:
            if _look_alike(name, each, marks, known):
                return True
    return False


def heard_alike(one: Profile, other: Profile) -> bool:
    """Whether any names of two people have most consonants in common, in whatever order, or initials."""
    theirs = other.read().lasting()
    for name in one.read().lasting():
        sound = _in_order(name.sound)
        for each in theirs:
            if name.sound == each.sound:
                return True
            alike = ratio(sound, _in_order(each.sound), score_cutoff=_HEARD_NEARLY)
            if alike >= _HEARD_ALIKE or (alike and (name.khmer != each.khmer or _slipped(name, each))):
                return True
    return _has_initial(one) or _has_initial(other)


def _has_initial(profile: Profile) -> bool:
    """Whether a name has a word of one letter, which may stand for any that begins so."""
    for name in profile.read().lasting():
        for word in name.words:
            if len(word.spelled) == 1:
                return True
    return False


def _slipped(one: Name, other: Name) -> bool:
    """Whether what is written differs by a slip or two, whichever part is first."""
    ours, theirs = ("".join(sorted([word.spelled for word in name.words])) for name in (one, other))
    return OSA.distance(ours, theirs, score_cutoff=_SLIPS) <= _SLIPS


def have_parts(one: Profile, other: Profile) -> bool:
    """Whether a name of one person has more words than one of the other, so that this may be a part of it."""
    counts = [len(name.words) for name in one.read().lasting() + other.read().lasting()]
    return min(counts, default=0) < max(counts, default=0)


@lru_cache(maxsize=50_000)
def _in_order(sound: str) -> str:
    return "".join(sorted(sound))


def _look_alike(one: Name, other: Name, ours: set[str], theirs: set[str]) -> bool:
    shared = len(ours & theirs)
    fewest, most = len(ours), len(theirs)
    if fewest > most:
        fewest, most = most, fewest
    if shared == fewest:
        return True
    if shared * 3 < most * 2:
        return ratio(one.sound, other.sound) >= _ALIKE_SOUND
    # Names that differ in one word each are two, as a rule: in Banan and in Bavel. Unless it is a slip.
    if ratio("".join(sorted(ours - theirs)), "".join(sorted(theirs - ours))) >= _ALIKE_WORDS:
        return True
    if one.khmer != other.khmer:
        return ratio(one.sound, other.sound) >= _ALIKE_SOUND
    return OSA.distance(one.joined, other.joined, score_cutoff=_SLIPS) <= _SLIPS

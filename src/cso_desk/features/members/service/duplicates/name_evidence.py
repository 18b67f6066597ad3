"""What the names of two records say for and against their being one."""

from collections.abc import Iterator, Sequence
from math import log

from cso_desk.features.members.service.duplicates.comparing import (
    EXACT,
    INITIAL,
    NEAR,
    OTHER,
    PART,
    REORDERED,
    SOUND,
    Likeness,
    compare_names,
)
from cso_desk.features.members.service.duplicates.index import Index
from cso_desk.features.members.service.duplicates.names import Name, Word
from cso_desk.features.members.service.duplicates.profiles import Profile
from cso_desk.features.members.service.duplicates.vocabulary import names_of_place

Evidence = dict[str, float]
"""What was found out, by its name, and how much of it there is; what nothing is known of is left out."""

AGREEMENT = {
    EXACT: "name",
    REORDERED: "reordered",
    NEAR: "near",
    SOUND: "sound",
    INITIAL: "initial",
    PART: "part",
    OTHER: "other",
}
MOST_TELLING = 4.0


def of_names(beside: Evidence, one: Profile, other: Profile, index: Index) -> Evidence:
    """What the names say, where all else says what stands in `beside`."""
    best, name, every = _best_name(one.names, other.names, index)
    found: Evidence = {}
    if best is None or best.level >= PART:
        for ours, theirs in _beside(one, other):
            likeness = compare_names(ours, theirs, index.rarity)
            if likeness.level < PART and (best is None or likeness.level < best.level):
                best, name = likeness, ours
                found["former"] = 1.0
    if best is None:
        return found
    if best.level >= PART and not index.people:
        best = _placed(best, one, other, found)
    found[AGREEMENT[best.level]] = 1.0
    found["blur"] = best.blur
    if best.level >= PART:
        _of_words_left(found, best, beside, index)
    elif name is not None:
        found["common"] = log(index.sharing("sound", name.sound))
        found["telling"] = min(best.matched, MOST_TELLING)
        if one.legal and one.legal == other.legal:
            found["sort"] = 1.0  # says much where names agree, and nothing where they do not
    _of_both_scripts(found, every, index)
    return found


def _of_both_scripts(found: Evidence, every: Sequence[Likeness], index: Index) -> None:
    """Whether the names of both scripts agree, or only those of one."""
    agreeing = len([likeness for likeness in every if likeness.level < PART])
    if agreeing > 1:
        found["also"] = 1.0
    elif agreeing and len(every) > 1:
        found["against"] = max([_left(likeness, index) for likeness in every])


def _of_words_left(found: Evidence, best: Likeness, beside: Evidence, index: Index) -> None:
    """What words say that only one name has: less where the other script may have them in other words."""
    left = _left(best, index)
    found["left"] = left
    found["matched"] = best.matched
    if best.level == OTHER and best.crossed and any(_is_untold(each) for each in (best.ours, best.theirs)):
        found["untold"] = 1.0
    elif best.level == OTHER and ("phone" in beside or "email" in beside):
        found["phone_of_another"] = 1.0
    if any(word.number for word in (*best.ours, *best.theirs)):
        found["ordinal"] = 1.0
    elif all(word.sort == "place" for word in (*best.ours, *best.theirs)):
        found["branch"] = 1.0


def _is_untold(words: Sequence[Word]) -> bool:
    return any(word.key[0] not in "@#" and not word.number for word in words)


def _left(likeness: Likeness, index: Index) -> float:
    """How much the words tell that only one name has; the lesser where both have such words."""
    left = [
        sum([index.rarity(word) for word in words]) for words in (likeness.ours, likeness.theirs) if words
    ]
    return min(left, default=0.0)


_COUNTRY = frozenset(("@cambodia",))


def _placed(best: Likeness, one: Profile, other: Profile, found: Evidence) -> Likeness:
    """Without the words that only say where the two are; notes where a name says that one is elsewhere."""
    named = [word for word in (*best.ours, *best.theirs) if word.sort == "place" or word.key in _COUNTRY]
    if not named:
        return best
    there = names_of_place(one.place) | names_of_place(other.place) | _COUNTRY
    if one.place and other.place and any(word.key not in there for word in named):
        found["named_elsewhere"] = 1.0
    ours, theirs = ([word for word in words if word.key not in there] for words in (best.ours, best.theirs))
    level = OTHER if ours and theirs else PART if ours or theirs else SOUND if best.crossed else NEAR
    if level < PART:
        found["place_added"] = 1.0
    return Likeness(level, best.blur, best.matched, ours, theirs, best.crossed)


def _best_name(
    ours: Sequence[Name], theirs: Sequence[Name], index: Index
) -> tuple[Likeness | None, Name | None, list[Likeness]]:
    """How the names agree best, by which of ours, and how those of one script agree."""
    best, name, every = None, None, []
    rarity = index.rarity
    for mine in ours:
        for yours in theirs:
            if mine.khmer == yours.khmer:
                likeness = compare_names(mine, yours, rarity)
                every.append(likeness)
                if best is None or likeness.level < best.level:
                    best, name = likeness, mine
    # Where both are called something in both scripts, the other script has nothing to add.
    if best is None or (best.level >= PART and len(every) < 2):
        for mine in ours:
            for yours in theirs:
                if mine.khmer != yours.khmer:
                    likeness = compare_names(mine, yours, rarity)
                    if best is None or likeness.level < best.level:
                        best, name = likeness, mine
    return best, name, every


def _beside(one: Profile, other: Profile) -> Iterator[tuple[Name, Name]]:
    """Names that are valid no more, and acronyms spoken as names, against everything the other is called."""
    for mine, yours in ((one, other), (other, one)):
        for name in (*mine.former, *mine.spoken):
            for called in (*yours.names, *yours.former):
                yield name, called

"""What the full-text index holds and asks: Khmer clusters for finding, Khmer words for ranking.

Every Khmer cluster is a token and a typed word is a phrase of them, so that a search finds a word wherever it
stands, however words are told apart. The table needs the tokenizer in `TOKENIZER`: the default one of SQLite
takes Khmer vowel signs for spaces.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from cso_desk.khmer.breaking import word_tokens
from cso_desk.khmer.normalise import fold

TOKENIZER = "unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'"

# A private character that no text brings along: a phrase does not reach across the end of a sentence.
_BARRIER = "\ue000"
_STOPS = "។៕?!.,;:()"
_TOKEN = re.compile(
    r"[\u1780-\u17b3](?:\u17d2[\u1780-\u17b3]|[\u17b4-\u17d1\u17d3\u17dd])*+|\u17d7"  # a cluster
    r"|[a-z0-9]++|(?:(?![\u1780-\u17ff_])\w)+"  # a word or number of another script
    rf"|[{_STOPS}]"
)


# Both columns of a record are made one after the other from the same text.
_fold_once = lru_cache(maxsize=2)(fold)


def _tokens(folded: str) -> list[str]:
    return [_BARRIER if token in _STOPS else token for token in _TOKEN.findall(folded)]


def clusters(text: str) -> str:
    """The tokens of `text` for the column that is searched."""
    return " ".join(_tokens(_fold_once(text)))


def words_for_ranking(text: str) -> str:
    """The whole words of `text` for the column that puts whole-word hits first."""
    return " ".join(word_tokens(_fold_once(text)))


# A page of text: clusters as they are typed, each of which has few forms and is folded once.
_OTHER = (
    r"|[0-9A-Za-z០-៩\u00c0-\u024f\u0300-\u036f]++|\u17d7|(?>(?:(?![\u1780-\u17ff_])\w)+)"
    r"|[។៕?!.,;()]|(?<![\u1780-\u17ff]):"
)
_CLUSTER = (
    r"[\u1780-\u17b3][\u17b4-\u17d1\u17d3\u17dd]*+(?:\u17d2[\u1780-\u17b3][\u17b4-\u17d1\u17d3\u17dd]*+)*+"
)
_TYPED = re.compile(_CLUSTER + _OTHER)
# A few clusters at once where they are short: cutting a text into half as many pieces takes half the time.
_TYPED_PIECES = re.compile(
    r"[\u1780-\u17b3][\u1780-\u17dd]{0,3}(?<!\u17d2)(?![\u17b4-\u17d3\u17dd])|" + _CLUSTER + _OTHER
)
_MOST_KEYS = 1 << 15  # some 10 MB; a text in Khmer has a tenth of them


def _token_key(token: str) -> str:
    return _BARRIER if token in _STOPS else " ".join(_tokens(fold(token)))


def _piece_key(piece: str) -> str:
    return " ".join(map(_keys.__getitem__, _TYPED.findall(piece)))


class _Keys(dict[str, str]):
    """Each piece of a text as it is typed and its key; twice as quick as a cache that keeps an order."""

    def __init__(self, make: Callable[[str], str]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, piece: str) -> str:
        if len(self) >= _MOST_KEYS:
            self.clear()
        key = self[piece] = self._make(piece)
        return key


_keys, _piece_keys = _Keys(_token_key), _Keys(_piece_key)


def page_clusters(text: str) -> str:
    """The tokens of a long text for the column that is searched; several times as fast as `clusters`.

    Each token is folded alone: only what reaches over two of them, such as a colon after a space, may differ.
    """
    return " ".join(map(_piece_keys.__getitem__, _TYPED_PIECES.findall(text.replace("\u200b", ""))))


def token_spans(text: str) -> list[tuple[str, int, int]]:
    """Each token of a text with its first letter and the one after its last."""
    found = ((_keys[match.group()], *match.span()) for match in _TYPED.finditer(text))
    return [each for each in found if each[0]]


def phrases(query: str) -> list[list[str]]:
    """The tokens of each part of what a person typed, as `match_query` asks for them."""
    return [" ".join(_tokens(part)).strip(f"{_BARRIER} ").split() for part in fold(query).split()]


def match_query(query: str, *, column: str = "clusters", typing: bool = False) -> str | None:
    """An FTS5 MATCH expression for what a person typed, or None where there is nothing to look for.

    All parts must occur in `column`; a Latin word or number may go on (`sok` finds Sokha). With `typing`,
    the last Khmer cluster may go on too, because its vowel may not have been typed yet.
    """
    parts = phrases(query)
    wanted = []
    for place, tokens in enumerate(parts):
        if tokens:
            open_ended = tokens[-1].isascii() or (typing and place == len(parts) - 1)
            wanted.append(f'{column} : "{" ".join(tokens)}"' + (" *" if open_ended else ""))
    return " AND ".join(wanted) or None

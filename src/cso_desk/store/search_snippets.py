"""Where the words that were looked for stand in a text, and what stands around them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cso_desk.khmer.breaking import word_boundaries
from cso_desk.khmer.tokens import phrases, token_spans

_AROUND = 70  # letters before and after the words
_SENTENCE_END = re.compile("[។៕\n]|[.!?] ")
_MOST_PLACES = 20  # of one phrase that are looked at
Span = tuple[int, int]


@dataclass(frozen=True)
class Snippet:
    """A piece of a text in one line; `marks` are the places of what was found. `whole`: as whole words."""

    text: str
    marks: tuple[Span, ...]
    whole: bool

    def short(self, letters: int) -> str:
        """What was found and what follows it, in at most so many letters."""
        start = self.marks[0][0] if self.marks else 0
        end = _before_cluster(self.text, start + letters)
        return self.text[start:end] + ("…" if end < len(self.text) else "")


class Wanted:
    """The words of one search, ready to be found in many texts."""

    def __init__(self, query: str) -> None:
        self._phrases = [tokens for tokens in phrases(query) if tokens]
        self._plain = [_pattern(tokens) for tokens in self._phrases]

    def snippet(self, text: str) -> Snippet:
        """The best place of a text: where all words are whole if there is one, cut out and in one line."""
        found = [self._places(text, at) for at in range(len(self._phrases))]
        best = [next((each for each in places if each[1]), places[0]) for places in found if places]
        whole = len(best) == len(self._phrases) and all(is_whole for _span, is_whole in best)
        return _cut(text, [span for span, _whole in best], whole=whole)

    def _places(self, text: str, at: int) -> list[tuple[Span, bool]]:
        """Where a phrase stands, up to the first place where it is whole words."""
        places = []
        for number, span in enumerate(self._spans(text, at)):
            is_whole = _is_whole(text, span)
            places.append((span, is_whole))
            if is_whole or number >= _MOST_PLACES:
                break
        return places

    def _spans(self, text: str, at: int) -> Iterator[Span]:
        any_found = False
        for match in self._plain[at].finditer(text):
            any_found = True
            yield match.span()
        if not any_found:
            yield from _folded_spans(text, self._phrases[at])


_SUBSCRIPT_TA, _EITHER_SUBSCRIPT = "\u17d2\u178f", "\u17d2(?:\u178f|\u178a)"  # TA and DA look alike below


def _pattern(tokens: list[str]) -> re.Pattern[str]:
    """Tokens as they are mostly written; where the text is written otherwise they are found by their keys."""
    written = (re.escape(each).replace(_SUBSCRIPT_TA, _EITHER_SUBSCRIPT) for each in tokens)
    joined = "[\u200b ]*".join(written)
    ending = "" if tokens[-1].isascii() else "(?![\u17b4-\u17d3\u17dd])"
    begin = r"(?<!\w)" if tokens[0].isascii() else "(?<!\u17d2)"
    return re.compile(f"{begin}{joined}{ending}", re.IGNORECASE)


def _folded_spans(text: str, tokens: list[str]) -> Iterator[Span]:
    spans = token_spans(text)
    keys = [key for key, _start, _end in spans]
    for place in range(len(keys) - len(tokens) + 1):
        some = keys[place : place + len(tokens)]
        if some[:-1] == tokens[:-1] and (
            some[-1] == tokens[-1] or (tokens[-1].isascii() and some[-1].startswith(tokens[-1]))
        ):
            yield spans[place][1], spans[place + len(tokens) - 1][2]


def _is_whole(text: str, span: Span) -> bool:
    """Whether a word begins and ends there, by the dictionary and the sentence around."""
    start, end = max(0, span[0] - _AROUND), min(len(text), span[1] + _AROUND)
    before, after = text.rfind(" ", start, span[0]), text.find(" ", span[1], end)
    start, end = before + 1 if before >= 0 else start, after if after >= 0 else end
    bounds = {start, *(start + each for each in word_boundaries(text[start:end]))}
    return span[0] in bounds and span[1] in bounds


def _cut(text: str, spans: list[Span], *, whole: bool) -> Snippet:
    first = min(spans, default=(0, 0))
    start, end = max(0, first[0] - _AROUND), min(len(text), first[1] + _AROUND)
    ends = [match.end() for match in _SENTENCE_END.finditer(text, start, first[0])]
    start = ends[-1] if ends else _before_cluster(text, start)
    end = _before_cluster(text, end)
    inside = sorted(span for span in spans if start <= span[0] and span[1] <= end)
    said, marks = "", []
    at = start
    for begin, until in inside:
        if begin < at:
            continue
        said += _line(text[at:begin])
        said, mark = said.lstrip(), _line(text[begin:until])
        marks.append((len(said), len(said) + len(mark)))
        said, at = said + mark, until
    said += _line(text[at:end]).rstrip()
    before, after = "…" if start and not ends else "", "…" if end < len(text) else ""
    shift = len(before)
    return Snippet(f"{before}{said}{after}", tuple((a + shift, b + shift) for a, b in marks), whole)


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _before_cluster(text: str, at: int) -> int:
    """The place at or before `at` where no Khmer cluster is cut in two."""
    while 0 < at < len(text) and ("\u17b4" <= text[at] <= "\u17dd" or text[at - 1] == "\u17d2"):
        at -= 1
    return at

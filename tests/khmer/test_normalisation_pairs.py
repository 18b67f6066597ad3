"""Writings of one word that read the same have one key in searches, also in long texts; other words not."""

import pytest

from cso_desk.khmer.normalise import fold
from cso_desk.khmer.tokens import clusters, page_clusters

# Pairs by their characters, because most of them look the same.
SAME = (
    ("coeng ta/da look identical", "1780 178E 17D2 178F 17B6 179B", "1780 178E 17D2 178A 17B6 179B"),
    (
        "coeng ta/da",
        "179F 17C1 1785 1780 17D2 178F 17B8 179F 1798 17D2 179A 17C1 1785",
        "179F 17C1 1785 1780 17D2 178A 17B8 179F 1798 17D2 179A 17C1 1785",
    ),
    (
        "ZWSP word breaks invisible",
        "1780 17D2 179A 17BB 1798 1794 17D2 179A 17B9 1780 17D2 179F 17B6 1783 17BB 17C6",
        "1780 17D2 179A 17BB 1798 200B 1794 17D2 179A 17B9 1780 17D2 179F 17B6 200B 1783 17BB 17C6",
    ),
    (
        "NBSP vs space",
        "179F 17BB 1781 0020 178A 17B6 179A 17C9 17B6",
        "179F 17BB 1781 00A0 178A 17B6 179A 17C9 17B6",
    ),
    ("coeng RO before/after other coeng", "179F 17D2 178F 17D2 179A 17B8", "179F 17D2 179A 17D2 178F 17B8"),
    (
        "split vowel OE = E + II",
        "179F 17A0 1782 1798 1793 17CD 178A 17BE 1798",
        "179F 17A0 1782 1798 1793 17CD 178A 17C1 17B8 1798",
    ),
    ("split vowel OO = E + AA", "1787 17C4 1782", "1787 17C1 17B6 1782"),
    (
        "deprecated independent vowel QAQ U+17A3",
        "17A2 17B6 179F 1799 178A 17D2 178B 17B6 1793",
        "17A3 17B6 179F 1799 178A 17D2 178B 17B6 1793",
    ),
    ("U+17A4 deprecated", "17A2 17B6", "17A4"),
    ("OM = U + nikahit typing", "1781 17D2 1789 17BB 17C6", "1781 17D2 1789 17C6 17BB"),
    ("AM order", "1785 17B6 17C6", "1785 17C6 17B6"),
    ("muusikatoan/triisap order with vowel", "179F 17CA 17B8", "179F 17B8 17CA"),
    ("independent vowel variants", "17B2 17D2 1799", "17B1 17D2 1799"),
    (
        "Khmer digits vs ASCII",
        "1786 17D2 1793 17B6 17C6 17E2 17E0 17E2 17E4",
        "1786 17D2 1793 17B6 17C6 0032 0030 0032 0034",
    ),
    (
        "camnuc pii kuuh vs colon",
        "179A 1794 17C0 1794 179C 17B6 179A 17C8 17D6",
        "179A 1794 17C0 1794 179C 17B6 179A 17C8 003A",
    ),
    (
        "yuukaleapintu vs colon vs visarga",
        "179A 1794 17C0 1794 179C 17B6 179A 17C8",
        "179A 1794 17C0 1794 179C 17B6 179A 003A",
    ),
    ("repetition sign spacing", "1795 17D2 179F 17C1 1784 0020 17D7", "1795 17D2 179F 17C1 1784 17D7"),
    ("case folding in Latin", "004C 0041 004E 0047 004F", "006C 0061 006E 0067 006F"),
    ("accent folding", "0054 0061 006B 00E9 006F", "0054 0061 006B 0065 006F"),
    (
        "Siem Reap variants",
        "0053 0069 0065 006D 0072 0065 0061 0070",
        "0053 0069 0065 006D 0020 0052 0065 0061 0070",
    ),
)
OTHER = (
    ("different words", "1783 17BB 17C6", "1797 17BC 1798 17B7"),
    ("different words", "1785 17D2 1794 17B6 1794 17CB", "1785 17D2 1794 17B6 179A"),
    ("prefix only: law vs lawyer? different", "1798 17C1 1792 17B6 179C 17B8", "1798 17C1"),
)


def text(codes: str) -> str:
    return "".join(chr(int(code, 16)) for code in codes.split())


@pytest.mark.parametrize(("_rule", "one", "other"), SAME, ids=[each[0] for each in SAME])
def test_writings_of_one_word_are_one(_rule: str, one: str, other: str) -> None:
    for key in (fold, clusters, page_clusters):
        assert key(text(one)) == key(text(other))


@pytest.mark.parametrize(("_rule", "one", "other"), OTHER, ids=[each[0] for each in OTHER])
def test_other_words_are_others(_rule: str, one: str, other: str) -> None:
    for key in (fold, clusters, page_clusters):
        assert key(text(one)) != key(text(other))

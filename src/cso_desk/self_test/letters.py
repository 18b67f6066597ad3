"""Tries out letters: their fonts, how Khmer ones are joined on paper and in the window, and a paper."""

from pathlib import Path

from cso_desk.documents.faces import Face, face, faces_for
from cso_desk.documents.paper import Column, Paper, Paragraph, Table
from cso_desk.documents.pdf import write_pdf
from cso_desk.extraction.reading import FileReader
from cso_desk.khmer.normalise import fold
from cso_desk.self_test.trial import check
from cso_desk.self_test.window_letters import fonts_of_the_window, glyphs_in_window
from cso_desk.self_test.words import every_name, names
from cso_desk.wording import words

_BEFORE = "េែៃ"  # vowels that are written before the letter behind which they are spoken
_COENG = "\u17d2"  # puts the next letter below; it is never seen by itself
_DOTTED_CIRCLE = "\u25cc"  # what a shaper writes where letters do not belong together


def khmer_faces() -> list[Face]:
    """Every typeface that writes Khmer on paper."""
    numbers = {faces_for(role, bold=bold)[0] for role in ("body", "head") for bold in (False, True)}
    return [face(number) for number in sorted(numbers)]


def fonts(_folder: Path) -> None:
    """Every font can be read, for paper and for the window, and has the letters it is there for."""
    for bold in (False, True):
        for number in faces_for("body", bold=bold):
            face(number)
    letters = {char for name in every_name() for char in name if char.isalpha()}
    for each in khmer_faces():
        missing = letters - each.characters
        check(not missing, f"{each.postscript_name} is without {' '.join(sorted(missing))}")
    fonts_of_the_window()


def shaping(_folder: Path) -> None:
    """Khmer letters are joined as they must be, and in the window as on paper."""
    for each in khmer_faces():
        wrong = [name for name in every_name() if not is_joined(each, name)]
        check(not wrong, f"badly joined with {each.postscript_name}: {' '.join(wrong[:3])}")
    for name in names():
        on_paper = [info.codepoint for info in face(0).shape(name, khmer=True)[0]]
        in_window = glyphs_in_window(name)
        check(in_window == on_paper, f"{name} is joined in the window as {in_window}, not {on_paper}")


def is_joined(with_: Face, word: str) -> bool:
    """Whether a word looks as it must: no sign of joining is left, vowels stand where they are written."""
    infos, _positions = with_.shape(word, khmer=True)
    glyphs = [info.codepoint for info in infos]
    never = {0, with_.glyph_of.get(_COENG), with_.glyph_of.get(_DOTTED_CIRCLE)}
    if never.intersection(glyphs):
        return False
    first = {info.cluster: info.codepoint for info in reversed(infos)}
    before = {with_.glyph_of[vowel] for vowel in _BEFORE}
    return all(first[info.cluster] == info.codepoint for info in infos if info.codepoint in before)


def khmer_paper(folder: Path) -> None:
    """A paper is written and read again by a process of its own: the same words, and something to see."""
    path, wanted = folder / "paper.pdf", names()
    table = Table([Column("1"), Column("2")], [[each, each] for each in wanted])
    write_pdf(Paper(words("km")("Minutes"), [Paragraph(" ".join(wanted)), table]), path)
    content = path.read_bytes()
    with FileReader() as reader:
        found = reader.read([content], len(content))
    check(not found.refused, f"the paper is refused: {found.refused}")
    text = fold("\n".join(found.texts))
    missing = [each for each in wanted if fold(each) not in text]
    check(not missing, f"not found in the paper: {' '.join(missing)}")
    check(found.thumbnail, "the paper has no picture")

"""Words are found in the texts of files, whole words first, however their marks were typed."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cso_desk.assembly import create_store
from cso_desk.errors import CancelledError
from cso_desk.khmer.normalise import canonical, fold
from cso_desk.khmer.tokens import clusters, page_clusters, token_spans
from cso_desk.store.blob_texts import GOOD, BlobFound, put_found, put_text
from cso_desk.store.key_cost import CHEAP
from cso_desk.store.search_snippets import Wanted
from cso_desk.store.search_texts import PageHit, forget_texts, pages_with, refresh_texts
from cso_desk.store.store import Store

SENTENCES = (
    "សមាគមស្ត្រីខេត្តបាត់ដំបងប្រជុំរៀងរាល់ខែ។",
    "អនុក្រឹត្យស្តីពីការគ្រប់គ្រងព្រៃឈើ និងសត្វព្រៃ។",
    "មេធាវីជួយប្រជាជនក្នុងរឿងដីធ្លី។",
    "មេភូមិជួបជាមួយប្រជាពលរដ្ឋ។ មេ ឃុំ មកដែរ។",
    "The law on associations was adopted in 2015.",
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made, _code = create_store(tmp_path / "store", "02", passphrase="three practice words", cost=CHEAP)
    yield made
    made.close()


def name_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def keep(store: Store, *files: tuple[str, ...]) -> None:
    with store.writing() as connection:
        for pages in files:
            name = name_of(pages[0])
            put_found(connection, BlobFound(name, 1, "pdf", len(pages), GOOD))
            put_text(connection, name, list(enumerate(pages, 1)))
    refresh_texts(store)


def find(store: Store, text: str, *, typing: bool = False, limit: int = 50) -> list[PageHit]:
    with store.reading() as reading:
        return pages_with(reading, text, typing=typing, limit=limit)


def indexed(store: Store) -> int:
    with store.reading() as reading:
        return int(reading.connection.exec_driver_sql("SELECT count(*) FROM text_file").scalar_one())


def test_a_word_is_found_on_its_page_and_marked(store: Store) -> None:
    keep(store, SENTENCES)
    (hit,) = find(store, "សត្វព្រៃ")
    assert (hit.page, hit.source) == (2, "layer")
    assert [hit.snippet.text[a:b] for a, b in hit.snippet.marks] == ["សត្វព្រៃ"]
    assert hit.snippet.whole


def test_whole_words_come_before_parts_of_words(store: Store) -> None:
    keep(store, *((f"{SENTENCES[2]} {n}",) for n in range(30)), (SENTENCES[3],))
    hits = find(store, "មេ")
    assert len(hits) == 31
    assert hits[0].sha256 == name_of(SENTENCES[3])
    assert [hit.snippet.whole for hit in hits] == [True, *[False] * 30]


@pytest.mark.parametrize("typed", ["ស្ត្រី", "ស្រ្តី", "ស្ដ្រី", "ស្រ្ដី"])
def test_marks_typed_in_another_order_are_forgiven(store: Store, typed: str) -> None:
    keep(store, SENTENCES[:1])
    (hit,) = find(store, typed)
    assert [hit.snippet.text[a:b] for a, b in hit.snippet.marks] == ["ស្ត្រី"]


def test_marks_stored_in_another_order_are_forgiven(store: Store) -> None:
    keep(store, ("សមាគមស្រ្ដីខេត្ត",))
    (hit,) = find(store, "ស្ត្រី")
    assert [canonical(hit.snippet.text[a:b]) for a, b in hit.snippet.marks] == [canonical("ស្រ្ដី")]


def test_words_broken_over_lines_and_invisible_spaces_are_found(store: Store) -> None:
    keep(store, ("សមាគម\u200bស្ត្រី ខេត្ត\nបាត់\u200bដំបង",))
    assert find(store, "សមាគមស្ត្រី")
    assert find(store, "ខេត្តបាត់ដំបង")


def test_digits_of_both_scripts_and_a_beginning_find(store: Store) -> None:
    keep(store, SENTENCES)
    assert find(store, "២០១៥")[0].page == 5
    assert find(store, "assoc", typing=True)[0].page == 5
    assert find(store, "assoc")[0].snippet.marks
    assert find(store, "បាត់ដំប", typing=True)[0].page == 1


def test_all_words_must_stand_on_the_page(store: Store) -> None:
    keep(store, SENTENCES)
    assert [hit.page for hit in find(store, "មេធាវី ដីធ្លី")] == [3]
    assert find(store, "មេធាវី ព្រៃឈើ") == []


@pytest.mark.parametrize("typed", ["", " ", "។", '"', "NOT", "* OR a", "clusters :", "\u200b", "\x00"])
def test_anything_may_be_typed(store: Store, typed: str) -> None:
    keep(store, SENTENCES)
    assert isinstance(find(store, typed, typing=True), list)


def test_a_text_that_changed_is_found_by_its_new_words_alone(store: Store) -> None:
    keep(store, SENTENCES)
    with store.writing() as connection:
        put_text(connection, name_of(SENTENCES[0]), [(1, "ឯកសារថ្មី")])
    refresh_texts(store)
    assert find(store, "ព្រៃឈើ") == []
    assert find(store, "ឯកសារថ្មី")[0].page == 1


def test_the_index_is_made_anew_from_nothing(store: Store) -> None:
    keep(store, SENTENCES)
    with store.writing() as connection:
        forget_texts(connection)
    assert find(store, "ព្រៃឈើ") == []
    refresh_texts(store)
    assert find(store, "ព្រៃឈើ")[0].page == 2


def test_indexing_can_be_stopped_and_goes_on(store: Store) -> None:
    with store.writing() as connection:
        for n in range(400):
            put_found(connection, BlobFound(name_of(str(n)), 1, "pdf", 1, GOOD))
            put_text(connection, name_of(str(n)), [(1, f"page {n} {SENTENCES[1]}")])

    def stop(_done: int, _total: int) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        refresh_texts(store, stop)
    some = indexed(store)
    assert 0 < some < 400
    refresh_texts(store)
    assert indexed(store) == 400


def test_a_snippet_is_one_line_and_cuts_no_cluster() -> None:
    text = "ក្រសួងមហាផ្ទៃ\n" * 30 + "អនុក្រឹត្យ ស្តីពី\tព្រៃឈើ " + "ស្ត្រីខ្មែរ" * 40
    shown = Wanted("ព្រៃឈើ").snippet(text)
    assert "\n" not in shown.text
    assert shown.text.endswith("…")
    assert not "\u17b4" <= shown.text.rstrip("…")[-1] <= "\u17b5"
    assert [shown.text[a:b] for a, b in shown.marks] == ["ព្រៃឈើ"]


@settings(max_examples=60)
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6), st.text("កខសត្រីំ ល។:", max_size=12))
def test_marks_lie_within_the_snippet_whatever_is_looked_for(parts: list[str], query: str) -> None:
    shown = Wanted(query).snippet("\n".join(parts))
    assert all(0 <= a < b <= len(shown.text) for a, b in shown.marks)


@given(st.lists(st.sampled_from([*SENTENCES, "ឆ្នាំ២០១៥", "Takéo", "ស្រ្ដី ៗ", "siemreap", "(ក)", "a:b"])))
def test_pages_have_the_tokens_that_records_have(parts: list[str]) -> None:
    text = " ".join(parts)
    assert page_clusters(text) == clusters(text)
    assert all(fold(text[a:b]) for _key, a, b in token_spans(text))


@given(st.text("កខសត្្រីំា់ាៈ៉ិុ។ៗ៖៛ឲ១2a :", max_size=30))
def test_a_text_cut_into_pieces_has_the_tokens_of_its_clusters(text: str) -> None:
    assert page_clusters(text).split() == " ".join(key for key, _a, _b in token_spans(text)).split()

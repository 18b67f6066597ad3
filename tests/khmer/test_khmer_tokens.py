"""A real FTS5 table finds what people type, and no input is an error of syntax."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cso_desk.khmer.tokens import TOKENIZER, clusters, match_query, words_for_ranking

DOCUMENTS = [
    "បញ្ជីវត្តមានអ្នកចូលរួមប្រជុំ ថ្ងៃទី ២២ ខែវិច្ឆិកា ឆ្នាំ ២០២៦",
    "ការប្រជុំបណ្ដាញអង្គការសង្គមស៊ីវិលប្រចាំត្រីមាស",
    "អង្គការសម្ព័ន្ធស្រ្តីដើម្បីអភិវឌ្ឍន៍ (CSO Network)",
    "វគ្គបណ្តុះបណ្តាល NGO ខេត្តសៀមរាប 2026",
    "លោក សុខ សុភា។ Siemreap",
    "អំពីសុខភាពស្ត្រី",
]


@pytest.fixture(scope="module")
def table():
    with sqlite3.connect(":memory:") as connection:
        connection.execute(f'CREATE VIRTUAL TABLE found USING fts5(clusters, words, tokenize="{TOKENIZER}")')
        connection.executemany(
            "INSERT INTO found(rowid, clusters, words) VALUES (?, ?, ?)",
            [(number, clusters(text), words_for_ranking(text)) for number, text in enumerate(DOCUMENTS)],
        )
        yield connection
    connection.close()


def hits(table, query, **options):
    expression = match_query(query, **options)
    rows = table.execute("SELECT rowid FROM found WHERE found MATCH ? ORDER BY rowid", (expression,))
    return [rowid for (rowid,) in rows]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ស្ត្រី", [2, 5]), ("ស្រ្តី", [2, 5]), ("បណ្តាញ", [1]), ("បណ្ដុះបណ្ដាល", [3]),
        ("ប្រជុំ", [0, 1]), ("សុខ", [4, 5]),
        ("cso", [2]), ("net", [2]), ("ngo ខេត្ត", [3]), ("២០២៦", [0, 3]), ("2026", [0, 3]),
        ("ស៊ីវិល ប្រជុំ", [1]),
        ("សុីវិល", [1]), ("សង្គម\u200bស៊ីវិល", [1]), ("siem reap", [4]), ("សុភា។", [4]), ("សៀមរាបភា", []),
    ],
)  # fmt: skip
def test_a_search_finds_the_documents_with_every_part(table, query, found):
    assert hits(table, query) == found


def test_a_phrase_does_not_reach_across_the_end_of_a_sentence(table):
    assert hits(table, "សុភា") == [4]
    assert hits(table, "សុភាsiem") == []


def test_while_typing_the_last_cluster_may_still_get_its_vowel(table):
    assert hits(table, "ប្រជ") == []
    assert hits(table, "ប្រជ", typing=True) == [0, 1]


def test_nothing_to_look_for_is_no_query():
    assert [match_query(text) for text in ("", "  ", '"', "។ ?", "*")] == [None] * 5


@given(st.text(st.characters(codec=None), max_size=20) | st.text('"*:()^-+{}ANDORNEAR ក្ាំ\x00', max_size=20))
def test_no_input_is_an_error_of_syntax(table, query):
    expression = match_query(query)
    if expression is not None:
        table.execute("SELECT rowid FROM found WHERE found MATCH ?", (expression,)).fetchall()


words = st.lists(st.text("កខគសដាិុំ្រប1aB", min_size=1, max_size=8), min_size=1, max_size=4)


@given(words)
def test_a_text_is_found_by_each_of_its_words(parts):
    with sqlite3.connect(":memory:") as connection:
        connection.execute(f'CREATE VIRTUAL TABLE found USING fts5(clusters, tokenize="{TOKENIZER}")')
        connection.execute("INSERT INTO found VALUES (?)", (clusters(" ".join(parts)),))
        for part in parts:
            expression = match_query(part)
            if expression is not None:
                (count,) = connection.execute(
                    "SELECT count(*) FROM found WHERE found MATCH ?", (expression,)
                ).fetchone()
                assert count == 1, (part, expression)
    connection.close()

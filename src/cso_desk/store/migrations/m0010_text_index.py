"""The index of the texts of files, and which records name a file. Frozen once released."""

TITLE = "searching in files"

STATEMENTS = (
    # Derived, see `store.search_texts` and `store.search`. A page's number holds that of its file.
    "CREATE TABLE text_file(no INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE)",
    "CREATE VIRTUAL TABLE page_words USING fts5(clusters, content='', contentless_delete=1,"
    " tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'\")",
    "INSERT INTO page_words(page_words, rank) VALUES('secure-delete', 1)",
    "CREATE TABLE file_owner(sha256 TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY(sha256, record))"
    " WITHOUT ROWID",
    "CREATE INDEX file_owner_record ON file_owner(record)",
    # Their entries are made anew: titles are found by the forms of their numbers, and files by their records.
    "INSERT INTO stale SELECT id, 'library_title' FROM library_title WHERE 1 = 1 ON CONFLICT DO NOTHING",
    "INSERT INTO stale SELECT id, 'title_version' FROM title_version WHERE 1 = 1 ON CONFLICT DO NOTHING",
)

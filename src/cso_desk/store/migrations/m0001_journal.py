"""The tables of the journal, of exchange and of search. Frozen once released."""

TITLE = "journal, exchange and search"

# Words: a cell is one field of one record. `cid` is the change's local number: stream number << 40 | its
# number in the stream, so that the changes of one stream are one range of the primary key. `prev` is the
# first change this one supersedes, `parent` holds any further ones. A head is a change nobody superseded.
STATEMENTS = (
    "CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE counter(prefix TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE stream(no INTEGER PRIMARY KEY, replica TEXT NOT NULL, scope TEXT NOT NULL,"
    " author TEXT NOT NULL, UNIQUE(replica, scope))",
    "CREATE TABLE name(no INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    "CREATE TABLE step(no INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,"
    " label TEXT NOT NULL, details TEXT NOT NULL, actor TEXT NOT NULL, at INTEGER NOT NULL,"
    " undoes TEXT NOT NULL)",
    "CREATE TABLE span(step INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,"
    " PRIMARY KEY(step, first)) WITHOUT ROWID",
    "CREATE TABLE change(cid INTEGER PRIMARY KEY, step INTEGER NOT NULL, clock INTEGER NOT NULL,"
    " record TEXT NOT NULL, name INTEGER NOT NULL, value, prev INTEGER, salt BLOB NOT NULL)",
    "CREATE INDEX change_record ON change(record)",
    "CREATE INDEX change_prev ON change(prev) WHERE prev IS NOT NULL",
    "CREATE TABLE parent(cid INTEGER NOT NULL, parent INTEGER NOT NULL,"
    " PRIMARY KEY(cid, parent)) WITHOUT ROWID",
    "CREATE INDEX parent_of ON parent(parent)",
    # A stream that split: `branch` goes on after change `seq` of `parent`, where the chain is `before`. A
    # reference that was `written` under the name of the parent and can only mean a branch points to that.
    "CREATE TABLE fork(branch TEXT PRIMARY KEY, replica TEXT NOT NULL, scope TEXT NOT NULL,"
    " parent TEXT NOT NULL, seq INTEGER NOT NULL, before BLOB NOT NULL, found_at INTEGER NOT NULL)"
    " WITHOUT ROWID",
    "CREATE TABLE meant(cid INTEGER NOT NULL, parent INTEGER NOT NULL, written INTEGER NOT NULL,"
    " PRIMARY KEY(cid, parent)) WITHOUT ROWID",
    "CREATE TABLE head(record TEXT NOT NULL, name INTEGER NOT NULL, cid INTEGER NOT NULL,"
    " clock INTEGER NOT NULL,"
    " win INTEGER NOT NULL DEFAULT 1, PRIMARY KEY(record, name, cid)) WITHOUT ROWID",
    "CREATE INDEX head_lost ON head(record, name) WHERE win = 0",
    "CREATE TABLE seal(stream INTEGER NOT NULL, seq INTEGER NOT NULL, chain BLOB NOT NULL,"
    " signature BLOB NOT NULL, PRIMARY KEY(stream, seq)) WITHOUT ROWID",
    # The keys of this replica and of its earlier selves, and the certificates of every device met.
    "CREATE TABLE secret(replica TEXT PRIMARY KEY, sign_key BLOB NOT NULL,"
    " age_key TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE device(replica TEXT PRIMARY KEY, hub TEXT NOT NULL, name TEXT NOT NULL,"
    " certificate BLOB NOT NULL,"
    " introduced_by TEXT NOT NULL, met_at INTEGER NOT NULL) WITHOUT ROWID",
    # Trust: the roots of the network in their order, the directories that count, and devices that asked to
    # be entered and wait for the registrar. Who is revoked and up to where follows from the directories: see
    # `trust.keeping.Limits`.
    "CREATE TABLE root(version INTEGER PRIMARY KEY, text BLOB NOT NULL)",
    "CREATE TABLE directory(digest TEXT PRIMARY KEY, text BLOB NOT NULL) WITHOUT ROWID",
    "CREATE TABLE applicant(replica TEXT PRIMARY KEY, certificate BLOB NOT NULL,"
    " brought_by TEXT NOT NULL, at INTEGER NOT NULL, rejected INTEGER NOT NULL) WITHOUT ROWID",
    # What another device is known to hold: proved by its own bundles and receipts only.
    "CREATE TABLE held(device TEXT NOT NULL, replica TEXT NOT NULL, scope TEXT NOT NULL,"
    " seq INTEGER NOT NULL, chain TEXT NOT NULL,"
    " PRIMARY KEY(device, replica, scope)) WITHOUT ROWID",
    "CREATE TABLE bundle(uid TEXT PRIMARY KEY, direction TEXT NOT NULL, kind TEXT NOT NULL,"
    " hub TEXT NOT NULL, device TEXT NOT NULL, file TEXT NOT NULL, made_at INTEGER NOT NULL,"
    " at INTEGER NOT NULL, status TEXT NOT NULL, summary TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE taken(bundle TEXT NOT NULL, stream INTEGER NOT NULL, first INTEGER NOT NULL,"
    " last INTEGER NOT NULL, PRIMARY KEY(bundle, stream)) WITHOUT ROWID",
    # The key of the files beside the database; which hub brought which of them, and so may have it again.
    "CREATE TABLE file_key(identity TEXT NOT NULL)",
    "CREATE TABLE brought(sha256 TEXT NOT NULL, hub TEXT NOT NULL, PRIMARY KEY(sha256, hub)) WITHOUT ROWID",
    # Which files another device said it lacks, in the last word it gave.
    "CREATE TABLE wanted(device TEXT NOT NULL, sha256 TEXT NOT NULL,"
    " PRIMARY KEY(device, sha256)) WITHOUT ROWID",
    # Derived, never exchanged: what lists sort by and what the search finds; `stale` says what is due.
    # `alias`: which record stands for those that were merged into it.
    "CREATE TABLE stale(record TEXT PRIMARY KEY, kind TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE entry(no INTEGER PRIMARY KEY, record TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,"
    " code TEXT NOT NULL, sort BLOB NOT NULL, title_km TEXT NOT NULL, title_en TEXT NOT NULL,"
    " trash INTEGER NOT NULL)",
    "CREATE TABLE alias(record TEXT PRIMARY KEY, survivor TEXT NOT NULL) WITHOUT ROWID",
    "CREATE INDEX alias_survivor ON alias(survivor)",
    "CREATE INDEX entry_sort ON entry(kind, trash, sort)",
    "CREATE VIRTUAL TABLE words USING fts5(clusters, ranked, keys, content='', contentless_delete=1,"
    " tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'\")",
    "INSERT INTO words(words, rank) VALUES('secure-delete', 1)",
)

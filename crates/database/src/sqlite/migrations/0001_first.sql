-- Times are milliseconds since 1970 UTC. Digests of raw bytes are xxh3-128, big-endian.

CREATE TABLE changes (
    only    INTEGER PRIMARY KEY CHECK (only = 1),
    version INTEGER NOT NULL
) STRICT;
INSERT INTO changes VALUES (1, 0);

CREATE TABLE notes (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sellers (
    slug TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE seller_domains (
    slug     TEXT    NOT NULL REFERENCES sellers (slug) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    given    TEXT    NOT NULL,
    host     TEXT,
    refusal  TEXT,
    PRIMARY KEY (slug, position),
    CHECK ((host IS NULL) <> (refusal IS NULL))
) STRICT, WITHOUT ROWID;

-- Raw items of one batch, one after the other, compressed together.
CREATE TABLE raw_blocks (
    id       INTEGER PRIMARY KEY,
    bytes    INTEGER NOT NULL,          -- length before compression
    checksum INTEGER NOT NULL,          -- xxh3-64 of `data`, seeded with `bytes`
    data     BLOB    NOT NULL           -- one zstd frame
) STRICT;

-- Every content that an ad was ever seen with, in the order in which they came. No foreign key on the
-- block: it is compressed while this row is written and comes later in the same transaction; `verify` looks.
CREATE TABLE raw_items (
    id         INTEGER PRIMARY KEY,
    ad         TEXT    NOT NULL,
    digest     BLOB    NOT NULL CHECK (length(digest) = 16),
    searched   TEXT,
    first_seen INTEGER,
    last_seen  INTEGER,
    block      INTEGER NOT NULL,
    start      INTEGER NOT NULL,        -- offset in the block, uncompressed
    length     INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX raw_items_content ON raw_items (ad, digest);

-- The content seen last, and its verdict. Rows are appended and found through the small index: with the id
-- as clustering key an insert takes twice as long (6.3 against 3.0 us of processor time, 100,000 ads).
CREATE TABLE ads (
    row            INTEGER PRIMARY KEY,
    id             TEXT    NOT NULL,
    digest         BLOB    NOT NULL CHECK (length(digest) = 16),
    page_id        TEXT    NOT NULL,
    page_name      TEXT    NOT NULL,
    started        INTEGER,
    ended          INTEGER,
    active         INTEGER,
    cta_type       TEXT    NOT NULL,
    display_format TEXT    NOT NULL,
    title          TEXT    NOT NULL,
    links          TEXT    NOT NULL,
    first_seen     INTEGER,
    last_seen      INTEGER,
    engine         INTEGER,             -- the u64 digest of the engine, its bits
    class          TEXT,
    platform       TEXT,
    kind           TEXT,
    host           TEXT,
    confidence     TEXT,
    rule           TEXT,
    mixed          INTEGER,
    owner          TEXT,
    mention        TEXT
) STRICT;
CREATE UNIQUE INDEX ads_id ON ads (id);

CREATE TABLE searches (
    domain   TEXT    NOT NULL,
    at       INTEGER,
    ads      INTEGER NOT NULL,
    complete INTEGER NOT NULL
) STRICT;
-- Two searches without a time are one: NULLs alone would never be equal.
CREATE UNIQUE INDEX searches_key ON searches (domain, coalesce(at, -9223372036854775808));

CREATE TABLE refused (
    source TEXT    NOT NULL,
    item   INTEGER NOT NULL,
    digest BLOB    NOT NULL,            -- of the bytes as kept
    reason TEXT    NOT NULL,
    bytes  INTEGER NOT NULL,            -- length before compression
    packed INTEGER NOT NULL,            -- whether `raw` is a zstd frame
    raw    BLOB    NOT NULL,
    PRIMARY KEY (source, item, digest)
) STRICT;

CREATE TABLE mappings (
    slug TEXT PRIMARY KEY,
    body TEXT NOT NULL                  -- JSON, the document of other programs
) STRICT, WITHOUT ROWID;

CREATE TABLE reports (
    slug        TEXT    NOT NULL,
    analyzed_at INTEGER NOT NULL,
    body        TEXT    NOT NULL,
    PRIMARY KEY (slug, analyzed_at)
) STRICT, WITHOUT ROWID;

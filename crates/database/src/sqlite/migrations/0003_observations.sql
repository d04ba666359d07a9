-- Whether what was observed contradicts the verdict. A constant default: no row is rewritten.
ALTER TABLE ads ADD COLUMN contested INTEGER NOT NULL DEFAULT 0;

-- What was observed of a place: a line per kind while nothing changes, the latest facts of the line in it.
-- The key is the order in which all are walked.
CREATE TABLE observations (
    place      TEXT    NOT NULL,
    kind       TEXT    NOT NULL,        -- 'dns' or 'landing'
    first_seen INTEGER NOT NULL,
    last_seen  INTEGER NOT NULL,
    until      INTEGER NOT NULL,        -- nobody needs to look again before
    facts      TEXT    NOT NULL,        -- JSON
    PRIMARY KEY (place, kind, first_seen),
    CHECK (first_seen <= last_seen)
) STRICT, WITHOUT ROWID;

-- The page that the latest landing facts of a place were read from.
CREATE TABLE pages (
    id       INTEGER PRIMARY KEY,
    place    TEXT    NOT NULL UNIQUE,
    digest   BLOB    NOT NULL CHECK (length(digest) = 16), -- xxh3-128 of its JSON, big-endian
    bytes    INTEGER NOT NULL,          -- length before compression
    checksum INTEGER NOT NULL,          -- xxh3-64 of `data`, seeded with `bytes`
    data     BLOB    NOT NULL           -- its JSON, one zstd frame
) STRICT;

-- Where somebody looked in vain since the last facts, if there are any.
CREATE TABLE undecided (
    place  TEXT    NOT NULL,
    kind   TEXT    NOT NULL,
    at     INTEGER NOT NULL,
    times  INTEGER NOT NULL,
    reason TEXT    NOT NULL,
    detail TEXT    NOT NULL,
    PRIMARY KEY (place, kind)
) STRICT, WITHOUT ROWID;

-- Whose ad it is and whether it is gone, as the last refresh found. No row is rewritten by this.
ALTER TABLE ads ADD COLUMN seller TEXT;
ALTER TABLE ads ADD COLUMN gone INTEGER NOT NULL DEFAULT 0;
-- A page of a seller's ads is read without walking the others; ads of strangers take no room in it.
CREATE INDEX ads_seller ON ads (seller, id) WHERE seller IS NOT NULL;

-- The order in which searches were written. Not the row's own number, which VACUUM may change.
ALTER TABLE searches ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
UPDATE searches SET number = rowid;
CREATE INDEX searches_number ON searches (number);

-- At which version the seller, its mapping or its reports last changed; stays when the seller goes.
CREATE TABLE touched (
    slug    TEXT PRIMARY KEY,
    version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX touched_version ON touched (version);
INSERT INTO touched
    SELECT slug, max(version, 1) FROM
        (SELECT slug FROM sellers UNION SELECT slug FROM mappings UNION SELECT slug FROM reports), changes;

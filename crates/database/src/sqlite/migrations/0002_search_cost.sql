-- What each search cost, in millionths of a dollar; imports cost nothing.
ALTER TABLE searches ADD COLUMN cost INTEGER NOT NULL DEFAULT 0;

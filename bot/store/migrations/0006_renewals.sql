-- Messages that only a token leads to: whether they offer the button that brings a new one, and how
-- often it did.

ALTER TABLE replies ADD COLUMN offered INTEGER NOT NULL DEFAULT 0;
ALTER TABLE replies ADD COLUMN renewed INTEGER NOT NULL DEFAULT 0;

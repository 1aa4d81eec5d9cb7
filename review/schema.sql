-- SPDX-License-Identifier: GPL-3.0-or-later
-- The desk's store: one file, one round. review/store.h opens it; docs/review.md tells what the
-- states mean. Numbers of children, schools and offers are their places in the instance, from 0.
-- Moments are UTC, 2027-03-01T08:15:00Z; months 2027-03.

-- The round: one row.
CREATE TABLE round (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    name TEXT NOT NULL,
    date TEXT NOT NULL,                  -- of the instance, '' where it names none
    document TEXT NOT NULL,              -- of the instance's files the JSON
    mechanism TEXT NOT NULL,
    seed TEXT,                           -- of the lottery; NULL: the round draws none
    months INTEGER NOT NULL CHECK (months IN (0, 1)), -- 1: placements have a start
    four_eyes INTEGER NOT NULL CHECK (four_eyes IN (0, 1)), -- 1: who confirms does not decide
    closed INTEGER NOT NULL CHECK (closed IN (0, 1)), -- 1: somebody has confirmed; no new draw
    run INTEGER NOT NULL REFERENCES run -- whose proposals stand
) STRICT;

-- Each time that the round was solved. 1 is what the store was made from.
CREATE TABLE run (
    run INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    seed TEXT,
    n_placed INTEGER NOT NULL
) STRICT;

-- Files of a run, the instance and the results, byte by byte, so that it can be solved and verified
-- again from the store alone. Equal contents are kept once.
CREATE TABLE content (
    sha256 TEXT PRIMARY KEY,
    bytes BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE file (
    run INTEGER NOT NULL REFERENCES run,
    name TEXT NOT NULL,                  -- 'instance/wishes.csv', 'results/proposals.csv'
    sha256 TEXT NOT NULL REFERENCES content,
    PRIMARY KEY (run, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE school (
    school INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,                  -- the id where the instance has no name
    x REAL, y REAL,                      -- SWEREF 99 TM; NULL: not given
    seats INTEGER                        -- of all its offers together; NULL: not limited
) STRICT;
CREATE TABLE offer (
    offer INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    school INTEGER NOT NULL REFERENCES school,
    grade TEXT,                          -- the group; NULL: none
    seats INTEGER,                       -- when all have begun; NULL: not limited
    counts_current INTEGER NOT NULL CHECK (counts_current IN (0, 1)) -- 1: who stays takes one
) STRICT;
CREATE INDEX offer_of_school ON offer (school);

-- What a run proposed; of every run, so that two can be set side by side.
CREATE TABLE proposal (
    run INTEGER NOT NULL REFERENCES run,
    child INTEGER NOT NULL REFERENCES child,
    offer INTEGER REFERENCES offer,      -- NULL: no place
    start TEXT,
    basis TEXT NOT NULL,
    wish INTEGER,
    metres INTEGER,
    rank INTEGER,
    PRIMARY KEY (run, child)
) STRICT, WITHOUT ROWID;

-- A child and what has been made of its proposal. offer, start, wish and metres are of the placement
-- as it stands: the proposal's, until a person gives another.
CREATE TABLE child (
    child INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    protected INTEGER NOT NULL CHECK (protected IN (0, 1)),
    name TEXT, guardian TEXT, address TEXT, -- NULL: not told
    state TEXT NOT NULL CHECK (state IN ('proposed', 'confirmed', 'overridden', 'returned',
                                         'decided', 'accepted', 'declined')),
    offer INTEGER REFERENCES offer,
    start TEXT,
    basis TEXT NOT NULL,                 -- 'override' where a person gave the offer, 'reserve' where
                                         -- it came from the reserve list
    wish INTEGER,
    metres INTEGER,
    offered INTEGER REFERENCES offer,    -- a seat held for it besides, until the family answers
    offered_start TEXT,
    confirmed_by TEXT,                   -- who confirmed or overrode last
    decided_by TEXT,
    version INTEGER NOT NULL,            -- one more with each change
    CHECK (offered IS NULL OR state IN ('decided', 'accepted'))
) STRICT;
CREATE INDEX child_by_state ON child (state);
CREATE INDEX child_by_offer ON child (offer, basis, state);
CREATE INDEX child_by_name ON child (name);
CREATE INDEX child_by_offered ON child (offered) WHERE offered IS NOT NULL;

-- Wishes in their order, each with the child's turn at the offer.
CREATE TABLE wish (
    child INTEGER NOT NULL REFERENCES child,
    rank INTEGER NOT NULL,
    offer INTEGER NOT NULL REFERENCES offer,
    turn INTEGER,                        -- rank at the offer among all children; NULL: none there
    passed INTEGER NOT NULL DEFAULT 0 CHECK (passed IN (0, 1)), -- 1: it was offered, and declined
    PRIMARY KEY (child, rank)
) STRICT, WITHOUT ROWID;
-- Reserve lists as they are now: who would rather be there. Follows from wish and child, and is
-- written with every change of these (review/reserve.h).
CREATE TABLE reserve (
    offer INTEGER NOT NULL REFERENCES offer,
    turn INTEGER NOT NULL,
    child INTEGER NOT NULL REFERENCES child,
    PRIMARY KEY (offer, turn, child)
) STRICT, WITHOUT ROWID;
CREATE INDEX reserve_of_child ON reserve (child);

-- Who works here. password is Argon2id's text, as libsodium writes it.
CREATE TABLE user (
    name TEXT PRIMARY KEY,
    role TEXT NOT NULL CHECK (role IN ('reader', 'caseworker', 'approver')),
    sees_protected INTEGER NOT NULL CHECK (sees_protected IN (0, 1)),
    open INTEGER NOT NULL CHECK (open IN (0, 1)), -- 0: may not come in any more
    password TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What letters say of the office; keys as review/setting.h names them. Not here: its default.
CREATE TABLE setting (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Everything that happened, in order; nothing is taken out or changed. hash is SHA-256 of the JSON
-- array [hash before, entry, at, user, action, child, before, after, reason], as review/log.h says.
CREATE TABLE log (
    entry INTEGER PRIMARY KEY CHECK (entry >= 1),
    at TEXT NOT NULL,
    user TEXT NOT NULL,
    action TEXT NOT NULL,
    child TEXT,                          -- its id; never a name
    before TEXT, after TEXT,             -- of a child: JSON of state, offer, start, what is offered
    reason TEXT,
    hash TEXT NOT NULL
) STRICT;
CREATE INDEX log_of_child ON log (child, entry);
CREATE TRIGGER log_is_not_changed BEFORE UPDATE ON log
BEGIN SELECT RAISE(ABORT, 'the log is not changed'); END;
CREATE TRIGGER log_is_not_deleted BEFORE DELETE ON log
BEGIN SELECT RAISE(ABORT, 'nothing is taken out of the log'); END;
-- Without this, INSERT OR REPLACE would be a way around both.
CREATE TRIGGER log_is_not_replaced BEFORE INSERT ON log
WHEN NEW.entry <> 1 + (SELECT coalesce(max(entry), 0) FROM log)
BEGIN SELECT RAISE(ABORT, 'entries of the log follow each other'); END;

-- From version 1 to version 2. The statements are those of schema.sql as it was then, to the letter: a file is known by them.

CREATE TEMP TABLE old_memo AS SELECT * FROM memo;

DROP TABLE memo;

CREATE TABLE memo (
    id INTEGER PRIMARY KEY,
    document_id INTEGER REFERENCES document(id) ON DELETE CASCADE,
    code_id INTEGER REFERENCES code(id) ON DELETE CASCADE,
    coding_id INTEGER REFERENCES coding(id) ON DELETE CASCADE,
    participant_id INTEGER REFERENCES participant(id) ON DELETE CASCADE,
    place_id INTEGER REFERENCES place(id) ON DELETE CASCADE,
    group_id INTEGER REFERENCES participant_group(id) ON DELETE CASCADE,
    wave_id INTEGER REFERENCES wave(id) ON DELETE CASCADE,
    coder_id INTEGER NOT NULL REFERENCES coder(id),
    text TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    CHECK ((document_id IS NOT NULL) + (code_id IS NOT NULL) + (coding_id IS NOT NULL) + (participant_id IS NOT NULL)
        + (place_id IS NOT NULL) + (group_id IS NOT NULL) + (wave_id IS NOT NULL) <= 1)
) STRICT;

INSERT INTO memo(id, document_id, code_id, coding_id, participant_id, coder_id, text, made_at, changed_at)
SELECT id, document_id, code_id, coding_id, participant_id, coder_id, text, made_at, changed_at FROM old_memo;

DROP TABLE old_memo;

CREATE TABLE saved_query (
    id INTEGER PRIMARY KEY,
    workspace TEXT NOT NULL,
    name TEXT NOT NULL,
    asked TEXT NOT NULL,
    coder_id INTEGER NOT NULL REFERENCES coder(id),
    made_at INTEGER NOT NULL
) STRICT;

CREATE TABLE sorting (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    coder_id INTEGER NOT NULL REFERENCES coder(id),
    made_at INTEGER NOT NULL
) STRICT;

CREATE TABLE pile (
    id INTEGER PRIMARY KEY,
    sorting_id INTEGER NOT NULL REFERENCES sorting(id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    position INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE card (
    id INTEGER PRIMARY KEY,
    sorting_id INTEGER NOT NULL REFERENCES sorting(id) ON DELETE CASCADE,
    pile_id INTEGER REFERENCES pile(id) ON DELETE SET NULL,
    code_id INTEGER REFERENCES code(id) ON DELETE CASCADE,
    coding_id INTEGER REFERENCES coding(id) ON DELETE CASCADE,
    position INTEGER NOT NULL DEFAULT 0,
    CHECK ((code_id IS NOT NULL) + (coding_id IS NOT NULL) = 1)
) STRICT;

CREATE INDEX memo_by_coding ON memo(coding_id);
CREATE INDEX memo_by_code ON memo(code_id);
CREATE INDEX memo_by_document ON memo(document_id);
CREATE INDEX memo_by_participant ON memo(participant_id);
CREATE INDEX memo_by_place ON memo(place_id);
CREATE INDEX memo_by_group ON memo(group_id);
CREATE INDEX memo_by_wave ON memo(wave_id);
CREATE INDEX pile_by_sorting ON pile(sorting_id);
CREATE INDEX card_by_sorting ON card(sorting_id);
CREATE INDEX card_by_pile ON card(pile_id);
CREATE INDEX card_of_code ON card(code_id, sorting_id);
CREATE INDEX card_of_coding ON card(coding_id, sorting_id);

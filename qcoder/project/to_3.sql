-- From version 2 to version 3. The statements are those of schema.sql as it was then, to the letter: a file is known by them.

DROP VIEW passages;

CREATE TEMP TABLE old_document AS SELECT * FROM document;

DROP TABLE document;

CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    text_hash TEXT NOT NULL,
    characters INTEGER NOT NULL,
    words INTEGER NOT NULL,
    wave_id INTEGER REFERENCES wave(id) ON DELETE SET NULL,
    source TEXT NOT NULL DEFAULT '',
    made_at INTEGER NOT NULL,
    held_on TEXT, -- the day of the interview as YYYY-MM-DD; NULL: not known
    language TEXT, -- as in `en`; NULL: not said
    text TEXT NOT NULL -- last, so that reading the other columns does not read through it
) STRICT;

INSERT INTO document(id, name, text_hash, characters, words, wave_id, source, made_at, text)
SELECT id, name, text_hash, characters, words, wave_id, source, made_at, text FROM old_document;

DROP TABLE old_document;

CREATE TABLE summary (
    id INTEGER PRIMARY KEY,
    participant_id INTEGER REFERENCES participant(id) ON DELETE CASCADE,
    place_id INTEGER REFERENCES place(id) ON DELETE CASCADE,
    code_id INTEGER NOT NULL REFERENCES code(id) ON DELETE CASCADE,
    coder_id INTEGER NOT NULL REFERENCES coder(id),
    text TEXT NOT NULL,
    basis TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    CHECK ((participant_id IS NOT NULL) + (place_id IS NOT NULL) = 1)
) STRICT;

CREATE TABLE suggesting (
    id INTEGER PRIMARY KEY,
    code_id INTEGER NOT NULL REFERENCES code(id) ON DELETE CASCADE,
    coder_id INTEGER NOT NULL REFERENCES coder(id),
    since INTEGER NOT NULL
) STRICT;

CREATE TABLE suggestion (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,
    code_id INTEGER NOT NULL REFERENCES code(id) ON DELETE CASCADE,
    coder_id INTEGER NOT NULL REFERENCES coder(id),
    coding_id INTEGER REFERENCES coding(id) ON DELETE SET NULL,
    passage TEXT NOT NULL,
    verdict TEXT NOT NULL,
    drawn TEXT NOT NULL,
    score INTEGER NOT NULL,
    model TEXT NOT NULL,
    made_at INTEGER NOT NULL
) STRICT;

CREATE INDEX document_by_wave ON document(wave_id);
CREATE INDEX summary_by_code ON summary(code_id);
CREATE INDEX summary_by_participant ON summary(participant_id);
CREATE INDEX summary_by_place ON summary(place_id);
CREATE UNIQUE INDEX suggesting_once ON suggesting(code_id, coder_id);
CREATE INDEX suggestion_by_code ON suggestion(code_id, coder_id);
CREATE INDEX suggestion_by_document ON suggestion(document_id);
CREATE INDEX suggestion_by_coding ON suggestion(coding_id);

CREATE VIEW passages AS
SELECT coding.id AS coding_id, document.name AS document, coding.span_start AS start_character, coding.span_end AS end_character,
       substr(document.text, coding.span_start + 1, coding.span_end - coding.span_start) AS passage,
       code.name AS code, coder.name AS coder, coding.origin AS origin, datetime(coding.made_at / 1000, 'unixepoch') AS made_at_utc
FROM coding
JOIN document ON document.id = coding.document_id
JOIN code ON code.id = coding.code_id
JOIN coder ON coder.id = coding.coder_id;

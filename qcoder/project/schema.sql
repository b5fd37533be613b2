-- A qcoder project, version 3. Times are milliseconds UTC since 1970; spans are half-open, in Unicode code points of document.text.
-- Every data table has an INTEGER id that is unique across files, so that rows can be journaled and merged by it.

CREATE TABLE project (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    made_at INTEGER NOT NULL
) STRICT;

CREATE TABLE coder (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    initials TEXT NOT NULL DEFAULT '',
    color TEXT NOT NULL DEFAULT '#0072b2'
) STRICT;

CREATE TABLE place (
    id INTEGER PRIMARY KEY,
    parent_id INTEGER REFERENCES place(id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    position INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE participant_group (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    position INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE wave (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    position INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE attribute (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL DEFAULT 'text',
    position INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE participant (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    place_id INTEGER REFERENCES place(id) ON DELETE SET NULL,
    group_id INTEGER REFERENCES participant_group(id) ON DELETE SET NULL
) STRICT;

CREATE TABLE attribute_value (
    id INTEGER PRIMARY KEY,
    attribute_id INTEGER NOT NULL REFERENCES attribute(id) ON DELETE CASCADE,
    participant_id INTEGER NOT NULL REFERENCES participant(id) ON DELETE CASCADE,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE target (
    id INTEGER PRIMARY KEY,
    place_id INTEGER NOT NULL REFERENCES place(id) ON DELETE CASCADE,
    group_id INTEGER NOT NULL REFERENCES participant_group(id) ON DELETE CASCADE,
    wanted INTEGER NOT NULL
) STRICT;

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

CREATE TABLE speaker (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,
    label TEXT NOT NULL,
    interviewer INTEGER NOT NULL DEFAULT 0,
    participant_id INTEGER REFERENCES participant(id) ON DELETE SET NULL
) STRICT;

CREATE TABLE turn (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,
    speaker_id INTEGER REFERENCES speaker(id) ON DELETE SET NULL,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    start_ms INTEGER,
    end_ms INTEGER,
    lead TEXT NOT NULL DEFAULT '',
    words INTEGER NOT NULL
) STRICT;

CREATE TABLE code (
    id INTEGER PRIMARY KEY,
    parent_id INTEGER REFERENCES code(id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    position INTEGER NOT NULL DEFAULT 0,
    brief TEXT NOT NULL DEFAULT '',
    full_definition TEXT NOT NULL DEFAULT '',
    when_to_use TEXT NOT NULL DEFAULT '',
    when_not_to_use TEXT NOT NULL DEFAULT '',
    example TEXT NOT NULL DEFAULT '',
    color TEXT NOT NULL DEFAULT '#0072b2',
    key TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE coding (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,
    code_id INTEGER NOT NULL REFERENCES code(id) ON DELETE CASCADE,
    coder_id INTEGER NOT NULL REFERENCES coder(id),
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    origin TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    CHECK (span_start >= 0 AND span_start < span_end)
) STRICT;

-- "Not this code": a coder's verdict on a passage, kept with its words so that the same wording is not proposed again.
CREATE TABLE rejection (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,
    code_id INTEGER NOT NULL REFERENCES code(id) ON DELETE CASCADE,
    coder_id INTEGER NOT NULL REFERENCES coder(id),
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    passage TEXT NOT NULL,
    made_at INTEGER NOT NULL
) STRICT;

-- A coder has read and coded the whole of a document.
CREATE TABLE fully_coded (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,
    coder_id INTEGER NOT NULL REFERENCES coder(id)
) STRICT;

-- A memo is about the one thing whose column is filled, or about the project when none is.
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

-- The codebook as it was when somebody named it: content is a list of codes as JSON.
CREATE TABLE codebook_version (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    coder_id INTEGER NOT NULL REFERENCES coder(id),
    made_at INTEGER NOT NULL,
    content TEXT NOT NULL
) STRICT;

-- Who looks after a branch of the codebook: what others change there since is listed for them.
CREATE TABLE branch_owner (
    id INTEGER PRIMARY KEY,
    code_id INTEGER NOT NULL REFERENCES code(id) ON DELETE CASCADE,
    coder_id INTEGER NOT NULL REFERENCES coder(id),
    since INTEGER NOT NULL
) STRICT;

-- A passage that somebody picked out as telling; the star is the study's, not a coder's.
CREATE TABLE star (
    id INTEGER PRIMARY KEY,
    coding_id INTEGER NOT NULL REFERENCES coding(id) ON DELETE CASCADE
) STRICT;

-- A coder has looked at a coding again, after the definition of its code had changed, and let it stand.
CREATE TABLE coding_review (
    id INTEGER PRIMARY KEY,
    coding_id INTEGER NOT NULL REFERENCES coding(id) ON DELETE CASCADE,
    coder_id INTEGER NOT NULL REFERENCES coder(id),
    made_at INTEGER NOT NULL
) STRICT;

-- A step of another file that a merge took in: its outcome is in the data, this is its history. Told apart by the step's own id.
CREATE TABLE merged_step (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    coder_id INTEGER,
    who TEXT NOT NULL,
    title TEXT NOT NULL,
    origin TEXT NOT NULL,
    why TEXT NOT NULL DEFAULT '',
    reverses INTEGER -- the id of the step that it took back
) STRICT;

-- Two rows that were made in two files and are one thing; either may be the one that is here.
CREATE TABLE alias (
    id INTEGER PRIMARY KEY,
    table_name TEXT NOT NULL,
    one INTEGER NOT NULL,
    other INTEGER NOT NULL
) STRICT;

-- What was decided about a conflict, so that nobody is asked again when a merge is undone and made anew.
CREATE TABLE merge_choice (
    id INTEGER PRIMARY KEY,
    conflict TEXT NOT NULL,
    choice TEXT NOT NULL
) STRICT;

-- What the team decided about a passage on which coders differ. kept_id is the coder who was followed where the verdict is 'one'.
CREATE TABLE decision (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,
    code_id INTEGER NOT NULL REFERENCES code(id) ON DELETE CASCADE,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    kept_id INTEGER REFERENCES coder(id),
    note TEXT NOT NULL DEFAULT '',
    coder_id INTEGER NOT NULL REFERENCES coder(id),
    made_at INTEGER NOT NULL
) STRICT;

-- Documents drawn for a coder to code without seeing others' codings; the rule says in words how they were drawn.
CREATE TABLE coding_sample (
    id INTEGER PRIMARY KEY,
    coder_id INTEGER NOT NULL REFERENCES coder(id),
    percent INTEGER NOT NULL,
    seed INTEGER NOT NULL,
    rule TEXT NOT NULL,
    made_at INTEGER NOT NULL
) STRICT;

CREATE TABLE coding_sample_document (
    id INTEGER PRIMARY KEY,
    sample_id INTEGER NOT NULL REFERENCES coding_sample(id) ON DELETE CASCADE,
    document_id INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE
) STRICT;

-- A question that somebody gave a name: workspace says where it is asked, asked holds it as JSON.
CREATE TABLE saved_query (
    id INTEGER PRIMARY KEY,
    workspace TEXT NOT NULL,
    name TEXT NOT NULL,
    asked TEXT NOT NULL,
    coder_id INTEGER NOT NULL REFERENCES coder(id),
    made_at INTEGER NOT NULL
) STRICT;

-- A table on which cards are sorted into piles, to build themes or to split a code; the cards on no pile are still to be sorted.
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

-- A card is a code or a coded passage.
CREATE TABLE card (
    id INTEGER PRIMARY KEY,
    sorting_id INTEGER NOT NULL REFERENCES sorting(id) ON DELETE CASCADE,
    pile_id INTEGER REFERENCES pile(id) ON DELETE SET NULL,
    code_id INTEGER REFERENCES code(id) ON DELETE CASCADE,
    coding_id INTEGER REFERENCES coding(id) ON DELETE CASCADE,
    position INTEGER NOT NULL DEFAULT 0,
    CHECK ((code_id IS NOT NULL) + (coding_id IS NOT NULL) = 1)
) STRICT;

-- What somebody wrote into a cell of a framework matrix: about one case (the one whose column is filled) and one theme. basis is the
-- digest of the passages that it was written on.
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

-- A coder wants suggestions for a code.
CREATE TABLE suggesting (
    id INTEGER PRIMARY KEY,
    code_id INTEGER NOT NULL REFERENCES code(id) ON DELETE CASCADE,
    coder_id INTEGER NOT NULL REFERENCES coder(id),
    since INTEGER NOT NULL
) STRICT;

-- What a coder did with a suggestion: passage is what was shown, score the chance in millionths that was stated, drawn says whether its
-- rank or chance brought it up, model which model did. coding_id is what came of it.
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

-- History. A step is one change; its images are the rows as they were before it, from first_image up to the next step's.
CREATE TABLE step (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id INTEGER NOT NULL UNIQUE,
    at INTEGER NOT NULL,
    coder_id INTEGER,
    who TEXT NOT NULL,
    title TEXT NOT NULL,
    origin TEXT NOT NULL,
    why TEXT NOT NULL DEFAULT '',
    reverses INTEGER REFERENCES step(seq),
    first_image INTEGER NOT NULL
) STRICT;

-- before: the row as JSON, or NULL where the row did not exist.
CREATE TABLE image (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    table_name TEXT NOT NULL,
    row_id INTEGER NOT NULL,
    before TEXT
) STRICT;

-- This file is a copy that was made for somebody, from step on; documents and coders are lists (JSON) of the ids of what was left out.
-- It speaks of the file, not of the study, so it is neither journaled nor merged.
CREATE TABLE handover (
    id INTEGER PRIMARY KEY,
    step INTEGER NOT NULL REFERENCES step(seq),
    at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    made_for TEXT NOT NULL,
    blind INTEGER NOT NULL,
    documents TEXT NOT NULL,
    coders TEXT NOT NULL
) STRICT;

CREATE INDEX turn_by_document ON turn(document_id, span_start, span_end, speaker_id, words);
CREATE INDEX speaker_by_document ON speaker(document_id);
CREATE INDEX speaker_by_participant ON speaker(participant_id);
CREATE INDEX coding_by_document ON coding(document_id, span_start);
CREATE INDEX coding_by_code ON coding(code_id, document_id, span_start, span_end, coder_id);
CREATE INDEX coding_by_coder ON coding(coder_id);
CREATE INDEX code_by_parent ON code(parent_id);
CREATE INDEX place_by_parent ON place(parent_id);
CREATE INDEX participant_by_place ON participant(place_id);
CREATE INDEX participant_by_group ON participant(group_id);
CREATE INDEX turn_by_speaker ON turn(speaker_id);
CREATE INDEX memo_by_coding ON memo(coding_id);
CREATE INDEX memo_by_code ON memo(code_id);
CREATE INDEX memo_by_document ON memo(document_id);
CREATE INDEX memo_by_participant ON memo(participant_id);
CREATE INDEX memo_by_place ON memo(place_id);
CREATE INDEX memo_by_group ON memo(group_id);
CREATE INDEX memo_by_wave ON memo(wave_id);
CREATE INDEX rejection_by_code ON rejection(code_id);
CREATE INDEX rejection_by_document ON rejection(document_id);
CREATE UNIQUE INDEX fully_coded_once ON fully_coded(document_id, coder_id);
CREATE UNIQUE INDEX value_once ON attribute_value(participant_id, attribute_id);
CREATE INDEX value_by_attribute ON attribute_value(attribute_id);
CREATE UNIQUE INDEX target_once ON target(place_id, group_id);
CREATE INDEX target_by_group ON target(group_id);
CREATE INDEX document_by_wave ON document(wave_id);
CREATE INDEX decision_by_document ON decision(document_id);
CREATE INDEX decision_by_code ON decision(code_id);
CREATE INDEX sample_by_coder ON coding_sample(coder_id);
CREATE UNIQUE INDEX sampled_once ON coding_sample_document(sample_id, document_id);
CREATE INDEX sampled_by_document ON coding_sample_document(document_id);
CREATE UNIQUE INDEX owner_once ON branch_owner(code_id, coder_id);
CREATE INDEX review_by_coding ON coding_review(coding_id);
CREATE UNIQUE INDEX star_once ON star(coding_id);
CREATE INDEX pile_by_sorting ON pile(sorting_id);
CREATE INDEX card_by_sorting ON card(sorting_id);
CREATE INDEX card_by_pile ON card(pile_id);
CREATE INDEX card_of_code ON card(code_id, sorting_id);
CREATE INDEX card_of_coding ON card(coding_id, sorting_id);
CREATE INDEX summary_by_code ON summary(code_id);
CREATE INDEX summary_by_participant ON summary(participant_id);
CREATE INDEX summary_by_place ON summary(place_id);
CREATE UNIQUE INDEX suggesting_once ON suggesting(code_id, coder_id);
CREATE INDEX suggestion_by_code ON suggestion(code_id, coder_id);
CREATE INDEX suggestion_by_document ON suggestion(document_id);
CREATE INDEX suggestion_by_coding ON suggestion(coding_id);

-- Plain views for people who bring their own SQL.
CREATE VIEW passages AS
SELECT coding.id AS coding_id, document.name AS document, coding.span_start AS start_character, coding.span_end AS end_character,
       substr(document.text, coding.span_start + 1, coding.span_end - coding.span_start) AS passage,
       code.name AS code, coder.name AS coder, coding.origin AS origin, datetime(coding.made_at / 1000, 'unixepoch') AS made_at_utc
FROM coding
JOIN document ON document.id = coding.document_id
JOIN code ON code.id = coding.code_id
JOIN coder ON coder.id = coding.coder_id;

CREATE VIEW people AS
SELECT participant.name AS participant, participant_group.name AS participant_group,
       coalesce(locality.name, place.name) AS locality, CASE WHEN locality.id IS NULL THEN NULL ELSE place.name END AS school
FROM participant
LEFT JOIN participant_group ON participant_group.id = participant.group_id
LEFT JOIN place ON place.id = participant.place_id
LEFT JOIN place AS locality ON locality.id = place.parent_id;

CREATE VIEW changes AS
SELECT seq AS step, datetime(at / 1000, 'unixepoch') AS at_utc, who, title AS what, origin, why FROM step;

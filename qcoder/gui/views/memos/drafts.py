"""What is being written and not stored yet, beside the project: a crash or a power cut takes a few seconds of typing at most."""

import contextlib
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

from qcoder.domain.memos import Subject
from qcoder.domain.richtext import join
from qcoder.gui.actions.memos import MemoActions
from qcoder.gui.jobs import Jobs
from qcoder.project.read import Reader
from qcoder.settings import data_folder


@dataclass(frozen=True, slots=True)
class MemoDraft:
    """Words about a thing that were never stored; `memo_id` is the entry of the journal that they change, `base` what was stored."""

    subject: Subject
    subject_id: int | None
    memo_id: int | None
    base: str
    text: str


class MemoDrafts:
    """The drafts of one coder in one project, each a small file; trouble with them never stands in the way of writing."""

    def __init__(self, jobs: Jobs, folder: Path | None = None) -> None:
        self._jobs = jobs
        self._folder = folder or data_folder() / "drafts"
        self._mark = hashlib.sha256(str(jobs.project.path.absolute()).encode("utf-8", "surrogateescape")).hexdigest()[:16]

    def note(self, draft: MemoDraft) -> None:
        """Keep what is written so far."""
        path = self._path(draft)
        fresh = path.with_suffix(f".{os.getpid()}.new")
        content = {
            "coder": self._jobs.project.coder[0],
            "subject": draft.subject.value,
            "subject_id": draft.subject_id,
            "memo_id": draft.memo_id,
            "base": draft.base,
            "text": draft.text,
        }
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            fresh.write_text(json.dumps(content), encoding="utf-8")
            fresh.replace(path)

    def forget(self, draft: MemoDraft) -> None:
        """It is stored: nothing needs keeping."""
        with contextlib.suppress(OSError):
            self._path(draft).unlink(missing_ok=True)

    def left(self) -> list[MemoDraft]:
        """What this coder left unfinished in this project."""
        found = []
        for path in sorted(self._folder.glob(f"{self._mark}-*.json")):
            try:
                content = json.loads(path.read_text(encoding="utf-8"))
                draft = MemoDraft(
                    Subject(content["subject"]), content["subject_id"], content["memo_id"], str(content["base"]), str(content["text"])
                )
            except (OSError, ValueError, KeyError, TypeError):
                continue  # half a file is worth nothing, and the next draft of the thing replaces it
            if content.get("coder") == self._jobs.project.coder[0]:
                found.append(draft)
        return found

    def bring_back(self, actions: MemoActions) -> int:
        """Store what was left unfinished, each a step that can be undone; returns how many there were."""
        drafts = self.left()
        for draft in drafts:
            stored = _stored(self._jobs.read, draft, self._jobs.project.coder[0])
            text = draft.text if stored == draft.base else stored if draft.text in stored else join(stored, draft.text, "\n\n")
            if draft.memo_id is not None and stored:
                actions.edit(draft.memo_id, text)
            elif draft.subject is Subject.PROJECT:
                if not _is_entry(self._jobs.read, draft.text):
                    actions.add_entry(draft.text, lambda _id: None)
            elif _is_there(self._jobs.read, draft):
                actions.write(draft.subject, draft.subject_id, text)
            else:
                actions.add_entry(draft.text, lambda _id: None)  # what it was about is gone: no word is lost
            self.forget(draft)
        return len(drafts)

    def _path(self, draft: MemoDraft) -> Path:
        about = draft.memo_id if draft.memo_id is not None else draft.subject_id
        return self._folder / f"{self._mark}-{draft.subject.value}-{'new' if about is None else about}.json"


def _stored(read: Reader, draft: MemoDraft, coder_id: int) -> str:
    if draft.memo_id is not None:
        memo = read.memos.get(draft.memo_id)
        return "" if memo is None else memo.text
    if draft.subject is Subject.PROJECT:
        return ""
    return next((memo.text for memo in read.memos.of(draft.subject, draft.subject_id) if memo.coder_id == coder_id), "")


def _is_entry(read: Reader, text: str) -> bool:
    """True if the journal has such an entry: it was stored when the window closed."""
    return any(memo.text == text.rstrip() for memo in read.memos.of(Subject.PROJECT, None))


def _is_there(read: Reader, draft: MemoDraft) -> bool:
    id_, study = draft.subject_id or 0, read.study
    if draft.subject is Subject.DOCUMENT:
        return read.documents.get(id_) is not None
    if draft.subject is Subject.CODE:
        return read.codes.get(id_) is not None
    if draft.subject is Subject.CODING:
        return read.codings.get(id_) is not None
    ids = {
        Subject.PARTICIPANT: [participant_id for participant_id, _name in study.participant_names()],
        Subject.PLACE: [place.id for place in study.places()],
        Subject.GROUP: [group.id for group in study.groups()],
        Subject.WAVE: [wave.id for wave in study.waves()],
    }
    return id_ in ids.get(draft.subject, [])

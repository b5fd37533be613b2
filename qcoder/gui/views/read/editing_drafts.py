"""Corrections that are not kept yet, in files outside the project: nobody loses a word that they typed."""

import contextlib
import itertools
import json
import logging
import os
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from qcoder.domain.documents import Turn
from qcoder.domain.spans import Span

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class StoredDraft:
    """A text and its turns as somebody left them; `base_hash` is that of the text they had begun from, `at` ms UTC."""

    document: str
    base_hash: str
    base: str
    text: str
    turns: tuple[Turn, ...]
    at: int
    caret: int = 0


class DraftFiles:
    """The drafts of one project, a file for each document."""

    def __init__(self, folder: Path, project_id: int, project: Path) -> None:
        self._folder = folder
        self._project_id = project_id
        self._project = project
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._newest: dict[int, int] = {}

    def number(self) -> int:
        """The next number: of drafts that are written by several threads, that of the highest number counts."""
        return next(self._numbers)

    def save(self, document_id: int, draft: StoredDraft, number: int) -> None:
        """Write a draft, from any thread, unless a newer one was written or it is not wanted any more; raises OSError.

        A crash leaves this one or the one before it, whole.
        """
        with self._lock:
            if number > self._newest.get(document_id, 0):
                self._write(document_id, draft)
                self._newest[document_id] = number

    def _write(self, document_id: int, draft: StoredDraft) -> None:
        path = self._path(document_id)
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
        stored = {
            "project": str(self._project),
            "document": draft.document,
            "base_hash": draft.base_hash,
            "base": draft.base,
            "text": draft.text,
            "turns": [[t.span.start, t.span.end, t.speaker, t.start_ms, t.end_ms, t.lead] for t in draft.turns],
            "at": draft.at,
            "caret": draft.caret,
        }
        try:
            with fresh.open("w", encoding="utf-8") as file:
                json.dump(stored, file, ensure_ascii=False)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(path)
        finally:
            with contextlib.suppress(OSError):
                fresh.unlink(missing_ok=True)

    def load(self, document_id: int) -> StoredDraft | None:
        """The draft of a document, also where the project was moved or renamed since; None when there is none."""
        path = next(iter(self._ours(document_id)), None)
        if path is None:
            return None
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
            turns = _turns(stored["turns"], len(stored["text"]))
            name, base_hash, base, text = (str(stored[key]) for key in ("document", "base_hash", "base", "text"))
            return StoredDraft(name, base_hash, base, text, turns, int(stored["at"]), max(int(stored["caret"]), 0))
        except (OSError, ValueError, KeyError, TypeError) as error:
            # It stays where it is, for somebody who knows what to do with it.
            _LOG.warning("the corrections in %s cannot be read (%s)", path, error)
            return None

    def discard(self, document_id: int) -> None:
        """Put a draft aside: it is not offered any more, and `bring_back` finds it."""
        with self._lock:
            self._newest[document_id] = self.number()
            for path in reversed(self._ours(document_id)):
                path.replace(self._path(document_id).with_suffix(".discarded"))

    def bring_back(self, document_id: int) -> None:
        """Take back `discard`."""
        path = self._path(document_id).with_suffix(".discarded")
        if path.exists():
            path.replace(path.with_suffix(".json"))

    def remove(self, document_id: int) -> None:
        """The corrections are kept, or there are none: no draft is needed."""
        with self._lock:
            self._newest[document_id] = self.number()
            for path in self._ours(document_id):
                with contextlib.suppress(OSError):
                    path.unlink(missing_ok=True)

    def _path(self, document_id: int) -> Path:
        # A copy of a project has the same ids, and is another file with other corrections.
        place = sha256(str(self._project).encode("utf-8", "surrogatepass")).hexdigest()[:12]
        return self._folder / f"{self._project_id}-{document_id}-{place}.json"

    def _ours(self, document_id: int) -> list[Path]:
        """The files with drafts of a document: this project's, and before it was moved or renamed."""
        own = self._path(document_id)
        found = [own] if own.exists() else []
        for other in sorted(self._folder.glob(f"{self._project_id}-{document_id}-*.json")):
            with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
                if other != own and not Path(json.loads(other.read_text(encoding="utf-8"))["project"]).exists():
                    found.append(other)
        return found


def now() -> int:
    """This moment, in ms UTC."""
    return int(time.time() * 1000)


def _turns(stored: Sequence[Sequence[object]], length: int) -> tuple[Turn, ...]:
    found = []
    at = 0
    for start, end, speaker, start_ms, end_ms, lead in stored:
        if not (isinstance(start, int) and isinstance(end, int) and at <= start <= end <= length):
            raise ValueError("turns out of order")
        begins, ends = (time_ms if isinstance(time_ms, int) else None for time_ms in (start_ms, end_ms))
        found.append(Turn(Span(start, end), None if speaker is None else str(speaker), begins, ends, str(lead)))
        at = end
    return tuple(found)

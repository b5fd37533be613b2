"""How long an import takes: `python tests/bench/bench_import.py [FILE ...]` prints name, size and seconds (best of five)."""

import sys
import tempfile
import time
from pathlib import Path

from qcoder.importers.transcripts import read_transcript

WORDS = 10_000


def made(folder: Path) -> list[Path]:
    """An interview of 10,000 words as txt and docx."""
    import docx

    turns = [
        (f"P{i % 4}" if i % 2 else "Interviewer", "We talked about the school and the children in it for a while. " * 4)
        for i in range(WORDS // 52)
    ]
    text = folder / "interview.txt"
    text.write_text("\n\n".join(f"{name}: {words}" for name, words in turns), encoding="utf-8")
    document = docx.Document()
    for name, words in turns:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{name}: ").bold = True
        for part in words.split(". "):
            paragraph.add_run(part)
    document.save(str(folder / "interview.docx"))
    return [text, folder / "interview.docx"]


def main() -> None:
    """Print one line per file."""
    with tempfile.TemporaryDirectory() as folder:
        for path in [Path(name) for name in sys.argv[1:]] or made(Path(folder)):
            best = min(_seconds(path) for _i in range(5))
            transcript = read_transcript(path)
            print(f"{path.name:40} {path.stat().st_size:>10,} bytes {len(transcript.turns):>6,} turns {best:8.4f} s")


def _seconds(path: Path) -> float:
    begun = time.perf_counter()
    read_transcript(path)
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()

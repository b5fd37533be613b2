"""How exports put times, sources and long quotes."""

from qcoder.project.read.quotes import Quote

LONGEST_QUOTE = 400


def shortened(text: str, longest: int = LONGEST_QUOTE) -> str:
    """The text on one line, cut at a word when it is too long."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    cut = line[:longest]
    return (cut[: cut.rfind(" ")] if " " in cut[longest // 2 :] else cut).rstrip(" ,;:–-") + " …"


def source_of(quote: Quote) -> str:
    """`Thornby 2, Year 2 teacher · 04:12`."""
    who = quote.participant or quote.speaker
    place = ", ".join(part for part in (quote.document, who if who != quote.document else "") if part)
    return f"{place} · {clock(quote.time_ms)}" if quote.time_ms is not None else place


def clock(ms: int) -> str:
    """Milliseconds as 04:12 or 1:04:12."""
    seconds = ms // 1000
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60:02}:{rest % 60:02}"

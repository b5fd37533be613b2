"""Web pages: one file, no scripts, nothing loaded from elsewhere."""

from collections.abc import Iterable
from html import escape

from qcoder.exporters.files import strip_controls

_STYLE = """
:root { color-scheme: light dark }
body { font: 17px/1.55 Georgia, "Noto Serif", serif; max-width: 42em; margin: 3em auto; padding: 0 1.2em }
h1, h2, header p, .source, .label { font-family: system-ui, sans-serif }
h1 { font-size: 1.7em; margin-bottom: .2em } h2 { font-size: 1.15em; margin-top: 2.2em }
header p, .source, .note { color: #5f6c7b; font-size: .82em }
blockquote { margin: 1.2em 0 0; padding-left: .9em; border-left: 3px solid #9aa7b4; white-space: pre-line }
.source { margin: .2em 0 0 1.1em } .label { font-weight: 600; font-size: .9em } time { color: #5f6c7b; font-size: .75em }
@media (prefers-color-scheme: dark) { header p, .source, .note, time { color: #a9b5c1 } }
""".strip()


def element(tag: str, text: str, *, kind: str = "") -> str:
    """One element with text in it; its direction follows the text."""
    manner = f' class="{kind}"' if kind else ""
    return f'<{tag}{manner} dir="auto">{safe(text)}</{tag}>'


def safe(text: str) -> str:
    """Text as it may stand in a page."""
    return escape(strip_controls(text))


def page_bytes(title: str, parts: Iterable[str]) -> bytes:
    """The whole page, UTF-8."""
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{safe(title)}</title><style>{_STYLE}</style>'
    body = "\n".join(parts)
    return f"<!DOCTYPE html>\n<html><head>{head}</head>\n<body>\n{body}\n</body></html>\n".encode()

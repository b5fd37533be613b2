"""Pasted web text brought down to what memos can hold; nothing that it names is ever opened."""

import re
from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser

from qcoder.domain.richtext import SCHEME, Block, Blocks, Kind, Run, split_target, tidy

_UNSEEN = frozenset({"head", "style", "script", "title", "template", "noscript", "svg", "math", "object", "iframe", "select"})
_BREAKING = frozenset(
    {
        "p", "div", "br", "hr", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "section",
        "article", "header", "footer", "dt", "dd", "figure", "figcaption", "body", "html", "address", "main", "nav", "aside",
    }
)  # fmt: skip
_BOLD = frozenset({"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"})
_ITALIC = frozenset({"i", "em", "cite", "dfn"})
_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "col", "source", "wbr", "area", "base", "embed", "param", "track"})
_WEIGHT = re.compile(r"font-weight\s*:\s*(bold|bolder|normal|lighter|[0-9]+)", re.IGNORECASE)
_SLANT = re.compile(r"font-style\s*:\s*(italic|oblique|normal)", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f]+")


def blocks_of_html(html: str) -> Blocks:
    """The words of a piece of HTML with bold, italic, lists, and links into the project; everything else is left out."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return tidy(reader.finish())


class _Reader(HTMLParser):
    """Walks through the tags; badly nested ones end with the first outer one that ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, Run, Kind]] = []
        self._manner, self._list, self._kind = Run(""), Kind.BULLET, Kind.TEXT
        self._blocks: list[Block] = []
        self._runs: list[Run] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """A manner, a line or a list begins."""
        if tag in _VOID:
            if tag in ("br", "hr"):
                self._end_line(keep_empty=tag == "br")
            return
        self._open.append((tag, self._manner, self._list))
        if tag in _UNSEEN:
            self._unseen += 1
        if tag in _BREAKING:
            self._end_line()
        if tag in ("ul", "ol"):
            self._list = Kind.BULLET if tag == "ul" else Kind.NUMBER
        if tag == "li":
            self._kind = self._list
        self._manner = _manner(self._manner, tag, {name: value or "" for name, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        """It ends, with everything that was begun in it."""
        if tag not in [name for name, _manner, _list in self._open]:
            return
        while self._open:
            name, self._manner, self._list = self._open.pop()
            self._unseen -= name in _UNSEEN
            if name in _BREAKING:
                self._end_line()
            if name == "li":
                self._kind = Kind.TEXT
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        """Words, with spaces as a page shows them."""
        if self._unseen:
            return
        pre = any(name == "pre" for name, _manner, _list in self._open)
        text = data if pre else _SPACES.sub(" ", data)
        if not pre and (not self._runs or self._runs[-1].text.endswith(" ")):
            text = text.lstrip(" ")
        if text:
            self._runs.append(replace(self._manner, text=text))

    def finish(self) -> list[Block]:
        """All lines."""
        self._end_line()
        return self._blocks

    def _end_line(self, *, keep_empty: bool = False) -> None:
        runs, self._runs = self._runs, []
        if runs and runs[-1].text.endswith(" "):
            runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip(" "))
        if keep_empty or any(run.text for run in runs):
            self._blocks.append(Block(tuple(runs), self._kind))
            self._kind = Kind.TEXT


def _manner(now: Run, tag: str, attributes: dict[str, str]) -> Run:
    style = attributes.get("style", "")
    weight, slant = _WEIGHT.search(style), _SLANT.search(style)
    bold, italic, target = now.bold or tag in _BOLD, now.italic or tag in _ITALIC, now.target
    if weight:
        bold = weight[1].casefold() in ("bold", "bolder") or (weight[1].isdecimal() and int(weight[1]) >= 600)
    if slant:
        italic = slant[1].casefold() != "normal"
    if tag == "a":
        target = attributes.get("href", "").removeprefix(SCHEME)
        target = target if split_target(target) and attributes["href"].startswith(SCHEME) else ""
    return Run("", bold, italic, target)

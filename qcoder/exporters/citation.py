"""Citing a quote in a form that the person writes: words around names of fields in braces."""

import re
from collections.abc import Mapping
from string import Formatter
from types import MappingProxyType

from qcoder.domain.errors import KnownError
from qcoder.exporters.phrases import clock
from qcoder.project.read.quotes import Quote
from qcoder.words import _

FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "text": _("the passage"),
        "participant": _("who said it; the speaker's label where nobody is known"),
        "speaker": _("the speaker's label"),
        "document": _("the transcript"),
        "time": _("when in the recording"),
        "locality": _("the participant's locality"),
        "group": _("the participant's group"),
        "wave": _("the transcript's wave"),
        "code": _("the code with what it stands under"),
        "coder": _("who coded it"),
        "memo": _("the coding's memo"),
    }
)
"""Field -> what it stands for."""

FORMS = (
    "“{text}” ({participant}, {locality}, {time})",
    "“{text}” ({group}, {locality})",
    "“{text}” ({document}, {time})",
    "“{text}” — {participant}, {group}",
    "{text}",
)
"""Forms to choose from; the first is the usual one."""

_EMPTY = "\0"


def check_form(form: str) -> str:
    """Return the form if it can be filled in; raises KnownError that says what is wrong with it."""
    try:
        names = [name for _words, name, _format, _conversion in Formatter().parse(form) if name is not None]
    except ValueError:
        raise KnownError(_("In this form a brace is open or too many; write fields like {text}, each with both braces.")) from None
    unknown = [name for name in names if name not in FIELDS]
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in FIELDS)
        raise KnownError(_("There is no field {{{name}}}; use {known}.").format(name=unknown[0], known=known))
    if not names:
        raise KnownError(_("A form without fields would always be the same; write {text} where the passage belongs."))
    return form


def cite(quote: Quote, form: str = FORMS[0]) -> str:
    """The quote in this form; a field of which nothing is known leaves no comma, dash or bracket behind.

    Raises KnownError for a form that cannot be filled in.
    """
    check_form(form)
    values = {
        "text": quote.text.strip(),
        "participant": quote.participant or quote.speaker,
        "speaker": quote.speaker,
        "document": quote.document,
        "time": "" if quote.time_ms is None else clock(quote.time_ms),
        "locality": quote.locality,
        "group": quote.group,
        "wave": quote.wave,
        "code": quote.code,
        "coder": quote.coder,
        "memo": quote.memo,
    }
    # The passage itself is put in last: what is tidied is the form, never somebody's words.
    shape, filled = "", list[str]()
    for words, name, _format, _conversion in Formatter().parse(form):
        shape += words
        if name is not None and values[name]:
            shape += f"\1{len(filled)}\2"
            filled.append(values[name])
        elif name is not None:
            shape += _EMPTY
    return re.sub("\1(\\d+)\2", lambda found: filled[int(found[1])], _without_gaps(shape))


def _without_gaps(shape: str) -> str:
    """Take out empty fields with the comma, dash or bracket that belonged to them."""
    shape = re.sub(rf"[“\"«]{_EMPTY}[”\"»]", _EMPTY, shape)
    shape = re.sub(rf"\s*[,;:·/]\s*{_EMPTY}", "", shape)
    shape = re.sub(rf"{_EMPTY}\s*[,;:·/]\s*", "", shape)
    shape = re.sub(rf"\s*[—–-]\s*{_EMPTY}", "", shape)
    shape = shape.replace(_EMPTY, "")
    shape = re.sub(r"\s*[(\[]\s*[)\]]", "", shape)
    return re.sub(r"[ \t]{2,}", " ", shape).strip()

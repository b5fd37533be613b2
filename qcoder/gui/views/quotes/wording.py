"""What the Quotes workspace says about what is shown."""

from collections.abc import Mapping

from qcoder.domain.codes import PATH_SEPARATOR, CodeTree
from qcoder.project.read.retrieval import Found, Wanted
from qcoder.words import _, n_

FILTERS: tuple[tuple[str, str], ...] = (
    ("localities", _("Locality")),
    ("groups", _("Group")),
    ("waves", _("Wave")),
    ("participants", _("Participant")),
    ("documents", _("Document")),
    ("coders", _("Coder")),
    ("origins", _("How coded")),
)
"""Field of Wanted -> what a person calls it."""


def grouping_words() -> dict[str, str]:
    """Grouping -> its name."""
    return {
        "code": _("code"),
        "document": _("document"),
        "participant": _("participant"),
        "locality": _("locality"),
        "group": _("group"),
        "wave": _("wave"),
        "nothing": _("nothing"),
    }


def sort_words() -> dict[str, str]:
    """Sorting -> its name."""
    return {
        "place": _("place in the transcript"),
        "newest": _("newest first"),
        "longest": _("longest first"),
        "shortest": _("shortest first"),
        "starred": _("starred first"),
    }


def origin_names() -> dict[str, str]:
    """Origin of codings -> its name."""
    return {
        "hand": _("by hand"),
        "import": _("imported"),
        "suggestion": _("accepted from a suggestion"),
        "autocode": _("autocoded"),
        "merge": _("merged"),
    }


def heading(tree: CodeTree, roots: list[int], chosen: int) -> str:
    """`learning › informal advice and 2 subcodes`, `5 codes`, or `All codes`."""
    if not chosen:
        return _("All codes")
    if len(roots) > 1:
        return n_("{n} code", "{n} codes", chosen)
    name = tree.path(roots[0]).replace(PATH_SEPARATOR, " › ")
    below = chosen - 1
    return n_("{name} and {n} subcode", "{name} and {n} subcodes", below).replace("{name}", name) if below else name


def figures(found: Found) -> str:
    """The passages with their denominators, in words."""
    if not found.complete:
        return _("Counting…")
    parts = [n_("{n} passage", "{n} passages", found.passages)]
    if found.of_documents:
        parts.append(_("in {n} of {of} documents").format(n=f"{found.documents:,}", of=f"{found.of_documents:,}"))
    if found.of_participants:
        parts.append(_("by {n} of {of} participants").format(n=f"{found.participants:,}", of=f"{found.of_participants:,}"))
    return " · ".join(parts)


def filters_in_words(wanted: Wanted, names: Mapping[str, Mapping[object, str]]) -> str:
    """`Locality: Shire · Starred · with “cover”`, for exports; nothing if nothing is filtered."""
    parts = [wanted.only_words] if wanted.only is not None and wanted.only_words else []
    for name, label in FILTERS:
        chosen = getattr(wanted, name)
        if chosen is not None:
            parts.append(f"{label}: {', '.join(sorted(names.get(name, {}).get(one, '?') for one in chosen))}")
    parts += [_("Starred")] if wanted.starred else []
    parts += [_("with “{words}”").format(words=wanted.text.strip())] if wanted.text.strip() else []
    return " · ".join(parts)

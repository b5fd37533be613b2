"""What nobody is asked about, in words: colours, keys and places among siblings that both changed."""

from qcoder.merge.compare import Differences
from qcoder.merge.names import Names
from qcoder.merge.nouns import count_words
from qcoder.words import _

_MOST = 20


def quiet_words(found: Differences, names: Names) -> list[str]:
    """A sentence for each colour and key, one for each kind of thing that both put in another order."""
    fields = {"color": _("the colour"), "key": _("the key"), "initials": _("the initials")}
    sentences = []
    moved: dict[str, int] = {}
    for (table, id_), column in found.quiet:
        if column == "position":
            moved[table] = moved.get(table, 0) + 1
        elif column in fields:
            mine, theirs = (pool.value(table, id_, column) or "–" for pool in (found.mine, found.theirs))
            sentence = _("Both of you changed {field} of {thing}: yours stays ({mine}; theirs is {theirs}).")
            sentences.append(sentence.format(field=fields[column], thing=names.title(table, id_), mine=mine, theirs=theirs))
    left = len(sentences) - _MOST
    order = [_("Both of you changed the order ({count}): yours stays.").format(count=count_words(table, n)) for table, n in moved.items()]
    return [*sentences[:_MOST], *([_("… and {n} more such fields.").format(n=left)] if left > 0 else []), *order]

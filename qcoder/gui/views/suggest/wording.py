"""What the Suggest workspace says about a code: how much there is to learn from, how good it has been, why not."""

from typing import TYPE_CHECKING

from qcoder.gui.views.suggest.decisions import Queue, Standing
from qcoder.gui.views.suggest.questions import LEAST_DOCUMENTS, LEAST_SENTENCES, Used
from qcoder.words import _, n_

if TYPE_CHECKING:
    from qcoder.suggest.queue import Measured, Suggestions

WHAT_FOR = _("Suggest looks for passages you may have missed. Choose a code, then look; nothing is coded until you accept it.")
NOTHING_CODED = _("Suggest looks for passages you may have missed. It learns from what you have coded, and nothing has been coded yet.")


def right_of(measured: "Measured") -> str:
    """`8 of 10 right`."""
    return _("{right} of {of} right").format(right=measured.right, of=measured.of)


def why_not(found: "Suggestions") -> str:
    """Why there are no suggestions, short enough for the list."""
    measured = found.measured
    if measured.of:
        return _("checked: only {right} of {of} right").format(right=measured.right, of=measured.of)
    if measured.positives >= LEAST_SENTENCES and measured.documents >= LEAST_DOCUMENTS:
        return found.why_not
    coded = n_("{n} coded sentence", "{n} coded sentences", measured.positives)
    where = n_("{n} document", "{n} documents", measured.documents)
    needs = _("{coded} in {where}; it needs {least} in {documents}")
    return needs.format(coded=coded, where=where, least=LEAST_SENTENCES, documents=LEAST_DOCUMENTS)


def how_used(used: Used) -> str:
    """`23 codings in 9 documents`."""
    codings = n_("{n} coding", "{n} codings", used.codings)
    return _("{codings} in {documents}").format(codings=codings, documents=n_("{n} document", "{n} documents", used.documents))


def too_few(used: Used) -> str:
    """Why a code cannot even be asked about."""
    return _("{used}; it needs {n} documents at least").format(used=how_used(used), n=LEAST_DOCUMENTS)


def how_good(queue: Queue) -> str:
    """How good suggestions for this code have been, and how many are left."""
    measured = queue.found.measured
    words = [_("In passages you had already coded, {right} of the top {of} were right.").format(right=measured.right, of=measured.of)]
    accepted, rejected = queue.count(Standing.ACCEPTED), queue.count(Standing.REJECTED)
    if accepted + rejected:
        words.append(_("Of the {n} you have decided about, you accepted {accepted}.").format(n=accepted + rejected, accepted=accepted))
    if queue.left:
        words.append(n_("{n} left to look at.", "{n} left to look at.", queue.left))
    return " ".join(words)


def finished(queue: Queue) -> str:
    """What to say when no passage is left."""
    if not queue.found.items:
        return _("Nothing that looks like this code is left uncoded.")
    return _("That was the last one. Look again: what you decided teaches the next list.")

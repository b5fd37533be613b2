"""English words that carry little by themselves: left out of the word list unless somebody wants them."""

from collections.abc import Iterable

from qcoder.analysis.frequencies import words_said

_ENGLISH = """
a an the this that these those such some any each every either neither both all another other others own same one ones
i me my mine myself you your yours yourself yourselves he him his himself she her hers herself it its itself
we us our ours ourselves they them their theirs themselves somebody someone something anybody anyone anything nobody nothing everybody
everyone everything who whom whose which what whatever whoever
am is are was were be been being do does did doing done have has had having can could will would shall should may might must ought
and or but nor so yet if because although though while whereas unless until than as whether since once
of in on at by for with without within about against between among into onto through during before after above below to from up down out
off over under around across along near toward towards upon per via
again further then there here when where why how ever never always often sometimes just only also too very quite rather even still
already not no yes yeah yep nope ok okay oh ah er erm um uh mm mhm hmm well like really actually basically kind sort
more most much many few less least lot lots bit
let get gets got getting go goes going went gone come comes came say says said saying know mean think
i'm i've i'd i'll you're you've you'd you'll he's he'd he'll she's she'd she'll it's it'd it'll we're we've we'd we'll they're they've
they'd they'll that's that'd there's there'd here's what's who's where's how's let's
isn't aren't wasn't weren't don't doesn't didn't haven't hasn't hadn't can't couldn't won't wouldn't shan't shouldn't mightn't mustn't ain't
"""
ENGLISH = frozenset(_ENGLISH.split())
"""Articles, pronouns, auxiliaries, conjunctions, prepositions, and what fills pauses."""


def left_out(own: Iterable[str], *, english: bool) -> frozenset[str]:
    """All words that are left out: one's own, and the English ones if wanted."""
    mine = frozenset(word for typed in own for word in words_said(typed))
    return mine | ENGLISH if english else mine

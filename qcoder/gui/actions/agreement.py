"""Agreement between coders: deciding where they differ, and drawing documents for a second coder."""

from collections.abc import Callable, Sequence

from qcoder.changes.adjudication import AdoptAgreed, DecidePassage, NoteDecision, TakeWidest, WithdrawDecisions
from qcoder.changes.samples import DeleteSample, Drawing, DrawSample, drawing
from qcoder.domain.adjudication import Verdict
from qcoder.domain.errors import KnownError
from qcoder.domain.spans import Span
from qcoder.gui.actions.base import Command
from qcoder.gui.jobs import Jobs, Work
from qcoder.project.read import Reader
from qcoder.project.write import Progress
from qcoder.words import _

AGREEMENT_COMMANDS = (
    Command("measure_agreement", _("Agreement between coders"), _("How far coders agree, code by code"), "study", "Ctrl+Shift+G", "team"),
    Command("export_agreement", _("Export the agreement…"), _("Write the figures to Excel, Word or csv"), "study", "", "team"),
    Command("adjudicate", _("Decide differences"), _("Step through what they coded differently"), "study", "Ctrl+Shift+D", "team"),
    *(
        Command(name, label, _("The consensus codes what that coder coded, in the order shown"), "study", str(key), "team")
        for key, (name, label) in enumerate(
            (
                ("adjudicate_first", _("As the first coder did")),
                ("adjudicate_second", _("As the second coder did")),
                ("adjudicate_third", _("As the third coder did")),
                ("adjudicate_fourth", _("As the fourth coder did")),
                ("adjudicate_fifth", _("As the fifth coder did")),
                ("adjudicate_sixth", _("As the sixth coder did")),
                ("adjudicate_seventh", _("As the seventh coder did")),
                ("adjudicate_eighth", _("As the eighth coder did")),
                ("adjudicate_ninth", _("As the ninth coder did")),
            ),
            1,
        )
    ),
    Command("adjudicate_all", _("All of the passage"), _("The consensus codes all that any of them coded"), "study", "B", "team"),
    Command("adjudicate_none", _("Not this code here"), _("The consensus does not code the passage so"), "study", "N", "team"),
    Command("adjudicate_ends", _("Other ends…"), _("Move the ends of the passage, then Enter"), "study", "E", "team"),
    Command("adjudicate_later", _("Decide later"), _("The passage comes again at the end"), "study", "S", "team"),
    Command("adjudicate_open", _("Open the passage in Read & code"), _("See the passage in its transcript"), "study", "O", "team"),
    Command("draw_sample", _("Draw documents for a second coder"), _("Draw some documents to be coded blind"), "study", "", "team"),
)

FOLLOWING = tuple(command.name for command in AGREEMENT_COMMANDS if command.key.isdigit())
"""The commands that follow the first, the second … of the coders who differ; whoever comes after the ninth is followed by a click."""


class AgreementActions:
    """One method for each thing a person can decide here; each is one undoable step."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs

    def decide(
        self,
        document_id: int,
        code_id: int,
        span: Span,
        verdict: Verdict,
        kept_id: int | None = None,
        ends: Span | None = None,
        note: str = "",
    ) -> Work:
        """Decide about a passage on which coders differ."""
        return self._jobs.do(DecidePassage(document_id, code_id, span, verdict, kept_id, ends, note))

    def take_all(self, passages: Sequence[tuple[int, int, Span]]) -> Work:
        """Decide for all of each of these passages, as one step."""
        return self._jobs.do(TakeWidest(tuple(passages)), label=_("Deciding"))

    def withdraw(self, decision_ids: Sequence[int]) -> Work:
        """Take decisions back; their passages are asked again."""
        return self._jobs.do(WithdrawDecisions(tuple(decision_ids)))

    def note(self, decision_id: int, note: str) -> Work:
        """Write why it was decided so."""
        return self._jobs.do(NoteDecision(decision_id, note))

    def adopt(self, passages: Sequence[tuple[int, int, Span]], document_ids: Sequence[int]) -> Work:
        """Take what all coded alike into the consensus."""
        return self._jobs.do(AdoptAgreed(tuple(passages), tuple(document_ids)), label=_("Taking over what is coded alike"))

    def preview_draw(self, coder_id: int, percent: int, seed: int, *, coded_only: bool, then: Callable[[Drawing | str], None]) -> Work:
        """What `draw` would draw, or the sentence that says why nothing can be drawn."""

        def question(read: Reader, _progress: Progress) -> Drawing | str:
            try:
                return drawing(read, coder_id, percent, seed, coded_only=coded_only)
            except KnownError as error:  # here it is the answer, not an error
                return error.sentence

        # Whole: which documents others have begun is no secret of this draw, and the draw itself sees them.
        return self._jobs.ask(question, then, label=_("Looking for documents to draw"), whole=True)

    def draw(self, coder_id: int, percent: int, seed: int, *, coded_only: bool, then: Callable[[int], None]) -> Work:
        """Draw documents for a coder; `then` gets the sample's id."""
        return self._jobs.do(DrawSample(coder_id, percent, seed, coded_only), then)

    def delete_sample(self, sample_id: int) -> Work:
        """Forget a sample."""
        return self._jobs.do(DeleteSample(sample_id))

"""The command autocode: passages that a rule finds, coded as one step."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from qcoder.analysis.autocoding import ByQuestion, BySearch, BySpeaker, Plan, Role, Rule, plan, target_of
from qcoder.analysis.finding import Extent, Where
from qcoder.analysis.query import Options
from qcoder.analysis.questions import Question, recognised
from qcoder.changes.autocode import Autocode, CodeTarget
from qcoder.cli.asking import limited, where_options
from qcoder.cli.output import say, shortened, show_json, show_table
from qcoder.cli.shapes import QcoderCommand, coder_option, example, json_option, project_argument
from qcoder.cli.surroundings import Surroundings, look_into
from qcoder.domain.codes import CodeTree
from qcoder.domain.errors import KnownError
from qcoder.project.read import Reader
from qcoder.words import _, n_


@click.command(
    cls=QcoderCommand, epilog=example('qcoder autocode study.qcoder "ring road" --as "local > distance" --extent sentence --preview')
)
@project_argument
@click.argument("query", required=False, default="")
@click.option("--as", "as_code", metavar="PATH", help=_("The code to put on the passages; it is made if it is not there."))
@click.option(
    "--extent",
    type=click.Choice([extent.value for extent in Extent]),
    default=Extent.PLACE.value,
    show_default=True,
    help=_("How far the passages reach around what QUERY finds."),
)
@click.option("--regex", is_flag=True, help=_("QUERY is a regular expression."))
@click.option("--whole-words", is_flag=True, help=_("Do not find QUERY within longer words."))
@click.option("--questions", is_flag=True, help=_("Instead of QUERY: code the answers to the questions asked in several documents."))
@click.option("--list", "listing", is_flag=True, help=_("With --questions: list the questions with their numbers, and code nothing."))
@click.option(
    "--only", metavar="N", multiple=True, help=_("With --questions: code only the answers to these, by their number in the list.")
)
@click.option("--name", "names", metavar="N=PATH", multiple=True, help=_("With --questions: put this code on the answers to question N."))
@click.option("--under", metavar="PATH", help=_("With --questions: make the new codes under this code."))
@click.option("--whole-answers", is_flag=True, help=_("With --questions: one passage an answer, with what is asked in between."))
@where_options()
@click.option("--preview", is_flag=True, help=_("Say what would be coded, and write nothing."))
@coder_option
@json_option
@click.pass_obj
def autocode(
    surroundings: Surroundings,
    /,
    project: Path,
    query: str,
    as_code: str | None,
    questions: bool,
    listing: bool,
    preview: bool,
    coder: str | None,
    as_json: bool,
    **how: Any,
) -> None:
    """Code what QUERY finds in P; or, without QUERY, all that is said by those whom the options name; or answers to questions.

    What you have coded so already is left as it is. All is one step, which undo takes back; its codings remember how they came about.
    """
    if questions and query:
        raise click.UsageError(_("Give QUERY or --questions, not both."))
    if not questions and not as_code:
        raise click.UsageError(_("Say with --as which code to put on the passages."))
    if questions and listing:
        with look_into(project) as opened:
            _list(_recognised(opened.read, how), as_json)
        return
    if preview:
        with look_into(project) as opened:
            me = next((one.id for one in opened.read.study.coders() if one.name == surroundings.coder(coder)), None)
            found = _planned(opened.read, query, as_code, questions, how, me)
            _tell(opened.read, found, as_json=as_json, done=False)
        return
    with surroundings.change(project, coder) as opened:
        found = _planned(opened.read, query, as_code, questions, how, opened.coder[0])
        if found.passages:
            opened.do(Autocode(found.passages, found.targets))
        _tell(opened.read, found, as_json=as_json, done=True)


def _planned(read: Reader, query: str, as_code: str | None, questions: bool, how: Mapping[str, Any], coder_id: int | None) -> Plan:
    tree, asked = read.codes.tree(), limited(read, how)
    rule: Rule
    if questions:
        found = _recognised(read, how)
        rule, targets = _by_question(tree, found, how)
        rule = replace(rule, where=asked.where(tree))
    elif query:
        options = Options(regex=how["regex"], whole_words=how["whole_words"])
        rule, targets = BySearch(replace(asked, text=query, options=options), Extent(how["extent"])), [target_of(tree, as_code or "")]
    elif not asked.is_limited:
        raise KnownError(_("Say what to look for, or whose words are meant, as with --speaker or --group."))
    else:
        rule, targets = BySpeaker(asked.where(tree)), [target_of(tree, as_code or "")]
    return plan(read, rule, targets, coder_id)


def _recognised(read: Reader, how: Mapping[str, Any]) -> list[Question]:
    documents = limited(read, how).documents
    return recognised(read, [document.id for document in read.documents.all() if not documents or document.id in documents])


def _by_question(tree: CodeTree, found: Sequence[Question], how: Mapping[str, Any]) -> tuple[ByQuestion, list[CodeTarget]]:
    under = tree.find(how["under"]).id if how["under"] else None
    named = dict(one.partition("=")[::2] for one in how["names"])
    wanted = {_rank(found, number) for number in (*how["only"], *named)} if how["only"] or named else None
    paths = {_rank(found, number): path for number, path in named.items()}
    roles = [
        Role.CODE if (rank in wanted if wanted is not None else question.opens) else Role.ENDS if question.opens else Role.NOTHING
        for rank, question in enumerate(found)
    ]
    targets = [target_of(tree, paths.get(rank, question.name), under) for rank, question in enumerate(found)]
    return ByQuestion(tuple(found), tuple(roles), Where(), how["whole_answers"]), targets


def _rank(found: Sequence[Question], number: str) -> int:
    if not number.isdecimal() or not 1 <= int(number) <= len(found):
        raise KnownError(_("There is no question {number} in the list; see --questions --list.").format(number=number))
    return int(number) - 1


def _list(found: Sequence[Question], as_json: bool) -> None:
    if as_json:
        show_json([_listed(number, question) for number, question in enumerate(found, 1)])
        return
    rows = [
        (n, question.documents, question.name if question.opens else "–", shortened(question.text)) for n, question in enumerate(found, 1)
    ]
    show_table((_("No."), _("Documents"), _("Code"), _("Question")), rows, right=(0, 1))


def _listed(number: int, question: Question) -> dict[str, object]:
    return {
        "question": number,
        "number": question.number or None,
        "text": question.text,
        "kind": question.kind.value,
        "documents": question.documents,
        "asked": len(question.asked),
        "opens": question.opens,
        "code": question.name,
    }


def _tell(read: Reader, found: Plan, *, as_json: bool, done: bool) -> None:
    tree = read.codes.tree()
    names = [tree.path(target.code_id) if target.code_id is not None else target.name for target in found.targets]
    counts = [(name, count) for name, count in zip(names, found.by_target, strict=True) if count]
    if as_json:
        show_json(
            {
                "passages": len(found.passages),
                "documents": found.documents,
                "skipped": found.skipped,
                "codes": [{"code": name, "passages": count} for name, count in counts],
                "applied": done and bool(found.passages),
            }
        )
        return
    documents = {document.id: document.name for document in read.documents.all()}
    for one in () if done else found.examples[:10]:
        say(f"{documents[one.document_id]}, {one.speaker or '–'}, {one.span.start}: {shortened(one.text)} [{names[one.target]}]")
    if len(counts) > 1:
        show_table((_("Code"), _("Passages")), counts, right=(1,))
    passages = n_("{n} passage", "{n} passages", len(found.passages))
    words = _("Coded {passages} in {documents}.") if done else _("Would code {passages} in {documents}.")
    say(words.format(passages=passages, documents=n_("{n} document", "{n} documents", found.documents)))
    if found.skipped:
        say(n_("{n} is coded so already and was left alone.", "{n} are coded so already and were left alone.", found.skipped))

"""The command that shows the whole job on the demo study: demo."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import click

from qcoder.cli.output import say, show_json
from qcoder.cli.shapes import PATH, QcoderCommand, example, json_option
from qcoder.cli.surroundings import Surroundings
from qcoder.domain.errors import KnownError
from qcoder.merge import merge
from qcoder.project.backups import Backups
from qcoder.project.project import Project
from qcoder.project.read.quotes import QuoteFinder
from qcoder.starters import code_demo, make_demo
from qcoder.words import _, n_

NAME = "Local learning systems (demo).qcoder"
CODE = "local > travel and distance"
"""The code that quotes and suggestions are shown for."""


@click.command(cls=QcoderCommand, epilog=example("qcoder demo"))
@click.argument("folder", metavar="[DIR]", required=False, type=PATH)
@click.option("--no-window", is_flag=True, help=_("Do not open the project afterwards."))
@json_option
@click.pass_obj
def demo(surroundings: Surroundings, folder: Path | None, no_window: bool, as_json: bool) -> int:
    """Make the fictional demo study in DIR and do the whole job on it, then open it if there is a screen.

    Imports 24 interviews, codes as Ana, lets Ben code a copy, merges it, compares, exports and checks. DIR is `qcoder-demo`
    here unless you say otherwise; a folder that is not empty gets a neighbour with a number.
    """
    folder = _free(folder or Path("qcoder-demo"))
    job = _Job(folder, Backups(surroundings.backups), (lambda _line: None) if as_json else say)
    job.run()
    if as_json:
        show_json({"project": str(job.path), "files": [str(file) for file in job.files]})
        return 0
    say()
    say(_("Look at these files in {folder}:").format(folder=folder))
    say(f'  {job.path.name}: {_("the project; open it with")} qcoder "{job.path}"')
    for file, what in job.files.items():
        say(f"  {file.name}: {what}")
    if surroundings.open_window is None or no_window:
        return 0
    return surroundings.open_window(job.path)


def _free(folder: Path) -> Path:
    """The folder made, or one with a number where it is there and not empty; raises KnownError."""
    try:
        candidate, number = folder.absolute(), 1
        while candidate.exists() and not (candidate.is_dir() and not any(candidate.iterdir())):
            number += 1
            candidate = folder.absolute().with_name(f"{folder.absolute().name}-{number}")
        candidate.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise KnownError(
            _("The demo study cannot be made in “{folder}” ({why}); name another folder: qcoder demo DIR.").format(
                folder=folder, why=error.strerror or error
            )
        ) from error
    return candidate


class _Job:
    """The whole job on the demo study, file by file."""

    def __init__(self, folder: Path, backups: Backups, tell: Callable[[str], None]) -> None:
        self.folder = folder
        self.path = folder / NAME
        self.files: dict[Path, str] = {}
        self._backups = backups
        self._tell = tell
        self._made = datetime.now().astimezone()

    def run(self) -> None:
        """Do all of it; what it writes is in `files` with a word on each."""
        with make_demo(self.path, ("Ana",)) as project:
            read = project.read
            parts = (
                n_("{n} interview", "{n} interviews", len(read.documents.all())),
                n_("{n} participant", "{n} participants", len(read.study.participants())),
                n_("{n} code", "{n} codes", len(read.codes.tree())),
                n_("{n} coding by Ana", "{n} codings by Ana", read.codings.count()),
            )
            self._tell(_("Made the demo study: {parts}.").format(parts=", ".join(parts)))
            self._backups.guard(project)
            self._merge(project)
            self._suggest(project)
            self._compare(project)
            self._export(project)
            self._history(project)
            problems = project.check()
            if problems:
                raise AssertionError(f"the demo study is not whole: {problems}")
            self._tell(_("Checked: the project is whole."))

    def _merge(self, project: Project) -> None:
        """Ben codes a copy, and it is merged back."""
        theirs = project.save_copy(self.folder / _("Ben's copy.qcoder"))
        with Project.open(theirs, "Ben") as copy:
            code_demo(copy, "Ben")
        done = merge(project, theirs)
        for sentence in done.result.sentences:
            self._tell(_("Merged: {sentence}").format(sentence=sentence))
        self.files[theirs] = _("the copy that Ben coded, before it was merged")

    def _suggest(self, project: Project) -> None:
        """What a model that learnt from the codings proposes; nothing is coded by it."""
        from qcoder.suggest.queue import suggest

        found = suggest(project.read, project.read.codes.tree().find(CODE).id, limit=10)
        lines = [f"{found.code}", ""]
        if found.ready:
            sentence = _("Of the {of} best proposals in transcripts held back, {right} were coded so.")
            lines.append(sentence.format(of=found.measured.of, right=found.measured.right))
        else:
            lines.append(found.why_not)
        for item in found.items:
            lines += ["", f"{item.score:.2f}  {item.document}", item.text, f"{_('because of')}: {', '.join(item.because)}"]
        self._text(_("Suggestions.txt"), lines, _("passages proposed for “{code}”, best first").format(code=CODE))

    def _compare(self, project: Project) -> None:
        from qcoder.analysis.compare import compare, rows_of_branch
        from qcoder.exporters.comparison import export_comparison

        read = project.read
        comparison = compare(read, rows_of_branch(read.codes.tree(), None, 2), ["locality", "group"])
        for suffix in (".xlsx", ".docx", ".csv"):
            file = export_comparison(comparison, self.folder / (_("Comparison") + suffix), self._made, project=read.name())
            self.files[file] = _("who spoke of what, by locality and group")
        self._tell(_("Compared {rows} by locality and group.").format(rows=n_("{n} code", "{n} codes", len(comparison.rows))))

    def _export(self, project: Project) -> None:
        from qcoder.exporters.codebook import export_codebook
        from qcoder.exporters.quotes import export_quotes

        read = project.read
        self.files[export_codebook(read, self.folder / _("Codebook.docx"), self._made)] = _("every code with its definition and two quotes")
        tree = read.codes.tree()
        quotes = QuoteFinder(read).of_codes(tree.branch(tree.find(CODE).id))
        self.files[export_quotes(quotes, self.folder / _("Quotes.docx"), self._made, project=read.name())] = _(
            "what was said about “{code}”, with who said it and where"
        ).format(code=CODE)
        self._tell(_("Wrote the codebook and {quotes}.").format(quotes=n_("{n} quote", "{n} quotes", len(quotes))))

    def _history(self, project: Project) -> None:
        from qcoder.cli.output import when

        lines = [f"{step.seq:4}  {when(step.at)}  {step.who}: {step.title}" for step in project.read.history.steps()]
        self._text(_("History.txt"), lines, _("every step so far, newest first: who did what and when"))

    def _text(self, name: str, lines: list[str], what: str) -> None:
        file = self.folder / name
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        self.files[file] = what

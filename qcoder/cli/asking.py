"""Options that say where it is looked, for every command that finds or codes what was found; and the question they make."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

import click

from qcoder.analysis.asked import UNCODED, Asked, attribute_values
from qcoder.analysis.finding import Whose
from qcoder.domain.errors import KnownError
from qcoder.project.read import Reader
from qcoder.words import _

F = TypeVar("F", bound=Callable[..., Any])


def where_options(whose: Whose = Whose.EVERYBODY) -> Callable[[F], F]:
    """The options that limit where it is looked; the command takes them as one mapping, by `**limits`."""
    options = (
        click.option("--speaker", "speakers", metavar="S", multiple=True, help=_("Only in what this speaker says.")),
        click.option(
            "--said-by",
            type=click.Choice([one.value for one in Whose]),
            default=whose.value,
            show_default=True,
            help=_("Only in what participants, or interviewers, say."),
        ),
        click.option("--locality", "localities", metavar="L", multiple=True, help=_("Only in what participants of this locality say.")),
        click.option("--group", "groups", metavar="G", multiple=True, help=_("Only in what participants of this group say.")),
        click.option(
            "--attribute",
            "attributes",
            metavar="NAME=VALUE",
            multiple=True,
            help=_("Only in what participants with this value of an attribute say."),
        ),
        click.option("--wave", "waves", metavar="W", multiple=True, help=_("Only in documents of this wave.")),
        click.option("--document", "documents", metavar="D", multiple=True, help=_("Only in this document.")),
        click.option("--code", "codes", metavar="C", multiple=True, help=_("Only within passages of this code or one beneath it.")),
        click.option("--uncoded", is_flag=True, help=_("Only what nobody has coded.")),
    )

    def decorate(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


def limited(read: Reader, limits: Mapping[str, Any]) -> Asked:
    """A question without words that looks where the options say; raises KnownError for names that the project has not."""
    tree = read.codes.tree()
    codes: set[object] = {tree.find(code).id for code in limits["codes"]} | ({UNCODED} if limits["uncoded"] else set())
    places = {place.name: place.id for place in read.study.places() if place.parent_id is None}
    labels = {speaker.label for speaker in read.documents.speakers()}
    return Asked(
        whose=Whose(limits["said_by"]),
        labels=frozenset(known(limits["speakers"], labels, _("There is no speaker “{name}” in this project."))),
        localities=_ids(limits["localities"], places, _("There is no locality “{name}” in this project.")),
        groups=_ids(limits["groups"], {g.name: g.id for g in read.study.groups()}, _("There is no group “{name}” in this project.")),
        waves=_ids(limits["waves"], {w.name: w.id for w in read.study.waves()}, _("There is no wave “{name}” in this project.")),
        attributes=_attributes(read, limits["attributes"]),
        documents=frozenset(read.documents.find(name).id for name in limits["documents"]),
        codes=frozenset(codes),
    )


def known(names: Iterable[str], there: Iterable[str], otherwise: str) -> list[str]:
    """The names as the project has them, whatever their case; raises KnownError for one that it has not."""
    by_name = {name.casefold(): name for name in there}
    for name in names:
        if name.casefold() not in by_name:
            raise KnownError(otherwise.format(name=name))
    return [by_name[name.casefold()] for name in names]


def _ids(names: Iterable[str], there: Mapping[str, int], otherwise: str) -> frozenset[int]:
    return frozenset(there[name] for name in known(names, there, otherwise))


def _attributes(read: Reader, wanted: Iterable[str]) -> frozenset[tuple[str, str]]:
    there = {f"{name}={value}": (name, value) for name, value in attribute_values(read)}
    return frozenset(there[one] for one in known(wanted, there, _("No participant in this project has “{name}”; write it as name=value.")))

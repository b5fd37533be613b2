"""The code under which things are put whose own code goes."""

from collections.abc import Mapping

from qcoder.domain.codes import same_name
from qcoder.domain.errors import KnownError
from qcoder.merge.names import Names
from qcoder.project.read.whole import Row
from qcoder.words import _


def code_named(wanted: str, codes: Mapping[int, Row], names: Names) -> int:
    """The id of the code of that id or path; raises KnownError when there is none."""
    if wanted.isdecimal() and int(wanted) in codes:
        return int(wanted)
    for id_ in sorted(codes):
        if same_name(names.name("code", id_), wanted):
            return id_
    raise KnownError(_("There is no code “{name}” to put the passages under; choose another one.").format(name=wanted))

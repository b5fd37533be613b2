"""Bringing copies of a project together: what differs, what has to be decided, and one step that takes it in."""

from qcoder.merge.decisions import Conflict
from qcoder.merge.preview import MergePreview, merge, preview

__all__ = ["Conflict", "MergePreview", "merge", "preview"]

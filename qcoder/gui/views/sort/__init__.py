"""The Sort workspace."""

from qcoder.gui.views.sort.view import SortView

__all__ = ["SortView"]

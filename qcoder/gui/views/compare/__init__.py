"""Compare: how often codes occur, across localities, groups, waves and attributes, each figure with its denominator and its quotes."""

from qcoder.gui.views.compare.view import CompareView

__all__ = ["CompareView"]

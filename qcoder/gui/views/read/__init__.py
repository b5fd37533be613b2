"""Read & code: documents and codes at the left, the transcript in the middle, what is selected at the right."""

from qcoder.gui.views.read.workspace import ReadView

__all__ = ["ReadView"]

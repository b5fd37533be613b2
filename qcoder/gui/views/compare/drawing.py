"""Pictures without a window: for the command line and for reports."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from qcoder.domain.errors import KnownError
from qcoder.exporters.files import export_to
from qcoder.words import _

if TYPE_CHECKING:
    from qcoder.analysis.compare import Comparison
    from qcoder.analysis.statistics import Statistics
    from qcoder.domain.codes import CodeTree
    from qcoder.gui.widgets.picture import Picture

MOST_PLOTS = 8
"""A picture of more rows than this has the heat table alone, without a dot plot of each row."""


def draw_comparison(comparison: "Comparison", statistics: "Statistics | None", tree: "CodeTree", path: Path) -> None:
    """Draw a comparison into a .png (300 dpi) or .svg file: the heat table, and a dot plot with intervals of each row.

    Raises KnownError when there is nothing to draw, or the file cannot be written.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    held = QApplication.instance() or QApplication(["qcoder"])  # kept until the picture is drawn
    picture = comparison_picture(comparison, statistics, tree)
    if not picture.height_for(760):
        raise KnownError(_("There is nothing to draw: the comparison has no rows."))
    export_to(path, {".png": picture.png, ".svg": picture.svg})
    picture.deleteLater()
    del held


def comparison_picture(comparison: "Comparison", statistics: "Statistics | None", tree: "CodeTree") -> "Picture":
    """The heat table of a comparison over a dot plot of each row."""
    from qcoder.gui.views.compare.present import matrix_of, plot_of
    from qcoder.gui.widgets.dotplot import DotPlot
    from qcoder.gui.widgets.heat import Album, HeatTable

    heat = HeatTable()
    heat.show_table(matrix_of(comparison, tree, statistics, intervals=False), comparison.unit, comparison.notes)
    plots = []
    if comparison.by and 0 < len(comparison.rows) <= MOST_PLOTS:
        for number, row in enumerate(comparison.rows):
            plot = DotPlot()
            plot.show_plot(plot_of(comparison, row, tree, None if statistics is None else statistics.rows[number]))
            plots.append(plot)
    return Album([heat, *plots], comparison.unit)

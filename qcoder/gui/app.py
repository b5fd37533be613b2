"""Starting the window."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from qcoder import settings as preferences
from qcoder.gui.main_window import MainWindow
from qcoder.gui.views.files import FileDoor
from qcoder.settings import Settings


def make_window(
    path: Path | None = None,
    *,
    settings: Settings | None = None,
    files: FileDoor | None = None,
    remember: Callable[[Settings], None] = preferences.save,
) -> MainWindow:
    """Make the window, on a project when a path is given; a project that cannot be opened leaves the start page and a sentence."""
    window = MainWindow(preferences.load() if settings is None else settings, files or FileDoor(), remember)
    if path is not None:
        window.open_path(path)
    return window


def main(argv: Sequence[str]) -> int:
    """Run the window until it is closed; `argv` holds at most a project file. Returns the exit code."""
    application = QApplication.instance() or QApplication([sys.argv[0]])
    assert isinstance(application, QApplication)
    application.setApplicationName("qcoder")
    application.setDesktopFileName("qcoder")
    translator = QTranslator(application)
    if translator.load(QLocale(), "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)
    window = make_window(Path(argv[0]) if argv else None)
    sys.excepthook = _hook(window)
    window.restore_window()
    window.show()
    return application.exec()


def _hook(window: MainWindow) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    def hook(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        if isinstance(error, KeyboardInterrupt):
            window.close()
        else:
            window.errors.report(error)

    return hook


__all__ = ["main", "make_window"]

"""Commands of the window itself: files, undo, workspaces, view, help."""

from qcoder.gui.actions.base import Command
from qcoder.words import _

WINDOW_COMMANDS = (
    Command("new_project", _("New project…"), _("Make a new project, empty or from a starter codebook"), "file", "Ctrl+N"),
    Command("open_project", _("Open…"), _("Open a project file"), "file", "Ctrl+O"),
    Command("open_demo", _("Open the demo study"), _("Make a copy of the fictional demo study and open it"), "file"),
    Command("import_transcripts", _("Import transcripts…"), _("Take in interview transcripts, after a preview"), "file", "Ctrl+I"),
    Command("import_people", _("Import people from a table…"), _("Take in participants, places and attributes from csv or xlsx"), "file"),
    Command("import_codebook", _("Import a codebook…"), _("Take in codes from csv, xlsx or docx"), "file"),
    Command("export_codebook", _("Export the codebook…"), _("Write the codebook to Word, Excel or csv"), "file", "Ctrl+E"),
    Command("export_quotes", _("Export quotes…"), _("Write the passages of the chosen codes to Word, Excel, csv or html"), "file"),
    Command("save_copy", _("Save a copy…"), _("Write a whole, checked copy of the project to another file"), "file", "Ctrl+Shift+S"),
    Command(
        "restore_copy", _("Restore a copy…"), _("Open one of the backup copies as a new file; the project itself stays as it is"), "file"
    ),
    Command("check_project", _("Check the project"), _("Look whether file, texts, passages and history are whole"), "file"),
    Command("close_project", _("Close the project"), _("Go back to the start page; everything is saved already"), "file", "Ctrl+W"),
    Command("close_window", _("Quit"), _("Close the project and the window; everything is saved already"), "file", "Ctrl+Q"),
    Command("undo", _("Undo"), _("Take back the last change, also one from before the project was last opened"), "edit", "Ctrl+Z"),
    Command("redo", _("Redo"), _("Bring back what was undone last"), "edit", "Ctrl+Shift+Z"),
    Command("go_read", _("Read and code"), _("Read transcripts and code passages"), "go", "Ctrl+1"),
    Command("go_find", _("Find"), _("Find words and patterns in all transcripts, and code them"), "go", "Ctrl+2"),
    Command("go_quotes", _("Quotes"), _("Read, sort and copy the passages of the codes you choose"), "go", "Ctrl+3"),
    Command("go_compare", _("Compare"), _("Compare how often codes occur across localities and groups"), "go", "Ctrl+4"),
    Command("go_suggest", _("Suggest"), _("Look at passages you may have missed"), "go", "Ctrl+5"),
    Command("go_team", _("Team and study"), _("People, places, coders, merge and history"), "go", "Ctrl+7"),
    Command("go_sort", _("Sort"), _("Sort quotes and codes as cards into piles, until themes appear"), "go", "Ctrl+9"),
    Command("palette", _("Command palette…"), _("Find any command by a few letters of its name"), "help", "Ctrl+Shift+P"),
    Command("theme_system", _("Colours of the system"), _("Follow the system's light or dark colours"), "view"),
    Command("theme_light", _("Light"), _("Dark text on a light ground"), "view"),
    Command("theme_dark", _("Dark"), _("Light text on a dark ground"), "view"),
    Command("theme_contrast", _("High contrast"), _("White on black with strong lines"), "view"),
    Command("keys", _("Keys…"), _("See the key of every command, and give commands other keys"), "edit"),
    Command("help_here", _("Help"), _("What this place is for and what its keys do"), "help", "F1"),
    Command("about", _("About qcoder"), _("Version, licence, and where your data lie"), "help"),
)

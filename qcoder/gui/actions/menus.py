"""The menus: their names, the order of their entries, and which entries stand together."""

from collections.abc import Iterable, Iterator, Mapping

from qcoder.gui.actions.base import Command
from qcoder.gui.actions.compare import COMPARE_PAGES
from qcoder.words import _

MENUS = (
    ("file", _("&File")), ("edit", _("&Edit")), ("code", _("&Code")), ("study", _("&Study")), ("view", _("&View")), ("go", _("&Go")),
    ("help", _("&Help")),
)  # fmt: skip

GROUPS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "file": (
        ("new_project", "open_project", "open_demo"),
        ("import_transcripts", "import_people", "import_codebook"),
        ("print_transcript", "export_codebook", "export_quotes"),
        ("save_copy", "restore_copy", "check_project", "rename_project"),
        ("close_project", "close_window"),
    ),
    "code": (
        ("code_passage", "code_with_current", "code_in_vivo"),
        ("recode_coding", "change_ends", "join_codings", "coding_memo", "remove_coding"),
        ("autocode", "find_code"),
        ("add_code", "add_subcode", "rename_code", "delete_codes"),
        ("move_code_up", "move_code_down", "move_code_in", "move_code_out", "move_code_under", "merge_codes"),
        ("shade_branch", "color_by_branch", "earlier_wordings"),
        ("copy_branch", "take_branch", "sort_as_cards"),
    ),
    "study": (
        ("fully_coded", "rename_document", "delete_documents"),
        ("journal_entry", "memo_about"),
        ("add_participant", "make_participants", "delete_participants", "add_attribute", "delete_attribute"),
        ("add_locality", "add_group", "add_coder", "join_coders"),
        ("copy_for_colleague", "show_copies", "name_version"),
        ("measure_agreement", "export_agreement", "adjudicate", "draw_sample"),
        (
            "adjudicate_first", "adjudicate_second", "adjudicate_third", "adjudicate_fourth", "adjudicate_fifth", "adjudicate_sixth",
            "adjudicate_seventh", "adjudicate_eighth", "adjudicate_ninth", "adjudicate_all", "adjudicate_none", "adjudicate_ends",
            "adjudicate_later", "adjudicate_open",
        ),
        ("cards_new", "cards_rename", "cards_delete"),
        ("cards_pile", "cards_pile_of_chosen"),
        ("cards_rename_pile", "cards_note", "cards_pile_left", "cards_pile_right", "cards_delete_pile"),
        ("cards_remove",),
        ("compare_rows", "compare_only", "compare_intervals", "compare_hide", "compare_save", "compare_copy", "compare_export"),
        ("compare_relations_shown", "compare_picture_copy", "compare_picture_save"),
        ("compare_to_report", "compare_report_write", "compare_report_up", "compare_report_down"),
        (
            "framework_next_gap", "framework_next_changed", "framework_confirm", "framework_join", "framework_cite", "framework_shown",
        ),
    ),
    "view": (
        ("theme_system", "theme_light", "theme_dark", "theme_contrast"),
        ("reading_settings", "larger_type", "smaller_type"),
        ("show_my_codings", "show_all_codings", "coders_apart"),
        ("only_branch", "all_branches", "all_labels", "code_patterns"),
        ("sort_codes_arranged", "sort_codes_name", "sort_codes_own", "sort_codes_all"),
        ("counts_both", "counts_own", "counts_all", "counts_none"),
        ("codes_used_here", "filter_definitions"),
    ),
    "go": (
        ("go_read", "go_find", "go_compare", "go_suggest", "go_memos", "go_sort", "go_team"),
        (*(f"compare_page_{key}" for key, _title, _help in COMPARE_PAGES), "compare_next_page", "compare_previous_page"),
        ("next_document", "previous_document"),
        ("next_coding", "previous_coding", "next_of_code", "previous_of_code", "next_of_coder", "previous_of_coder"),
        ("next_uncoded", "previous_uncoded", "jump"),
        ("cycle_codings", "cycle_codings_back", "list_codings"),
        ("next_pane", "previous_pane", "filter_codes"),
    ),
    "help": (("palette", "help_here"), ("about",)),
}
"""Menu -> groups of command names, a line between two groups; commands that are not named follow, grouped by their place."""

CHANGING = frozenset(
    {
        "import_transcripts", "import_people", "import_codebook", "undo", "redo", "rename_project",
        "correct_text", "replace_in_text",
        "compare_to_report", "framework_confirm", "framework_join", "framework_cite",
        "code_passage", "code_with_current", "code_in_vivo", "recode_coding", "change_ends", "join_codings", "coding_memo", "remove_coding",
        "add_code", "add_subcode", "rename_code", "delete_codes", "move_code_up", "move_code_down", "move_code_in", "move_code_out",
        "move_code_under", "merge_codes", "shade_branch", "color_by_branch", "take_branch",
        "fully_coded", "rename_document", "delete_documents", "add_participant", "make_participants", "delete_participants",
        "add_attribute", "delete_attribute", "add_locality", "add_group", "add_coder", "join_coders", "name_version",
        "journal_entry", "memo_about", "memos_write", "memos_delete",
        "find_code", "autocode", "suggest_accept", "suggest_reject", "suggest_ends", "suggest_undo",
        "adjudicate_first", "adjudicate_second", "adjudicate_third", "adjudicate_all", "adjudicate_none", "adjudicate_ends",
        "cards_new", "cards_rename", "cards_delete", "cards_pile", "cards_pile_of_chosen", "cards_rename_pile", "cards_note",
        "cards_pile_left", "cards_pile_right", "cards_delete_pile", "cards_remove", "cards_make_codes", "cards_make_code",
    }
)  # fmt: skip
"""The commands that change the project: off while it is open for reading only."""


def grouped(menu: str, commands: Iterable[Command]) -> Iterator[tuple[str, ...]]:
    """The entries of a menu in order, group by group; each tuple holds names of commands that there are."""
    left = {command.name: command for command in commands if command.menu == menu}
    for group in GROUPS.get(menu, ()):
        names = tuple(name for name in group if left.pop(name, None) is not None)
        if names:
            yield names
    places: dict[str, list[str]] = {}
    for command in left.values():
        places.setdefault(command.place, []).append(command.name)
    for rest in places.values():
        yield tuple(rest)

"""One workspace, pane or dialog per file."""

"""Every undoable change: a frozen dataclass with `run(write)`, one file per noun."""

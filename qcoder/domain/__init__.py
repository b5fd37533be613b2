"""What a project is: frozen dataclasses and the rules they keep; standard library only."""

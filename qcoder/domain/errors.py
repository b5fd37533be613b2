"""The one kind of error that a person may read."""


class KnownError(Exception):
    """The world's fault, said in one sentence: what happened, to what, and what to do now.

    Everything that is not a KnownError is our fault and goes to the crash dialog.
    """

    def __init__(self, sentence: str, details: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.details = details

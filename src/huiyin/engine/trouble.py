"""What keeps the desk from starting: said once, in words, with the mend, without a traceback."""


class CannotStart(Exception):  # noqa: N818 - it is said to a person as it is named
    """One trouble: a stable code, what is wrong, and how to mend it."""

    def __init__(self, code: str, problem: str, mend: str = "") -> None:
        super().__init__(problem)
        self.code = code
        self.problem = problem
        self.mend = mend

    def __str__(self) -> str:
        return f"{self.problem}\n  → {self.mend}" if self.mend else self.problem

"""The errors that a person sees: one line each, with the exit code that FORMATS.md gives them."""

from __future__ import annotations


class SelfLearningError(Exception):
    """Something the person can mend; ``str(error)`` is one line that says what and how."""

    exit_code = 2

    def __str__(self) -> str:
        return " ".join(super().__str__().split())


class InputError(SelfLearningError):
    """An argument or a file that can't be used; nothing was changed."""

    @classmethod
    def at(cls, path: str, fault: str, line: int | None = None, remedy: str | None = None) -> InputError:
        """Build the message ``path:line: fault; remedy``.

        Args:
            path: The file at fault.
            fault: What is wrong with it.
            line: The line number, from 1, where it is known.
            remedy: What the person can do about it.
        """
        place = path if line is None else f"{path}:{line}"
        return cls(f"{place}: {fault}" + (f"; {remedy}" if remedy else ""))


class LockTimeoutError(SelfLearningError):
    """Another process held the lock for too long."""

    exit_code = 3

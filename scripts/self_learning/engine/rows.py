"""Reads rows of the logs again where they stand, so that no other file repeats what they say."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import orjson

from self_learning.engine import findings, locations
from self_learning.errors import InputError

if TYPE_CHECKING:
    from self_learning.engine.findings import Finding
    from self_learning.engine.locations import Locations
    from self_learning.engine.tally import Occurrence


class Rows:
    """The open logs of a project.

    A log that is replaced while this is in use stays as it was opened. Where one is written over in
    place, reading a row may fail, and says so.
    """

    def __init__(self, where: Locations) -> None:
        self._where = where
        self._opened: dict[int, int] = {}

    def __del__(self) -> None:
        for descriptor in self._opened.values():
            os.close(descriptor)

    def open(self, kind: str) -> int | None:
        """The descriptor of a log, which this object closes; None when there is no such file.

        Raises:
            InputError: It can't be opened.
        """
        number = locations.KINDS.index(kind)
        if number not in self._opened:
            path = self._where.input(kind)
            try:
                descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)  # a pipe would wait for its writer
            except FileNotFoundError:
                return None
            except OSError as error:
                raise InputError.at(path, f"can't be read: {error.strerror}") from None
            self._opened[number] = descriptor
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise InputError.at(path, "can't be read: it is not a file")
        return self._opened[number]

    def read(self, one: Occurrence) -> Finding:
        """The row of an occurrence; it was checked when it was counted.

        Raises:
            InputError: It is there no longer.
        """
        try:
            content = os.pread(self._opened[one.log], one.length, one.start)
            return findings.shaped(locations.KINDS[one.log], orjson.loads(content))
        except (OSError, LookupError, ValueError, TypeError, AttributeError, findings.InvalidRowError):
            path = self._where.input(locations.KINDS[one.log])
            raise InputError.at(path, "changed while it was read", one.line, "run it again") from None

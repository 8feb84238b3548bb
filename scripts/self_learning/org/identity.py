"""Who a contribution is from: a keyed hash that says nothing, or the name that the person chose."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
from typing import NamedTuple

from self_learning import files
from self_learning.errors import InputError
from self_learning.org.contribution import valid_name

_KEY_FORM = re.compile(r"[0-9a-f]{64}")
_HASH_FORM = re.compile(r"c-[0-9a-f]{16}")


class Identity(NamedTuple):
    """A contributor.

    Attributes:
        contributor: The name of their files: the hash, or what they chose.
        hash: The keyed hash, by which their files are known under any name.
    """

    contributor: str
    hash: str


def identity(directory: str, organisation: str, chosen: str | None) -> Identity:
    """The person's identity towards one organisation.

    The key is random, stays in ``directory`` and is readable by its owner alone, so the hash
    leads neither to a name nor from one organisation to another.

    Args:
        directory: Where the key is; made at first use.
        organisation: The organisation's id.
        chosen: ``contributor`` of settings.yaml, or None.

    Raises:
        InputError: The chosen name can't be a file's name, or the key is damaged.
    """
    hashed = "c-" + hmac.new(_key(directory), organisation.encode(), hashlib.sha256).hexdigest()[:16]
    if chosen is None:
        return Identity(hashed, hashed)
    if not valid_name(chosen):
        raise InputError(
            f"contributor: {chosen!r} can't name a file; use letters, digits, '.', '_', '-' in settings.yaml"
        )
    if _HASH_FORM.fullmatch(chosen) and chosen != hashed:
        raise InputError(
            f"contributor: {chosen!r} has the form of a keyed hash; choose another in settings.yaml"
        )
    return Identity(chosen, hashed)


def _key(directory: str) -> bytes:
    path = os.path.join(directory, "identity.key")
    if not os.path.exists(path):
        with files.locked(directory):
            if not os.path.exists(path):
                files.replace(path, secrets.token_hex(32) + "\n", mode=0o600)
    found = files.read_text(path).strip()
    if not _KEY_FORM.fullmatch(found):
        raise InputError.at(
            path, "is not a key of 64 hexadecimal digits", remedy="remove it to become a new contributor"
        )
    return bytes.fromhex(found)

"""The pattern store: what a pattern is, its file, its history, and how many may stay."""

from __future__ import annotations

from self_learning.patterns.cap import Limits, cap, ranked, untested
from self_learning.patterns.model import (
    CATEGORIES,
    CONFIDENCES,
    FLAGS,
    SUMMARY_LIMIT,
    Pattern,
    cleaned,
    format_id,
    ordered_flags,
    valid_id,
)
from self_learning.patterns.provenance import Provenance, stable_key
from self_learning.patterns.row import StoreContents
from self_learning.patterns.store import PatternStore, archived_twin, next_id
from self_learning.patterns.tally import Tally, wilson_lower_bound
from self_learning.patterns.toon_store import decode, encode

__all__ = [
    "CATEGORIES",
    "CONFIDENCES",
    "FLAGS",
    "SUMMARY_LIMIT",
    "Limits",
    "Pattern",
    "PatternStore",
    "Provenance",
    "StoreContents",
    "Tally",
    "archived_twin",
    "cap",
    "cleaned",
    "decode",
    "encode",
    "format_id",
    "next_id",
    "ordered_flags",
    "ranked",
    "stable_key",
    "untested",
    "valid_id",
    "wilson_lower_bound",
]

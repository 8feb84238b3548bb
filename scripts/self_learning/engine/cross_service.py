"""What hurt one service and may hurt another: how alike services are, and where to look.

Reads at most ``_MAXIMUM_FILES`` source files, and each only when its time or size changed since the
last run, so that a big tree costs little more than the listing of its files.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections import Counter
from itertools import combinations, islice
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from self_learning import cli, files, git_program, text
from self_learning.engine import grouping, manifests, services, symbols
from self_learning.errors import SelfLearningError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from self_learning.engine.analysis import Analysis
    from self_learning.engine.registry import Pattern

_MAXIMUM_FILES = 4_000
_MAXIMUM_BY_SERVICE = 400
_ALIKE = 0.3
_HURT = 3  # rows of a pattern in a service, from which it counts as hurt
_FILES_SHOWN = 5
_MAXIMUM_ALERTS = 100
_MAXIMUM_NAMED = 1_000  # findings that are read again for the files they name
# How much each likeness counts, of those that both services have something for.
_WEIGHTS = {"dependencies": 0.4, "files": 0.2, "symbols": 0.2, "patterns": 0.2}
_COMMON_STEMS = frozenset(("init", "index", "main", "test", "mod", "lib", "app", "src", "util", "conftest"))


class Service(NamedTuple):
    """What is known of one service; ``files`` holds the symbols of each of its source files."""

    name: str
    dependencies: set[str]
    files: dict[str, list[str]]
    patterns: set[str]

    def features(self) -> dict[str, set[str]]:
        """What is compared, by ``_WEIGHTS``."""
        return {
            "dependencies": self.dependencies,
            "files": {stem for path in self.files for stem in _stems(path)},
            "symbols": {name for names in self.files.values() for name in names},
            "patterns": self.patterns,
        }


def _stems(path: str) -> set[str]:
    """What a file's name says: ``src/tokenCache.py`` gives token and cach."""
    name = os.path.basename(path).partition(":")[0]
    return set(grouping.words_of_text(os.path.splitext(name)[0].replace("-", " ")).weights) - _COMMON_STEMS


def similarity(one: Mapping[str, set[str]], other: Mapping[str, set[str]]) -> float:
    """How alike two services are, 0 to 1: the weighted mean of the Dice coefficients of their features."""
    total = weights = 0.0
    for key, weight in _WEIGHTS.items():
        if one[key] and other[key]:
            total += weight * text.dice(one[key], other[key])
            weights += weight
    return round(total / weights, 2) if weights else 0.0


def report(done: Analysis, *, remember: bool) -> dict[str, Any]:
    """Which services are alike, and what to watch.

    Args:
        done: The patterns and the services.
        remember: Whether to keep what was parsed for the next run; the caller then holds the lock.

    Returns:
        ``similarities`` (``services``, ``score``) and ``alerts``: ``exposed`` for a pattern of one service's
        history that matches code in a service like it, ``spread`` for one that a service has newly taken up.
    """
    hurt = {one.name: one.tally.days for one in done.patterns if not one.is_unclassified}
    spread = _spread(done)
    if len(done.services) < 2:
        return {"similarities": [], "alerts": spread}
    parsed = _parse(done, remember=remember)
    known = {
        name: Service(
            name,
            manifests.dependencies(os.path.join(done.where.project.workdir, directory)),
            parsed[name],
            {pattern for pattern, services in hurt.items() if name in services},
        )
        for name, directory in done.services.items()
    }
    features = {name: service.features() for name, service in known.items()}
    scores = {
        (one, other): score
        for one, other in combinations(sorted(known), 2)
        if (score := similarity(features[one], features[other])) >= _ALIKE
    }
    exposed = _exposed(done, known, scores)
    similar = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    return {
        "similarities": [
            {"services": list(pair), "score": score} for pair, score in similar[:_MAXIMUM_ALERTS]
        ],
        "alerts": [*spread, *exposed][:_MAXIMUM_ALERTS],
    }


def _matters(pattern: Pattern, done: Analysis) -> bool:
    return not pattern.is_unclassified and done.today - pattern.last_day < done.settings.demote_after_days


def _spread(done: Analysis) -> list[dict[str, Any]]:
    """Patterns that hurt elsewhere before and that a service has for the first time in this window."""
    found = []
    grade = {"blocking": 0, "warning": 1}
    ordered = sorted(done.patterns, key=lambda one: (grade.get(one.severity, 2), -one.count, one.name))
    for one in ordered:
        if not _matters(one, done) or one.severity == "nit":  # what is only untidy hurt nobody
            continue
        firsts = {service: min(days) for service, days in one.tally.days.items()}
        for service, first in sorted(firsts.items()):
            if not done.today - done.settings.window_days < first <= done.today:
                continue
            before = sorted(
                other
                for other, days in one.tally.days.items()
                if other != service and sum(n for day, n in days.items() if day < first) >= _HURT
            )
            if before:
                found.append(
                    {"kind": "spread", "pattern": one.name, "severity": one.severity, "service": service,
                     "from": before, "files": _files_of(one, service)}
                )  # fmt: skip
    return found


def _files_of(pattern: Pattern, service: str) -> list[str]:
    listed: dict[str, None] = {}
    for one in pattern.tally.newest:
        if one.service == service and (file := pattern.read(one).file):
            listed[text.sanitise(file, 200)] = None
            if len(listed) == _FILES_SHOWN:
                break
    return list(listed)


def _exposed(
    done: Analysis, known: Mapping[str, Service], scores: Mapping[tuple[str, str], float]
) -> list[dict[str, Any]]:
    """Patterns that hurt a service, and code like the code they hurt in a service like it."""
    found = []
    for one in done.patterns:
        if not _matters(one, done):
            continue
        for pair, score in scores.items():
            for origin, target in (pair, pair[::-1]):
                if sum(one.tally.days.get(origin, {}).values()) < _HURT or target in one.tally.days:
                    continue
                look = _look_at(one, known[origin], known[target])
                if look:
                    found.append(
                        {"kind": "exposed", "pattern": one.name, "severity": one.severity, "service": target,
                         "from": [origin], "similarity": score, "files": look}
                    )  # fmt: skip
    found.sort(key=lambda row: (-float(str(row["similarity"])), str(row["pattern"]), str(row["service"])))
    return found


def _look_at(pattern: Pattern, origin: Service, target: Service) -> list[str]:
    """The files of a service that are most like those in which the pattern was found elsewhere."""
    stems: set[str] = set()
    names: set[str] = set()
    for one in pattern.tally.newest:
        if one.service == origin.name:
            file = pattern.read(one).file
            stems |= _stems(file)
            names.update(origin.files.get(_path(file), ()))
    scores: Counter[str] = Counter()
    for path, defined in target.files.items():
        shared = 2 * len(stems & _stems(path)) + len(names.intersection(defined))
        if shared >= 2:
            scores[path] = shared
    return [path for path, _ in sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:_FILES_SHOWN]]


def _parse(done: Analysis, *, remember: bool) -> dict[str, dict[str, list[str]]]:
    """The symbols of each service's files, from the cache where a file hasn't changed."""
    workdir = done.where.project.workdir
    cached: dict[str, list[Any]] = {}
    with contextlib.suppress(OSError, ValueError):
        with open(done.where.services, "rb") as file:
            content = orjson.loads(file.read())
        cached = content if isinstance(content, dict) else {}
    found: dict[str, dict[str, list[str]]] = {name: {} for name in done.services}
    kept: dict[str, list[Any]] = {}
    for name, paths in _shared_out(done).items():
        for path in paths:
            try:
                status = os.lstat(os.path.join(workdir, path))
            except (OSError, ValueError):
                continue
            if not stat.S_ISREG(status.st_mode):  # a link may lead anywhere, and reading a pipe would wait
                continue
            key = [status.st_mtime_ns, status.st_size]
            known = cached.get(path)
            if isinstance(known, list) and known[:2] == key and len(known) == 3:
                kept[path] = known
            else:
                kept[path] = [*key, symbols.defined(os.path.join(workdir, path))]
            found[name][path] = kept[path][2]
            if not len(kept) % 500:
                cli.progress(f"services: {len(kept):,} source files")
    if remember:
        files.replace(done.where.services, orjson.dumps(kept))
    return found


def _shared_out(done: Analysis) -> dict[str, list[str]]:
    """The source files of each service that are read; a big one leaves room for the others.

    Those that findings name come first, because it is them that others are compared with.
    """
    directories = {directory: name for name, directory in done.services.items()}
    named = _named_by_findings(done)
    found: dict[str, list[str]] = {name: [] for name in sorted(done.services)}
    for path in _listed(done.where.project.workdir, sorted(done.services.values())):
        upward = os.path.dirname(path)
        while upward and upward not in directories:
            upward = os.path.dirname(upward)
        if upward:
            found[directories[upward]].append(path)
    most = _MAXIMUM_BY_SERVICE
    while most > 1 and sum(min(len(paths), most) for paths in found.values()) > _MAXIMUM_FILES:
        most -= max(most // 20, 1)
    return {
        name: sorted(paths, key=lambda path: (path not in named, path))[:most]
        for name, paths in found.items()
    }


def _named_by_findings(done: Analysis) -> set[str]:
    """The files that the newest findings name, of the patterns that may warn another service."""
    hurting = (
        (pattern, one)
        for pattern in done.patterns
        if _matters(pattern, done)
        for one in pattern.tally.newest
        if one.service in done.services and sum(pattern.tally.days.get(one.service, {}).values()) >= _HURT
    )
    return {_path(pattern.read(one).file) for pattern, one in islice(hurting, _MAXIMUM_NAMED)}


def _path(file: str) -> str:
    """A file without its line."""
    return file.partition(":")[0].removeprefix("./")


def _listed(workdir: str, directories: list[str]) -> list[str]:
    """The source files below the services' directories, sorted."""
    endings = tuple(symbols.EXTENSIONS)
    try:
        told = git_program.run(
            workdir, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *directories
        )
        names = [one.decode("utf-8", "surrogateescape") for one in told.split(b"\0")]
    except SelfLearningError:
        names = []
        for directory in directories:
            for visited, (inside, below, here) in enumerate(os.walk(os.path.join(workdir, directory))):
                below[:] = sorted(one for one in below if not services.is_foreign(one))
                relative = os.path.relpath(inside, workdir).replace(os.sep, "/")
                names.extend(f"{relative}/{one}" for one in here)
                if visited > _MAXIMUM_FILES:
                    break
    return sorted({one for one in names if one.endswith(endings) and not services.is_foreign(one)})

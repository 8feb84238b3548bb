"""What gives a person or a machine away is taken out of a text; what is the same everywhere stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from self_learning.org.privacy import Redactor


@pytest.fixture
def redactor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Redactor:
    monkeypatch.setenv("USER", "wilhelmina")
    monkeypatch.setenv("HOSTNAME", "grubbs-laptop")
    return Redactor(str(tmp_path), ("Astoria Inc",))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Run /home/bob/proj/scripts/x.sh first.", "Run x.sh first."),
        ("Run /Users/bob/x.sh first", "Run x.sh first"),
        ("It lies in /home/bob.", "It lies in [path]."),
        ("It lies in C:\\Users\\bob and C:/Users/bob/a.py", "It lies in [path] and a.py"),
        ("See ~/notes.txt and ~bob/a/b.cfg and $HOME/c/d.cfg", "See [path] and b.cfg and d.cfg"),
        ("Open file:///home/bob/x.html", "Open x.html"),
        ("On \\\\server\\share\\x.doc", "On x.doc"),
        ("At src/auth.py:42 and app.ts:1-9", "At src/auth.py and app.ts"),
        ("Write to a.b@corp.example", "Write to [address]"),
        ("Ask Wilhelmina on grubbs-laptop of Astoria Inc", "Ask [name] on [name] of [name]"),
        ("POST /api/v1/users and/or 1/2 of it", "POST /api/v1/users and/or 1/2 of it"),
        ("Send errors to /dev/null, read /etc/hosts", "Send errors to /dev/null, read /etc/hosts"),
        ("See https://example.com/home/x/y.html", "See https://example.com/home/x/y.html"),
        ("The root cause is in src/home/x.py", "The root cause is in src/home/x.py"),
        ("Use s/foo/bar/g in the script", "Use s/foo/bar/g in the script"),
        ("Set P=/home/bob/src:/opt/acme/lib and host1:/srv/x/y.sh", "Set P=src:lib and host1:y.sh"),
        ("GET:/api/users and http://h:80/home/x/y", "GET:/api/users and http://h:80/home/x/y"),
        ("WilhelminaHandler, myWilhelmina, wilhelmina_token", "[name]Handler, my[name], [name]_token"),
        ("wilhelminas is another word", "wilhelminas is another word"),
    ],
)
def test_takes_out_what_is_private(redactor: Redactor, given: str, expected: str) -> None:
    assert redactor.clean(given) == expected


def test_a_machine_named_like_a_common_word(tmp_path: Path) -> None:
    redactor = Redactor(str(tmp_path), hosts=("vm", "build"))
    given = "On host vm and on build it fails, root@vm too; restart the vm, then build on Monday"
    expected = "On host [name] and on [name] it fails, root@[name] too; restart the vm, then build on Monday"
    assert redactor.clean(given) == expected


def test_paths_of_the_project_become_relative(tmp_path: Path, redactor: Redactor) -> None:
    assert redactor.clean(f"Change {tmp_path}/src/a.py with care") == "Change src/a.py with care"

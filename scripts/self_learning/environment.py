"""The environment that the scripts run in: found, entered, or built once and locked.

Only the standard library, because this is what runs when nothing else is installed.
The environment is ``$CLAUDE_PLUGIN_DATA/venv`` when Claude Code gives that directory, else
``.venv`` in the clone. A stamp in it names what it was built from; a finished environment
whose stamp fits is used as it is, anything else is built anew under a lock.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MODULES = (
    "yaml",
    "jsonschema",
    "filelock",
    "toons",
    "detect_secrets",
    "defusedxml",
    "fastjsonschema",
    "orjson",
    "rich",
    "tree_sitter",
)


def location(environ: Mapping[str, str] = os.environ) -> str:
    """The directory of the environment, whether it is there or not."""
    data = environ.get("CLAUDE_PLUGIN_DATA")
    return os.path.join(data, "venv") if data else os.path.join(ROOT, ".venv")


def is_outdated(directory: str) -> bool:
    """Whether an environment was built from other lists of packages than this version has.

    Args:
        directory: Of an environment that ``build_environment.py`` finished; one that it didn't
            build, and so has no stamp, is not outdated.
    """
    try:
        with open(os.path.join(directory, "stamp"), encoding="utf-8") as file:
            stamp = file.read().strip()
        with open(os.path.join(ROOT, "pyproject.toml"), "rb") as file:
            content = file.read()
    except (OSError, UnicodeDecodeError):
        return False
    return stamp.partition(" ")[2] != _checksum(_package_lists(content))


def _package_lists(content: bytes) -> bytes:
    """The lines that python.sh takes with ``sed -n '/= \\[$/,/^\\]/p'``."""
    taken = []
    inside = False
    for line in content.splitlines(keepends=True):
        inside = inside or line.rstrip(b"\n").endswith(b"= [")
        if inside:
            taken.append(line)
        inside = inside and not line.startswith(b"]")
    return b"".join(taken)


def _checksum(data: bytes) -> str:
    """What the program ``cksum`` prints: the CRC of POSIX, which is not zlib's, and the length."""
    table = []
    for value in range(256):
        remainder = value << 24
        for _ in range(8):
            remainder = (remainder << 1 ^ (0x04C11DB7 if remainder & 0x80000000 else 0)) & 0xFFFFFFFF
        table.append(remainder)
    length = len(data).to_bytes((len(data).bit_length() + 7) // 8, "little")
    checksum = 0
    for byte in data + length:
        checksum = (checksum << 8 & 0xFFFFFFFF) ^ table[checksum >> 24 ^ byte]
    return f"{checksum ^ 0xFFFFFFFF} {len(data)}"


def missing_modules() -> list[str]:
    """Which of the needed modules this interpreter can't import."""
    # As importlib.util.find_spec does for a top-level name; importing that costs every command 3 ms.
    finders = [finder for finder in sys.meta_path if hasattr(finder, "find_spec")]
    return [
        name
        for name in MODULES
        if name not in sys.modules and not any(finder.find_spec(name, None) for finder in finders)
    ]


def _leave_out_python_path() -> None:
    """Inside the environment, import nothing from PYTHONPATH: a project may have a json.py of its own."""
    given = os.environ.get("PYTHONPATH")
    if given and os.path.realpath(sys.prefix) == os.path.realpath(location()):
        left_out = {os.path.abspath(entry) for entry in given.split(os.pathsep)}
        sys.path[1:] = [entry for entry in sys.path[1:] if os.path.abspath(entry) not in left_out]


def _tell_of_interrupt(
    kind: type[BaseException], error: BaseException, traceback: TracebackType | None
) -> None:
    """Before ``cli.run`` is reached, say in one line that somebody pressed Ctrl-C."""
    if issubclass(kind, KeyboardInterrupt):
        print(f"{os.path.basename(sys.argv[0])}: interrupted", file=sys.stderr)
    else:
        sys.__excepthook__(kind, error, traceback)


def activate() -> None:
    """Go on in the environment when this interpreter lacks a needed module.

    Inside the environment this costs a few look-ups. Outside it replaces the process by
    ``python.sh`` with the same arguments, which finds the environment or builds it.
    """
    sys.excepthook = _tell_of_interrupt
    _leave_out_python_path()
    missing = missing_modules()
    if not missing:
        return
    if os.path.realpath(sys.prefix) == os.path.realpath(location()):
        print(
            f"{location()}: lacks {', '.join(missing)}; remove that directory and run this again",
            file=sys.stderr,
        )
        sys.exit(2)
    wrapper = os.path.join(ROOT, "scripts", "python.sh")
    arguments = ["sh", wrapper, *sys.argv]
    if os.name == "posix":
        os.execvp("sh", arguments)
    import subprocess  # 10 ms that every script would pay

    sys.exit(subprocess.run(arguments, check=False).returncode)

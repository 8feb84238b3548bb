"""The environment that the scripts run in: found, entered, or built once and locked.

Only the standard library, because this is what runs when nothing else is installed.
The environment is ``$CLAUDE_PLUGIN_DATA/venv`` when Claude Code gives that directory, else
``.venv`` in the clone. A stamp in it names what it was built from; a finished environment
whose stamp fits is used as it is, anything else is built anew under a lock.
"""

from __future__ import annotations

import importlib.util
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

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


def missing_modules() -> list[str]:
    """Which of the needed modules this interpreter can't import."""
    return [name for name in MODULES if importlib.util.find_spec(name) is None]


def activate() -> None:
    """Go on in the environment when this interpreter lacks a needed module.

    Inside the environment this costs a few look-ups. Outside it replaces the process by
    ``python.sh`` with the same arguments, which finds the environment or builds it.
    """
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

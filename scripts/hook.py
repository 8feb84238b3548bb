#!/usr/bin/env python3
"""Every hook's way into Python: hook.py EVENT WORKDIR, with the event as JSON on standard input.

Python compiles the script it is given anew each time, so this one only finds the library.
"""

import gc
import sys

if sys.version_info < (3, 10):  # noqa: UP036 - whatever python3 the hook found
    sys.exit(10)  # before the event is read: dispatch.sh looks for a newer one
gc.disable()  # the process lives for milliseconds; collecting garbage only costs time
directory = __file__.rpartition("/")[0] or "."
sys.path.insert(0, directory)

from self_learning import hook_io

hook_io.main(sys.argv[1:])

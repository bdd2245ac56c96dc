"""What holds for every test: how long properties are searched, what is not imported, and that Ctrl-C is heard."""

import signal
import sys

from hypothesis import settings

# The same examples every time in `make test`; `make test-all` looks for new ones, and longer.
settings.register_profile("quick", derandomize=True, max_examples=50, deadline=None, database=None)
settings.register_profile("long", max_examples=1000, deadline=None)
settings.load_profile("quick")

# jsonschema, which notebooks are checked with, would build 35 grammars of a library that no test needs.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

# Whoever runs the tests in the background may have told them to ignore Ctrl-C; the programs that they start would too.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

"""What holds for every test: how long properties are searched."""

from hypothesis import settings

# The same examples every time in `make test`; `make test-all` looks for new ones, and longer.
settings.register_profile("quick", derandomize=True, max_examples=50, deadline=None, database=None)
settings.register_profile("long", max_examples=1000, deadline=None)
settings.load_profile("quick")

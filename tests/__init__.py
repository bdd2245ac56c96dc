"""The tests; what they share lies in tests.lib."""

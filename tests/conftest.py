"""Settings of the top-level tests."""

from . import test_lookup

"""Settings of the top-level tests."""

import os

from hypothesis import HealthCheck, settings

#: Made-up values are the same in each run, so that a run says something of what was
#: changed; by hand they are others each time: ``FUZZ_EXAMPLES=5000 ./dev test …``.
#: How long one takes says something of the machine only.
settings.register_profile(
    "ours",
    derandomize=not os.environ.get("FUZZ_EXAMPLES"),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("ours")

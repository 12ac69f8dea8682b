"""How thoroughly properties are tried: quickly by default, at length with HYPOTHESIS_PROFILE=slow."""

import os

from hypothesis import HealthCheck, Phase, settings

# Machines of continuous integration are slow at random moments: no example is judged by its time.
# The quick line tries the same examples everywhere, so that it fails for what changed; the slow one goes on searching.
settings.register_profile(
    "quick", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
settings.register_profile("slow", settings.get_profile("quick"), max_examples=2000, derandomize=False)
# A mutant has to be caught, not explained: no time goes into the smallest example.
settings.register_profile(
    "mutation",
    settings.get_profile("quick"),
    max_examples=25,
    phases=(Phase.explicit, Phase.generate),
    derandomize=True,
    database=None,
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

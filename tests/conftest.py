"""How thoroughly properties are tried: quickly by default, at length with HYPOTHESIS_PROFILE=slow."""

import os

from hypothesis import HealthCheck, settings

# Machines of continuous integration are slow at random moments: no example is judged by its time.
settings.register_profile("quick", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("slow", settings.get_profile("quick"), max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

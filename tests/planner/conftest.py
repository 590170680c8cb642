"""Random tests are judged by their answers, not by how busy the machine is."""

from hypothesis import settings

settings.register_profile("planner", settings(), deadline=None)
settings.load_profile("planner")

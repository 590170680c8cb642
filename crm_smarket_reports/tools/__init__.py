from . import periods, proportion, short_number, survival, targets

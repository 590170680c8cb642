from . import periods, proportion, short_number, survival, tally, targets

from . import periods, proportion, short_number, spending, survival, tally, targets

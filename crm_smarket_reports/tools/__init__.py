from . import chances, periods, proportion, short_number, spending, survival, tally, targets

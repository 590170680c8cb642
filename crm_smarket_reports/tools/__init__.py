from . import periods, short_number, targets

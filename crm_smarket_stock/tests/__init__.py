from . import test_fulfilment, test_number_pattern, test_panel

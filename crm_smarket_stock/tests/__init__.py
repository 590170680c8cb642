from . import test_fulfilment, test_panel

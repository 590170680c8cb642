from . import (
    test_delivery_note,
    test_delivery_note_paper,
    test_fulfilment,
    test_hooks,
    test_labels,
    test_number_pattern,
    test_panel,
    test_print_log,
)

from . import (
    test_contact_status,
    test_delivery_note,
    test_delivery_note_paper,
    test_fulfilment,
    test_fulfilment_effects,
    test_hooks,
    test_issue,
    test_labels,
    test_number_pattern,
    test_panel,
    test_portal,
    test_print_log,
)

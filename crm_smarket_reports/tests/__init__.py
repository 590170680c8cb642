from . import (
    test_brief,
    test_dashboard,
    test_dashboard_page,
    test_demo,
    test_dashboard_reading,
    test_dashboard_rights,
    test_fact_run,
    test_morning_mail,
    test_periods,
    test_receipt_fact,
    test_shipment_fact,
    test_sold_fact,
)

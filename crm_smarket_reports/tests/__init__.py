from . import test_receipt_fact, test_shipment_fact, test_sold_fact

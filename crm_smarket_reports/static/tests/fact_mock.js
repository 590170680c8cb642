import { fields, models } from "@web/../tests/web_test_helpers";

export class Customer extends models.Model {
    _name = "customer";

    name = fields.Char();

    _records = [
        { id: 1, name: "Shop" },
        { id: 2, name: "Depot" },
    ];
}

/** Shipments of one month, of one before it, and of a year ago, with the views that facts have. */
export class ShipmentFact extends models.Model {
    _name = "crm.shipment.fact";

    date = fields.Date();
    amount = fields.Float({ aggregator: "sum", store: true });
    margin = fields.Float({ aggregator: "sum", store: true });
    commercial_partner_id = fields.Many2one({ string: "Customer", relation: "customer" });

    _records = [
        { id: 1, date: "2026-03-05", amount: 10, margin: -4, commercial_partner_id: 1 },
        { id: 2, date: "2026-01-05", amount: 20, margin: 5, commercial_partner_id: 1 },
        { id: 3, date: "2026-01-07", amount: 50, margin: 5, commercial_partner_id: 2 },
        { id: 4, date: "2025-02-05", amount: 1e9, margin: 1, commercial_partner_id: 2 },
    ];
    _views = {
        list: `<list js_class="crm_fact_list"><field name="date" /><field name="amount" /></list>`,
        pivot: `
            <pivot string="Shipments" js_class="crm_fact_pivot" default_order="amount desc">
                <field name="commercial_partner_id" type="row" />
                <field name="date" interval="month" type="col" />
                <field name="amount" type="measure" />
            </pivot>`,
        graph: `<graph js_class="crm_fact_graph"><field name="amount" type="measure" /></graph>`,
        search: `
            <search>
                <filter name="small" string="Small" domain="[('amount', '&lt;', 15)]" />
                <filter name="none" string="None" domain="[('amount', '=', 0.5)]" />
                <filter name="by_customer" string="Customer" context="{'group_by': 'commercial_partner_id'}" />
            </search>`,
    };
}

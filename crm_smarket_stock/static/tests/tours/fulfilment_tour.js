import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

const next = (label) => `.o_crm_smarket_fulfilment_next:contains(${label}):not([disabled])`;
const done = (label) => `.o_crm_smarket_fulfilment_steps li.o_done:contains(${label})`;

/** A salesperson confirms an order: its goods are reserved at once, the rest is for the warehouse. */
registry.category("web_tour.tours").add("crm_smarket_fulfilment_order", {
    steps: () => [
        ...stepUtils.statusbarButtonsSteps("Confirm", "The customer has agreed"),
        { content: "Reserved at once", trigger: done("Reserved") },
        {
            content: "Packing is for others",
            trigger: ".o_crm_smarket_fulfilment header:contains(Next, by others: Packed)",
        },
        { trigger: ".o_crm_smarket_fulfilment:not(:has(.o_crm_smarket_fulfilment_next))" },
    ],
});

/** A person of the warehouse finds the order in the list of today and does the whole way. */
registry.category("web_tour.tours").add("crm_smarket_fulfilment_issue", {
    steps: () => [
        {
            isActive: ["desktop"],
            trigger: ".o_data_row:contains(3 × Scale) .o_data_cell[name=item_summary]",
            run: "click",
        },
        { isActive: ["mobile"], trigger: ".o_kanban_record:contains(3 × Scale)", run: "click" },
        { content: "Packed", trigger: next("Packed"), run: "click" },
        { trigger: done("Packed") },
        { content: "Issued", trigger: next("Issue Goods"), run: "click" },
        { trigger: done("Shipped") },
        { trigger: next("Delivered") },
    ],
});

/** The salesperson hears that the goods have arrived, and makes the invoice. */
registry.category("web_tour.tours").add("crm_smarket_fulfilment_end", {
    steps: () => [
        { content: "What the warehouse did is there", trigger: done("Shipped") },
        { trigger: next("Delivered"), run: "click" },
        { trigger: done("Delivered") },
        { content: "The invoice is core's", trigger: next("Create Invoice"), run: "click" },
        { trigger: ".modal button[name=create_invoices]" },
    ],
});

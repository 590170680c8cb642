import { registry } from "@web/core/registry";

const inRow = (name, selector) => `.o_crm_smarket_analysis tbody tr:contains(${name}) ${selector}`;

/** Three levels down to the documents, whose sum is the number that was clicked, and back. */
function getSteps() {
    return [
        {
            content: "products of the present year, the lamp first",
            trigger: inRow("Lamp", ".o_crm_smarket_amount:contains(370)"),
        },
        {
            content: "who bought lamps",
            trigger: inRow("Lamp", ".o_crm_smarket_row"),
            run: "click",
        },
        {
            content: "who sold them to the shop",
            trigger: inRow("Shop", ".o_crm_smarket_row"),
            run: "click",
        },
        {
            content: "the way is there to see",
            trigger: ".o_crm_smarket_trail:contains(Lamp):contains(Shop)",
        },
        {
            content: "the last click opens the documents",
            trigger: inRow("Vera", ".o_crm_smarket_amount:contains(300)"),
            run: "click",
        },
        {
            content: "which add up to the number",
            trigger:
                ".o_list_view .o_list_footer:contains(300.00), .o_kanban_record:contains(300.00)",
        },
        {
            content: "back to where one was",
            trigger: ".o_back_button, .breadcrumb-item:contains(Sales Analysis) a",
            run: "click",
        },
        {
            content: "the way is as it was; back to all products",
            trigger: ".o_crm_smarket_trail:contains(Shop) .o_crm_smarket_all",
            run: "click",
        },
        {
            trigger: inRow("Lamp", ".o_crm_smarket_amount:contains(370)"),
        },
    ];
}

registry.category("web_tour.tours").add("crm_smarket_analysis", {
    url: "/odoo/sales-analysis",
    steps: getSteps,
});

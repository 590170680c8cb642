import { registry } from "@web/core/registry";

const manager = "[data-widget=leading_managers] tbody tr:contains(Vera)";

/** A number opens the documents behind it, and a row of them its document. */
function getSteps() {
    return [
        {
            content: "the page opens by itself, with what Vera brought",
            trigger: `${manager} .o_crm_smarket_amount:contains(100)`,
            run: "click",
        },
        {
            content: "the documents add up to the number",
            trigger: ".o_list_view .o_data_row:contains(Shop), .o_kanban_record:contains(Shop)",
        },
        {
            content: "back to the page",
            trigger: ".o_back_button, .breadcrumb-item:contains(General Information) a",
            run: "click",
        },
        {
            content: "which shows the same",
            trigger: manager,
        },
    ];
}

registry.category("web_tour.tours").add("crm_smarket_general_information", {
    url: "/odoo/general-information",
    steps: getSteps,
});

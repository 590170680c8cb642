import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

import { openPage } from "./tour_steps";

/** A cell of the row that contains a text, in the list of a field. */
const cell = (field, row, name) =>
    `.o_field_widget[name=${field}] .o_data_row:contains(${row}) .o_data_cell[name=${name}]`;

/** The tabs of an opportunity gather from all stages; each row names its stage and is edited in place. */
registry.category("web_tour.tours").add("crm_smarket_project_tabs", {
    steps: () => [
        openPage("project_people"),
        {
            content: "Managers of a stage",
            trigger: cell("project_stage_ids", "Needs", "user_ids"),
            run: "click",
        },
        {
            isActive: ["desktop"],
            trigger: ".o_selected_row [name=user_ids] input",
            run: "edit other",
        },
        {
            isActive: ["desktop"],
            trigger: ".o-autocomplete--dropdown-item:contains(other)",
            run: "click",
        },
        {
            isActive: ["mobile"],
            trigger: ".o_selected_row [name=user_ids] input",
            run: "click",
        },
        { isActive: ["mobile"], trigger: ".modal .o_kanban_record:contains(other)", run: "click" },
        { trigger: ".o_selected_row [name=user_ids] .o_tag:has(img)" },

        openPage("project_products"),
        {
            content: "Products, planned for a stage or the whole project",
            trigger: cell("project_product_line_ids", "Offer", "product_id"),
        },
        { trigger: cell("project_product_line_ids", "Whole project", "product_id") },
        { trigger: cell("project_product_line_ids", "Offer", "quantity"), run: "click" },
        { trigger: ".o_selected_row [name=quantity] input", run: "edit 3" },
        ...stepUtils.saveForm(),
        { trigger: "button[name=action_take_planned_amount]", run: "click" },
        {
            content: "One click makes the planned volume the expected revenue",
            trigger: ".tab-pane.active .o_field_widget[name=expected_revenue]:contains(340.00)",
        },
        { trigger: "body:not(:has(button[name=action_take_planned_amount]))" },

        openPage("project_documents"),
        {
            content: "What is required and missing is red",
            trigger:
                ".o_data_row.text-danger:contains(Signed offer) .o_data_cell[name=stage_id]:contains(Offer)",
        },
        {
            trigger:
                ".o_data_row:not(.text-danger):contains(Whole project) .o_data_cell[name=name]",
            run: "click",
        },
        { trigger: ".o_selected_row [name=name] input", run: "edit Plan of the ground floor" },
        ...stepUtils.saveForm(),
    ],
});

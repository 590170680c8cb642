import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

import { createRecord, openMenu, openPage } from "./tour_steps";

const STAGE_FORM = ".o_form_view:has([name=partner_functions])";

/** Adds a stage: as a line of the list, or on a phone in a dialog of its own. */
function addStage(index, name, { days, hard = false }) {
    const row = `.o_data_row:eq(${index}).o_selected_row`;
    const steps = {
        desktop: [
            {
                trigger: ".o_field_widget[name=stage_ids] .o_field_x2many_list_row_add a",
                run: "click",
            },
            { trigger: `${row} [name=name] input`, run: `edit ${name}` },
            ...(hard
                ? [
                      { trigger: `${row} [name=dependency_type] input`, run: "click" },
                      { trigger: ".o_select_menu_item:contains(Hard)", run: "click" },
                  ]
                : []),
            { trigger: `${row} [name=duration] input`, run: `edit ${days}` },
        ],
        mobile: [
            { trigger: ".o_field_widget[name=stage_ids] .o-kanban-button-new", run: "click" },
            { trigger: ".modal .o_field_widget[name=name] input", run: `edit ${name}` },
            ...(hard ? [{ trigger: ".modal label:contains(Hard)", run: "click" }] : []),
            { trigger: ".modal .o_field_widget[name=duration] input", run: `edit ${days}` },
            { trigger: ".modal .o_form_button_save", run: "click" },
            { trigger: `body:not(:has(.modal)) .o_kanban_record:contains(${name})` },
        ],
    };
    return Object.entries(steps).flatMap(([device, list]) =>
        list.map((step) => ({ ...step, isActive: [device] }))
    );
}

/** A manager describes a course of three stages, the first with a gate. */
registry.category("web_tour.tours").add("crm_smarket_project_template", {
    steps: () => [
        ...openMenu(
            "crm.crm_menu_config",
            "crm_smarket.crm_project_template_menu",
            "Project Templates"
        ),
        ...createRecord(),
        { trigger: ".o_field_widget[name=name] input", run: "edit Pop-up shop" },
        ...addStage(0, "Needs analysis", { days: 2 }),
        ...addStage(1, "Offer", { days: 3, hard: true }),
        ...addStage(2, "Contract", { days: 1, hard: true }),
        ...stepUtils.saveForm(),
        {
            content: "The diagram beneath draws the stages one behind the other",
            trigger: ".o_crm_smarket_plan_bar[aria-label^='Contract, day 6']",
        },
        {
            isActive: ["desktop"],
            trigger: ".o_data_row:contains(Needs analysis) .o_list_record_open_form_view button",
            run: "click",
        },
        {
            isActive: ["mobile"],
            trigger: ".o_field_widget[name=stage_ids] .o_kanban_record:contains(Needs analysis)",
            run: "click",
        },
        { trigger: `${STAGE_FORM} [name=require_parameters] input`, run: "check" },
        { trigger: `${STAGE_FORM} [name=require_documents] input`, run: "check" },
        openPage("parameters", STAGE_FORM),
        { trigger: ".o_crm_smarket_parameters_add", run: "click" },
        { trigger: ".o_field_property_definition_header", run: "edit Floor area" },
        { trigger: ".o_field_property_definition input[id$=required]", run: "check" },
        { trigger: ".o_crm_smarket_parameters .o_data_row:contains(Floor area) sup" },
        openPage("documents", STAGE_FORM),
        { trigger: "[name=document_ids] .o_field_x2many_list_row_add a", run: "click" },
        { trigger: ".o_selected_row [name=name] input", run: "edit Signed specification" },
        { trigger: ".o_selected_row [name=required] input", run: "check" },
        { isActive: ["mobile"], trigger: ".modal .o_form_button_save", run: "click" },
        ...stepUtils.saveForm(),
    ],
});

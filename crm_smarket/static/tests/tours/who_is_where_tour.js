import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

import { openMenu } from "./tour_steps";

const group = (name) => ({
    trigger: `.o_crm_smarket_plan_group_name:contains(${name})`,
});

/** A team leader looks who is where, opens a stage of a manager and starts it. */
registry.category("web_tour.tours").add("crm_smarket_who_is_where", {
    steps: () => [
        ...openMenu("crm.crm_menu_sales", "crm_smarket.crm_project_stage_menu", "Who Is Where"),
        { ...group("Corner shop"), content: "By project at first" },
        group("Kiosk"),
        {
            isActive: ["mobile"],
            trigger: ".o_control_panel_navigation .fa-search",
            run: "click",
        },
        { trigger: ".o_searchview_dropdown_toggler", run: "click" },
        { trigger: ".o_group_by_menu .o_menu_item:contains(Manager)", run: "click" },
        { ...group("other"), content: "By manager, each with the stages of all projects" },
        group("seller"),
        { trigger: ".o_searchview_dropdown_toggler", run: "click" },
        { trigger: ".o_crm_smarket_plan_name:contains(Kiosk: Needs)", run: "click" },
        { trigger: ".o_form_view [name=lead_id]:contains(Kiosk)" },
        ...stepUtils.statusbarButtonsSteps("Start"),
        { trigger: ".o_form_view:contains(Complete)" },
        { trigger: ".o_breadcrumb .o_back_button", run: "click" },
        {
            content: "The plan is grouped as it was, and knows of the start",
            trigger: ".o_crm_smarket_plan_name:contains(Kiosk: Needs) .o_state_in_progress",
        },
    ],
});

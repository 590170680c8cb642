import { formatDateTime, parseDateTime } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { inputFiles } from "@web/../tests/utils";
import { stepUtils } from "@web_tour/tour_utils";

import { openPage, openPipeline, waitUntil } from "./tour_steps";

const MISSING_PARAMETER = ".modal li:contains(“Floor area” has no value)";
const MISSING_DOCUMENT = ".modal li:contains(“Signed specification” has no file)";

/** By how much the second stage is made longer. */
const LONGER = { days: 2 };

const chip = (name, state) => ({
    content: `${name} is ${state}`,
    trigger: `.o_crm_smarket_chip.o_state_${state}:contains(${name})`,
});

const bar = (name) => `.o_crm_smarket_plan_bar[aria-label^='${name}']`;

const describe = (name) => document.querySelector(bar(name)).getAttribute("aria-label");

/** Presses the button of the form's header that says what to do next. */
function doNext(label) {
    return stepUtils.statusbarButtonsSteps(label);
}

/** Makes the second stage longer in the diagram: what follows moves along, before it is saved. */
function replanInDiagram() {
    const planned = {};
    const drag = {
        trigger: `${bar("Offer")} [data-handle='end']`,
        run: async ({ anchor, drag_and_drop }) => {
            const day = document.querySelector(".o_crm_smarket_plan_minor").offsetWidth;
            const { x, y } = anchor.getBoundingClientRect();
            await drag_and_drop(".o_crm_smarket_plan_chart", {
                position: { x: x + LONGER.days * day, y },
            });
        },
    };
    return [
        { trigger: ".o_crm_smarket_plan [data-zoom='week']", run: "click" },
        { trigger: ".o_crm_smarket_plan [data-zoom='week'].active" },
        {
            trigger: bar("Contract"),
            run: () => {
                planned.contract = describe("Contract");
            },
        },
        drag,
        waitUntil("The stage behind moves along", () => describe("Contract") !== planned.contract),
        ...stepUtils.discardForm(),
        waitUntil("Discarded, it goes back", () => describe("Contract") === planned.contract),
        drag,
        waitUntil("It moves along again", () => describe("Contract") !== planned.contract),
        ...stepUtils.saveForm(),
    ].map((step) => ({ ...step, isActive: ["desktop"] }));
}

/** Makes the second stage longer in its form: on a phone a finger scrolls the diagram. */
function replanInForm() {
    const end = ".modal .o_field_widget[name=date_end]";
    return [
        { trigger: bar("Offer"), run: "click" },
        { trigger: `${end} button`, run: "click" },
        {
            trigger: `${end} input`,
            run: async ({ anchor, edit }) => {
                await edit(formatDateTime(parseDateTime(anchor.value).plus(LONGER)));
            },
        },
        { trigger: ".modal .o_form_button_save", run: "click" },
        { trigger: "body:not(:has(.modal))" },
    ].map((step) => ({ ...step, isActive: ["mobile"] }));
}

/** A salesperson takes a deal through its first stage and gives the second more time. */
registry.category("web_tour.tours").add("crm_smarket_project", {
    steps: () => [
        ...openPipeline(),
        { content: "Only a loaded pipeline creates in place", trigger: ".o_kanban_group" },
        { trigger: ".o-kanban-button-new", run: "click" },
        { trigger: ".o_kanban_quick_create [name=name] input", run: "edit Corner shop" },
        { trigger: ".o_kanban_edit", run: "click" },
        {
            isActive: ["desktop"],
            trigger: "[name=project_template_id] input",
            run: "edit Pop-up",
        },
        {
            isActive: ["desktop"],
            trigger: ".o-autocomplete--dropdown-item:contains(Pop-up shop)",
            run: "click",
        },
        { isActive: ["mobile"], trigger: "[name=project_template_id] input", run: "click" },
        {
            isActive: ["mobile"],
            trigger: ".modal .o_kanban_record:contains(Pop-up shop)",
            run: "click",
        },
        ...stepUtils.saveForm(),
        chip("Needs analysis", "not_started"),
        chip("Offer", "not_started"),
        chip("Contract", "not_started"),
        ...doNext("Start: Needs analysis"),
        chip("Needs analysis", "in_progress"),
        ...doNext("Complete: Needs analysis"),
        { content: "The gate names everything that is missing", trigger: MISSING_PARAMETER },
        { trigger: MISSING_DOCUMENT },
        { trigger: ".modal:not(:has(button[name=action_confirm]:visible))" },
        { trigger: `${MISSING_PARAMETER} button`, run: "click" },
        { trigger: ".modal .o_property_field:contains(Floor area) input", run: "edit 120 m²" },
        { trigger: ".modal .o_form_button_save", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        ...doNext("Complete: Needs analysis"),
        { content: "What is given is not asked for again", trigger: MISSING_DOCUMENT },
        { trigger: `.modal:not(:has(${MISSING_PARAMETER}))` },
        { trigger: `${MISSING_DOCUMENT} button`, run: "click" },
        { trigger: ".modal .o_data_row:contains(Signed specification) [name=name]", run: "click" },
        {
            trigger: ".modal .o_selected_row .o_attach",
            run: () =>
                inputFiles(".modal .o_selected_row .o_input_file", [
                    new File(["signed"], "signed.txt", { type: "text/plain" }),
                ]),
        },
        { trigger: ".modal .o_attachment:contains(signed.txt)" },
        { trigger: ".modal .o_form_button_save", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        ...doNext("Complete: Needs analysis"),
        chip("Needs analysis", "done"),
        chip("Offer", "in_progress"),
        chip("Contract", "not_started"),
        openPage("project_stages"),
        ...replanInDiagram(),
        ...replanInForm(),
    ],
});

import { registry } from "@web/core/registry";

const level = (name, value) =>
    `.o_level:has(.o_name:contains(${name})) .o_value:contains(${value})`;

const back = {
    content: "back to the funnel",
    trigger: ".o_back_button, .breadcrumb-item:contains(Sales Funnel) a",
    run: "click",
};

/** Keep what a link leads to as an attachment, where a test can open it. */
async function keepDownload(name, link) {
    const content = await (await fetch(link.href)).arrayBuffer();
    const datas = btoa(String.fromCharCode(...new Uint8Array(content)));
    await odoo.__WOWL_DEBUG__.root.env.services.orm.create("ir.attachment", [{ name, datas }]);
}

/** Both readings, deals of a level, lost ones by reason, two teams side by side, and the workbook. */
function getSteps() {
    return [
        {
            content: "five deals have reached the first column",
            trigger: level("First", 5),
        },
        {
            content: "which is said in a sentence",
            trigger: ".o_crm_smarket_funnel_explanation:contains(Passage)",
        },
        { trigger: "[data-reading=snapshot]", run: "click" },
        { trigger: ".o_crm_smarket_funnel_explanation:contains(Snapshot)" },
        {
            content: "one is there now",
            trigger: level("First", 1),
        },
        { trigger: "[data-reading=passage]", run: "click" },
        { trigger: ".o_crm_smarket_funnel_explanation:contains(Passage)" },
        {
            content: "a level opens its deals",
            trigger: level("First", 5),
            run: "click",
        },
        {
            content: "as many as it said",
            trigger:
                ".o_list_view tr.o_data_row:nth-child(5), .o_kanban_record:not(.o_kanban_ghost):nth-child(5)",
        },
        back,
        {
            content: "what was lost between two levels",
            trigger: ".o_lost:contains(1 lost)",
            run: "click",
        },
        {
            content: "is there by its reasons",
            trigger: ".o_group_name:contains(Too dear), .o_kanban_group:contains(Too dear)",
        },
        back,
        {
            content: "beside another team",
            trigger: ".o_compare",
            run: "selectByLabel Kiosks",
        },
        {
            content: "which has one deal",
            trigger: `.o_crm_smarket_funnel:has(.o_title:contains(Kiosks)) ${level("First", 1)}`,
        },
        { trigger: `.o_crm_smarket_funnel:has(.o_title:contains(All Teams)) ${level("First", 5)}` },
        {
            content: "the workbook of what is on the screen",
            trigger: "a.o_workbook",
            run: ({ anchor }) => keepDownload("funnel.xlsx", anchor),
        },
    ];
}

registry.category("web_tour.tours").add("crm_smarket_funnel", {
    url: "/odoo/action-crm_smarket_reports.crm_lead_action_funnel",
    steps: getSteps,
});

import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { press, queryAll, queryOne, scroll, waitFor } from "@odoo/hoot-dom";
import { animationFrame, mockDate } from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    MockServer,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

import { ZOOMS } from "@crm_smarket/plan_diagram/plan_scale";
import { dragBy } from "../plan_diagram/plan_data";
import { Lead, ProjectStage, Template, TemplateStage } from "../project_models";

defineMailModels();
defineModels([Lead, ProjectStage, Template, TemplateStage]);

const PROJECT_FORM = `
    <form>
        <field name="project_revision" invisible="1"/>
        <field name="project_stage_ids">
            <list editable="bottom" limit="40">
                <field name="name"/>
                <field name="state"/>
                <field name="date_start"/>
                <field name="date_end"/>
                <field name="dependency_type"/>
                <field name="is_late"/>
                <field name="predecessor_ids" widget="many2many_tags"/>
            </list>
        </field>
        <widget name="smarket_plan_diagram" field="project_stage_ids"/>
    </form>`;

const TEMPLATE_FORM = `
    <form>
        <field name="stage_ids">
            <list editable="bottom">
                <field name="name"/>
                <field name="dependency_type"/>
                <field name="predecessor_ids" widget="many2many_tags"/>
                <field name="offset"/>
                <field name="offset_unit"/>
                <field name="duration"/>
                <field name="duration_unit"/>
                <field name="lag"/>
                <field name="lag_unit"/>
                <field name="relative_start"/>
                <field name="relative_end"/>
            </list>
        </field>
        <widget name="smarket_plan_diagram" field="stage_ids" relative="1"/>
    </form>`;

async function mountForm(resModel, arch, resId = 1) {
    await mountView({ type: "form", resModel, resId, arch });
    await animationFrame(); // measures the room at hand
    await animationFrame(); // draws
}

const bar = (index) => `.o_crm_smarket_plan_bar:eq(${index})`;

beforeEach(() => {
    mockDate("2026-11-03 09:00:00", 0);
    onRpc("crm.lead", "get_project_outlook", () => ({ closed: [], critical: [] }));
    Lead._records = [
        { id: 1, project_stage_ids: [1, 2], project_revision: 1 },
        { id: 2, project_stage_ids: [] },
    ];
    ProjectStage._records = [
        {
            id: 1,
            name: "Needs",
            state: "in_progress",
            date_start: "2026-11-02 09:00:00",
            date_end: "2026-11-05 09:00:00",
            dependency_type: "soft",
            predecessor_ids: [],
        },
        {
            id: 2,
            name: "Offer",
            state: "not_started",
            date_start: "2026-11-05 09:00:00",
            date_end: "2026-11-09 09:00:00",
            dependency_type: "hard",
            predecessor_ids: [1],
        },
    ];
    Template._records = [{ id: 1, stage_ids: [1, 2] }];
    const units = { offset_unit: "days", duration_unit: "days", lag_unit: "days" };
    TemplateStage._records = [
        {
            ...units,
            id: 1,
            name: "Needs",
            dependency_type: "soft",
            offset: 1,
            duration: 3,
            relative_start: 24,
            relative_end: 96,
        },
        {
            ...units,
            id: 2,
            name: "Offer",
            dependency_type: "hard",
            predecessor_ids: [1],
            duration: 1,
            duration_unit: "weeks",
            relative_start: 96,
            relative_end: 264,
        },
    ];
});

describe.current.tags("desktop");

test("draws the stages of the list, with links, shaded weekends and the critical path", async () => {
    onRpc("crm.lead", "get_project_outlook", ({ args }) => {
        expect.step(args[0]);
        return { closed: [["2026-11-07 00:00:00", "2026-11-09 00:00:00"]], critical: [2] };
    });
    await mountForm("crm.lead", PROJECT_FORM);
    expect(".o_crm_smarket_plan_bar").toHaveCount(2);
    expect(".o_crm_smarket_plan_link").toHaveCount(1);
    await contains("[data-zoom='week']").click();
    await waitFor(".o_closed");
    expect(bar(0)).not.toHaveClass("o_critical");
    expect(bar(1)).toHaveClass("o_critical");
    expect.verifySteps([[1]]);
});

test("the critical path is asked for anew once a change of the stages is saved", async () => {
    let critical = [2];
    onRpc("crm.lead", "get_project_outlook", () => {
        expect.step("outlook");
        return { closed: [], critical };
    });
    onRpc("crm.lead", "web_save", ({ args }) => {
        MockServer.env["crm.lead"].write([1], { project_revision: 2 }); // as the server counts
        critical = [1];
        expect.step(args[1].project_stage_ids);
    });
    await mountForm("crm.lead", PROJECT_FORM);
    await contains("[data-zoom='week']").click();
    await waitFor(`${bar(1)}.o_critical`);
    await dragBy(bar(1), -ZOOMS.week);
    expect.verifySteps(["outlook"]);
    await contains(".o_form_button_save").click();
    await waitFor(`${bar(0)}.o_critical`);
    expect.verifySteps([[[1, 2, { date_start: "2026-11-04 09:00:00" }]], "outlook"]);
    expect(bar(1)).not.toHaveClass("o_critical");
});

test("the outlook is asked for when the diagram comes into view", async () => {
    onRpc("crm.lead", "get_project_outlook", () => {
        expect.step("outlook");
        return { closed: [], critical: [2] };
    });
    const far = PROJECT_FORM.replace("<widget", '<div style="height: 3000px"/><widget');
    await mountForm("crm.lead", far);
    expect(".o_crm_smarket_plan_bar").toHaveCount(2);
    expect.verifySteps([]);
    await scroll(".o_content", { y: 10000 });
    await waitFor(`${bar(1)}.o_critical`);
    expect.verifySteps(["outlook"]);
});

test("nothing is drawn nor asked for without stages", async () => {
    onRpc("crm.lead", "get_project_outlook", () => expect.step("outlook"));
    await mountForm("crm.lead", PROJECT_FORM, 2);
    expect(".o_crm_smarket_plan").toHaveCount(0);
    expect.verifySteps([]);
});

test("a moved bar changes the start of its record, and the form can be saved or discarded", async () => {
    onRpc("crm.lead", "web_save", ({ args }) => {
        expect.step(args[1].project_stage_ids);
    });
    await mountForm("crm.lead", PROJECT_FORM);
    await contains("[data-zoom='week']").click();
    await dragBy(bar(1), -ZOOMS.week);
    expect(queryOne(bar(1)).getAttribute("aria-label")).toMatch(/Nov 4, 9:00/);
    await contains(".o_form_button_cancel").click();
    expect(queryOne(bar(1)).getAttribute("aria-label")).toMatch(/Nov 5, 9:00/);
    await dragBy(bar(1), -ZOOMS.week);
    await contains(".o_form_button_save").click();
    expect.verifySteps([[[1, 2, { date_start: "2026-11-04 09:00:00" }]]]);
});

test("a moved end changes the end alone", async () => {
    onRpc("crm.lead", "web_save", ({ args }) => {
        expect.step(args[1].project_stage_ids);
    });
    await mountForm("crm.lead", PROJECT_FORM);
    await contains("[data-zoom='week']").click();
    await dragBy(`${bar(0)} [data-handle]`, ZOOMS.week);
    await contains(".o_form_button_save").click();
    expect.verifySteps([[[1, 1, { date_end: "2026-11-06 09:00:00" }]]]);
});

test("a click saves the opportunity and opens the stage", async () => {
    onRpc("crm.lead", "web_save", () => expect.step("save"));
    await mountForm("crm.lead", PROJECT_FORM);
    await contains("[data-zoom='week']").click();
    await dragBy(bar(1), -ZOOMS.week);
    await contains(bar(1)).click();
    expect(".modal .o_field_widget[name=name] input").toHaveValue("Offer");
    expect.verifySteps(["save"]);
});

test("stages beyond the page of the list can be shown as well", async () => {
    await mountForm("crm.lead", PROJECT_FORM.replace('limit="40"', 'limit="1"'));
    expect(".o_crm_smarket_plan_bar").toHaveCount(1);
    await contains(".o_crm_smarket_plan_all").click();
    expect(".o_crm_smarket_plan_bar").toHaveCount(2);
    expect(".o_crm_smarket_plan_all").toHaveCount(0);
});

test("a template is planned in hours; moves change offset and lag", async () => {
    onRpc("crm.project.template", "web_save", ({ args }) => {
        expect.step(args[1].stage_ids);
    });
    await mountForm("crm.project.template", TEMPLATE_FORM);
    const labels = () =>
        queryAll(".o_crm_smarket_plan_bar").map((el) => el.getAttribute("aria-label"));
    expect(labels()).toEqual(["Needs, day 2 to end of day 4", "Offer, day 5 to end of day 11"]);
    expect("line.o_now").toHaveCount(0);

    await contains("[data-zoom='week']").click();
    await dragBy(bar(0), 2 * ZOOMS.week);
    queryOne(bar(1)).focus();
    await press(["Alt", "ArrowRight"]);
    await press("Enter");
    await animationFrame();
    await contains(".o_form_button_save").click();
    expect.verifySteps([
        [
            [1, 1, { offset: 3 }],
            [1, 2, { lag: 1 }],
        ],
    ]);
});

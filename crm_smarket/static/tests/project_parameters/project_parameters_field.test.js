import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { beforeEach, expect, test } from "@odoo/hoot";
import { queryAllTexts, waitFor } from "@odoo/hoot-dom";
import { contains, defineModels, fields, mountView, onRpc } from "@web/../tests/web_test_helpers";

import { ProjectStage as ParameterStage, TemplateStage } from "../parameters/parameter_models";
import { Lead } from "../project_models";

class ProjectStage extends ParameterStage {
    name = fields.Char();
    lead_id = fields.Many2one({ relation: "crm.lead" });
    state = fields.Selection({
        selection: [
            ["not_started", "Not started"],
            ["cancelled", "Cancelled"],
        ],
    });
    has_parameters = fields.Boolean();

    _views = { form: `<form><field name="name"/></form>` };
}

defineMailModels();
defineModels([Lead, TemplateStage, ProjectStage]);

const ARCH = `
    <form>
        <notebook>
            <page string="Stages">
                <field name="project_stage_ids">
                    <list editable="bottom">
                        <field name="name"/>
                        <field name="state"/>
                    </list>
                </field>
            </page>
            <page name="project_parameters" string="Parameters">
                <field name="project_stage_ids" widget="project_parameters"/>
            </page>
            <page string="People">
                <field name="project_stage_ids">
                    <list>
                        <field name="name"/>
                        <field name="state"/>
                    </list>
                </field>
            </page>
        </notebook>
    </form>`;

const STAGES = ".o_field_project_parameters section";

const openPage = (title) => contains(`.o_notebook_headers a:contains(${title})`).click();

async function openParameters() {
    await openPage("Parameters");
    await waitFor(STAGES); // reads what the page shows
}

beforeEach(() => {
    TemplateStage._records = [
        {
            id: 1,
            name: "Rules",
            parameter_definition: [{ name: "area", string: "Area", type: "char", required: true }],
        },
        { id: 2, name: "No rules", parameter_definition: [] },
    ];
    Lead._records = [{ id: 1, name: "Shop", project_stage_ids: [1, 2, 3] }];
    const stage = { state: "not_started", has_parameters: true, template_stage_id: 1 };
    ProjectStage._records = [
        { ...stage, id: 1, name: "Needs", require_parameters: true, parameters: { area: "" } },
        { ...stage, id: 2, name: "Offer", has_parameters: false, template_stage_id: 2 },
        { ...stage, id: 3, name: "Delivery", state: "cancelled", parameters: { area: "40" } },
    ];
    onRpc("has_access", () => true);
});

test("parameters are read once their page is opened, and then with every reading", async () => {
    onRpc("web_read", ({ model, kwargs }) => {
        const { project_stage_ids: stages, parameters } = kwargs.specification;
        expect.step([model, Boolean(parameters || stages.fields.parameters)]);
    });
    onRpc("crm.lead", "web_save", ({ kwargs }) => {
        expect.step(["save", "parameters" in kwargs.specification.project_stage_ids.fields]);
    });
    await mountView({ type: "form", resModel: "crm.lead", resId: 1, arch: ARCH });
    expect.verifySteps([["crm.lead", false]]);
    await openParameters();
    expect.verifySteps([["crm.project.stage", true]]);
    expect(queryAllTexts(`${STAGES} h5`)).toEqual(["Needs", "Delivery"]);
    expect(".o_crm_smarket_missing").toHaveCount(1);
    await openPage("Stages");
    await openParameters();
    expect.verifySteps([]);
    await contains(`${STAGES}:first .o_property_field input`).edit("12");
    await contains(".o_form_button_save").click();
    expect.verifySteps([["save", true]]);
    expect(`${STAGES}:first .o_property_field input`).toHaveValue("12");
});

test("a parameter is saved with its stage, besides what was changed before", async () => {
    onRpc("crm.lead", "web_save", ({ args }) => {
        const commands = args[1].project_stage_ids;
        expect.step(commands.map(([, id, values]) => [id, Object.keys(values).sort()]));
    });
    await mountView({ type: "form", resModel: "crm.lead", resId: 1, arch: ARCH });
    await contains(".o_data_cell[name=name]").click();
    await contains(".o_field_widget[name=name] input").edit("What they need");
    await openParameters();
    expect(`${STAGES}:first h5`).toHaveText("What they need");
    await contains(`${STAGES}:first .o_property_field input`).edit("12");
    await contains(".o_form_button_save").click();
    expect.verifySteps([[[1, ["name", "parameters"]]]]);
});

test("parameters of a cancelled stage are for reading", async () => {
    await mountView({ type: "form", resModel: "crm.lead", resId: 1, arch: ARCH });
    await openParameters();
    expect(`${STAGES}:first .o_property_field input`).toHaveCount(1);
    expect(`${STAGES}:last .o_property_field input`).toHaveCount(0);
    expect(`${STAGES}:last .o_property_field`).toHaveText(/40/);
});

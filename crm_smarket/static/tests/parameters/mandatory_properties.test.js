import { beforeEach, expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import {
    contains,
    fields,
    models,
    mountView,
    onRpc,
    toggleActionMenu,
    toggleMenuItem,
} from "@web/../tests/web_test_helpers";

import { defineParameterModels, ProjectStage, TemplateStage } from "./parameter_models";

class Other extends models.Model {
    _name = "other";

    definitions = fields.PropertiesDefinition();

    _records = [{ id: 1, definitions: [{ name: "area", string: "Area", type: "char" }] }];
}

class OtherChild extends models.Model {
    _name = "other.child";

    parent_id = fields.Many2one({ relation: "other" });
    properties = fields.Properties({
        definition_record: "parent_id",
        definition_record_field: "definitions",
    });

    _records = [{ id: 1, parent_id: 1, properties: {} }];
}

defineParameterModels(Other, OtherChild);

beforeEach(() => {
    TemplateStage._records = [
        {
            id: 1,
            name: "Rules",
            parameter_definition: [
                { name: "area", string: "Area", type: "char", required: true },
                { name: "kind", string: "Kind", type: "char", required: true },
                { name: "note", string: "Note", type: "char" },
            ],
        },
    ];
    ProjectStage._records = [
        { id: 1, template_stage_id: 1, require_parameters: true, parameters: { kind: "New" } },
        { id: 2, template_stage_id: 1, require_parameters: false, parameters: {} },
    ];
});

async function mountStage(resId) {
    await mountView({
        type: "form",
        actionMenus: {},
        resModel: "crm.project.stage",
        resId,
        arch: `
            <form>
                <field name="template_stage_id" invisible="1" />
                <field name="require_parameters" invisible="1" />
                <field name="parameters" />
            </form>`,
    });
}

test("mandatory parameters have an asterisk, red while empty and asked for", async () => {
    await mountStage(1);
    expect(queryAllTexts(".o_field_property_label")).toEqual(["Area\n*", "Kind\n*", "Note"]);
    expect(queryAllTexts(".o_field_property_label:has(.o_crm_smarket_missing)")).toEqual([
        "Area\n*",
    ]);
    await contains(".o_property_field:first input").edit("12");
    expect(".o_crm_smarket_missing").toHaveCount(0);
});

test("nothing is red while the gate asks for no parameters", async () => {
    await mountStage(2);
    expect(".o_crm_smarket_missing").toHaveCount(0);
    expect(".o_field_property_label sup").toHaveCount(2);
});

test.tags("desktop");
test("a manager marks a parameter in a project as mandatory", async () => {
    onRpc("has_access", () => true);
    await mountStage(1);
    await toggleActionMenu();
    await toggleMenuItem("Edit Properties");
    await animationFrame();
    await contains(".o_property_field:eq(2) .o_field_property_open_popover").click();
    await contains(".o_field_property_definition input[id$=required]").click();
    expect(queryAllTexts(".o_field_property_label")).toEqual(["Area\n*", "Kind\n*", "Note\n*"]);
});

test.tags("desktop");
test("properties of other models know nothing of it", async () => {
    onRpc("has_access", () => true);
    await mountView({
        type: "form",
        actionMenus: {},
        resModel: "other.child",
        resId: 1,
        arch: `<form><field name="parent_id" invisible="1" /><field name="properties" /></form>`,
    });
    await toggleActionMenu();
    await toggleMenuItem("Edit Properties");
    await animationFrame();
    await contains(".o_property_field:first .o_field_property_open_popover").click();
    expect(".o_field_property_definition").toHaveCount(1);
    expect(".o_field_property_definition input[id$=required]").toHaveCount(0);
});

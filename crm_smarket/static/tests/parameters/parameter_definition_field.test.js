import { beforeEach, expect, test } from "@odoo/hoot";
import { edit, press, queryAll, queryAllTexts, queryOne } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { clickSave, contains, mountView, onRpc } from "@web/../tests/web_test_helpers";

import { defineParameterModels, TemplateStage } from "./parameter_models";

defineParameterModels();

beforeEach(() => {
    TemplateStage._records = [
        {
            id: 1,
            name: "Offer",
            parameter_definition: [
                {
                    name: "area",
                    string: "Area",
                    type: "float",
                    default: 20,
                    suffix: "m²",
                    required: true,
                },
                {
                    name: "kind",
                    string: "Kind",
                    type: "selection",
                    selection: [
                        ["n", "New"],
                        ["o", "Old"],
                    ],
                    view_in_cards: true,
                },
            ],
        },
        { id: 2, name: "Empty", parameter_definition: [] },
    ];
});

async function mountField(resId = 1, attributes = "") {
    await mountView({
        type: "form",
        resModel: "crm.project.template.stage",
        resId,
        arch: `
            <form>
                <field name="name" />
                <field name="parameter_definition" widget="project_parameter_definition" ${attributes}/>
            </form>`,
    });
}

/** Note what is saved. */
function watchSaves() {
    const saved = [];
    onRpc("web_save", ({ args }) => {
        saved.push(args[1].parameter_definition);
    });
    return saved;
}

test("show the parameters with type, options, default and mark", async () => {
    await mountField();
    expect(queryAllTexts(".o_crm_smarket_parameters .o_data_row td:nth-child(2)")).toEqual([
        "Area*",
        "Kind",
    ]);
    expect(queryAllTexts(".o_crm_smarket_parameters .o_data_row td:nth-child(3)")).toEqual([
        "Decimal",
        "Selection",
    ]);
    expect(queryAll(".o_data_row input[type=checkbox]").map((input) => input.checked)).toEqual([
        true,
        false,
    ]);
});

test.tags("desktop");
test("options and default have room on a desktop", async () => {
    await mountField();
    expect(queryAllTexts(".o_data_row td:nth-child(4)")).toEqual(["m²", "New, Old"]);
    expect(".o_data_row:first td:nth-child(5)").toHaveText("20.00");
});

test("mark as mandatory in the list; unknown keys stay", async () => {
    const saved = watchSaves();
    await mountField();
    await contains(".o_data_row:eq(1) input[type=checkbox]").click();
    await clickSave();
    expect(saved[0][1]).toEqual({
        name: "kind",
        string: "Kind",
        type: "selection",
        selection: [
            ["n", "New"],
            ["o", "Old"],
        ],
        view_in_cards: true,
        required: true,
    });
});

test.tags("desktop");
test("add a parameter, name it, make it mandatory", async () => {
    const saved = watchSaves();
    await mountField(2);
    await contains(".o_crm_smarket_parameters_add").click();
    await animationFrame();
    expect(".o_field_property_definition").toHaveCount(1);
    expect(".o_field_property_definition_header").toBeFocused();
    await edit("Shelves", { confirm: "tab" });
    await animationFrame();
    await contains(".o_field_property_definition input[id$=required]").click();
    await contains(".o_field_widget[name=name] input").click();
    expect(".o_field_property_definition").toHaveCount(0);
    await clickSave();
    expect(saved[0].length).toBe(1);
    const { name, ...definition } = saved[0][0];
    expect(name).not.toBeEmpty();
    expect(definition).toEqual({ string: "Shelves", type: "char", default: "", required: true });
});

test.tags("desktop");
test("another type gives another name, the old type gives the old one back", async () => {
    const saved = watchSaves();
    await mountField();
    await contains(".o_data_row:first td:nth-child(2)").click();
    await contains(".o_field_property_definition_type input").click();
    await contains(".o-dropdown--menu .dropdown-item:contains(HTML)").click();
    await clickSave();
    expect(saved[0][0].type).toBe("html");
    expect(saved[0][0].name.endsWith("_html")).toBe(true);
    expect("value" in saved[0][0]).toBe(false);
    await contains(".o_data_row:first td:nth-child(2)").click();
    await contains(".o_field_property_definition_type input").click();
    await contains(".o-dropdown--menu .dropdown-item:contains(Decimal)").click();
    await clickSave();
    expect(saved[1][0].name).toBe("area");
});

test("a separator cannot be mandatory", async () => {
    TemplateStage._records[1].parameter_definition = [
        { name: "s", string: "Room", type: "separator" },
    ];
    await mountField(2);
    expect(".o_data_row").toHaveCount(1);
    expect(".o_data_row input[type=checkbox]").toHaveCount(0);
});

test.tags("desktop");
test("drag a parameter to another place", async () => {
    const saved = watchSaves();
    await mountField();
    await contains(".o_data_row:eq(1) .o_row_handle").dragAndDrop(".o_data_row:eq(0)");
    expect(queryAllTexts(".o_data_row td:nth-child(2)")).toEqual(["Kind", "Area*"]);
    await clickSave();
    expect(saved[0].map((definition) => definition.name)).toEqual(["kind", "area"]);
});

test.tags("desktop");
test("move with the popover's arrows: it goes on with the same parameter", async () => {
    await mountField();
    await contains(".o_data_row:first td:nth-child(2)").click();
    await contains(".o_field_property_definition button[title*=down]").click();
    expect(queryAllTexts(".o_data_row td:nth-child(2)")).toEqual(["Kind", "Area*"]);
    await contains(".o_field_property_definition_header").edit("Floor area");
    expect(queryAllTexts(".o_data_row td:nth-child(2)")).toEqual(["Kind", "Floor area*"]);
});

test("delete", async () => {
    const saved = watchSaves();
    await mountField();
    await contains(".o_data_row:first .fa-trash-o").click();
    await clickSave();
    expect(saved[0].map((definition) => definition.name)).toEqual(["kind"]);
});

test.tags("desktop");
test("open by keyboard", async () => {
    await mountField();
    queryOne(".o_data_row:first").focus();
    await press("Enter");
    await animationFrame();
    expect(".o_field_property_definition_header").toHaveValue("Area");
});

test("read only", async () => {
    await mountField(1, 'readonly="1"');
    expect(".o_row_handle").toHaveCount(0);
    expect(".fa-trash-o").toHaveCount(0);
    expect(".o_crm_smarket_parameters_add").toHaveCount(0);
    expect(".o_data_row input[type=checkbox]:not(:disabled)").toHaveCount(0);
});

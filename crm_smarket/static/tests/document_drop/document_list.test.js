import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { manuallyDispatchProgrammaticEvent, queryAllTexts, queryOne } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    MockServer,
    mockService,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

import { Lead, ProjectStage } from "../project_models";

class DocumentedLead extends Lead {
    project_document_ids = fields.One2many({
        relation: "crm.project.document",
        relation_field: "lead_id",
    });
}

class ProjectDocument extends models.Model {
    _name = "crm.project.document";

    name = fields.Char();
    lead_id = fields.Many2one({ relation: "crm.lead" });
    attachment_ids = fields.Many2many({ relation: "ir.attachment" });
}

defineMailModels();
defineModels([DocumentedLead, ProjectStage, ProjectDocument]);

const ARCH = `
    <form>
        <field name="project_document_ids" widget="project_documents">
            <list editable="bottom">
                <field name="name"/>
                <field name="attachment_ids" widget="many2many_binary"/>
            </list>
        </field>
    </form>`;

/** Lets files fall on an element, as a browser does. */
async function dropFiles(target, names) {
    const dataTransfer = new DataTransfer();
    for (const name of names) {
        dataTransfer.items.add(new File(["text"], name, { type: "text/plain" }));
    }
    await manuallyDispatchProgrammaticEvent(queryOne(target), "dragover", { dataTransfer });
    expect(".o_crm_smarket_drop_target").toHaveCount(1);
    await manuallyDispatchProgrammaticEvent(queryOne(target), "drop", { dataTransfer });
    await animationFrame();
    await animationFrame();
    expect(".o_crm_smarket_drop_target").toHaveCount(0);
}

beforeEach(() => {
    DocumentedLead._records = [{ id: 1, project_document_ids: [1, 2] }];
    ProjectDocument._records = [
        { id: 1, name: "Specification" },
        { id: 2, name: "Contract" },
    ];
    mockService("http", {
        post: (route, { ufile, model, id }) => {
            expect.step([route, ufile.map((file) => file.name), model, id]);
            return JSON.stringify(
                ufile.map(({ name, type }) => ({
                    id: MockServer.env["ir.attachment"].create({ name, mimetype: type }),
                }))
            );
        },
    });
});

describe.current.tags("desktop");

test("files dropped on a row become files of that document", async () => {
    onRpc("crm.lead", "web_save", ({ args }) => {
        const [[, id, { attachment_ids }]] = args[1].project_document_ids;
        expect.step([id, attachment_ids.length]);
    });
    await mountView({ type: "form", resModel: "crm.lead", resId: 1, arch: ARCH });
    await dropFiles(".o_data_row:eq(1) td:eq(0)", ["signed.txt"]);
    expect.verifySteps([
        ["/web/binary/upload_attachment", ["signed.txt"], "crm.project.document", 2],
    ]);
    expect(".o_data_row:eq(1) .o_attachment").toHaveCount(1);
    expect(".o_data_row:eq(0) .o_attachment").toHaveCount(0);
    await contains(".o_form_button_save").click();
    expect.verifySteps([[2, 1]]);
});

test("files dropped elsewhere become documents of their own", async () => {
    await mountView({ type: "form", resModel: "crm.lead", resId: 1, arch: ARCH });
    await dropFiles(".o_crm_smarket_drop_hint", ["floor plan.txt"]);
    expect(queryAllTexts(".o_data_row td.o_data_cell[name=name]")).toEqual([
        "Specification",
        "Contract",
        "floor plan",
    ]);
    expect(".o_data_row:eq(2) .o_attachment").toHaveCount(1);
    expect.verifySteps([
        ["/web/binary/upload_attachment", ["floor plan.txt"], "crm.project.document", 0],
    ]);
});

test("nothing falls on a readonly list", async () => {
    await mountView({
        type: "form",
        resModel: "crm.lead",
        resId: 1,
        arch: ARCH.replace("<form>", `<form edit="0">`),
    });
    expect(".o_crm_smarket_drop_hint").toHaveCount(0);
});

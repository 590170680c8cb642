import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { beforeEach, expect, test } from "@odoo/hoot";
import { press, queryAllTexts, queryOne } from "@odoo/hoot-dom";
import { animationFrame, mockDate } from "@odoo/hoot-mock";
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

const ARCH = `
    <form>
        <field name="name"/>
        <field name="fulfilment_panel" widget="fulfilment_panel" options="{'show_order': True}"/>
    </form>`;

const step = (name, label, date = false, user = false) => ({
    step: name,
    label,
    done: Boolean(date),
    date,
    user,
});

const makeOrder = (values = {}) => ({
    id: 7,
    name: "S00007",
    state: "reserved",
    branch: false,
    steps: [
        step("registered", "Registered", "2026-11-03 09:00:00", "Olga"),
        step("reserved", "Reserved", "2026-11-03 09:00:00", "Olga"),
        step("packed", "Packed"),
        step("shipped", "Shipped"),
    ],
    next: { action: "pack", label: "Packed", allowed: true },
    promise: { text: "Promised for Nov 6", late: false },
    blocks: [],
    branches: [],
    ...values,
});

class Lead extends models.Model {
    _name = "crm.lead";

    name = fields.Char();
    fulfilment_panel = fields.Json();
}

defineMailModels();
defineModels([Lead]);

beforeEach(() => {
    mockDate("2026-11-05 09:00:00", 0);
    Lead._records = [{ id: 1, name: "Shop", fulfilment_panel: [makeOrder()] }];
});

const mount = () => mountView({ type: "form", resModel: "crm.lead", resId: 1, arch: ARCH });

test("what is done, by whom, and what is next", async () => {
    await mount();
    expect(queryAllTexts(".o_crm_smarket_step_label")).toEqual([
        "Registered",
        "Reserved",
        "Packed",
        "Shipped",
    ]);
    expect(".o_crm_smarket_fulfilment_steps li.o_done").toHaveCount(2);
    expect("li[aria-current=step]").toHaveText("Packed");
    expect(queryOne("li:eq(1)", { root: queryOne("ol") }).ariaLabel).toMatch(
        /Reserved: Nov 3, 9:00.AM, Olga/
    );
    expect(".o_crm_smarket_promise").toHaveText("Promised for Nov 6");
    expect(".o_crm_smarket_fulfilment_next").toHaveText("Packed");
});

test("the button does what is next and shows how the order stands then", async () => {
    onRpc("sale.order", "action_fulfilment_next", ({ args }) => {
        expect.step(args);
        const next = { action: "issue", label: "Issue Goods", allowed: true };
        MockServer.env["crm.lead"].write(1, { fulfilment_panel: [makeOrder({ next })] });
        return true;
    });
    onRpc("crm.lead", "web_save", ({ args }) => expect.step(args[1]));
    await mount();
    await contains("[name=name] input").edit("Big shop");
    await contains(".o_crm_smarket_fulfilment_next").click();
    expect.verifySteps([{ name: "Big shop" }, [7, "pack"]]);
    expect(".o_crm_smarket_fulfilment_next").toHaveText("Issue Goods");
});

test("by keyboard", async () => {
    onRpc("sale.order", "action_fulfilment_next", ({ args }) => {
        expect.step(args);
        return true;
    });
    await mount();
    queryOne(".o_crm_smarket_fulfilment_next").focus();
    await press("Enter");
    await animationFrame();
    expect.verifySteps([[7, "pack"]]);
});

test("a wizard that the step asks for", async () => {
    mockService("action", {
        doAction(action) {
            expect.step(action.res_model);
        },
    });
    onRpc("sale.order", "action_fulfilment_next", () => ({
        type: "ir.actions.act_window",
        res_model: "stock.backorder.confirmation",
    }));
    await mount();
    await contains(".o_crm_smarket_fulfilment_next").click();
    expect.verifySteps(["stock.backorder.confirmation"]);
});

test("goods that would go back are kept by one button", async () => {
    const reservation = { text: "Reserved until 6 Nov", can_keep: true };
    Lead._records[0].fulfilment_panel[0].reservation = reservation;
    onRpc("sale.order", "action_keep_reservation", ({ args }) => {
        expect.step(args);
        MockServer.env["crm.lead"].write(1, { fulfilment_panel: [makeOrder()] });
        return true;
    });
    await mount();
    expect(".o_crm_smarket_reservation").toHaveText(/Reserved until 6 Nov/);
    await contains(".o_crm_smarket_reservation button").click();
    expect.verifySteps([[7]]);
    expect(".o_crm_smarket_reservation").toHaveCount(0);
});

test("who may not keep goods sees only until when", async () => {
    const reservation = { text: "Reserved until 6 Nov", can_keep: false };
    Lead._records[0].fulfilment_panel[0].reservation = reservation;
    await mount();
    expect(".o_crm_smarket_reservation").toHaveText("Reserved until 6 Nov");
    expect(".o_crm_smarket_reservation button").toHaveCount(0);
});

test("what others have to do is no button", async () => {
    Lead._records[0].fulfilment_panel[0].next.allowed = false;
    await mount();
    expect(".o_crm_smarket_fulfilment_next").toHaveCount(0);
    expect(".o_crm_smarket_fulfilment header").toHaveText(/Next, by others: Packed/);
});

test("late, blocked, branched off; one line per order", async () => {
    mockService("action", {
        doAction(action) {
            expect.step([action.res_model, action.res_id]);
        },
    });
    Lead._records[0].fulfilment_panel.push(
        makeOrder({
            id: 8,
            name: "S00008",
            branch: "Partly Shipped",
            next: false,
            promise: { text: "Promised for Nov 4, late by 1 d", late: true },
            blocks: ["3 of 5 Scale missing, 2 expected on Dec 4"],
            branches: [{ id: 3, text: "Back-order WH/OUT/3", state: "Waiting" }],
        })
    );
    await mount();
    expect(".o_crm_smarket_fulfilment").toHaveCount(2);
    expect(".o_crm_smarket_fulfilment:eq(1) .badge").toHaveText("Partly Shipped");
    expect(".o_crm_smarket_fulfilment:eq(1) .o_crm_smarket_promise").toHaveClass("text-danger");
    expect(".o_crm_smarket_blocks").toHaveText("3 of 5 Scale missing, 2 expected on Dec 4");
    await contains(".o_crm_smarket_branch").click();
    await contains(".o_crm_smarket_fulfilment:eq(1) .btn-link").click();
    expect.verifySteps([
        ["stock.picking", 3],
        ["sale.order", 8],
    ]);
});

test("nothing where there is no order", async () => {
    Lead._records[0].fulfilment_panel = false;
    await mount();
    expect(".o_crm_smarket_fulfilment").toHaveCount(0);
});

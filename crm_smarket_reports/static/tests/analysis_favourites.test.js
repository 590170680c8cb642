import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { beforeEach, expect, test } from "@odoo/hoot";
import { click, edit, press, queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { contains, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";

import { AnalysisFavourites } from "@crm_smarket_reports/analysis/analysis_favourites";

const MODEL = "crm.saved.analysis";
const kept = {
    period: { kind: "month", offset: 0 },
    compare: "previous",
    dimension: "product",
    trail: [],
    measure: "sold",
    reading: null,
    filters: {},
    order: "current desc",
};
const shown = {
    ...kept,
    period: { kind: "month", offset: 0, start: "2026-03-01", end: "2026-03-31" },
    limit: 200,
    offset: 0,
};

function makeFavourite(id, name, values = {}) {
    return {
        id,
        name,
        options: kept,
        is_default: false,
        is_shared: false,
        is_editable: true,
        ...values,
    };
}

async function openMenu(favourites, values = {}) {
    onRpc(MODEL, "get_favourites", ({ args: [report] }) => {
        expect.step(`read ${report}`);
        return { favourites, can_share: false, ...values };
    });
    await mountWithCleanup(AnalysisFavourites, {
        props: {
            report: "sales",
            options: shown,
            title: "Sales Analysis",
            change: (options) => expect.step(options),
        },
    });
    await contains(".o_crm_smarket_favourites_toggle").click();
}

defineMailModels();

beforeEach(() => {
    onRpc(MODEL, "save_favourite", ({ args, kwargs }) => {
        expect.step([args, kwargs.is_default, kwargs.is_shared]);
        return 1;
    });
});

test("what is shown is ticked, another one is taken as it was kept", async () => {
    const other = makeFavourite(2, "By customer", { options: { dimension: "customer" } });
    await openMenu([makeFavourite(1, "By product", { is_default: true }), other]);
    expect(queryAllTexts(".o_crm_smarket_favourite")).toEqual(["By product", "By customer"]);
    expect(".o_crm_smarket_favourite.selected").toHaveText("By product");
    expect(".o_crm_smarket_favourite .fa-home").toHaveCount(1);
    await click(".o_crm_smarket_favourite:last");
    await animationFrame();
    expect(".o_crm_smarket_favourites").toHaveCount(0);
    expect.verifySteps([
        "read sales",
        {
            ...Object.fromEntries([...Object.keys(kept), "limit", "offset"].map((key) => [key])),
            dimension: "customer",
        },
    ]);
});

test("what is shown is saved under a name", async () => {
    await openMenu([]);
    await contains(".o_crm_smarket_save_favourite").click();
    expect(".o_crm_smarket_favourites input[type=text]").toHaveValue("Sales Analysis");
    expect(".o_crm_smarket_favourites input[type=checkbox]").toHaveCount(1);
    await click(".o_crm_smarket_favourites input[type=text]");
    await edit("Lamps");
    await click(".o_crm_smarket_favourites input[type=checkbox]");
    await animationFrame();
    await click(".o_crm_smarket_favourites input[type=text]");
    await press("Enter");
    await animationFrame();
    expect(".o_crm_smarket_favourites").toHaveCount(0);
    expect.verifySteps(["read sales", [["sales", "Lamps", kept], true, false]]);
});

test("without a name nothing is saved", async () => {
    await openMenu([]);
    await contains(".o_crm_smarket_save_favourite").click();
    await click(".o_crm_smarket_favourites input[type=text]");
    await edit(" ");
    await click(".o_crm_smarket_favourites button.btn-primary");
    await animationFrame();
    expect(".o_notification").toHaveCount(1);
    expect.verifySteps(["read sales"]);
});

test("heads of sales save for everybody, others cannot remove that", async () => {
    const shared = makeFavourite(1, "Everybody's", { is_shared: true, is_editable: false });
    await openMenu([shared], { can_share: true });
    expect(".o_crm_smarket_favourite .fa-users").toHaveCount(1);
    expect(".o_crm_smarket_favourite .fa-trash-o").toHaveCount(0);
    await contains(".o_crm_smarket_save_favourite").click();
    await contains(".o_crm_smarket_favourites input[type=checkbox]:last").click();
    await contains(".o_crm_smarket_favourites button.btn-primary").click();
    expect.verifySteps(["read sales", [["sales", "Sales Analysis", kept], false, true]]);
});

test("one is removed after a question", async () => {
    onRpc(MODEL, "unlink", ({ args: [ids] }) => {
        expect.step(ids);
        return true;
    });
    await openMenu([makeFavourite(7, "Old")]);
    await contains(".o_crm_smarket_favourite button").click();
    await contains(".modal .btn-primary").click();
    expect.verifySteps(["read sales", [7]]);
});

import { expect, test } from "@odoo/hoot";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";
import { registry } from "@web/core/registry";

const printPapers = (params) =>
    registry.category("actions").get("crm_smarket_stock_print")({}, { params });

test("papers are downloaded by ordinary links, one after another", () => {
    patchWithCleanup(HTMLAnchorElement.prototype, {
        click() {
            expect.step(`${this.getAttribute("href")} ${this.hasAttribute("download")}`);
        },
    });
    const next = printPapers({ urls: ["/stock/papers/7", "/stock/papers/8"] });
    expect.verifySteps(["/stock/papers/7 true", "/stock/papers/8 true"]);
    expect(next).toEqual({ type: "ir.actions.act_window_close" });
});

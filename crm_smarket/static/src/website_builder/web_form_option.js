import "@website_crm/js/website_crm_editor";

import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

// A form built on the website for “Create an Opportunity” may go the way of a web form.
const { fields } = registry.category("website.form_editor_actions").get("create_lead");
fields.unshift({
    name: "crm_web_form",
    type: "many2one",
    relation: "crm.web.form",
    // a page cannot sign what it sends
    domain: [["signature_required", "=", false]],
    string: _t("Web Form"),
    title: _t("Inquiries pass through the mapping and the journal of this web form."),
});

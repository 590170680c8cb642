import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { buildM2OFieldDescription, Many2OneField } from "@web/views/fields/many2one/many2one_field";

/** The stage to which something belongs; without one it belongs to the whole project. */
export class StageMany2OneField extends Many2OneField {
    static template = "crm_smarket.StageMany2OneField";
}

registry.category("fields").add("project_stage_many2one", {
    ...buildM2OFieldDescription(StageMany2OneField),
    displayName: _t("Stage or whole project"),
});

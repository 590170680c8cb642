import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { X2ManyField, x2ManyField } from "@web/views/fields/x2many/x2many_field";

import { useStageDialog } from "../stage_dialog/stage_dialog_hook";

/**
 * The stages of a project as a list to edit in place; one stage opens in a dialog,
 * after which the whole list is read anew: what its buttons do moves other stages.
 */
export class StageListField extends X2ManyField {
    setup() {
        super.setup();
        this.openStage = useStageDialog();
    }

    async openRecord(record) {
        await this.switchToForm(record);
    }

    async switchToForm(record) {
        await this.openStage(this.props.record, this.props.name, record.id);
    }
}

export const stageListField = {
    ...x2ManyField,
    component: StageListField,
    displayName: _t("Stages of a project"),
    supportedTypes: ["one2many"],
};

registry.category("fields").add("project_stage_list", stageListField);

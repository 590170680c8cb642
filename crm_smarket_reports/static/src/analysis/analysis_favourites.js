import { Component, useState } from "@odoo/owl";

import { CheckBox } from "@web/core/checkbox/checkbox";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { AccordionItem } from "@web/core/dropdown/accordion_item";
import { CheckboxItem } from "@web/core/dropdown/checkbox_item";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { useDropdownState } from "@web/core/dropdown/dropdown_hooks";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { deepEqual } from "@web/core/utils/objects";
import { keepOptions, takeOptions } from "./analysis_options";

const MODEL = "crm.saved.analysis";

/** What was saved of a report, by oneself or for everybody: to be opened, saved anew and removed. */
export class AnalysisFavourites extends Component {
    static template = "crm_smarket_reports.AnalysisFavourites";
    static components = { AccordionItem, CheckBox, CheckboxItem, Dropdown, DropdownItem };
    static props = {
        report: String,
        options: Object,
        title: String,
        change: Function,
    };

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.orm = useService("orm");
        this.dropdown = useDropdownState();
        this.state = useState({ favourites: [], canShare: false });
        this.form = useState({ name: "", isDefault: false, isShared: false });
    }

    async load() {
        const { favourites, can_share } = await this.orm.call(MODEL, "get_favourites", [
            this.props.report,
        ]);
        Object.assign(this.state, { favourites, canShare: can_share });
        Object.assign(this.form, { name: this.props.title, isDefault: false, isShared: false });
    }

    isChosen({ options }) {
        return deepEqual(options, keepOptions(this.props.options));
    }

    open({ options }) {
        this.props.change(takeOptions(options));
    }

    async save() {
        const { name, isDefault, isShared } = this.form;
        if (!name.trim()) {
            this.notification.add(_t("Give the favourite a name."), { type: "danger" });
            return;
        }
        const options = keepOptions(this.props.options);
        await this.orm.call(MODEL, "save_favourite", [this.props.report, name, options], {
            is_default: isDefault,
            is_shared: isShared,
        });
        this.dropdown.close();
        this.notification.add(_t("Saved among the favourites: %s", name), { type: "success" });
    }

    onKeydown(ev) {
        if (ev.key === "Enter") {
            ev.preventDefault();
            this.save();
        }
    }

    remove({ id, name, is_shared }) {
        this.dropdown.close();
        this.dialog.add(ConfirmationDialog, {
            title: _t("Remove the Favourite"),
            body: is_shared
                ? _t("“%s” is there for everybody. Nobody will have it any more.", name)
                : _t("“%s” will be gone.", name),
            confirmLabel: _t("Remove"),
            confirm: () => this.orm.unlink(MODEL, [id]),
            cancel: () => {},
        });
    }

    manage() {
        return this.action.doAction("crm_smarket_reports.crm_saved_analysis_action");
    }
}

registry
    .category("crm_smarket_reports.analysis_tools")
    .add("favourites", AnalysisFavourites, { sequence: 20 });

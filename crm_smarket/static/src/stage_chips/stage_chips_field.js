import { Component, useEffect, useRef } from "@odoo/owl";

import { toLocaleDateTimeString } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formatSelection } from "@web/views/fields/formatters";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { useStageDialog } from "../stage_dialog/stage_dialog_hook";

const STATES = [
    ["not_started", _t("Not started")],
    ["in_progress", _t("In progress")],
    ["done", _t("Done")],
    ["cancelled", _t("Cancelled")],
];
const ICONS = {
    in_progress: "fa-play-circle",
    done: "fa-check-circle",
    cancelled: "fa-ban",
};

/**
 * The stages of a project in one line: what is done, where it stands, what comes.
 *
 *     <field name="project_stage_ids" widget="project_stage_chips"/>
 */
export class StageChipsField extends Component {
    static template = "crm_smarket.StageChipsField";
    static props = { ...standardFieldProps };

    setup() {
        this.openStage = useStageDialog();
        const listRef = useRef("list");
        useEffect(
            (list) => {
                // On a phone the line is swiped; it begins where the project stands.
                const current = list.querySelector("[aria-current]");
                if (current) {
                    list.scrollLeft = current.offsetLeft - list.offsetLeft - list.clientWidth / 4;
                }
            },
            () => [listRef.el, this.chips.map((chip) => chip.state).join()]
        );
    }

    get chips() {
        const { records } = this.props.record.data[this.props.name];
        return records.map((record) => ({
            id: record.id,
            name: record.data.name,
            state: record.data.state,
            late: record.data.is_late,
            icon: record.data.is_late ? "fa-exclamation-circle" : ICONS[record.data.state],
            title: this.describe(record),
        }));
    }

    /** @returns {string} for example "Needs analysis: In progress, late, until Nov 7, 6:00 PM" */
    describe({ data, fields }) {
        const state = formatSelection(data.state, { field: fields.state });
        const values = { name: data.name, state, date: toLocaleDateTimeString(data.date_end) };
        if (!data.date_end || data.state === "cancelled") {
            return _t("%(name)s: %(state)s", values);
        }
        return data.is_late
            ? _t("%(name)s: %(state)s, late, until %(date)s", values)
            : _t("%(name)s: %(state)s, until %(date)s", values);
    }

    open(id) {
        return this.openStage(this.props.record, this.props.name, id);
    }
}

export const stageChipsField = {
    component: StageChipsField,
    displayName: _t("Stage chips"),
    supportedTypes: ["one2many"],
    relatedFields: () => [
        { name: "name", type: "char" },
        {
            name: "state",
            type: "selection",
            selection: STATES.map(([state, label]) => [state, label.toString()]),
        },
        { name: "is_late", type: "boolean" },
        { name: "date_end", type: "datetime" },
    ],
};

registry.category("fields").add("project_stage_chips", stageChipsField);

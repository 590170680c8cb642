import { Component } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formatFloat } from "@web/views/fields/formatters";
import { useInputField } from "@web/views/fields/input_field_hook";
import { parseFloat } from "@web/views/fields/parsers";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** As in the variance of a stage, which the server puts into words. */
const WORDS = {
    hours: (amount) => _t("%s h", amount),
    days: (amount) => _t("%s d", amount),
    weeks: (amount) => _t("%s w", amount),
};

/** @returns {string} for example "3 d"; without an amount the unit alone */
function inWords(unit, amount = "") {
    return `${WORDS[unit]?.(amount) ?? amount}`.trim();
}

/**
 * A length of time with its unit in one cell: "3 d".
 *
 *     <field name="duration" widget="project_delay" options="{'unit_field': 'duration_unit'}"/>
 */
export class DelayField extends Component {
    static template = "crm_smarket.DelayField";
    static props = {
        ...standardFieldProps,
        unitField: String,
    };

    setup() {
        useInputField({
            getValue: () => this.amount,
            refName: "amount",
            parse: (text) => parseFloat(text),
        });
    }

    get amount() {
        const value = this.props.record.data[this.props.name];
        return formatFloat(value, { digits: [16, 2], trailingZeros: false });
    }

    get unit() {
        return this.props.record.data[this.props.unitField];
    }

    get units() {
        const { selection } = this.props.record.fields[this.props.unitField];
        return selection.map(([value, label]) => ({ value, label, short: inWords(value) }));
    }

    get text() {
        return inWords(this.unit, this.amount);
    }

    onUnitChange(ev) {
        this.props.record.update({ [this.props.unitField]: ev.target.value });
    }
}

export const delayField = {
    component: DelayField,
    displayName: _t("Length of time with unit"),
    supportedTypes: ["float"],
    isEmpty: () => false,
    extractProps: ({ options }) => ({ unitField: options.unit_field }),
};

registry.category("fields").add("project_delay", delayField);

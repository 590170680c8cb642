import { Component, useEffect, useRef } from "@odoo/owl";
import { CheckBox } from "@web/core/checkbox/checkbox";
import { _t } from "@web/core/l10n/translation";
import { usePopover } from "@web/core/popover/popover_hook";
import { reposition } from "@web/core/position/utils";
import { registry } from "@web/core/registry";
import { useSortable } from "@web/core/utils/sortable_owl";
import { PropertiesField } from "@web/views/fields/properties/properties_field";
import { PropertyDefinition } from "@web/views/fields/properties/property_definition";
import { PropertyValue } from "@web/views/fields/properties/property_value";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import {
    cleanDefinition,
    describeDefinition,
    isOtherKind,
    makeName,
    moveDefinition,
} from "./parameter_list";

/**
 * The parameters that a stage asks for, as a list: core lets people define properties only where
 * they fill them in, on a project stage; a template has no such place.
 *
 * A row opens core's own popover for the definition of a property.
 */
export class ParameterDefinitionField extends Component {
    static template = "crm_smarket.ParameterDefinitionField";
    static components = { CheckBox, PropertyValue };
    static props = { ...standardFieldProps, context: { type: Object, optional: true } };

    setup() {
        this.describe = describeDefinition;
        this.tableRef = useRef("table");
        // Definitions as they were saved: giving a parameter its old type back gives its values back.
        this.originals = new Map();
        this.openIndex = null;
        this.mustOpen = false;
        this.popover = usePopover(PropertyDefinition, {
            closeOnClickAway: PropertiesField.prototype.checkPopoverClose,
            popoverClass: "o_property_field_popover",
            position: "bottom-start",
            fixedPosition: true,
            arrow: false,
            setActiveElement: false, // lets Tab work in the popover's own lists
            onClose: () => (this.openIndex = null),
        });
        useSortable({
            enable: () => !this.props.readonly,
            ref: this.tableRef,
            elements: ".o_data_row",
            handle: ".o_row_handle",
            cursor: "grabbing",
            onDrop: ({ element, previous }) => {
                const from = Number(element.dataset.index);
                const behind = previous ? Number(previous.dataset.index) : -1;
                this.update(
                    moveDefinition(this.definitions, from, behind < from ? behind + 1 : behind)
                );
            },
        });
        useEffect(
            (row) => {
                if (this.mustOpen && row) {
                    this.mustOpen = false;
                    this.open(this.definitions.length - 1, true);
                }
            },
            () => [this.getRow(this.definitions.length - 1)]
        );
    }

    get definitions() {
        return this.props.record.data[this.props.name] || [];
    }

    /** Return the type of a parameter in words. */
    getTypeLabel(type) {
        const types = PropertyDefinition.prototype.availablePropertyTypes;
        return types.find((pair) => pair[0] === type)?.[1] || type;
    }

    getRow(index) {
        return this.tableRef.el?.querySelector(`.o_data_row[data-index="${index}"]`);
    }

    update(definitions) {
        return this.props.record.update({ [this.props.name]: definitions });
    }

    async add() {
        this.mustOpen = true;
        await this.update([
            ...this.definitions,
            {
                name: makeName("char"),
                string: _t("Parameter %s", this.definitions.length + 1),
                type: "char",
                default: "",
            },
        ]);
    }

    remove(index) {
        this.popover.close();
        return this.update(this.definitions.filter((_definition, place) => place !== index));
    }

    setRequired(index, required) {
        return this.change(index, { ...this.definitions[index], required });
    }

    /**
     * Take a changed definition over. The popover goes on with the object it gave, so that gets
     * its new name, too.
     *
     * @param {number} index
     * @param {Object} definition
     */
    change(index, definition) {
        const present = this.definitions[index];
        const original = this.originals.get(present.name) || present;
        if (isOtherKind(definition, present)) {
            // under another name, so that projects do not read values of another kind
            definition.name = isOtherKind(definition, original)
                ? makeName(definition.type)
                : original.name;
            this.originals.set(definition.name, original);
        }
        const definitions = [...this.definitions];
        definitions[index] = cleanDefinition(definition);
        return this.update(definitions);
    }

    /**
     * Open the popover on a row.
     *
     * @param {number} index
     * @param {boolean} isNewlyCreated
     */
    open(index, isNewlyCreated = false) {
        if (this.popover.isOpen && this.openIndex === index) {
            return;
        }
        this.popover.open(this.getRow(index), {
            fieldName: this.props.name,
            readonly: this.props.readonly,
            canChangeDefinition: !this.props.readonly,
            propertyDefinition: { ...this.definitions[index] },
            context: this.props.context || {},
            onChange: (definition) => this.change(this.openIndex, definition),
            onDelete: () => this.remove(this.openIndex),
            onPropertyMove: (direction) => this.moveOpen(direction),
            isNewlyCreated,
            propertyIndex: index,
            propertiesSize: this.definitions.length,
            record: this.props.record,
        });
        this.openIndex = index;
    }

    /** Move the open parameter up or down, and the popover along. */
    async moveOpen(direction) {
        const to = this.openIndex + (direction === "up" ? -1 : 1);
        await this.update(moveDefinition(this.definitions, this.openIndex, to));
        this.openIndex = to;
        const popover = document.querySelector(".o_property_field_popover");
        if (popover) {
            reposition(popover, this.getRow(to), { position: "bottom-start", margin: 10 });
        }
    }

    onRowKeydown(ev, index) {
        if (ev.key === "Enter" && ev.target === ev.currentTarget) {
            ev.preventDefault();
            this.open(index);
        }
    }
}

export const parameterDefinitionField = {
    component: ParameterDefinitionField,
    displayName: _t("Parameters"),
    supportedTypes: ["properties_definition"],
    extractProps: (_staticInfo, dynamicInfo) => ({ context: dynamicInfo.context }),
};

registry.category("fields").add("project_parameter_definition", parameterDefinitionField);

import { patch } from "@web/core/utils/patch";
import { PropertyDefinition } from "@web/views/fields/properties/property_definition";

const DEFINITION_MODEL = "crm.project.template.stage";

/** Parameters of project stages may be mandatory; other properties are left as they are. */
patch(PropertyDefinition.prototype, {
    /** Whether this is a parameter of project stages, of a type that can be without a value. */
    get canBeRequired() {
        const { record, fieldName } = this.props;
        const definitionRecord = record?.fields[fieldName]?.definition_record;
        const model = definitionRecord
            ? record.fields[definitionRecord]?.relation
            : record?.resModel;
        return (
            model === DEFINITION_MODEL &&
            !["boolean", "separator"].includes(this.state.propertyDefinition.type)
        );
    },

    /** @param {boolean} required */
    onRequiredChange(required) {
        const propertyDefinition = { ...this.state.propertyDefinition, required };
        this.props.onChange(propertyDefinition);
        this.state.propertyDefinition = propertyDefinition;
    },
});

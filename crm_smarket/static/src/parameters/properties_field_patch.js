import { patch } from "@web/core/utils/patch";
import { PropertiesField } from "@web/views/fields/properties/properties_field";

/** Mark mandatory properties, and those that keep a project stage from being completed. */
patch(PropertiesField.prototype, {
    /**
     * Whether a mandatory property has no value while the gate of its stage asks for one.
     *
     * @param {Object} property definition with value
     */
    isMissing(property) {
        const { value } = property;
        const isEmpty = value === false || value === "" || value === undefined || value === null;
        return Boolean(
            property.required &&
                property.type !== "boolean" &&
                this.props.record.data.require_parameters &&
                (isEmpty || (Array.isArray(value) && !value.length))
        );
    },
});

import { uuid } from "@web/core/utils/strings";

/**
 * Pure functions on the definitions of parameters: a list of objects as the server keeps them,
 * `{ name, string, type, default, selection, tags, comodel, suffix, required, … }`.
 */

// What of the popover's answer belongs to values, or is no more than a mark for the form.
const FOREIGN_KEYS = ["value", "definition_changed", "definition_deleted"];
const SEPARATOR_KEYS = ["name", "string", "type", "fold_by_default"];

/**
 * Return a name under which projects will keep the values of a parameter.
 *
 * @param {string} type
 */
export function makeName(type) {
    // the server wants names of HTML parameters to say so
    return type === "html" ? `${uuid()}_html` : uuid();
}

/**
 * Return a definition as the server takes it.
 *
 * @param {Object} definition
 */
export function cleanDefinition(definition) {
    const isKept =
        definition.type === "separator"
            ? (key) => SEPARATOR_KEYS.includes(key)
            : (key) => !FOREIGN_KEYS.includes(key);
    return Object.fromEntries(Object.entries(definition).filter(([key]) => isKept(key)));
}

/** Tell whether the values of one definition make no sense for another. */
export function isOtherKind(definition, other) {
    return definition.type !== other.type || definition.comodel !== other.comodel;
}

/**
 * Return the list with the item of one index at another.
 *
 * @param {Object[]} definitions
 * @param {number} from
 * @param {number} to
 */
export function moveDefinition(definitions, from, to) {
    const result = [...definitions];
    result.splice(to, 0, ...result.splice(from, 1));
    return result;
}

/**
 * Return in words what a parameter may hold: its options, its tags, its unit.
 *
 * @param {Object} definition
 */
export function describeDefinition(definition) {
    const options = { selection: definition.selection, tags: definition.tags }[definition.type];
    if (options) {
        return options.map((option) => option[1]).join(", ");
    }
    return definition.suffix || "";
}

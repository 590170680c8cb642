import { completeActiveFields, makeActiveField } from "@web/model/relational_model/utils";

/**
 * Gives all records of an x2many list more fields than its views have, from now on.
 *
 * What core does with one record that opens in a dialog (`StaticList.extendRecord`), for
 * the whole list in one call: a page of a form can load what only it shows when somebody
 * opens it. What a person has changed stays, and the fields are read, changed and saved
 * with their records like any other.
 *
 * @param {StaticList} list
 * @param {Object} fields definitions by name, as the field service returns them
 * @returns {Promise<void>}
 */
export function addFields(list, fields) {
    const { model } = list;
    return model.mutex.exec(async () => {
        const missing = Object.keys(fields).filter((name) => !(name in list.activeFields));
        if (!missing.length) {
            return;
        }
        const activeFields = Object.fromEntries(missing.map((name) => [name, makeActiveField()]));
        const records = Object.values(list._cache);
        const resIds = records.map((record) => record.resId).filter(Boolean);
        const rows = await model._loadRecords(
            { ...list.config, activeFields, fields, resIds },
            list.evalContext
        );
        // These two belong to the form: what it reads from now on has the fields too.
        Object.assign(list.fields, fields);
        completeActiveFields(list.activeFields, activeFields);
        const values = new Map(rows.map((row) => [row.id, row]));
        for (const record of records) {
            Object.assign(record.activeFields, activeFields);
            record._applyDefaultValues();
            record._applyValues(values.get(record.resId) || {});
        }
    });
}

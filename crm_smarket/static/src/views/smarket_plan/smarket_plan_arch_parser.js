import { exprToBoolean } from "@web/core/utils/strings";

const DEFAULT_LIMIT = 40;

/** Reads the arch of a plan view. */
export class SmarketPlanArchParser {
    /**
     * @param {Element} xmlDoc `<smarket_plan/>`
     * @param {Object} fields of the model
     * @returns {{ dateStart: string, dateEnd: string, groupBy: string, limit: number, edit: boolean }}
     *  `limit` is the number of groups on a page
     */
    parse(xmlDoc, fields) {
        const read = (attribute, fallback) => xmlDoc.getAttribute(attribute) || fallback;
        for (const attribute of ["date_start", "date_end"]) {
            if (fields[read(attribute)]?.type !== "datetime") {
                throw new Error(`A plan view needs a field with date and time as "${attribute}".`);
            }
        }
        return {
            dateStart: read("date_start"),
            dateEnd: read("date_end"),
            groupBy: read("default_group_by", "lead_id"),
            limit: parseInt(read("limit"), 10) || DEFAULT_LIMIT,
            edit: exprToBoolean(read("edit", "1")),
        };
    }
}

/** Reads the arch of a funnel. */
export class SmarketFunnelArchParser {
    /**
     * @param {Element} xmlDoc `<smarket_funnel/>`
     * @param {Object} fields of the model
     * @returns {{ stage: string, measure: string | false, date: string, groupBy: string | false }}
     */
    parse(xmlDoc, fields) {
        const stage = xmlDoc.getAttribute("stage");
        if (fields[stage]?.type !== "many2one") {
            throw new Error(`A funnel needs a field that points to one stage as "stage".`);
        }
        return {
            stage,
            measure: xmlDoc.getAttribute("measure") || false,
            date: xmlDoc.getAttribute("date") || "create_date",
            groupBy: xmlDoc.getAttribute("default_group_by") || false,
        };
    }
}

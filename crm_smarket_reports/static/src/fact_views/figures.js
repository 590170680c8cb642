import { formatCurrency } from "@web/core/currency";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";

const MEASURES = ["amount", "cost", "margin"];
const CUSTOMERS = "commercial_partner_id:count_distinct";

/**
 * Return the figures of facts that a user may see: whole amounts, several currencies in that of the current
 * company, and the number of customers.
 *
 * @param {import("@web/search/search_model").SearchModel} searchModel
 * @returns {Array<{ aggregate: string, label: string, format: (value: any, isBare?: boolean) => string }>}
 */
export function getFigures({ searchViewFields }) {
    const currencies = new Set(user.activeCompanies.map((company) => company.currency_id));
    const operator = currencies.size > 1 ? "sum_currency" : "sum";
    const figures = MEASURES.filter((name) => name in searchViewFields).map((name) => ({
        aggregate: `${name}:${operator}`,
        label: searchViewFields[name].string,
        format: (value, isBare) =>
            formatCurrency(value || 0, user.activeCompany.currency_id, {
                digits: [69, 0],
                noSymbol: isBare,
            }),
    }));
    if ("commercial_partner_id" in searchViewFields) {
        figures.push({ aggregate: CUSTOMERS, label: _t("Customers"), format: String });
    }
    return figures;
}

/**
 * Ask for the figures of the facts that are searched for.
 *
 * @param {Object} orm the service
 * @param {import("@web/search/search_model").SearchModel} searchModel
 * @param {string[][]} groupings such as `[["date:month"], []]`
 * @returns {Promise<Object[][]>} groups, per grouping
 */
export function readFigures(orm, searchModel, groupings) {
    const aggregates = getFigures(searchModel).map(({ aggregate }) => aggregate);
    const { resModel, domain } = searchModel;
    return orm.silent.formattedReadGroupingSets(resModel, domain, groupings, aggregates);
}

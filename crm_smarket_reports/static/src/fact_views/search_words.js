import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { getPeriodDomain } from "./period";

/**
 * @param {Object} searchModel
 * @returns {Array<[string, string]>} what is searched for, in words
 */
export function describeSearch({ facets, period }) {
    const searched = facets.map(({ title, type, values }) => [
        title || (type === "groupBy" ? _t("Group By") : _t("Search")),
        values.join(", "),
    ]);
    if (!period) {
        return searched;
    }
    const [[, , start], [, , after]] = getPeriodDomain(period);
    const last = deserializeDate(after).minus({ days: 1 });
    return [
        [_t("Period"), `${formatDate(deserializeDate(start))} – ${formatDate(last)}`],
        ...searched,
    ];
}

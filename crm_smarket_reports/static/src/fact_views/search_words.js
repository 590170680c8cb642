import { Domain } from "@web/core/domain";
import {
    deserializeDate,
    formatDate,
    parseDate,
    parseDateTime,
    serializeDate,
    serializeDateTime,
} from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { getPeriodDomain } from "./period";

const RELATIVE_DAY = /^(today|now|[=+-])/;

/**
 * @param {Object} searchModel
 * @returns {Promise<Array<[string, string]>>} what is searched for, in words
 */
export async function describeSearch(searchModel) {
    const { facets, period } = searchModel;
    const lines = await Promise.all(facets.map((facet) => describeFacet(searchModel, facet)));
    if (searchModel.groupBy.length && !facets.some(({ type }) => type === "groupBy")) {
        lines.push([_t("Group By"), describeGroups(searchModel)]); // those of a favourite
    }
    return period ? [describePeriod(period), ...lines] : lines;
}

async function describeFacet(searchModel, { title, type, values, domain }) {
    const words = values.join(", ");
    if (type === "favorite" && domain) {
        return [_t("Search"), [words, await describeDomain(searchModel, domain)].join(": ")];
    }
    return [title || (type === "groupBy" ? _t("Group By") : _t("Search")), words];
}

/** What a favourite searches for, which its name need not say. */
async function describeDomain(searchModel, domain) {
    const { domainEvalContext, resModel, searchViewFields, treeProcessor } = searchModel;
    // with its values: nobody knows who "uid" is, or when "=1d" was
    const values = new Domain(domain)
        .toList(domainEvalContext)
        .map((part) => (Array.isArray(part) ? fixDay(part, searchViewFields) : part));
    const tree = await treeProcessor.treeFromDomain(resModel, values);
    return treeProcessor.getDomainTreeDescription(resModel, tree);
}

/** Give a condition on a day such as "=1d +1m" the day that is meant now. */
function fixDay([path, operator, value], fields) {
    const type = fields[path]?.type;
    if (typeof value === "string" && RELATIVE_DAY.test(value)) {
        if (type === "date") {
            return [path, operator, serializeDate(parseDate(value))];
        }
        if (type === "datetime") {
            return [path, operator, serializeDateTime(parseDateTime(value))];
        }
    }
    return [path, operator, value];
}

function describeGroups({ groupBy, searchViewFields }) {
    return groupBy.map((name) => searchViewFields[name.split(":")[0]]?.string || name).join(", ");
}

function describePeriod(period) {
    const [[, , start], [, , after]] = getPeriodDomain(period);
    const last = deserializeDate(after).minus({ days: 1 });
    return [_t("Period"), `${formatDate(deserializeDate(start))} – ${formatDate(last)}`];
}

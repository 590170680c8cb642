import { _t } from "@web/core/l10n/translation";

/**
 * By what customers are chosen, as `{ partner: [ids], tag: [ids], … }`: those who have one of each.
 *
 * @typedef {Object<string, number[]>} Choice
 */
export const CHOICES = [
    {
        key: "partner",
        label: _t("Customer"),
        model: "res.partner",
        field: "id",
        domain: ["|", ["is_company", "=", true], ["parent_id", "=", false]],
    },
    {
        key: "tag",
        label: _t("Customer Group"),
        model: "res.partner.category",
        field: "category_id",
    },
    {
        key: "industry",
        label: _t("Industry"),
        model: "res.partner.industry",
        field: "industry_id",
    },
    { key: "country", label: _t("Country"), model: "res.country", field: "country_id" },
    { key: "state", label: _t("Region"), model: "res.country.state", field: "state_id" },
];

/** Return the domain of the customers that were chosen, null where nothing was. */
export function getPartnerDomain(choice) {
    const domain = CHOICES.filter(({ key }) => choice[key]?.length).map(({ key, field }) => [
        field,
        "in",
        choice[key],
    ]);
    return domain.length ? domain : null;
}

/** Return the choice with other records of one kind. */
export function changeChoice(choice, key, ids) {
    return { ...choice, [key]: ids };
}

/**
 * Read the choice that an address names.
 *
 * @param {string} [text]
 * @returns {Choice | null}
 */
export function readChoice(text) {
    try {
        const choice = JSON.parse(text);
        return choice && typeof choice === "object" ? choice : null;
    } catch {
        return null;
    }
}

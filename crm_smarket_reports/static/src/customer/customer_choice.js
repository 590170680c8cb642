import { _t } from "@web/core/l10n/translation";

const COMMERCIAL = ["|", ["is_company", "=", true], ["parent_id", "=", false]];

/**
 * By what customers are chosen, as `{ partner: [ids], city: [texts], … }`: those who have one of each. Without a
 * model it is a text of theirs.
 *
 * @typedef {Object<string, Array<number | string>>} Choice
 */
export const CHOICES = [
    {
        key: "partner",
        label: _t("Customer"),
        model: "res.partner",
        field: "id",
        domain: COMMERCIAL,
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
    { key: "city", label: _t("City"), field: "city", domain: COMMERCIAL },
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

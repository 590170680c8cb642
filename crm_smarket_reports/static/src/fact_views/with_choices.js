/**
 * Give a model of a graph or a pivot table choices that last.
 *
 * What the context says, as that of a favourite does, counts once. From then on what the user chooses does, also
 * when something else is searched for.
 *
 * @param {typeof import("@web/model/model").Model} Model
 * @param {string} prefix of the context's keys that are for this model
 * @returns {typeof import("@web/model/model").Model}
 */
export function withChoices(Model, prefix) {
    return class extends Model {
        load(searchParams) {
            const entries = Object.entries(searchParams.context);
            const said = JSON.stringify(entries.filter(([key]) => key.startsWith(prefix)));
            const isKnown = said === this.metaData.said;
            this.metaData.said = said;
            const context = Object.fromEntries(entries.filter(([key]) => !key.startsWith(prefix)));
            const rest = { ...searchParams, context };
            const loaded = super.load(isKnown ? rest : searchParams);
            this.searchParams = rest; // what was said has been taken over by now
            return loaded;
        }
    };
}

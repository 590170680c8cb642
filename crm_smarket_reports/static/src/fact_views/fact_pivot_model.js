import { PivotModel } from "@web/views/pivot/pivot_model";
import { withChoices } from "./with_choices";

/**
 * The model of a table of facts, which begins with its total alone where it would have too many rows: thousands of
 * customers by month keep a browser busy for minutes. One click more lists them for who wants them all.
 */
export class FactPivotModel extends withChoices(PivotModel, "pivot_") {
    /** So many rows are listed without being asked for. */
    static mostRows = 500;

    async load(searchParams) {
        if (!this.reload && (await this.isLong(searchParams))) {
            this.metaData.rowGroupBys = [];
        }
        return super.load(searchParams);
    }

    /** Tell whether the rows that nobody has chosen are too many. */
    async isLong({ context, domain, groupBy }) {
        const { fields, resModel, rowGroupBys } = this.metaData;
        const [name] = rowGroupBys;
        if (groupBy.length || context.pivot_row_groupby || fields[name]?.type !== "many2one") {
            return false;
        }
        const count = `${name}:count_distinct`;
        const [[total]] = await this.orm.formattedReadGroupingSets(resModel, domain, [[]], [count]);
        return total[count] > this.constructor.mostRows;
    }
}

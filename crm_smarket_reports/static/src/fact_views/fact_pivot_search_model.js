import { PivotSearchModel } from "@web/views/pivot/pivot_search_model";

/** The search above a table and a graph: a favourite knows what each of them was grouped by. */
export class FactPivotSearchModel extends PivotSearchModel {
    /** What the graph is grouped by, if anything is searched for. */
    get graphGroupBy() {
        this.isForGraph = true;
        const groupBy = this._getGroupBy();
        this.isForGraph = false;
        return groupBy;
    }

    _getSearchItemGroupBys(activeItem) {
        const { type, context } = this.searchItems[activeItem.searchItemId];
        if (this.isForGraph && type === "favorite" && context.graph_groupbys) {
            return context.graph_groupbys;
        }
        return super._getSearchItemGroupBys(activeItem);
    }
}

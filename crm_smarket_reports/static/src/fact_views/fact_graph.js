import { GraphModel } from "@web/views/graph/graph_model";
import { GraphRenderer } from "@web/views/graph/graph_renderer";
import { withChoices } from "./with_choices";

export const FactGraphModel = withChoices(GraphModel, "graph_");

/** The model of a graph that stands above a table, both for the same search. */
export class PivotGraphModel extends FactGraphModel {
    load(searchParams) {
        return super.load({ ...searchParams, groupBy: this.env.searchModel.graphGroupBy });
    }
}

/** A graph that is drawn when its data change, not whenever something beside it does. */
export class PivotGraphRenderer extends GraphRenderer {
    renderChart() {
        const drawn = [this.model.data, this.canvasRef.el];
        if (!this.drawn?.every((one, index) => one === drawn[index])) {
            this.drawn = drawn;
            super.renderChart();
        }
    }
}

/**
 * Return what a graph needs to draw the same as a table at first: its first measure by its columns.
 *
 * @param {Object} metaData of the table
 * @returns {Object} parameters of {@link PivotGraphModel}
 */
export function getGraphParams(metaData) {
    const { activeMeasures, colGroupBys, fieldAttrs, fields, resModel, title } = metaData;
    return {
        fieldAttrs,
        fields,
        resModel,
        title,
        cumulated: false,
        groupBy: colGroupBys,
        measure: activeMeasures[0],
        mode: "bar",
        order: null,
        stacked: true,
        viewMeasures: activeMeasures,
    };
}

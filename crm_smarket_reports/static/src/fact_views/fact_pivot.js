import { useModelWithSampleData } from "@web/model/model";
import { useSetupAction } from "@web/search/action_hook";
import { GraphController } from "@web/views/graph/graph_controller";
import { PivotController } from "@web/views/pivot/pivot_controller";
import { pivotView } from "@web/views/pivot/pivot_view";
import { getGraphParams, PivotGraphModel, PivotGraphRenderer } from "./fact_graph";
import { FactPivotModel } from "./fact_pivot_model";
import { FactPivotSearchModel } from "./fact_pivot_search_model";
import { MonthFigures } from "./month_figures";

/**
 * All about some facts in one window: what each month comes to, core's graph, and below them core's pivot table.
 *
 * All three show what is searched for. Table and graph are configured each for itself, and a favourite keeps both.
 */
export class FactPivotController extends PivotController {
    static template = "crm_smarket_reports.FactPivotView";
    static components = { ...PivotController.components, MonthFigures, PivotGraphRenderer };
    static props = { ...PivotController.props, graphParams: Object };

    setup() {
        super.setup();
        this.graph = useModelWithSampleData(
            PivotGraphModel,
            this.props.graphParams,
            this.modelOptions
        );
        useSetupAction({
            getLocalState: () => ({ graph: this.graph.metaData }),
            // What core's graph says of itself in favourites.
            getContext: () => GraphController.prototype.getContext.call({ model: this.graph }),
        });
    }

    /** Whether it is known that nothing was found. */
    get isEmpty() {
        return this.model.isReady && !this.model.hasData();
    }

    get hasPeriod() {
        return Boolean(this.env.searchModel.period);
    }
}

export const factPivotView = {
    ...pivotView,
    Controller: FactPivotController,
    Model: FactPivotModel,
    SearchModel: FactPivotSearchModel,
    props(genericProps, view) {
        const props = pivotView.props(genericProps, view);
        const { metaData } = props.modelParams;
        return { ...props, graphParams: genericProps.state?.graph || getGraphParams(metaData) };
    },
};

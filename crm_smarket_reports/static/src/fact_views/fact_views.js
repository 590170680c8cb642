import { registry } from "@web/core/registry";
import { SearchModel } from "@web/search/search_model";
import { graphView } from "@web/views/graph/graph_view";
import { listView } from "@web/views/list/list_view";
import { FactGraphModel } from "./fact_graph";
import { factPivotView } from "./fact_pivot";
import { withPeriodBar } from "./with_period";

const viewRegistry = registry.category("views");

viewRegistry.add(
    "crm_fact_graph",
    withPeriodBar({ ...graphView, Model: FactGraphModel }, graphView.SearchModel)
);
viewRegistry.add("crm_fact_pivot", withPeriodBar(factPivotView, factPivotView.SearchModel));
viewRegistry.add("crm_fact_list", withPeriodBar(listView, SearchModel));

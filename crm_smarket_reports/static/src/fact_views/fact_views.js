import { registry } from "@web/core/registry";
import { SearchModel } from "@web/search/search_model";
import { graphView } from "@web/views/graph/graph_view";
import { listView } from "@web/views/list/list_view";
import { pivotView } from "@web/views/pivot/pivot_view";
import { withPeriodBar } from "./with_period";

const viewRegistry = registry.category("views");

viewRegistry.add("crm_fact_graph", withPeriodBar(graphView, graphView.SearchModel));
viewRegistry.add("crm_fact_pivot", withPeriodBar(pivotView, pivotView.SearchModel));
viewRegistry.add("crm_fact_list", withPeriodBar(listView, SearchModel));

import { registry } from "@web/core/registry";

import { getModelViewProps } from "@crm_smarket/views/model_view";

import { SmarketFunnelArchParser } from "./smarket_funnel_arch_parser";
import { SmarketFunnelController } from "./smarket_funnel_controller";
import { SmarketFunnelModel } from "./smarket_funnel_model";
import { SmarketFunnelRenderer } from "./smarket_funnel_renderer";

/** How many deals, or how much, there is at each stage, and how many go on from there. */
export const smarketFunnelView = {
    type: "smarket_funnel",
    ArchParser: SmarketFunnelArchParser,
    Controller: SmarketFunnelController,
    Model: SmarketFunnelModel,
    Renderer: SmarketFunnelRenderer,
    searchMenuTypes: ["filter", "groupBy", "favorite"],
    props: getModelViewProps,
};

registry.category("views").add("smarket_funnel", smarketFunnelView);

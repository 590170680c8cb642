import { registry } from "@web/core/registry";

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

    props: (genericProps, view) => {
        const { arch, fields, resModel, state } = genericProps;
        return {
            ...genericProps,
            Model: view.Model,
            Renderer: view.Renderer,
            modelParams: {
                resModel,
                fields,
                archInfo: new view.ArchParser().parse(arch, fields),
                ...state,
            },
        };
    },
};

registry.category("views").add("smarket_funnel", smarketFunnelView);

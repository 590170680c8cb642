import { registry } from "@web/core/registry";

import { getModelViewProps } from "../model_view";
import { SmarketPlanArchParser } from "./smarket_plan_arch_parser";
import { SmarketPlanController } from "./smarket_plan_controller";
import { SmarketPlanModel } from "./smarket_plan_model";
import { SmarketPlanRenderer } from "./smarket_plan_renderer";

/** The stages of many projects as bars on one time axis: who is where with which customer. */
export const smarketPlanView = {
    type: "smarket_plan",
    ArchParser: SmarketPlanArchParser,
    Controller: SmarketPlanController,
    Model: SmarketPlanModel,
    Renderer: SmarketPlanRenderer,
    searchMenuTypes: ["filter", "groupBy", "favorite"],
    props: getModelViewProps,
};

registry.category("views").add("smarket_plan", smarketPlanView);

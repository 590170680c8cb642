import { stepUtils } from "@web_tour/tour_utils";

/** Steps that several tours share; each goes its own way on a desktop and on a phone. */

const desktop = { isActive: ["desktop"] };
const mobile = { isActive: ["mobile"] };

/** Opens CRM, which begins with the pipeline. */
export function openPipeline() {
    return [
        stepUtils.showAppsMenuItem(),
        { ...mobile, trigger: ".o_menu_toggle", run: "click" },
        { ...mobile, trigger: ".o_app_menu_sidebar .o_sidebar_topbar a", run: "click" },
        { trigger: ".o_app[data-menu-xmlid='crm.crm_menu_root']", run: "click" },
        { ...mobile, trigger: "body:not(:has(.o_app_menu_sidebar))" },
        { trigger: ".o_last_breadcrumb_item:contains(Pipeline)" },
    ];
}

/** Chooses an entry of the menus of CRM and waits until its screen, titled so, is there. */
export function openMenu(sectionId, menuId, title) {
    return [
        ...openPipeline(),
        { ...desktop, trigger: `button[data-menu-xmlid='${sectionId}']`, run: "click" },
        { ...mobile, trigger: ".o_menu_toggle", run: "click" },
        { trigger: `[data-menu-xmlid='${menuId}']`, run: "click" },
        { trigger: `.o_last_breadcrumb_item:contains(${title})` },
    ];
}

/** Opens a new record from a list or the cards that a phone shows instead. */
export function createRecord() {
    return [
        { ...desktop, trigger: ".o_list_button_add", run: "click" },
        { ...mobile, trigger: ".o-kanban-button-new", run: "click" },
    ];
}

/** Turns to a page of a notebook, within `root` or in the form on top. */
export function openPage(name, root = "") {
    return { trigger: `${root} .o_notebook_headers a[name='${name}']`, run: "click" };
}

/** Waits until a condition of the page holds; `what` names it in the error. */
export function waitUntil(what, condition) {
    return {
        content: what,
        trigger: "body",
        run: ({ waitUntil }) => waitUntil(condition, { message: what, timeout: 5000 }),
    };
}

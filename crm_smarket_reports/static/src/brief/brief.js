import { Component, onMounted, onWillUnmount, useState } from "@odoo/owl";

import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { useBus, useService } from "@web/core/utils/hooks";

const COUNT_KEY = "crm_smarket_reports.brief_count";
const LEVELS = {
    good: { icon: "fa-arrow-circle-up text-success", label: _t("Good") },
    watch: { icon: "fa-exclamation-circle text-warning", label: _t("To watch") },
    bad: { icon: "fa-exclamation-triangle text-danger", label: _t("Bad") },
    info: { icon: "fa-info-circle text-info", label: _t("For information") },
};

/**
 * At most five sentences about what is remarkable, each a link to what it speaks of.
 *
 * Asked for after the widgets, which it must not hold up. A mail links to one of its sentences
 * by the page's address with `?sentence=key`.
 */
export class Brief extends Component {
    static template = "crm_smarket_reports.Brief";
    static props = { loader: Object, params: Object };

    levels = LEVELS;

    setup() {
        this.action = useService("action");
        this.notification = useService("notification");
        this.orm = useService("orm");
        // As many lines as there were the last time, so that nothing moves when they come in.
        this.expected = Array.from({ length: browser.localStorage.getItem(COUNT_KEY) ?? 5 });
        this.state = useState({ sentences: null, isFailed: false, isMailed: null });
        this.isGone = false;
        onWillUnmount(() => (this.isGone = true));
        useBus(this.props.loader.bus, "refresh", () => this.load());
        onMounted(() => {
            const { params } = this.props;
            if (params.sentence) {
                this.openByKey(params.sentence);
                delete params.sentence; // once: not when the user comes back to the page
            }
            this.load();
        });
    }

    async load() {
        this.state.isFailed = false;
        await this.props.loader.whenAnswered();
        try {
            const [sentences, [me]] = await Promise.all([
                this.orm.silent.call("crm.smarket.dashboard", "get_brief", []),
                this.orm.silent.read("res.users", [user.userId], ["general_information_mail"]),
            ]);
            browser.localStorage.setItem(COUNT_KEY, Math.max(1, sentences.length));
            Object.assign(this.state, { sentences, isMailed: me.general_information_mail });
        } catch {
            this.state.isFailed = true;
        }
    }

    /** Open what a mail's sentence speaks of, in all companies of its reader, the main one first. */
    async openByKey(key) {
        const ids = [user.defaultCompany, ...user.allowedCompanies].map((company) => company.id);
        const companyIds = [...new Set(ids)];
        const context = { allowed_company_ids: companyIds };
        const args = [key];
        const [sentence] = await this.orm.call("crm.smarket.dashboard", "get_brief", args, {
            context,
        });
        if (this.isGone) {
            return;
        }
        if (sentence) {
            await user.activateCompanies(companyIds, {
                includeChildCompanies: false,
                reload: false,
            });
            await this.open(sentence);
        } else {
            this.notification.add(_t("What the mail said is not so any more."), { type: "info" });
        }
    }

    open(sentence) {
        return this.action.doAction(sentence.action);
    }

    getUrl(sentence) {
        return `/odoo/general-information?sentence=${sentence.key}`;
    }

    async toggleMail() {
        const isMailed = !this.state.isMailed;
        await this.orm.write("res.users", [user.userId], { general_information_mail: isMailed });
        this.state.isMailed = isMailed;
        this.notification.add(
            isMailed
                ? _t("You will have this by mail each working morning at 8:00.")
                : _t("No more mails of this."),
            { type: "success" }
        );
    }
}

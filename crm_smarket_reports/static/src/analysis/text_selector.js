import { Component } from "@odoo/owl";

import { AutoComplete } from "@web/core/autocomplete/autocomplete";
import { Domain } from "@web/core/domain";
import { _t } from "@web/core/l10n/translation";
import { useTagNavigation } from "@web/core/record_selectors/tag_navigation_hook";
import { TagsList } from "@web/core/tags_list/tags_list";
import { useService } from "@web/core/utils/hooks";

const LIMIT = 8; // texts that are offered

/** Choose texts that a field of records has, as `MultiRecordSelector` does records: cities, say. */
export class TextSelector extends Component {
    static template = "crm_smarket_reports.TextSelector";
    static components = { AutoComplete, TagsList };
    static props = {
        resModel: String,
        fieldName: String,
        domain: { type: Array, optional: true },
        texts: { type: Array, element: String },
        update: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.sources = [
            { placeholder: _t("Loading..."), options: (request) => this.search(request) },
        ];
        useTagNavigation("textSelector", { delete: (index) => this.remove(index) });
    }

    get tags() {
        return this.props.texts.map((text, index) => ({
            id: text,
            text,
            onDelete: () => this.remove(index),
        }));
    }

    /** Offer those that most records have, without those that are chosen already. */
    async search(request) {
        const { domain = [], fieldName, resModel, texts, update } = this.props;
        const groups = await this.orm.formattedReadGroup(
            resModel,
            Domain.and([
                domain,
                [[fieldName, "ilike", request]],
                [[fieldName, "not in", [...texts, false, ""]]],
            ]).toList(),
            [fieldName],
            ["__count"],
            { limit: LIMIT, order: `__count desc, ${fieldName}` }
        );
        const options = groups.map(({ [fieldName]: text }) => ({
            label: text,
            onSelect: () => update([...texts, text]),
        }));
        return options.length ? options : [{ label: _t("(no result)") }];
    }

    remove(index) {
        this.props.update(this.props.texts.filter((_text, place) => place !== index));
    }
}

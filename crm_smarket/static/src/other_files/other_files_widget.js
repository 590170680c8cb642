import { Component, onWillStart, useState } from "@odoo/owl";

import { deserializeDateTime, formatDate } from "@web/core/l10n/dates";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { url } from "@web/core/utils/urls";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/**
 * The files of an opportunity that belong to none of its documents, for example
 * those that came by mail, each to be made one of the documents by one choice.
 *
 *     <widget name="project_other_files"/>
 */
export class OtherFilesWidget extends Component {
    static template = "crm_smarket.OtherFilesWidget";
    static components = { Dropdown, DropdownItem };
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ files: [] });
        onWillStart(() => this.load());
        useRecordObserver((record) => {
            if (record.resId !== this.resId) {
                this.load();
            }
        });
    }

    get documents() {
        return this.props.record.data.project_document_ids.records.filter((doc) => doc.resId);
    }

    async load() {
        this.resId = this.props.record.resId;
        this.state.files = this.resId
            ? await this.orm.call("crm.lead", "get_project_other_files", [[this.resId]])
            : [];
    }

    urlOf(file) {
        return url(`/web/content/${file.id}`, { download: true });
    }

    dateOf(file) {
        return formatDate(deserializeDateTime(file.create_date));
    }

    /** Makes a file one of the files of a document. */
    async assign(file, document) {
        if (!(await this.props.record.save())) {
            return;
        }
        await this.orm.call("crm.project.document", "assign_file", [[document.resId], file.id]);
        await this.props.record.load();
        await this.load();
    }
}

registry.category("view_widgets").add("project_other_files", { component: OtherFilesWidget });

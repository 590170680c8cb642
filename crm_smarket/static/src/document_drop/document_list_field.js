import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { X2ManyField, x2ManyField } from "@web/views/fields/x2many/x2many_field";

import { DocumentListRenderer } from "./document_list_renderer";

/**
 * Documents in a list that takes dropped files.
 *
 *     <field name="project_document_ids" widget="project_documents"/>
 */
export class DocumentListField extends X2ManyField {
    static components = { ...X2ManyField.components, ListRenderer: DocumentListRenderer };
}

export const documentListField = {
    ...x2ManyField,
    component: DocumentListField,
    displayName: _t("Documents with drop of files"),
    supportedTypes: ["one2many"],
};

registry.category("fields").add("project_documents", documentListField);

from odoo.fields import Domain

# By which field what is named in a file is found, where that is not its name.
KEYS = {"res.users": "login"}


class TemplateFinder:
    """Finds in this database what a template in a file calls by name; notes what is not here.

    :param env: of the person who imports
    :param company: to which the templates shall belong; none means all companies
    """

    def __init__(self, env, company):
        self.env = env
        self.company = company
        self.owner = ""  # name of the template or stage that is read at the moment
        self.warnings = []
        self.kinds = {
            "crm.stage": env._("the pipeline column"),
            "crm.team": env._("the sales team"),
            "mail.activity.plan": env._("the activity plan"),
            "product.product": env._("the product"),
            "res.users": env._("the user"),
            "resource.calendar": env._("the working hours"),
        }

    def find(self, model, name):
        """Return the record that is called so, else none."""
        return self.find_all(model, [name] if name else [])

    def find_all(self, model, names):
        """Return the records that are called so, one for each name that is found."""
        records = self.env[model]
        for name in names:
            record = self._search(model, [(KEYS.get(model, "name"), "=", name)])
            if not record:
                self._note_missing(model, name)
            records |= record
        return records

    def find_product(self, data):
        """Return the product with this internal reference, without one the product with this name."""
        by_reference = [("default_code", "=", data["reference"])]
        product = self._search("product.product", by_reference if data["reference"] else [("name", "=", data["name"])])
        if not product:
            self._note_missing("product.product", data["reference"] or data["name"])
        return product

    def find_groups(self, external_ids):
        """Return the groups with these external ids."""
        groups = self.env["res.groups"]
        for external_id in external_ids:
            group = self.env.ref(external_id, raise_if_not_found=False) if "." in external_id else None
            if group and group._name == "res.groups":
                groups |= group
            else:
                self.warnings.append(
                    self.env._(
                        "%(owner)s: the group “%(name)s” does not exist here. Check who may complete this stage.",
                        owner=self.owner,
                        name=external_id,
                    )
                )
        return groups

    def keep_known_models(self, definitions):
        """Return the definitions of parameters without those that lead to models that are not installed."""
        kept = []
        for definition in definitions:
            model = definition.get("comodel")
            if model and model not in self.env:
                self.warnings.append(
                    self.env._(
                        "%(owner)s: the parameter “%(name)s” is left out: there is no model “%(model)s” here.",
                        owner=self.owner,
                        name=definition.get("string") or definition["name"],
                        model=model,
                    )
                )
            else:
                kept.append(definition)
        return kept

    def _search(self, model, domain):
        """Return the first record, in the language of the person or in English."""
        Model = self.env[model]
        if self.company and "company_id" in Model._fields and model != "res.users":
            domain = Domain(domain) & (
                Domain("company_id", "=", False) | Domain("company_id", "parent_of", self.company.ids)
            )
        if model == "mail.activity.plan":
            domain = Domain(domain) & Domain("res_model", "=", "crm.lead")
        record = Model.search(domain, limit=1) or Model.with_context(lang="en_US").search(domain, limit=1)
        return record.with_env(self.env)

    def _note_missing(self, model, name):
        self.warnings.append(
            self.env._(
                "%(owner)s: %(kind)s “%(name)s” was not found and is left out.",
                owner=self.owner,
                kind=self.kinds[model],
                name=name,
            )
        )

from odoo import models
from odoo.fields import Domain

MAX_NAME = 500  # nothing is called by more characters


class CrmWebForm(models.Model):
    """Finding the products and units that a cart names."""

    _inherit = "crm.web.form"

    def _is_sold(self, products):
        """Whether these are products, and can be ordered through the form."""
        return bool(products) and all(
            product.active and product.sale_ok and product.type != "combo" for product in products
        )

    def _find_products(self, texts):
        """Return what the texts say, by reference, else by barcode, else by name, all of them at once.

        :return: ``{text: (product, "")}``, or instead of "" why it is none: ``unknown``, ``closed``, ``ambiguous``
        """
        # what is not sold any more is found as well, to say so; another company's products are unknown
        products = self.env["product.product"].sudo().with_context(active_test=False)
        found = dict.fromkeys(texts, products)
        short = [text for text in texts if 0 < len(text) <= MAX_NAME]
        if short:
            candidates = self._search_products(products, [("default_code", "in", short)], [("barcode", "in", short)])
            for text in short:
                found[text] = candidates.filtered(lambda product, text=text: product.default_code == text)
                found[text] = found[text] or candidates.filtered(lambda product, text=text: product.barcode == text)
        for lang in self._get_search_langs():
            if rest := [text for text in short if not found[text]]:
                found |= self._find_by_words(products.with_context(lang=lang), rest)
        return {text: self._choose_product(candidates) for text, candidates in found.items()}

    def _find_by_words(self, products, texts):
        """Return the products that are called so in the language of the context, whatever the case."""
        is_called = self.env["crm.web.form.field"]._is_called
        names = [is_called(fname, text) for text in texts for fname in ("default_code", "name")]
        candidates = self._search_products(products, *names)
        found = {}
        for text in texts:
            word = text.casefold()
            by_code = candidates.filtered(lambda product, word=word: (product.default_code or "").casefold() == word)
            found[text] = by_code or candidates.filtered(lambda product, word=word: product.name.casefold() == word)
        return found

    def _search_products(self, products, *domains):
        own = Domain(products._check_company_domain(self.company_id))
        return products.search(own & Domain.OR(map(Domain, domains)))

    def _get_search_langs(self):
        """Return the languages in which a product may be named, the visitor's first."""
        return dict.fromkeys([self.env.lang, *(code for code, _name in self.env["res.lang"].get_installed())])

    def _choose_product(self, candidates):
        """Return the one product that can be ordered, and why there is none."""
        sold = candidates.filtered(self._is_sold)
        none = self.env["product.product"]
        if len(sold) == 1:
            return none.browse(sold.id), ""
        return none, "ambiguous" if sold else "closed" if candidates else "unknown"

    def _find_unit(self, product, text):
        """Return the unit of this name in which the product can be counted, empty when there is none."""
        # sudo: the visitor may read none of them
        units = self.env["uom.uom"].sudo()
        for lang in self._get_search_langs():
            found = units.with_context(lang=lang).search(
                self.env["crm.web.form.field"]._is_called("name", text[:MAX_NAME])
            )
            if found := found.filtered(lambda unit: unit._has_common_reference(product.uom_id)):
                return units.browse(found[0].id)
        return units

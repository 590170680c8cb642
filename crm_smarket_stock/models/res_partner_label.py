from odoo import models


class ResPartner(models.Model):
    """An address as it stands on a label: by the format of its country, postcode and town large."""

    _inherit = "res.partner"

    def _get_label_address(self, joined=False):
        """Return the address by the format of its country, without names and the country.

        :param bool joined: with postcode and town among the lines
        :return: tuple of lines; unless joined, a pair of that without postcode and town, and these two, with the
            short name of the state where the country writes it beside them: "Boston MA 02108"
        """
        self.ensure_one()
        pattern, parts = self._prepare_display_address(without_company=True)
        parts["country_name"] = parts["country_code"] = ""
        names = ["zip", "city"]
        if any("%(state_code)s" in line and ("%(zip)s" in line or "%(city)s" in line) for line in pattern.splitlines()):
            names.append("state_code")
        town = {name: parts[name] for name in names}
        if not joined:
            parts.update(dict.fromkeys(town, ""))
        lines = tuple(" ".join(line.split()) for line in (pattern % parts).splitlines() if line.strip(" ,"))
        if joined:
            return lines
        in_order = sorted(town, key=lambda name: pattern.find(f"%({name})s"))
        return lines, " ".join(filter(None, (town[name] for name in in_order)))

"""The translation files hold exactly the terms of the source, and no gap."""

from launcher import paths, translations

from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestTranslations(TransactionCase):
    def test_files_are_complete(self):
        for add_on in paths.add_ons():
            terms = translations.export(self.env, add_on.name)
            self.assertTrue(terms, f"{add_on.name} has no term at all")
            files = {None: add_on / f"i18n/{add_on.name}.pot"}
            files.update({language: add_on / f"i18n/{language}.po" for language in translations.LANGUAGES})
            for language, path in files.items():
                with self.subTest(file=f"{add_on.name}/{path.name}"):
                    found = translations.problems(terms, path, language)
                    self.assertFalse(found, "\n".join(["./dev i18n refreshes the files; then fill in:", *found]))

"""The parts of ./dev that decide something."""

import os
import socket

import polib
import pytest
from launcher import cli, database, odoo_source, paths, postgres, pytest_plugin, serving, steps, translations


def _terms(*msgids):
    terms = polib.POFile()
    terms.extend(polib.POEntry(msgid=msgid) for msgid in msgids)
    return terms


def test_refresh_keeps_translations_and_drops_what_is_gone(tmp_path):
    folder = tmp_path / "crm_example/i18n"
    folder.mkdir(parents=True)
    translations.refresh(_terms("Stage", "Gone"), folder)
    known = polib.pofile(str(folder / "ru.po"))
    known.find("Stage").msgstr = "Этап"
    known.save()

    gaps = translations.refresh(_terms("Stage", "New"), folder)

    assert gaps[folder / "ru.po"] == ["New"]
    assert [(entry.msgid, entry.msgstr) for entry in polib.pofile(str(folder / "ru.po"))] == [
        ("Stage", "Этап"),
        ("New", ""),
    ]


def test_each_gap_of_a_translation_is_told(tmp_path):
    path = tmp_path / "ru.po"
    content = _terms("Fuzzy", "Empty", "%(name)s is late", "Gone", "Well")
    content.find("Fuzzy").msgstr, content.find("Fuzzy").flags = "Нечётко", ["fuzzy"]
    content.find("%(name)s is late").msgstr = "%(nom)s опаздывает"
    content.find("Well").msgstr = "Хорошо"
    content.find("Gone").msgstr = "Ушло"
    content.save(str(path))

    found = translations.problems(_terms("Fuzzy", "Empty", "%(name)s is late", "Well", "Missing"), path, "ru")

    assert [problem.partition(":")[0] for problem in found] == [
        "missing",
        "no longer used",
        "untranslated",
        "untranslated",
        "other placeholders",
    ]


def test_database_depends_on_what_it_holds(tmp_path, monkeypatch):
    add_on = tmp_path / "crm_example"
    for folder in ("models", "tests", "i18n"):
        (add_on / folder).mkdir(parents=True)
    (add_on / "__manifest__.py").write_text('{"depends": ["crm", "crm_example"]}')
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    assert database.core_modules() == ["base", "crm"]

    before = database.add_ons_digest(), database.add_ons_digest(translations=False)
    (add_on / "tests/test_example.py").write_text("")
    assert (database.add_ons_digest(), database.add_ons_digest(translations=False)) == before
    (add_on / "i18n/ru.po").write_text("")
    assert database.add_ons_digest() != before[0]
    assert database.add_ons_digest(translations=False) == before[1]
    (add_on / "models/example.py").write_text("")
    assert database.add_ons_digest(translations=False) != before[1]


def test_a_copy_in_the_cache_that_is_not_whole_is_not_used(tmp_path):
    databases = database.Databases.__new__(database.Databases)
    assert not databases._load(tmp_path / "absent", "name")
    (tmp_path / "dump").write_text("cut off")
    (tmp_path / "filestore.tar").write_text("")
    (tmp_path / "SHA256SUMS").write_text("0123  dump\n4567  filestore.tar\n")
    assert not databases._load(tmp_path, "name")


def test_socket_of_a_deep_checkout_is_short(tmp_path):
    deep = tmp_path / ("folder/" * 20)
    assert postgres._socket_folder(tmp_path / "x") == tmp_path / "x"
    assert len(os.fsencode(postgres._socket_folder(deep) / ".s.PGSQL.5432")) <= 107
    assert postgres._socket_folder(deep) != postgres._socket_folder(deep / "other")


def test_port_in_use_is_refused_or_passed_over():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(steps.Missing, match="in use"):
            serving.choose_port(taken.getsockname()[1])
    assert serving.choose_port(None) >= serving.FIRST_PORT


def test_odoo_home_must_hold_odoo_19(tmp_path, monkeypatch):
    monkeypatch.setenv("ODOO_HOME", str(tmp_path))
    with pytest.raises(steps.Missing, match="holds no Odoo"):
        odoo_source.ensure()
    (tmp_path / "odoo").mkdir()
    (tmp_path / "odoo-bin").touch()
    release = tmp_path / "odoo/release.py"
    release.write_text("version = '18.0'\nversion_info = (18, 0, 0, 'final', 0, '')\n")
    with pytest.raises(steps.Missing, match="is Odoo 18.0"):
        odoo_source.ensure()
    release.write_text("version = '19.0'\nversion_info = (19, 0, 0, 'final', 0, '')\n")
    source = odoo_source.ensure()
    assert source.command == tmp_path / "odoo-bin"
    assert source.core_addons == (tmp_path / "addons", tmp_path / "odoo/addons")


def test_what_is_missing_is_named_with_its_remedy(monkeypatch, capsys):
    def command(arguments):
        raise steps.Missing("Chromium is not on this machine", "install it")

    monkeypatch.setitem(cli.COMMANDS, "test", command)
    assert cli.main(["test"]) == 1
    assert capsys.readouterr().err == "\nChromium is not on this machine\nRemedy: install it\n"
    assert cli.main(["unknown"]) == 2


def test_a_skipped_test_counts_as_failed():
    report = pytest.TestReport("test", ("file", 1, "test"), {}, "skipped", ("file", 1, "Skipped: no browser"), "call")
    assert pytest_plugin._fail_if_skipped(report).outcome == "failed"
    assert "no browser" in str(report.longrepr)
    expected = pytest.TestReport("test", ("file", 1, "test"), {}, "skipped", "", "call")
    expected.wasxfail = "known"
    assert pytest_plugin._fail_if_skipped(expected).outcome == "skipped"

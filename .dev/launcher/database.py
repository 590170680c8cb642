"""Databases: core's modules come from a base that is built once and cached, our add-ons are installed on a clone."""

import ast
import contextlib
import hashlib
import os
import shutil
import tarfile

from . import apt, paths
from .steps import CommandFailed, locked, run, step

LANGUAGES = "en_US,ru_RU,pl_PL"  # the first is what people have unless they choose
# What may change in an add-on without its database changing.
NOT_IN_DATABASE = ("tests", "readme", "__pycache__", "pyproject.toml", "README.rst")

# Run in Odoo's shell, so that no first page waits for the bundles that nearly every page needs.
GENERATE_BUNDLES = """
for bundle in ("web.assets_web", "web.assets_backend_lazy", "web.assets_tests", "web.assets_frontend"):
    made = env["ir.qweb"]._get_asset_bundle(bundle)
    made.js()
    made.css()
env.cr.commit()
"""


def manifests():
    """Return ``{add-on: manifest}`` of the project's add-ons."""
    return {folder.name: ast.literal_eval((folder / "__manifest__.py").read_text()) for folder in paths.add_ons()}


def core_modules():
    """Return the names of the modules that our add-ons need from core, sorted."""
    own = manifests()
    return sorted({"base"}.union(*(manifest.get("depends", ()) for manifest in own.values())) - set(own))


def add_ons_digest(translations=True):
    """Return a digest of everything in our add-ons that a database depends on.

    :param bool translations: whether that database has languages beside English
    """
    without = NOT_IN_DATABASE if translations else (*NOT_IN_DATABASE, "i18n")
    digest = hashlib.sha256()
    for folder in paths.add_ons():
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder).parts
            if path.is_file() and not any(part in without for part in inside) and path.suffix != ".pyc":
                digest.update(f"{folder.name}/{'/'.join(inside)}\0".encode())
                digest.update(apt.sha256(path).encode())
    return digest.hexdigest()


class Databases:
    """Makes, clones and stamps the databases of one prepared environment."""

    def __init__(self, environment):
        self.environment = environment
        self.filestores = environment.data_dir / "filestore"

    # -- plain operations -------------------------------------------------------------------------------------------

    def _psql(self, query, database="postgres"):
        command = ["psql", "-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", query]
        return run(command, env=self.environment.variables).strip()

    def exists(self, name):
        """Tell whether there is a database of this name."""
        return bool(self._psql(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"))

    def names(self, pattern):
        """Return the names of the databases that match an SQL pattern."""
        return self._psql(f"SELECT datname FROM pg_database WHERE datname LIKE '{pattern}'").split()

    def stamp(self, name):
        """Return what :meth:`set_stamp` left on the database; clones do not inherit it."""
        return self._psql(f"SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '{name}'")

    def set_stamp(self, name, text):
        """Leave a note on the database, such as the digest of what is installed in it."""
        self._psql(f"COMMENT ON DATABASE \"{name}\" IS '{text}'")

    def drop(self, name):
        """Remove the database and its files, ending what is connected to it."""
        self._psql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        shutil.rmtree(self.filestores / name, ignore_errors=True)

    def create(self, name):
        """Make an empty database as Odoo makes its own."""
        self.drop(name)
        self._psql(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'unicode' LC_COLLATE 'C'")

    def clone(self, template, name):
        """Make ``name`` a copy of ``template``, its files included, in the place of what it was before."""
        self.drop(name)
        self._psql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        if (self.filestores / template).exists():
            # Files of a filestore are named after their content and never rewritten: links will do.
            shutil.copytree(self.filestores / template, self.filestores / name, copy_function=os.link)

    def rename(self, old, new):
        """Give the database and its files another name."""
        self.drop(new)
        if (self.filestores / old).exists():
            (self.filestores / old).rename(self.filestores / new)
        self._psql(f'ALTER DATABASE "{old}" RENAME TO "{new}"')

    def odoo(self, name, *arguments, text_input=None):
        """Run Odoo on the database until it has done what the arguments ask.

        :raises CommandFailed: also when it exits well but has logged an error, such as a module that is not there
        """
        log = paths.LOCAL / f"log/{name}.log"
        command = self.environment.odoo_command(*arguments, "-d", name, "--log-level=warn", "--no-http")
        output = run(command, env=self.environment.variables, log=log, text_input=text_input)
        errors = [line for line in output.splitlines() if " ERROR " in line or " CRITICAL " in line]
        if errors:
            raise CommandFailed("\n".join([f"Odoo logged errors (whole output: {log})", *errors[:10]]))
        return output

    def set_parameter(self, name, key, value):
        """Set a system parameter of the database, from outside of Odoo."""
        self._psql(
            f"INSERT INTO ir_config_parameter (key, value) VALUES ('{key}', '{value}') "
            "ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value",
            database=name,
        )

    def generate_bundles(self, name):
        """Make the bundles of scripts and styles that the first pages would otherwise wait for."""
        with step("Generating scripts and styles"):
            self.odoo(name, "shell", text_input=GENERATE_BUNDLES)

    # -- bases ------------------------------------------------------------------------------------------------------

    def base(self, translated):
        """Return the name of the template database with core's modules, made ready where it is not.

        :param bool translated: in Russian and Polish too
        """
        modules = core_modules()
        recipe = repr((2, self.environment.odoo.version, modules, translated, LANGUAGES))
        key = hashlib.sha256(recipe.encode()).hexdigest()[:12]
        name = f"crm_smarket_base_{key}"
        with locked(paths.LOCAL / f"locks/{name}"):
            if self.exists(name):
                return name
            part = f"{name}_part"
            folder = paths.cache("databases", key)
            with locked(paths.cache("locks", f"database-{key}")):
                if not self._load(folder, part):
                    self._install(modules, translated, part)
                    self._save(part, folder)
            self.rename(part, name)
        return name

    def with_add_ons(self, name, demo):
        """Make ``name`` a database with our add-ons installed, in the place of what it was before.

        :param bool demo: with the demonstration company of our add-ons, in all languages; core's own
            would only stand in its way
        """
        base = self.base(translated=demo)
        digest = add_ons_digest()
        with step(f"Installing the add-ons in {name}"):
            self.clone(base, name)
            if demo:
                # Odoo loads the demonstration data of an add-on only if all it depends on say that they have theirs.
                self._psql("UPDATE ir_module_module SET demo = true WHERE state = 'installed'", database=name)
            if manifests():
                self.odoo(name, "-i", ",".join(manifests()), "--stop-after-init")
        self.set_stamp(name, digest)

    def _install(self, modules, translated, name):
        with step(f"Installing {', '.join(modules)} {'in all languages' if translated else 'in English'} (cached)"):
            self.create(name)
            options = [f"--load-language={LANGUAGES}"] if translated else []
            self.odoo(name, "-i", ",".join(modules), "--stop-after-init", *options)

    def _save(self, name, folder):
        """Keep a dump of the database in the cache; a cache that can't take it costs time, nothing else."""
        part = folder.with_name(f"{folder.name}.{os.getpid()}.part")
        with step("Keeping it in the cache"), contextlib.suppress(OSError):
            try:
                part.mkdir(parents=True)
                dump = ["pg_dump", "-Fc", "-Z1", "--no-owner", "-f", part / "dump", name]
                run(dump, env=self.environment.variables)
                with tarfile.open(part / "filestore.tar", "w") as tar:
                    tar.add(self.filestores / name, arcname=".")
                sums = [f"{apt.sha256(part / file)}  {file}\n" for file in ("dump", "filestore.tar")]
                (part / "SHA256SUMS").write_text("".join(sums))
                shutil.rmtree(folder, ignore_errors=True)
                part.rename(folder)
            finally:
                shutil.rmtree(part, ignore_errors=True)

    def _load(self, folder, name):
        """Restore the database from the cache; tell whether a whole, unharmed copy was there."""
        try:
            sums = dict(reversed(line.split()) for line in (folder / "SHA256SUMS").read_text().splitlines())
            if any(apt.sha256(folder / file) != sums.get(file) for file in ("dump", "filestore.tar")):
                return False
        except (OSError, ValueError):
            return False
        with step("Restoring core's modules from the cache"):
            try:
                self.create(name)
                restore = ["pg_restore", "-j", "2", "--no-owner", "-d", name, folder / "dump"]
                run(restore, env=self.environment.variables)
                with tarfile.open(folder / "filestore.tar") as tar:
                    tar.extractall(self.filestores / name, filter="data")
            except (CommandFailed, OSError, tarfile.TarError):
                return False
        return True

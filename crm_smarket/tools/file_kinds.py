"""Reading what people may have written by hand: kinds of values that note everything that is wrong."""

import base64
from copy import deepcopy
from typing import NamedTuple

LARGEST_NUMBER = 1e15


class Problem(NamedTuple):
    """One thing that is wrong with a file.

    :param code: which kind, see `template_file.TemplateFileError`
    :param path: where, from the outside in: keys, and positions counted from 1
    :param detail: the key, value or name it is about
    """

    code: str
    path: tuple = ()
    detail: str = ""


class Kind:
    """A kind of value in the file.

    ``parse(value, path, problems)`` returns the value as it is used and notes what is wrong with
    it, ``render(value)`` the value as it stands in the file.
    """

    types: tuple | type = dict
    name = "object"

    def parse(self, value, path, problems):
        """Read a value that needs only be of the right type."""
        if not isinstance(value, self.types) or (isinstance(value, bool) and self.types is not bool):
            problems.append(Problem("type", path, self.name))
        else:
            problems += [Problem(*fault) for fault in self.find_faults(value, path)]
        return value

    def find_faults(self, value, path):
        """Return what else is wrong with a value of the right type, as arguments of Problem."""
        return []

    def render(self, value):
        """Return a value as it is."""
        return value


class Flag(Kind):
    """True or false."""

    types, name = bool, "flag"


class Text(Kind):
    """A text that a database can keep."""

    types, name = str, "text"

    def find_faults(self, value, path):
        """A text holds neither the character zero nor half a character."""
        if "\0" in value or any("\ud800" <= character <= "\udfff" for character in value):
            return [("characters", path)]
        return []


class Name(Text):
    """A text that says something."""

    def find_faults(self, value, path):
        """A name is not blank."""
        return super().find_faults(value, path) if value.strip() else [("empty", path)]


class File(Text):
    """The content of a file, in base 64."""

    def find_faults(self, value, path):
        """A file is in base 64."""
        try:
            base64.b64decode(value, validate=True)
        except ValueError:
            return [("base64", path)]
        return []


class Number(Kind):
    """A number that is neither infinite nor undefined."""

    types, name = (int, float), "number"

    def find_faults(self, value, path):
        """A number fits into the usual 64 bits."""
        return [] if abs(value) <= LARGEST_NUMBER else [("long", path)]


class Choice(Kind):
    """One of several texts."""

    def __init__(self, *choices):
        self.choices = choices

    def parse(self, value, path, problems):
        """Read one of the choices."""
        if value not in self.choices:
            problems.append(Problem("choice", path, ", ".join(self.choices)))
        return value


class ListOf(Kind):
    """Values of one kind."""

    def __init__(self, kind):
        self.kind = kind

    def parse(self, value, path, problems):
        """Read a list; positions count from 1."""
        if not isinstance(value, list):
            problems.append(Problem("type", path, "list"))
            return []
        return [self.kind.parse(item, (*path, place), problems) for place, item in enumerate(value, 1)]

    def render(self, value):
        """Write a list."""
        return [self.kind.render(item) for item in value]


class Object(Kind):
    """Values under keys, no others.

    :param dict keys: ``{name: kind}`` where the key must be there, else ``{name: (kind, usual value)}``
    :param check: ``check(value)`` returns what is wrong with the object as a whole, as arguments of
        Problem with paths from here; parts may be missing or wrong themselves
    """

    def __init__(self, keys, check=None):
        self.keys = {name: key if isinstance(key, tuple) else (key, None) for name, key in keys.items()}
        self.check = check

    def parse(self, value, path, problems):
        """Read an object, with the usual values for keys that are missing."""
        if not isinstance(value, dict):
            problems.append(Problem("type", path, "object"))
            return {}
        found = [Problem("unknown_key", path, str(name)) for name in value if name not in self.keys]
        result = {}
        for name, (kind, usual) in self.keys.items():
            if name in value:
                result[name] = kind.parse(value[name], (*path, name), found)
            elif usual is None:
                found.append(Problem("missing", path, name))
            else:
                result[name] = deepcopy(usual)
        if self.check:
            found += [Problem(code, (*path, *place), *detail) for code, place, *detail in self.check(result)]
        problems += found
        return result

    def render(self, value):
        """Write an object without the keys that have their usual value."""
        return {
            name: kind.render(value[name])
            for name, (kind, usual) in self.keys.items()
            if usual is None or value[name] != usual
        }

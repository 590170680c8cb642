"""Project templates as a file: JSON that a person can read, and may have changed by hand.

::

    {
      "format": "crm_smarket.project_template",
      "version": 1,
      "templates": [
        {
          "name": "Equipping a shop",
          "stages": [
            {"key": "1", "name": "Needs analysis", "duration": {"amount": 3, "unit": "days"}},
            {"key": "2", "name": "Offer", "follows": ["1"], "dependency": "hard"}
          ]
        }
      ]
    }

What has its usual value is left out. Whatever is not part of the database itself is told
by what it is called there: columns by name, people by login, groups by external id.
"""

import json
from collections import Counter

from .file_kinds import Choice, File, Flag, Kind, ListOf, Name, Number, Object, Problem, Text
from .network import find_circle
from .times import HOURS, find_fault

FORMAT = "crm_smarket.project_template"
VERSION = 1
LARGEST_BYTES = 64 * 1024 * 1024
MOST_STAGES = 1000


class TemplateFileError(ValueError):
    """A file that is no project template; ``problems`` lists all that is wrong.

    =================  =======================================================
    code               detail
    =================  =======================================================
    large
    not_json           what the reader of JSON says
    format
    version            the version found
    unknown_key        the key
    missing            the key
    type               the type it should have: text, number, flag, list, object
    empty
    characters
    choice             the values to choose from
    negative, long
    duplicate          the key of a stage that comes twice
    many               how many stages there may be
    stranger           the key of the stage that does not exist
    circle             the names of the stages
    hard
    base64
    =================  =======================================================
    """

    def __init__(self, problems):
        self.problems = list(problems)
        super().__init__(str(self.problems))


def dump(templates: list) -> bytes:
    """Return templates, as `parse` returns them, as the content of a file."""
    data = {"format": FORMAT, "version": VERSION, "templates": templates}
    return json.dumps(DOCUMENT.render(data), ensure_ascii=False, indent=2, allow_nan=False).encode()


def parse(content: bytes) -> list:
    """Return the templates in the content of a file, every key filled in.

    :raise TemplateFileError: with everything that is wrong
    """
    if len(content) > LARGEST_BYTES:
        raise TemplateFileError([Problem("large")])
    try:
        data = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise TemplateFileError([Problem("not_json", detail=str(error))]) from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise TemplateFileError([Problem("format")])
    if data.get("version") != VERSION:
        raise TemplateFileError([Problem("version", detail=str(data.get("version")))])
    problems = []
    document = DOCUMENT.parse(data, (), problems)
    if problems:
        raise TemplateFileError(problems)
    return document["templates"]


def _refuse_constant(name):
    raise ValueError(f"{name} is no number")


# ------------------------------------------------------------
# checks of wholes
# ------------------------------------------------------------


def _check_time(time):
    if not isinstance(time.get("amount"), int | float) or time.get("unit") not in HOURS:
        return []
    fault = find_fault(time["amount"], time["unit"])
    return [(fault, ())] if fault else []


def _check_stages(template):
    """Check how the stages of a template hang together, as far as they say it."""
    stages = template.get("stages", [])
    faults = []
    if len(stages) > MOST_STAGES:
        faults.append(("many", ("stages",), str(MOST_STAGES)))
    counts = Counter(key for stage in stages if isinstance(key := stage.get("key"), str))
    faults += [("duplicate", ("stages",), key) for key, count in counts.items() if count > 1]
    links, names = {}, {}
    for place, stage in enumerate(stages, 1):
        followed = [key for key in stage.get("follows", []) if isinstance(key, str)]
        faults += [("stranger", ("stages", place, "follows"), key) for key in followed if key not in counts]
        if stage.get("dependency") == "hard" and not stage["follows"]:
            faults.append(("hard", ("stages", place)))
        if isinstance(stage.get("key"), str):
            links[stage["key"]] = followed
            names[stage["key"]] = str(stage.get("name"))
    circle = find_circle(links)
    if circle:
        faults.append(("circle", ("stages",), " → ".join(names[key] for key in [*circle, circle[0]])))
    return faults


# ------------------------------------------------------------
# the format
# ------------------------------------------------------------

TIME = Object({"amount": Number(), "unit": Choice(*HOURS)}, _check_time)
REQUIRED = ("parameters", "documents", "activities", "products")
STAGE = Object(
    {
        "key": Name(),
        "name": Name(),
        "follows": (ListOf(Name()), []),
        "dependency": (Choice("soft", "hard"), "soft"),
        "offset": (TIME, {"amount": 0, "unit": "days"}),
        "duration": (TIME, {"amount": 1, "unit": "days"}),
        "lag": (TIME, {"amount": 0, "unit": "days"}),
        "pipeline_column": (Text(), ""),
        "managers": (ListOf(Name()), []),
        "with_salesperson": (Flag(), False),
        "with_team_leader": (Flag(), False),
        "customer_positions": (Text(), ""),
        "activity_plan": (Text(), ""),
        "actions": (Text(), ""),
        "powers": (Text(), ""),
        "duties": (Text(), ""),
        "may_complete": (ListOf(Name()), []),
        "condition": (Text(), ""),
        "condition_message": (Text(), ""),
        "required": (Object({name: (Flag(), False) for name in REQUIRED}), dict.fromkeys(REQUIRED, False)),
        "parameters": (ListOf(Kind()), []),
        "documents": (
            ListOf(
                Object(
                    {
                        "name": Name(),
                        "required": (Flag(), False),
                        "file_name": (Text(), ""),
                        "content": (File(), ""),
                    }
                )
            ),
            [],
        ),
        "products": (
            ListOf(
                Object(
                    {
                        "reference": (Text(), ""),
                        "name": (Text(), ""),
                        "quantity": (Number(), 1),
                        "price": (Number(), 0),
                    }
                )
            ),
            [],
        ),
    }
)
TEMPLATE = Object(
    {
        "name": Name(),
        "description": (Text(), ""),
        "columns_follow_stages": (Flag(), True),
        "working_hours": (Text(), ""),
        "teams": (ListOf(Name()), []),
        "stages": (ListOf(STAGE), []),
    },
    _check_stages,
)
DOCUMENT = Object({"format": Text(), "version": Number(), "templates": ListOf(TEMPLATE)})

"""The file of a template: what is written is read again, and whatever is wrong is noted."""

import importlib
import json

import planner_tools
import pytest
from hypothesis import given
from hypothesis import strategies as st

template_file = importlib.import_module(f"{planner_tools.NAME}.template_file")
stage_order = importlib.import_module(f"{planner_tools.NAME}.stage_order")

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
names = texts.filter(str.strip)
amounts = st.integers(0, 500) | st.floats(0, 500)
times = st.fixed_dictionaries({"amount": amounts, "unit": st.sampled_from(["hours", "days", "weeks"])})
flags = st.booleans()
documents = st.fixed_dictionaries(
    {"name": names, "required": flags, "file_name": texts, "content": st.sampled_from(["", "QmxhbmM="])}
)
products = st.fixed_dictionaries(
    {"reference": texts, "name": texts, "quantity": amounts, "price": st.floats(-1e6, 1e6)}
)
parameters = st.dictionaries(texts, st.none() | texts | flags | st.integers() | st.lists(texts), max_size=3)


@st.composite
def stages(draw):
    """Stages that follow earlier ones only."""
    count = draw(st.integers(0, 5))
    keys = draw(st.lists(names, min_size=count, max_size=count, unique=True))
    result = []
    for place, key in enumerate(keys):
        follows = draw(st.lists(st.sampled_from(keys[:place]), unique=True)) if place else []
        texts_of = {name: draw(texts) for name in TEXTS}
        result.append(
            {
                "key": key,
                "name": draw(names),
                "follows": follows,
                "dependency": draw(st.sampled_from(["soft", "hard"])) if follows else "soft",
                **{name: draw(times) for name in ("offset", "duration", "lag")},
                **texts_of,
                "managers": draw(st.lists(names, max_size=2)),
                "with_salesperson": draw(flags),
                "with_team_leader": draw(flags),
                "may_complete": draw(st.lists(names, max_size=2)),
                "required": {name: draw(flags) for name in template_file.REQUIRED},
                "parameters": draw(st.lists(parameters, max_size=2)),
                "documents": draw(st.lists(documents, max_size=2)),
                "products": draw(st.lists(products, max_size=2)),
            }
        )
    return result


TEXTS = (
    "pipeline_column",
    "customer_positions",
    "activity_plan",
    "actions",
    "powers",
    "duties",
    "condition",
    "condition_message",
)
templates = st.lists(
    st.fixed_dictionaries(
        {
            "name": names,
            "description": texts,
            "columns_follow_stages": flags,
            "working_hours": texts,
            "teams": st.lists(names, max_size=2),
            "stages": stages(),
        }
    ),
    max_size=2,
)
anything = st.recursive(
    st.none() | flags | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


@given(templates)
def test_round_trip(data):
    content = template_file.dump(data)
    assert template_file.parse(content) == data
    assert template_file.dump(template_file.parse(content)) == content


@given(templates, st.data())
def test_whatever_is_changed_is_read_or_refused(data, draw):
    """Somebody puts anything anywhere: the file is read, or the error names a place in it."""
    document = json.loads(template_file.dump(data))
    path = []
    node = document
    while isinstance(node, dict | list) and node and (not path or draw.draw(flags)):
        step = draw.draw(st.sampled_from(sorted(node) if isinstance(node, dict) else range(len(node))))
        path.append(step)
        node = node[step]
    holder = document
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = draw.draw(anything)
    content = json.dumps(document).encode()
    try:
        template_file.parse(content)
    except template_file.TemplateFileError as error:
        assert error.problems


@given(st.binary(max_size=40))
def test_no_template_file(content):
    with pytest.raises(template_file.TemplateFileError):
        template_file.parse(content)


def test_larger_than_allowed():
    with pytest.raises(template_file.TemplateFileError) as caught:
        template_file.parse(b" " * (template_file.LARGEST_BYTES + 1))
    assert [problem.code for problem in caught.value.problems] == ["large"]


@given(st.lists(st.integers(0, 9), unique=True), st.lists(st.integers(5, 14), unique=True), flags)
def test_order_of_stages(present, template, rearrange):
    result = stage_order.insert_stages(present, template, rearrange)
    assert sorted(result) == sorted({*present, *template})
    others = [key for key in present if key not in template]
    assert [key for key in result if key in others] == others
    if not rearrange:
        assert [key for key in result if key in present] == present
    else:
        assert [key for key in result if key in template] == template

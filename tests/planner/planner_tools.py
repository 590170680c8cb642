"""The planner's modules, loaded from their folder: without the add-on around them, which needs Odoo."""

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "crm_smarket" / "tools"
NAME = "crm_smarket_tools"

if NAME not in sys.modules:
    spec = spec_from_file_location(NAME, FOLDER / "__init__.py", submodule_search_locations=[str(FOLDER)])
    sys.modules[NAME] = module_from_spec(spec)
    spec.loader.exec_module(sys.modules[NAME])

errors = sys.modules[f"{NAME}.errors"]
local_time = sys.modules[f"{NAME}.local_time"]
network = sys.modules[f"{NAME}.network"]
passages = sys.modules[f"{NAME}.passages"]
schedule = sys.modules[f"{NAME}.schedule"]
work_calendar = sys.modules[f"{NAME}.work_calendar"]

Delay = work_calendar.Delay
Node = schedule.Node

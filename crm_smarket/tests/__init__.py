from . import (
    test_history,
    test_project,
    test_schedule_orm,
    test_template,
)

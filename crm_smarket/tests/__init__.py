from . import (
    test_columns,
    test_demo,
    test_gate,
    test_history,
    test_loss,
    test_merge,
    test_plan_view,
    test_project,
    test_schedule_orm,
    test_states,
    test_template,
    test_template_apply,
)

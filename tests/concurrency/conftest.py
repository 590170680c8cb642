import itertools

import pytest

from odoo.api import SUPERUSER_ID

NUMBERS = itertools.count()


@pytest.fixture
def project(connect):
    """Commit a project of two stages in progress and a hard one that follows both; remove it at the end."""
    with connect() as env:
        plan = env["mail.activity.plan"].create(
            {
                "name": "Start",
                "res_model": "crm.lead",
                "template_ids": [(0, 0, {"summary": "Call", "responsible_type": "on_demand"})],
            }
        )
        template = env["crm.project.template"].create({"name": f"Concurrency {next(NUMBERS)}"})
        first, second, joint = env["crm.project.template.stage"].create(
            [{"template_id": template.id, "name": name} for name in ("First", "Second", "Joint")]
        )
        joint.write(
            {
                "predecessor_ids": [(6, 0, (first + second).ids)],
                "dependency_type": "hard",
                "activity_plan_id": plan.id,
            }
        )
        lead = env["crm.lead"].create(
            {"name": "Two at once", "type": "opportunity", "project_template_id": template.id, "user_id": SUPERUSER_ID}
        )
        (lead.project_stage_ids[0] + lead.project_stage_ids[1]).action_start()
        env.cr.commit()
    yield lead.id
    with connect() as env:
        lead = env["crm.lead"].browse(lead.id)
        lead.with_context(active_test=False).activity_ids.unlink()
        lead.unlink()
        env["crm.project.template"].browse(template.id).unlink()
        env["mail.activity.plan"].browse(plan.id).unlink()
        env.cr.commit()

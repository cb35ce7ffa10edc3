"""Addresses of the control rooms, the supervisors' part."""

from django.urls import URLPattern, path

from webui.control import actions, by_hand, instance, migration, pictures, processes, resting, values

urlpatterns: list[URLPattern] = [
    path("", processes.show_all, name="control"),
    path("cases/<uuid:instance_id>/", instance.show, name="control_instance"),
    path("cases/<uuid:instance_id>/diagram/", pictures.of_instance, name="control_instance_diagram"),
    path("cases/<uuid:instance_id>/cancel/", actions.cancel, name="control_cancel"),
    path("cases/<uuid:instance_id>/items/<uuid:item_id>/", actions.reassign, name="control_reassign"),
    path("cases/<uuid:instance_id>/incidents/<uuid:incident_id>/", actions.retry, name="control_retry"),
    path("cases/<uuid:instance_id>/suspend/", resting.suspend, name="control_suspend"),
    path("cases/<uuid:instance_id>/resume/", resting.resume, name="control_resume"),
    path("cases/<uuid:instance_id>/data/<str:name>/", values.edit, name="control_value"),
    path("cases/<uuid:instance_id>/timers/<uuid:timer_id>/", by_hand.change_timer, name="control_timer"),
    path("cases/<uuid:instance_id>/messages/<uuid:task_id>/", by_hand.give_message, name="control_message"),
    path("cases/<uuid:instance_id>/steps/<uuid:task_id>/move/", by_hand.move_step, name="control_move"),
    path("batches/<uuid:batch_id>/", migration.show, name="control_batch"),
    path("batches/<uuid:batch_id>/carry-out/", migration.carry_out, name="control_batch_carry_out"),
    path("batches/<uuid:batch_id>/undo/", migration.undo, name="control_batch_undo"),
    path("batches/<uuid:batch_id>/stop/", migration.stop, name="control_batch_stop"),
    path("<slug:process_id>/migrate/", migration.plan, name="control_migrate"),
    path("<slug:process_id>/", processes.show_one, name="control_process"),
    path("<slug:process_id>/diagram/", pictures.of_process, name="control_process_diagram"),
]

"""Addresses of the control rooms, the supervisors' part."""

from django.urls import URLPattern, path

from webui.control import actions, instance, pictures, processes

urlpatterns: list[URLPattern] = [
    path("", processes.show_all, name="control"),
    path("cases/<uuid:instance_id>/", instance.show, name="control_instance"),
    path("cases/<uuid:instance_id>/diagram/", pictures.of_instance, name="control_instance_diagram"),
    path("cases/<uuid:instance_id>/cancel/", actions.cancel, name="control_cancel"),
    path("cases/<uuid:instance_id>/items/<uuid:item_id>/", actions.reassign, name="control_reassign"),
    path("cases/<uuid:instance_id>/incidents/<uuid:incident_id>/", actions.retry, name="control_retry"),
    path("<slug:process_id>/", processes.show_one, name="control_process"),
    path("<slug:process_id>/diagram/", pictures.of_process, name="control_process_diagram"),
]

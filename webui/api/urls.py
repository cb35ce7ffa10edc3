"""Addresses for programs, under /api/v1/."""

from django.urls import URLPattern, URLResolver, path

from webui.api import description, work_items

urlpatterns: list[URLPattern | URLResolver] = [
    path("openapi.json", description.show, name="api_description"),
    path("work-items/", work_items.WorkItems.as_view(), name="api_work_items"),
    path("work-items/<uuid:item_id>/", work_items.WorkItem.as_view(), name="api_work_item"),
    path("work-items/<uuid:item_id>/form/", work_items.WorkItemForm.as_view(), name="api_work_item_form"),
    path("work-items/<uuid:item_id>/completion/", work_items.Completion.as_view(), name="api_completion"),
]

"""Addresses of the studio, the analysts' room."""

from django.urls import URLPattern, path

from webui.studio import approval, draft_files, drafts, lifecycles, refusals, versions

urlpatterns: list[URLPattern] = [
    path("", lifecycles.show_all, name="studio"),
    path("form-editor/", drafts.form_frame, name="studio_form_frame"),
    path("drafts/<uuid:draft_id>/", drafts.show, name="studio_draft"),
    path("drafts/<uuid:draft_id>/files/", drafts.files, name="studio_draft_files"),
    path("drafts/<uuid:draft_id>/save/", drafts.save, name="studio_draft_save"),
    path("drafts/<uuid:draft_id>/check/", drafts.check, name="studio_draft_check"),
    path("drafts/<uuid:draft_id>/files/add/", draft_files.add, name="studio_file_add"),
    path("drafts/<uuid:draft_id>/files/rename/", draft_files.rename, name="studio_file_rename"),
    path("drafts/<uuid:draft_id>/files/delete/", draft_files.delete, name="studio_file_delete"),
    path("drafts/<uuid:draft_id>/submit/", approval.submit, name="studio_draft_submit"),
    path("drafts/<uuid:draft_id>/approve/", approval.approve, name="studio_draft_approve"),
    path("drafts/<uuid:draft_id>/changes/", approval.changes, name="studio_draft_changes"),
    path("drafts/<uuid:draft_id>/diagram/", approval.draft_diagram, name="studio_draft_diagram"),
    path("<slug:process_id>/", lifecycles.show_one, name="studio_process"),
    path("<slug:process_id>/drafts/", lifecycles.begin_draft, name="studio_draft_begin"),
    path("<slug:process_id>/<uuid:version_id>/", versions.show, name="studio_version"),
    path("<slug:process_id>/<uuid:version_id>/diagram/", versions.diagram, name="studio_version_diagram"),
    path("<slug:process_id>/<uuid:version_id>/download/", versions.download, name="studio_version_download"),
]

__all__ = ["refusals", "urlpatterns"]

"""Deploying a bundle as a new version."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from engine import checks
from engine.actors import Actor
from engine.bundle import TRIALS, Bundle
from engine.commands import _calls, process_starts
from engine.findings import Finding
from engine.models import ProcessVersion, VersionFile
from engine.spiff import parsing
from engine.spiff.diagram import Diagram


class DeploymentRefused(Exception):
    """A bundle with errors; ``findings`` holds all of them, warnings too."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        """Keep the findings; the text is the English sentences of the errors."""
        self.findings = tuple(findings)
        errors = [f"{f.element_id or f.path}: {f.message_en}" for f in findings if f.severity == "error"]
        super().__init__("; ".join(errors))


@transaction.atomic
def deploy(  # noqa: PLR0913 - the contract with webui and the studio names these
    *, bundle: Bundle, by: Actor, now: datetime, comment: str = "", served: Collection[str] = ()
) -> ProcessVersion:
    """Make a bundle the live version of its process; the same files as the live version's give that one back.

    ``served`` are service types that a scenario answers for. Calls are pinned to the versions that are live now.
    Running instances stay with their version.

    Raises:
        DeploymentRefused: a check found an error.
    """
    findings = check(bundle, served)
    if any(finding.severity == "error" for finding in findings):
        raise DeploymentRefused(findings)
    versions = ProcessVersion.objects.select_for_update().filter(process_id=bundle.process_id)
    live = versions.filter(is_live=True).first()
    diagram = parsing.diagram_of(bundle)
    if unreadable := list(process_starts.unreadable(diagram, now)):
        raise DeploymentRefused(unreadable)
    pins = _calls.pins_of(diagram)
    if live is not None and (live.digest, live.pins) == (bundle.digest, pins):
        _keep_trials(live, bundle)
        return live
    number = max((version.number for version in versions), default=0) + 1
    versions.update(is_live=False)
    version = ProcessVersion.objects.create(
        process_id=bundle.process_id,
        number=number,
        digest=bundle.digest,
        pins=pins,
        comment=comment,
        deployed_at=now,
        deployed_by=by.id,
        **_drawn(diagram, now),
    )
    _keep_files(version, bundle.files)
    process_starts.arm(version, diagram, now)
    return version


def _drawn(diagram: Diagram, now: datetime) -> dict[str, Any]:
    """What a version's row says of its diagram."""
    return {
        "name": diagram.name,
        "start_messages": process_starts.names(diagram, "message", now),
        "start_signals": process_starts.names(diagram, "signal", now),
        "case_prefix": diagram.ext.properties.get("casePrefix", ""),
    }


def _keep_files(version: ProcessVersion, files: Mapping[str, bytes]) -> None:
    VersionFile.objects.bulk_create(
        VersionFile(version=version, path=path, content=content) for path, content in sorted(files.items())
    )


def _keep_trials(live: ProcessVersion, bundle: Bundle) -> None:
    """Let a live version carry the newest scenarios: they try it out and are no part of what runs."""
    live.files.filter(path__startswith=TRIALS).delete()
    trials = {path: content for path, content in bundle.files.items() if path.startswith(TRIALS)}
    _keep_files(live, trials)


def check(bundle: Bundle, served: Collection[str] = ()) -> list[Finding]:
    """The findings about a bundle, with the processes that are deployed now; ``served`` as in ``engine.checks``."""
    live = ProcessVersion.objects.filter(is_live=True).values_list("process_id", "pins")
    called = {process_id: {name.partition("@")[0] for name in pins} for process_id, pins in live}
    findings = checks.check(bundle, called=called, served=served)
    if any(finding.element_id is None and finding.severity == "error" for finding in findings):
        return findings
    return [*_calls.problems(parsing.diagram_of(bundle)), *findings]


def deployed_before(bundle: Bundle) -> UUID | None:
    """The version that has these very files, live or not: a restart must not bring back what an analyst replaced."""
    return (
        ProcessVersion.objects.filter(process_id=bundle.process_id, digest=bundle.digest)
        .values_list("id", flat=True)
        .first()
    )

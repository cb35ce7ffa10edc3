"""Numbers that must not be seen: straight from the posted text into the vault, before drafts or variables exist."""

from __future__ import annotations

from datetime import datetime

from engine.actors import Actor
from records.people import vault
from tasks.forms.answers import Answers, Sealed
from tasks.forms.posting import Seal


def sealer(before: Answers, by: Actor, now: datetime) -> Seal:
    """A function that seals a resident number; the same number as in the answers before keeps its entry."""
    held = {sealed.vault: sealed for sealed in before.sealed.values()}

    def seal(text: str) -> Sealed | None:
        if not vault.valid_rrn(text):
            return None
        known = {str(one) for one in vault.find(kind=vault.RRN, value=text)} & held.keys() if held else set[str]()
        if known:
            return held[known.pop()]
        reference = vault.store(kind=vault.RRN, value=text, by=by, now=now)
        return Sealed(vault=str(reference.id), masked=reference.masked)

    return seal

"""The ledger of access rights (권한 부여·변경·말소 기록), as people read it."""

from records import events
from records.events import Kind

events.register(
    {
        "rights.granted": Kind(
            ko="{name} 님에게 {organisation}의 {role} 권한을 주었습니다.",
            en="{name} was given the role {role} at {organisation}.",
            personal=("name",),
        ),
        "rights.ended": Kind(
            ko="{name} 님의 {organisation} {role} 권한을 거두었습니다.",
            en="The role {role} of {name} at {organisation} was ended.",
            personal=("name",),
        ),
    }
)

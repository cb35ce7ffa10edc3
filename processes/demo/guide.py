"""Who may sign in to the demonstration, as a table for the terminal."""

from processes.demo import names, people
from records.models import Organisation
from records.organisations.queries import role_name

SHOWN = (
    "worker1",
    "worker2",
    "guardian1",
    "employer1",
    "assistant1",
    "branch1",
    "evaluator1",
    "branch_manager1",
    "hq1",
    "agency1",
    "agency_manager1",
    "institute1",
    "analyst1",
    "approver1",
    "supervisor1",
    "admin1",
    "auditor1",
)
_WORDS = {"worker": "장애인 근로자", "guardian": "보호자", "assistant": "근로지원인"}


def text(password: str) -> str:
    """The table of accounts, with the one password and where the codes are found."""
    everybody = {one.username: one for one in people.cast()}
    offices = dict(Organisation.objects.values_list("pk", "name_ko"))
    lines = ["", f"계정 (비밀번호는 모두 {password})  Accounts (one password for all)", ""]
    for username in SHOWN:
        one = everybody[username]
        what = ", ".join(f"{role_name(role)} · {offices[names.identity(at)]}" for role, at in one.roles)
        what = what or _WORDS[username.rstrip("0123456789")]
        lines.append(f"  {username:<17}{one.name_ko:<6}{what}")
    lines += [
        "",
        "  worker1–30, assistant1–20, branch·evaluator·branch_manager1–22, agency·agency_manager1–20도 있습니다.",
        "  인증번호(SMS)는 /demo/messages/ 에 나타납니다.  Codes (SMS) appear at /demo/messages/.",
    ]
    return "\n".join(lines)

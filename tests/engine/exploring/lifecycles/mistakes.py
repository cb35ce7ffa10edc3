"""Mistakes such as analysts make, in each of the seven lifecycles, with what the gate has to say of them."""

from dataclasses import dataclass

from engine.bundle import Bundle
from tests.engine.exploring.lifecycles.changing import (
    Change,
    add,
    become,
    changed,
    flow,
    lead,
    leave_out,
    put,
    unmapped,
    write,
)

STUCK = "The process gets stuck here"
NEVER = "From here on no path leads to an end"
STOPPED = "From here on only an event beside the flow"
ROUND = "It goes round for ever"
MACHINES = "It may go round without waiting"
TWICE = "This may have to be done twice at once"
NO_FLOW = "It may be that no condition is true"
UNREACHED = "Nothing that can happen leads to this step"
NOTHING_LEADS = "Nothing leads to this node"


@dataclass(frozen=True)
class Slip:
    """A change to a lifecycle; it is told ``at`` an element with a sentence that begins so, as an error or a warning;
    ``shown`` by a path.
    """

    lifecycle: str
    name: str
    at: str
    says: str
    changes: tuple[Change, ...]
    severity: str = "error"
    shown: bool = False
    #: Another file of the bundle that is changed instead: its path, what stands there, and what is written.
    file: tuple[str, str, str] | None = None

    def make(self, bundle: Bundle) -> Bundle:
        made = changed(bundle, *self.changes)
        if self.file is None:
            return made
        path, old, new = self.file
        text = made.files[path].decode()
        assert old in text
        return Bundle(made.process_id, {**made.files, path: text.replace(old, new).encode()})


def stops(lifecycle: str, name: str, at: str, says: str, *changes: Change) -> Slip:
    """An error that exploration shows by a path."""
    return Slip(lifecycle, name, at, says, changes, shown=True)


def refused(lifecycle: str, name: str, at: str, says: str, *changes: Change) -> Slip:
    """An error that the diagram by itself shows."""
    return Slip(lifecycle, name, at, says, changes)


def warns(lifecycle: str, name: str, at: str, says: str, *changes: Change, shown: bool = False) -> Slip:
    return Slip(lifecycle, name, at, says, changes, severity="warning", shown=shown)


APPLICATION, EVALUATION, MATCHING = "service_application", "evaluation", "matching_request"
ACTIVITY, SIGNING, CLAIM, TRAINING = "activity_application", "log_signing", "cost_claim", "training_completion"

SLIPS = [
    stops(APPLICATION, "a parallel join where answers merge", "use_settled", STUCK,
          become("use_settled", "parallelGateway")),
    stops(APPLICATION, "the end of the objection period forgotten", "all_settled", STUCK,
          leave_out("objection_expired_to_objection_settled")),
    stops(APPLICATION, "a reminder that flows back into the join", "all_settled", STUCK,
          lead("granted_no", "refused"), leave_out("use_settled", "use_settled_to_all_settled"),
          lead("request_matching_to_use_settled", "all_settled")),
    warns(APPLICATION, "an outcome's name misspelt", "decided_return", "Nothing gives aproval_outcome a value",
          write("decided_return", "approval_outcome", "aproval_outcome")),
    warns(APPLICATION, "an answer the form does not offer", "intake_refuse", "The field intake_outcome does not offer",
          write("intake_refuse", '"refuse"', '"refused"')),
    refused(APPLICATION, "a called process that is nowhere", "evaluate", "The process evaluatoin is not deployed",
            write("evaluate", "evaluation", "evaluatoin")),
    refused(APPLICATION, "a timer that is no time", "consent_reminder", "The timer cannot be read",
            write("consent_reminder", '=duration("P1D") * rate("consent_reminder_days", today())', "4 days")),
    warns(EVALUATION, "an exclusive merge where both branches must be done", "confirm_result", TWICE,
          become("visit_complete", "exclusiveGateway"), shown=True),
    stops(EVALUATION, "a join of an opinion and of its time-out", "opinion_settled", STUCK,
          become("opinion_settled", "parallelGateway")),
    warns(EVALUATION, "a result that is confirmed for ever", "review_deviation", STOPPED,
          add("evaluation", flow("again", "record_result", "confirm_result")),
          leave_out("evaluated", "record_result_to_evaluated"), shown=True),
    refused(EVALUATION, "a condition without its default", "deviation_within",
            "The flow has no condition and is not the default", put("deviation_is", "default", None)),
    refused(EVALUATION, "a decision under another name", "score_evaluation",
            "The decision evaluation_scores is nowhere",
            write("score_evaluation", "evaluation_score", "evaluation_scores")),
    stops(MATCHING, "a parallel join behind the candidates", "back_to_candidates", STUCK,
          become("back_to_candidates", "parallelGateway")),
    warns(MATCHING, "an error that nobody catches", "worker_refuses", "Nothing in this process catches the error",
          leave_out("plan_refused", "plan_refused_to_back_to_candidates"), shown=True),
    stops(MATCHING, "machines that ask the same again and again", "agency_left", ROUND,
          lead("take_agency_to_ask_agency", "to_agency"), lead("assigned_rank_again", "ask_agency"),
          write("take_agency", "=remove(agencies, 1)", "=agencies")),
    refused(MATCHING, "a step for each candidate of no list", "check_disqualification",
            "The multi-instance has no input collection", write("check_disqualification", "=candidates", "")),
    refused(MATCHING, "two events that hear the same", "worker_stopped", "assistant_left catches the same",
            put("worker_stopped_message", "messageRef", "message_assistant_left")),
    stops(MATCHING, "a withdrawal that never ends", "withdrawal", NEVER,
          lead("tell_withdrawal_to_withdrawn", "record_withdrawal"), leave_out("withdrawn")),
    Slip(MATCHING, "a relation that no rule judges", "disqualification_table", "no rule applies", (), "warning",
         file=("decisions/disqualification.dmn", '"COUSIN","NONE"</text>\n        </inputEntry>',
               '"COUSIN"</text>\n        </inputEntry>')),
    warns(ACTIVITY, "a wait for the training that machines alone do", "trained", MACHINES,
          lead("show_courses_to_await_training", "to_training"), lead("interviewed_again", "await_training")),
    warns(ACTIVITY, "a gap between what a form offers", "interviewed", NO_FLOW,
          put("interviewed", "default", None),
          add("interviewed_again", '<conditionExpression>=interview_outcome = "postponed"</conditionExpression>'),
          shown=True),
    refused(ACTIVITY, "a refusal nothing leads to", "record_refusal", NOTHING_LEADS,
            leave_out("to_refusal_to_record_refusal")),
    refused(ACTIVITY, "a deadline on a gateway", "contract_missed", "The boundary event is attached to no activity",
            put("contract_missed", "attachedToRef", "signed")),
    refused(ACTIVITY, "a message that is declared nowhere", "await_training", "The message message_training is not",
            put("await_training", "messageRef", "message_training")),
    warns(ACTIVITY, "a condition on a number that is a choice", "interviewed_passed",
          "The field interview_outcome is a", write("interviewed_passed", '"passed"', "1")),
    stops(SIGNING, "a way of signing that waits for the other", "to_paper", STUCK,
          become("to_paper", "parallelGateway")),
    warns(SIGNING, "a dispute that is answered for ever", "answer_line", STOPPED,
          lead("line_settled_to_dispute_done", "answer_dispute"), leave_out("dispute_done"), shown=True),
    stops(SIGNING, "a reminder that the seal waits for", "to_seal", STUCK,
          lead("remind_worker_to_worker_reminded", "to_seal"), leave_out("worker_reminded"),
          become("to_seal", "parallelGateway")),
    warns(SIGNING, "a step behind an answer that is not offered", "mediated_settled",
          "The field mediation_outcome does not offer", write("mediated_settled", '"settled"', '"agreed"')),
    warns(SIGNING, "a role that is none", "agency_staff", "agency_staff is no known role",
          put("agency", "id", "agency_staff")),
    warns(SIGNING, "a signature that nobody watches over", "check_paper", "notBy names attach_paper",
          write("check_paper", "attach_signed_paper", "attach_paper")),
    refused(SIGNING, "a form that is nowhere", "mediate", "The form mediation is nowhere",
            write("mediate", "mediate", "mediation")),
    warns(CLAIM, "bills and slips merged instead of joined", "until_settlement", TWICE,
          become("all_issued", "exclusiveGateway"), shown=True),
    stops(CLAIM, "returns that wait for each other", "to_return", STUCK, become("to_return", "parallelGateway")),
    warns(CLAIM, "an import that machines repeat", "read_attendance", MACHINES, lead("rows_wrong", "read_attendance")),
    refused(CLAIM, "lines of no claim", "review_line", "The multi-instance has no input collection",
            write("review_line", "=claim_lines", "")),
    refused(CLAIM, "a cycle that is no cron", "month_begins", "The timer cannot be read",
            write("month_begins", "0 0 9 1 * *", "first of the month")),
    refused(CLAIM, "the log signing under another name", "sign_again", "The process log_sign is not deployed",
            write("sign_again", "log_signing", "log_sign")),
    warns(CLAIM, "a limit compared with a misspelt amount", "above_limit_yes", "Nothing gives claim_amounts a value",
          write("above_limit_yes", "claim_amount", "claim_amounts")),
    warns(TRAINING, "a session that never ends", "session", STOPPED,
          lead("attendance_read_to_session_done", "to_attendance"), leave_out("session_done"), shown=True),
    warns(CLAIM, "an answer that all exceptions share", "resolve_exception", "Another element may overwrite",
          unmapped("resolve_exception", "exception_outcome")),
    stops(TRAINING, "a deadline and a full course that wait for each other", "to_selection", STUCK,
          become("to_selection", "parallelGateway")),
    warns(TRAINING, "a report that is always returned", "confirm_report", STOPPED,
          lead("report_confirm", "to_report"),
          leave_out("list_completers", "completer", "course_closed", "list_completers_to_completer",
                    "completer_to_course_closed"), shown=True),
    refused(TRAINING, "two withdrawals", "cancel_received", "withdraw_received catches the same",
            put("cancel_received_message", "messageRef", "message_withdraw")),
    refused(TRAINING, "an error that always lets it go on", "attendance_unreadable", "An error event always interrupts",
            put("attendance_unreadable", "cancelActivity", "false")),
    refused(TRAINING, "a test that is no FEEL", "sharing_yes", "condition is no FEEL",
            write("sharing_yes", '"share"', "share or = keep")),
]  # fmt: skip

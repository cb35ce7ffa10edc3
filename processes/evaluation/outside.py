"""The step of an evaluation that reaches outside: asking the employer's opinion."""

from engine.handlers import Call, Result, outside
from processes.evaluation.letters import LETTERS
from processes.shared import invitations


def _keep_invitation(call: Call, given: invitations.Invitation, invited: invitations.Invited) -> Result:
    return invitations.keep(call, given, invited, LETTERS)


@outside("evaluation.invite_employer", apply=_keep_invitation)
def invite_employer(call: Call, given: invitations.Invitation) -> invitations.Invited:
    """Ask the employer for an opinion: in the inbox of an account, else by a one-time link."""
    return invitations.send(call, given, LETTERS)

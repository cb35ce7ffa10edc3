"""The work inbox: who has to do which step, with which form."""

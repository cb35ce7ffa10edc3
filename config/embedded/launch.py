"""Becomes another program that dies with its parent: `python launch.py SIGNAL PARENT ACCOUNT PROGRAM ARGUMENT…`.

A program of its own (run with -I -S, standard library only), because code between fork and exec is unsafe in a process
with threads. ACCOUNT is `uid:gid`, or `-` to stay who we are; it comes first, since changing it forgets the signal.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main(sign: int, parent: int, account: str, command: list[str]) -> None:
    """Change the account, ask the kernel for the signal, become the program."""
    if account != "-":
        uid, gid = (int(number) for number in account.split(":"))
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, sign)
    if os.getppid() != parent:  # it died before we could ask
        os.kill(os.getpid(), signal.SIGKILL)
    os.execvp(command[0], command)  # noqa: S606


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4:])

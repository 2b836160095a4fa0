"""Take from this process what a submission has no use for. Linux has most; others what they can.

`limit` sets limits of the system on seconds of work, memory and files. `landlock` lets files be
read in some folders only and written nowhere. `no_processes` forbids to start, to signal and to
watch processes and to open sockets (seccomp). None of these can be taken back.

Sources: the manual pages landlock(7) and seccomp(2), and the kernel's `landlock.h`,
`seccomp.h` and `audit.h`.
"""

import contextlib
import ctypes
import os
import platform
import struct
import sys
from collections.abc import Iterable

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # on every architecture
READ_FILE, READ_DIR, EXECUTE = 1 << 2, 1 << 3, 1 << 0
# What each version of Landlock can refuse: rights on files, rights on the network, and scopes.
FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
NO_NEW_PRIVILEGES, SET_SECCOMP, FILTER = 38, 22, 2
ALLOW, REFUSE = 0x7FFF0000, 0x00050000
NOT_PERMITTED, NOT_THERE = 1, 38  # EPERM, ENOSYS
THREAD = 0x00010000  # CLONE_THREAD

# Numbers of system calls: clone, and what is refused whatever its arguments are: fork, vfork,
# execve, execveat, kill, tkill, tgkill, ptrace, socket, process_vm_writev, pidfd_send_signal,
# setpriority, io_uring_setup.
CALLS = {
    "x86_64": (0xC000003E, 56, (57, 58, 59, 322, 62, 200, 234, 101, 41, 311, 424, 141, 425)),
    "aarch64": (0xC00000B7, 220, (221, 281, 129, 130, 131, 117, 198, 271, 424, 140, 425)),
}
CLONE3 = 435


def limit(seconds: int, memory: int) -> None:
    """Limit the seconds of work, the memory in bytes, and the size of what is written to 0."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for name, value in (("CPU", seconds), ("AS", memory), ("FSIZE", 0), ("CORE", 0)):
        with contextlib.suppress(AttributeError, OSError, ValueError):  # it has no such limit
            resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (value, value))


def landlock_version() -> int:
    """Return the version of Landlock that the kernel has, 0 if none."""
    if sys.platform != "linux":
        return 0
    return max(0, int(_libc().syscall(CREATE_RULESET, None, 0, 1)))


def landlock(folders: Iterable[str]) -> None:
    """Let this process read in some folders (or files), and do nothing else with files.

    Raises
    ------
    OSError
        If the kernel refuses.
    """
    libc, version = _libc(), landlock_version()
    rights = (1 << FILE_RIGHTS[min(version, 5)]) - 1
    rules = struct.pack("QQQ", rights, 3 if version >= 4 else 0, 3 if version >= 6 else 0)
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    ruleset = _done(libc.syscall(CREATE_RULESET, rules, size, 0))
    for folder in folders:
        try:
            handle = os.open(folder, os.O_PATH)
        except OSError:
            continue  # a folder that is not there cannot be read
        allowed = READ_FILE | EXECUTE | (READ_DIR if os.path.isdir(folder) else 0)
        _done(libc.syscall(ADD_RULE, ruleset, 1, struct.pack("=Qi", allowed, handle), 0))
        os.close(handle)
    _done(libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0))
    _done(libc.syscall(RESTRICT_SELF, ruleset, 0))
    os.close(ruleset)


def no_processes() -> None:
    """Refuse to start, signal and watch processes, and sockets; threads may be started.

    Raises
    ------
    OSError
        If the kernel refuses, or the processor is one whose numbers are not known here.
    """
    if platform.machine() not in CALLS:
        raise OSError(0, f"the processor {platform.machine()} is not known")
    architecture, clone, refused = CALLS[platform.machine()]
    end = len(refused) + 8  # the place of the first `return`

    def skip(place: int, target: int) -> int:
        return target - place - 1

    steps = [(0x20, 0, 0, 4), (0x15, 0, skip(1, end + 1), architecture), (0x20, 0, 0, 0)]
    if platform.machine() == "x86_64":  # the old numbers of 32 bit are refused
        steps.append((0x35, skip(3, end + 1), 0, 0x40000000))
    else:
        steps.append((0x15, 0, 0, 0))
    steps.append((0x15, skip(4, end + 2), 0, CLONE3))  # it hides its flags: try `clone`
    for number in refused:
        steps.append((0x15, skip(len(steps), end + 1), 0, number))
    steps.append((0x15, 0, skip(len(steps), end), clone))
    steps.append((0x20, 0, 0, 16))  # the flags
    steps.append((0x45, skip(len(steps), end), skip(len(steps), end + 1), THREAD))
    assert len(steps) == end
    steps += [(6, 0, 0, ALLOW), (6, 0, 0, REFUSE | NOT_PERMITTED), (6, 0, 0, REFUSE | NOT_THERE)]
    program = b"".join(struct.pack("HBBI", *step) for step in steps)
    memory = ctypes.create_string_buffer(program)
    header = struct.pack("HxxxxxxP", len(steps), ctypes.addressof(memory))
    libc = _libc()
    _done(libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0))
    _done(libc.prctl(SET_SECCOMP, FILTER, header, 0, 0))


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _done(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result

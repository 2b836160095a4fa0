"""Take from this process what a submission has no use for. Linux has most; others what they can.

`limit` sets limits of the system on seconds of work, memory and files. `landlock` lets files be
read in some folders only and written nowhere. `no_reach` refuses system calls that reach another
process or change a file without opening it, which Landlock does not see (seccomp). None of these
can be taken back.

Sources: the manual pages landlock(7), seccomp(2), prctl(2) and capset(2), and the kernel's
`landlock.h`, `seccomp.h`, `audit.h` and `unistd.h`.
"""

import contextlib
import ctypes
import os
import platform
import signal
import struct
import sys
from collections.abc import Iterable, Iterator

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # on every architecture
READ_FILE, READ_DIR, EXECUTE = 1 << 2, 1 << 3, 1 << 0
# How many rights on files each version of Landlock can refuse.
FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
NO_NEW_PRIVILEGES, SET_SECCOMP, FILTER, PARENT_DEATH_SIGNAL = 38, 22, 2, 1

# The steps of a filter: load a number, compare it, return what is to become of the call.
LOAD, EQUAL, AT_LEAST, HAS_BITS, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER, ARCHITECTURE, ARGUMENTS = 0, 4, 16  # where these stand in what a filter is given
ALLOW, REFUSE = 0x7FFF0000, 0x00050001  # the latter with EPERM
ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

# System calls that are refused, with their numbers on x86_64 and aarch64 (None: it has none).
REFUSED = {
    # other processes and threads: start, signal, watch, slow down
    "clone": (56, 220), "clone3": (435, 435),
    "fork": (57, None), "vfork": (58, None), "execve": (59, 221), "execveat": (322, 281),
    "kill": (62, 129), "tkill": (200, 130), "tgkill": (234, 131), "pidfd_send_signal": (424, 424),
    "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240), "ptrace": (101, 117),
    "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "process_madvise": (440, 440),
    "setpriority": (141, 140), "ioprio_set": (251, 30), "sched_setparam": (142, 118),
    "sched_setscheduler": (144, 119), "sched_setattr": (314, 274), "sched_setaffinity": (203, 122),
    # the network, memory of the kernel's, and calls that are made past this filter
    "socket": (41, 198), "socketpair": (53, 199), "io_uring_setup": (425, 425),
    "io_setup": (206, 0), "ioctl": (16, 29), "pidfd_getfd": (438, 438),
    # other name spaces and file systems, and what watches the kernel
    "unshare": (272, 97), "setns": (308, 268), "mount": (165, 40), "open_tree": (428, 428),
    "move_mount": (429, 429), "fsopen": (430, 430), "fsmount": (432, 432), "fspick": (433, 433),
    "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282),
    # files, by their names
    "truncate": (76, 45), "creat": (85, None), "openat2": (437, 437),
    "chmod": (90, None), "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452),
    "chown": (92, None), "fchown": (93, 55), "lchown": (94, None),
    "fchownat": (260, 54), "utime": (132, None), "utimes": (235, None), "futimesat": (261, None),
    "utimensat": (280, 88), "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7),
    "setxattrat": (463, 463), "removexattr": (197, 14), "lremovexattr": (198, 15),
    "fremovexattr": (199, 16), "removexattrat": (466, 466), "readlink": (89, None),
    "readlinkat": (267, 78), "name_to_handle_at": (303, 264), "inotify_init": (253, None),
    "inotify_init1": (294, 26), "inotify_add_watch": (254, 27), "fanotify_init": (300, 262),
    # memory that others share, or that stays when the process has ended
    "shmget": (29, 194), "shmat": (30, 196), "shmctl": (31, 195), "msgget": (68, 186),
    "msgsnd": (69, 189), "msgrcv": (70, 188), "msgctl": (71, 187), "semget": (64, 190),
    "semop": (65, 193), "semctl": (66, 191), "semtimedop": (220, 192), "mq_open": (240, 180),
    "mq_unlink": (241, 181), "add_key": (248, 217), "request_key": (249, 218),
    "keyctl": (250, 219),
}  # fmt: skip
# Calls that are refused for some values of an argument: numbers, place, comparison, value, and
# whether it is refused if that holds. No file is emptied when it is opened (Landlock sees that from
# its third version on); limits may be set for oneself only; nobody is sent a signal when a file is
# ready or another wants to write it (F_SETOWN, F_SETSIG, F_SETOWN_EX, F_SETLEASE, F_NOTIFY); it
# stays so that the process ends with its parent.
CONDITIONS = (
    ((2, None), 1, HAS_BITS, os.O_TRUNC, True),  # open
    ((257, 56), 2, HAS_BITS, os.O_TRUNC, True),  # openat
    ((302, 261), 0, EQUAL, 0, False),  # prlimit64
    *(((72, 25), 1, EQUAL, command, True) for command in (8, 10, 15, 1024, 1026)),  # fcntl
    ((157, 167), 0, EQUAL, PARENT_DEATH_SIGNAL, True),  # prctl
)

MOST_OPEN = 64  # files and pipes, whose memory is the kernel's and counts for no limit

Step = tuple[int, int, int, int]  # what, how many steps to skip if it holds and if not, value


def limit(seconds: int, memory: int) -> None:
    """Limit the seconds of work, the memory in bytes, open files, and what is written to 0."""
    try:
        import resource
    except ImportError:  # Windows
        return
    limits = {"CPU": seconds, "AS": memory, "FSIZE": 0, "CORE": 0, "NOFILE": MOST_OPEN}
    for name, value in limits.items():
        with contextlib.suppress(AttributeError, OSError, ValueError):  # it has no such limit
            resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (value, value))


def end_with_parent() -> None:
    """Let the system end this process when the thread ends that has started it (Linux)."""
    if sys.platform == "linux":
        _done(_libc().prctl(PARENT_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0))


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


def no_reach() -> None:
    """Refuse what reaches other processes or files without opening them, and new threads.

    Raises
    ------
    OSError
        If the kernel refuses, or this is no Linux on a processor whose numbers are known here.
    """
    if sys.platform != "linux" or platform.machine() not in ARCHITECTURES:
        raise OSError(0, f"{sys.platform} on {platform.machine()} has no filter of system calls")
    steps = list(_filter(platform.machine()))
    memory = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    header = struct.pack("HxxxxxxP", len(steps), ctypes.addressof(memory))
    libc = _libc()
    _done(libc.capset(struct.pack("Ii", 0x20080522, 0), bytes(24)))  # root is nobody special
    _done(libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0))
    _done(libc.prctl(SET_SECCOMP, FILTER, header, 0, 0))


def _filter(machine: str) -> Iterator[Step]:
    """Yield the filter for a processor: what is refused, and that all else is allowed."""
    place = list(ARCHITECTURES).index(machine)
    yield (LOAD, 0, 0, ARCHITECTURE)
    yield from _refuse(EQUAL, ARCHITECTURES[machine], holds=False)
    yield (LOAD, 0, 0, NUMBER)
    if machine == "x86_64":  # the numbers of x32 are others
        yield from _refuse(AT_LEAST, 0x40000000)
    for numbers in REFUSED.values():
        if (number := numbers[place]) is not None:
            yield from _refuse(EQUAL, number)
    for numbers, argument, comparison, value, holds in CONDITIONS:
        if (number := numbers[place]) is not None:
            yield (EQUAL, 0, 4, number)
            yield (LOAD, 0, 0, ARGUMENTS + 8 * argument)
            yield from _refuse(comparison, value, holds=holds)
            yield (LOAD, 0, 0, NUMBER)
    yield (RETURN, 0, 0, ALLOW)


def _refuse(comparison: int, value: int, *, holds: bool = True) -> Iterator[Step]:
    yield (comparison, 0, 1, value) if holds else (comparison, 1, 0, value)
    yield (RETURN, 0, 0, REFUSE)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _done(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result

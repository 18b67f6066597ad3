"""What a process that reads foreign files may take of the computer; beyond that the system ends it.

It imports nothing of the program: a process that knows only its own folder loads it by its path.
"""

import contextlib
import math
import sys
import time

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    # JOBOBJECT_EXTENDED_LIMIT_INFORMATION and its flags, as winnt.h has them.
    _PROCESS_TIME, _PROCESS_MEMORY, _EXTENDED_INFORMATION = 0x2, 0x100, 9
    _TICKS_A_SECOND = 10_000_000

    class _Basic(ctypes.Structure):
        _fields_ = (
            ("PerProcessUserTimeLimit", wintypes.LARGE_INTEGER),
            ("PerJobUserTimeLimit", wintypes.LARGE_INTEGER),
            ("LimitFlags", wintypes.DWORD),
            ("MinimumWorkingSetSize", ctypes.c_size_t),
            ("MaximumWorkingSetSize", ctypes.c_size_t),
            ("ActiveProcessLimit", wintypes.DWORD),
            ("Affinity", ctypes.c_size_t),
            ("PriorityClass", wintypes.DWORD),
            ("SchedulingClass", wintypes.DWORD),
        )

    class _Extended(ctypes.Structure):
        _fields_ = (
            ("BasicLimitInformation", _Basic),
            ("IoInfo", ctypes.c_uint64 * 6),
            ("ProcessMemoryLimit", ctypes.c_size_t),
            ("JobMemoryLimit", ctypes.c_size_t),
            ("PeakProcessMemoryUsed", ctypes.c_size_t),
            ("PeakJobMemoryUsed", ctypes.c_size_t),
        )

    class _Job:
        """The job object that this process puts itself into, once it has a limit."""

        def __init__(self) -> None:
            self._kernel = ctypes.WinDLL("kernel32", use_last_error=True)
            self._kernel.CreateJobObjectW.restype = wintypes.HANDLE
            self._kernel.GetCurrentProcess.restype = wintypes.HANDLE
            self._kernel.SetInformationJobObject.argtypes = (
                wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD,
            )  # fmt: skip
            self._kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
            self._handle = self._kernel.CreateJobObjectW(None, None)
            self._told = _Extended()
            self._kernel.AssignProcessToJobObject(self._handle, self._kernel.GetCurrentProcess())

        def limit(self, *, memory: int | None = None, seconds: float | None = None) -> None:
            basic = self._told.BasicLimitInformation
            if memory is not None:
                basic.LimitFlags |= _PROCESS_MEMORY
                self._told.ProcessMemoryLimit = memory
            if seconds is not None:
                basic.LimitFlags |= _PROCESS_TIME
                basic.PerProcessUserTimeLimit = int(seconds * _TICKS_A_SECOND)
            self._kernel.SetInformationJobObject(
                self._handle, _EXTENDED_INFORMATION, ctypes.byref(self._told), ctypes.sizeof(self._told)
            )

    _job: list[_Job] = []

    def _limit_job(*, memory: int | None = None, seconds: float | None = None) -> None:
        with contextlib.suppress(OSError, AttributeError):
            if not _job:
                _job.append(_Job())
            _job[0].limit(memory=memory, seconds=seconds)


def limit_process(memory: int, *, writes: bool = True) -> None:
    """Let the system refuse this process more than `memory` bytes, and files where it is not to write any.

    Windows has no limit on writing. A limit that the system does not take is left out without a word:
    reading a list with fewer limits is better than not reading it.
    """
    if sys.platform == "win32":
        _limit_job(memory=memory)
        return
    import resource  # noqa: PLC0415  does not exist on Windows

    limits = [(resource.RLIMIT_AS, memory), (resource.RLIMIT_CORE, 0)]
    for what, most in limits if writes else [*limits, (resource.RLIMIT_FSIZE, 0)]:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(what, (most, most))


def limit_computing(seconds: float) -> None:
    """Let the system end this process once it has computed for so many seconds from now."""
    end = time.process_time() + seconds
    if sys.platform == "win32":
        _limit_job(seconds=end)
        return
    import resource  # noqa: PLC0415  does not exist on Windows

    with contextlib.suppress(OSError, ValueError):
        # Whole seconds, never fewer than were promised: the system counts in ticks, and may count too many.
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(end), resource.RLIM_INFINITY))

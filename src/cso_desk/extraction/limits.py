"""How much of the computer reading one file may take; beyond that the process that reads it is ended."""

import contextlib
import sys

MEMORY = 1_024 * 1024 * 1024
"""Bytes that the process may ask for; a usual file takes a twentieth."""

FILE_BYTES = 256 * 1024 * 1024
"""The largest file that is read; larger ones are kept unread."""

CPU_SECONDS = 60
"""Computing time for one file or one drawn page."""

SILENT_SECONDS = 45.0
"""How long the process may say nothing, however slow the computer is."""

PAGES = 5_000
PAGE_CHARACTERS = 500_000
FILE_CHARACTERS = 20_000_000
PIXELS = 80_000_000
"""Of a picture before it is unpacked: a small file may claim to be endless."""

DRAWN = 6_000
"""Pixels along the longer side of a drawn page."""

_JOB_MEMORY, _JOB_EXTENDED = 0x100, 9  # JOB_OBJECT_LIMIT_PROCESS_MEMORY, JobObjectExtendedLimitInformation


def limit_process() -> None:
    """Ask the system to end this process before it takes the whole computer or writes a file."""
    if sys.platform == "win32":
        with contextlib.suppress(OSError, AttributeError):
            _join_job()
        return
    import resource  # noqa: PLC0415  does not exist on Windows

    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(what, (most, most))


def limit_next_task() -> None:
    """Give the next file its computing time; the process ends where it takes more (not on Windows)."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415  does not exist on Windows

        used = resource.getrusage(resource.RUSAGE_SELF)
        end = int(used.ru_utime + used.ru_stime) + CPU_SECONDS
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CPU, (end, resource.RLIM_INFINITY))


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

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

    def _join_job() -> None:
        """Put this process into a job object of its own with a limit of memory."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = kernel.GetCurrentProcess.restype = wintypes.HANDLE
        kernel.SetInformationJobObject.argtypes = (
            wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD,
        )  # fmt: skip
        kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
        job = kernel.CreateJobObjectW(None, None)
        told = _Extended()
        told.BasicLimitInformation.LimitFlags = _JOB_MEMORY
        told.ProcessMemoryLimit = MEMORY
        kernel.SetInformationJobObject(job, _JOB_EXTENDED, ctypes.byref(told), ctypes.sizeof(told))
        kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())

"""Notices that the system is locked or goes to sleep: the desk then locks too.

Linux tells it on the system bus (logind), Windows by messages to a window. Where neither is, nothing is told,
and the desk locks after a while without a touch, as ever.
"""

import ctypes
import os
import sys
from typing import Any

from PySide6.QtCore import SLOT, QAbstractNativeEventFilter, QCoreApplication, QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

_LOGIND, _MANAGER = "org.freedesktop.login1", "org.freedesktop.login1.Manager"
_SESSION, _PROPERTIES = "org.freedesktop.login1.Session", "org.freedesktop.DBus.Properties"
_ROOT = "/org/freedesktop/login1"

_SESSION_CHANGE, _SESSION_LOCKED = 0x02B1, 0x7  # WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK
_POWER, _SUSPENDING = 0x0218, 0x4  # WM_POWERBROADCAST, PBT_APMSUSPEND
_THIS_SESSION = 0  # NOTIFY_FOR_THIS_SESSION
_MESSAGES = (b"windows_generic_MSG", b"windows_dispatcher_MSG")


class SystemLock(QObject):
    """`locked` is told when the system locks or falls asleep. This one never hears of it."""

    locked = Signal()

    def stop(self) -> None:
        """Listen no more."""


class BusLock(SystemLock):
    """Listens to logind on a bus, for the session of this process or of the one that is named."""

    def __init__(self, bus: Any, session: str = "") -> None:
        super().__init__()
        self._bus = bus
        path = f"{_ROOT}/session/{_escaped(session)}" if session else ""
        self._heard = (
            (_ROOT, _MANAGER, "PrepareForSleep", SLOT("_on_sleep(bool)")),
            (path, _SESSION, "Lock", SLOT("_on_lock()")),
            (path, _PROPERTIES, "PropertiesChanged", SLOT("_on_hint(QString,QVariantMap)")),
        )
        for place, interface, name, slot in self._heard:
            bus.connect(_LOGIND, place, interface, name, self, slot)

    def stop(self) -> None:
        for place, interface, name, slot in self._heard:
            self._bus.disconnect(_LOGIND, place, interface, name, self, slot)

    @Slot()
    def _on_lock(self) -> None:
        self.locked.emit()

    @Slot(bool)
    def _on_sleep(self, before: bool) -> None:
        # False says that it woke up.
        if before:
            self.locked.emit()

    @Slot(str, "QVariantMap")
    def _on_hint(self, interface: str, changed: dict[str, Any]) -> None:
        # Many desktops lock by themselves, and only say so.
        if interface == _SESSION and changed.get("LockedHint") is True:
            self.locked.emit()


class _Message(ctypes.Structure):
    """The beginning of a MSG of Windows."""

    _fields_ = (
        ("window", ctypes.c_void_p),
        ("message", ctypes.c_uint),
        ("wide", ctypes.c_size_t),
    )


class _Messages(QAbstractNativeEventFilter):
    """Looks at every message, and lets all of them through."""

    def __init__(self, lock: SystemLock) -> None:
        super().__init__()
        self._lock = lock

    def nativeEventFilter(self, kind: Any, message: Any) -> Any:
        if bytes(kind) in _MESSAGES and tells_of_lock(int(message)):
            self._lock.locked.emit()
        return False, 0


class MessageLock(SystemLock):
    """Reads the messages that Windows sends to a window that asked for them.

    Tested by messages made for it; not tried on Windows itself.
    """

    def __init__(self, window: int = 0) -> None:
        super().__init__()
        self._window = window
        self.messages = _Messages(self)
        if sys.platform == "win32":
            ctypes.windll.wtsapi32.WTSRegisterSessionNotification(ctypes.c_void_p(window), _THIS_SESSION)
        application = QCoreApplication.instance()
        if application is not None:
            application.installNativeEventFilter(self.messages)

    def stop(self) -> None:
        if sys.platform == "win32":
            ctypes.windll.wtsapi32.WTSUnRegisterSessionNotification(ctypes.c_void_p(self._window))
        application = QCoreApplication.instance()
        if application is not None:
            application.removeNativeEventFilter(self.messages)


def tells_of_lock(address: int) -> bool:
    """Whether the message at this address says that the session is locked or the computer falls asleep."""
    told = _Message.from_address(address)
    return (told.message, told.wide) in ((_SESSION_CHANGE, _SESSION_LOCKED), (_POWER, _SUSPENDING))


def system_lock(window: QWidget) -> SystemLock:
    """What tells on this system that it was locked."""
    if sys.platform == "win32":
        return MessageLock(int(window.winId()))
    if sys.platform.startswith("linux"):
        from PySide6.QtDBus import QDBusConnection  # noqa: PLC0415  not every build of Qt has it

        bus = QDBusConnection.systemBus()
        if bus.isConnected():
            return BusLock(bus, os.environ.get("XDG_SESSION_ID", ""))
    return SystemLock()


def _escaped(name: str) -> str:
    """The name of a session as logind writes it into a path: "2" is "_32"."""
    return "".join(
        each if each.isalpha() or (place and each.isdigit()) else f"_{ord(each):02x}"
        for place, each in enumerate(name)
    )

"""Who writes where: one living run at a time owns a place, and what a dead one left there is nobody's.

A lock of the operating system on a small hidden file says so: it is gone with the process that
holds it, however that ends, so no lock is ever stale and no process number is trusted.
"""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

BEYOND_THE_TEXT = 1 << 20
"""The byte that Windows locks; what is locked cannot be read there, and who owns the place should be."""


class TakenError(Exception):
    """Another living process owns this place."""

    def __init__(self, owner: str):
        self.owner = owner
        super().__init__(f"another run is writing here now{owner and f' ({owner})'}")


@contextmanager
def owned(lock: Path) -> Iterator[bool]:
    """Own a place until the block ends; its lock file is there only as long.

    Gives whether that is sure: false on a file system that knows no locks, where everybody may write.

    Raises:
        TakenError: another living process owns it.
        OSError: nothing can be written there.
    """
    file, sure = _locked(lock)
    try:
        os.ftruncate(file, 0)
        os.write(file, f"process {os.getpid()}".encode())
        yield sure
    finally:
        if sys.platform == "win32":
            os.close(file)
            _removed(lock)
        else:
            _removed(lock)
            os.close(file)


def _removed(lock: Path) -> None:
    with suppress(OSError):  # on Windows, while another process looks whether it is free
        lock.unlink()


def _locked(lock: Path) -> tuple[int, bool]:
    while True:
        file = os.open(lock, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            sure = _lock(file)
            if _is_at(lock, file):
                return file, sure
        except BlockingIOError:
            owner = _owner(file)
            os.close(file)
            raise TakenError(owner) from None
        except BaseException:
            os.close(file)
            raise
        os.close(file)  # its owner took it away between our opening and our locking


def _is_at(lock: Path, file: int) -> bool:
    try:
        return os.path.samestat(lock.stat(), os.fstat(file))
    except FileNotFoundError:
        return False


def _owner(file: int) -> str:
    try:
        return os.read(file, 100).decode()
    except (OSError, ValueError):
        return ""


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> bool:
        """Lock a file, or raise BlockingIOError where another process has."""
        os.lseek(file, BEYOND_THE_TEXT, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            raise BlockingIOError from None
        finally:
            os.lseek(file, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EINVAL)
    """What file systems say that know no locks."""

    def _lock(file: int) -> bool:
        """Lock a file, or raise BlockingIOError where another process has; false where there are no locks."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in NO_LOCKS:
                return False
            raise
        return True

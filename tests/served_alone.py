"""Serves and uses a page where there is no network: run by a test within a namespace of its own."""

import fcntl
import socket
import struct
import sys
from pathlib import Path

import httpx

from tests.served import served

SET_FLAGS, UP = 0x8914, 0x1  # SIOCSIFFLAGS, IFF_UP
ELSEWHERE = ("192.0.2.1", 80)
"""An address that stands for any other machine, and is given to none."""


def main(configuration: str, folder: str) -> None:
    """Say which interfaces there are, whether any leads out, what the page answers, and how it ends."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        fcntl.ioctl(line, SET_FLAGS, struct.pack("16sh", b"lo", UP))
    print(*(name for _, name in socket.if_nameindex()))
    try:
        socket.create_connection(ELSEWHERE, timeout=2).close()
    except OSError:
        print("no way out")
    with served(configuration, "--workers", 1, cwd=Path(folder)) as page:
        paths = "", "static/page.css"
        statuses = [httpx.get(page.address + path, trust_env=False, timeout=20).status_code for path in paths]
        print(*statuses, httpx.post(page.address + "stop", trust_env=False).status_code)
        print(page.ended()[0])


if __name__ == "__main__":
    main(*sys.argv[1:])

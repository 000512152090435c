"""A mail server that takes everything and keeps nothing but the moment of each arrival. Runs as a program of its own."""

import asyncio
import sys
import time
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from portal.running.ports import LOOPBACK


class Arrivals:
    """Writes one line a mail: the moment in seconds (of one clock, the same for all processes of this machine)."""

    def __init__(self, path: Path) -> None:
        self.file = path.open("a", buffering=1)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        self.file.write(f"{time.perf_counter():.6f} {envelope.rcpt_tos[0]}\n")
        return "250 taken"


async def serve(port: int, path: Path) -> None:
    arrivals = Arrivals(path)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(arrivals, hostname="sink"), LOOPBACK, port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))

#!/usr/bin/env python3
"""How long the next proposal takes to be on the screen of `stance review`.

usage: benches/review.py [--database URL] [--home FOLDER] [--program target/release/stance] [--steps 25] [--limit 50]

Of a database that is there: a server's by its URL, or the embedded one of a home, such as `growth_database.py --home`
fills. In each order the view is opened on a terminal of its own; as often as --steps says the proposal shown is
confirmed, then as often one is skipped. Printed is the time from the key to the last byte that is drawn, half of the
steps and the longest; the verdicts are taken back, by keys. It ends with 1 where half of the steps of an order take
longer than --limit milliseconds.
"""
import argparse
import fcntl
import os
import pty
import select
import statistics
import struct
import subprocess
import sys
import termios
import time

# A screen is drawn at once: so long after its last byte nothing more comes.
QUIET = 0.15
CONFIRM, SKIP, UNDO, LEAVE = b"c", b"s", b"u", b"q"


class Screen:
    """The program on a terminal of its own."""

    def __init__(self, command):
        self.terminal, its = pty.openpty()
        fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        self.program = subprocess.Popen(command, stdin=its, stdout=its, stderr=its, start_new_session=True)
        os.close(its)
        self.drawn(wait=120)

    def drawn(self, wait=10):
        """Reads until nothing comes any more; when the last byte came, or None."""
        last = None
        while select.select([self.terminal], [], [], QUIET if last else wait)[0]:
            try:
                os.read(self.terminal, 1 << 16)
            except OSError:
                break
            last = time.perf_counter()
        return last

    def press(self, key):
        """The milliseconds from a key to the end of what it draws."""
        began = time.perf_counter()
        os.write(self.terminal, key)
        drawn = self.drawn()
        if drawn is None:
            sys.exit(f"nothing was drawn after {key}")
        return (drawn - began) * 1000


def main():
    options = argparse.ArgumentParser(usage=__doc__.split("usage: ")[1].split("\n")[0])
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    options.add_argument("--database")
    options.add_argument("--home")
    options.add_argument("--program", default=os.path.join(root, "target/release/stance"))
    options.add_argument("--steps", type=int, default=25)
    options.add_argument("--limit", type=float, default=50)
    given = options.parse_args()
    if given.home:
        os.environ["STANCE_HOME"] = given.home
    database = ["--database", given.database] if given.database else []
    wrong = False
    for order in ("uncertain", "shifts", "date"):
        screen = Screen([given.program, *database, "review", "--next", order])
        for name, key in (("confirm", CONFIRM), ("skip", SKIP)):
            took = [screen.press(key) for _ in range(given.steps)]
            half = statistics.median(took)
            wrong |= half > given.limit
            print(f"{order:10} {name:8} median {half:6.1f} ms   longest {max(took):6.1f} ms", flush=True)
        for _ in range(given.steps):
            screen.press(UNDO)
        screen.press(LEAVE)
        if screen.program.wait(timeout=30) != 0:
            sys.exit(f"the view in order {order} ended with {screen.program.returncode}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()

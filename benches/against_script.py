#!/usr/bin/env python3
"""Whole-process speed: `stance extract` against another program, and a long article against short ones.

usage: benches/against_script.py CORPUS.jsonl SCRIPT.py [--program target/release/stance] [--rounds 5] [--megabytes 20]

CORPUS has an article a line with "id" and "text". SCRIPT is run with Python as `SCRIPT CORPUS` and prints
what it likes; it is what the time is compared with. Both are pinned to one core and run by turns, so that
a busy machine slows both. Printed are the least CPU time (user and system) of each over the rounds, their
ratio, and the most memory that either was resident with.

Then the corpus' own text is laid out twice: as articles of 5 KB, and as one article of 20 MB. Both hold
the same bytes, so their CPU times tell whether a byte of a long article costs more.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile

CORE = min(os.sched_getaffinity(0))
SHORT = 5_000


def run(command):
    """CPU seconds and resident megabytes of one run on one core."""
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, preexec_fn=lambda: os.sched_setaffinity(0, {CORE})
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def by_turns(commands, rounds):
    """The least CPU time and the most memory of each command."""
    best = [(float("inf"), 0.0)] * len(commands)
    for _ in range(rounds):
        for at, command in enumerate(commands):
            cpu, memory = run(command)
            best[at] = min(best[at][0], cpu), max(best[at][1], memory)
    return best


def lay_out(texts, size, long, short):
    """Writes the same paragraphs as one article into `long` and as many into `short`."""
    paragraphs, filled = [], 0
    while filled < size:
        for text in texts:
            for paragraph in text.split("\n\n"):
                if filled < size and paragraph:
                    paragraphs.append(paragraph)
                    filled += len(paragraph.encode()) + 2
    write(long, ["\n\n".join(paragraphs)])
    articles, part, held = [], [], 0
    for paragraph in paragraphs:
        part.append(paragraph)
        held += len(paragraph.encode()) + 2
        if held >= SHORT:
            articles.append("\n\n".join(part))
            part, held = [], 0
    write(short, [*articles, "\n\n".join(part)])
    return filled / 1e6, len(articles) + 1


def write(path, texts):
    with open(path, "w", encoding="utf-8") as out:
        for number, text in enumerate(texts):
            row = {"id": str(number), "date": "2024-09-13", "text": text}
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def main():
    arguments = argparse.ArgumentParser(usage=__doc__.split("usage: ")[1].split("\n")[0])
    arguments.add_argument("corpus")
    arguments.add_argument("script")
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    arguments.add_argument("--program", default=os.path.join(root, "target/release/stance"))
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--megabytes", type=float, default=20)
    given = arguments.parse_args()
    with open(given.corpus, encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines if line.strip()]
    size = sum(len(text.encode()) for text in texts) / 1e6
    extract = [given.program, "extract"]
    (ours, memory), (theirs, their_memory) = by_turns(
        [[*extract, given.corpus], [sys.executable, given.script, given.corpus]], given.rounds
    )
    print(f"{len(texts)} articles, {size:.1f} MB of text, one core, least of {given.rounds} runs by turns")
    print(f"  stance extract  {ours:6.2f} s CPU  {len(texts) / ours:7.0f} articles/s  {size / ours:5.1f} MB/s  {memory:5.0f} MB resident")
    print(f"  the script      {theirs:6.2f} s CPU  {len(texts) / theirs:7.0f} articles/s  {size / theirs:5.1f} MB/s  {their_memory:5.0f} MB resident")
    print(f"  ratio           {theirs / ours:6.2f}")
    with tempfile.TemporaryDirectory() as folder:
        long, short = os.path.join(folder, "long.jsonl"), os.path.join(folder, "short.jsonl")
        size, articles = lay_out(texts, given.megabytes * 1e6, long, short)
        (one, memory), (many, less) = by_turns([[*extract, long], [*extract, short]], min(given.rounds, 3))
    print(f"{size:.1f} MB of text")
    print(f"  as {articles} articles  {1e3 * many / size:6.1f} ms CPU a MB  {less:5.0f} MB resident")
    print(f"  as 1 article      {1e3 * one / size:6.1f} ms CPU a MB  {memory:5.0f} MB resident")
    print(f"  ratio           {one / many:6.2f}")


main()

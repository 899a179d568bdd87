"""How well quotes and their speakers are found on public annotated news, beside what other tools reach.

    python -m benchmarks.quality                    the development articles
    python -m benchmarks.quality --train            the training articles that are not held back
    python -m benchmarks.quality --held-back        every fifth training article: figures only, nobody looks at them
    python -m benchmarks.quality --record           also appends a row to benchmarks/history.csv
    python -m benchmarks.quality --raise-floors     raises tests/quality/floors.yaml to dev, lowers nothing
    python -m benchmarks.quality --errors 10        shows errors of each class (not for held-back articles)

The articles (PolNeAR) and their scorers belong to others and are not part of the project: they are looked for in
the folder that QUOTECHECK_SHARED names, else in ``../shared`` beside the project.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from quotecheck import extract
from quotecheck.version import VERSION

ROOT = Path(__file__).resolve().parent.parent
HISTORY = ROOT / "benchmarks" / "history.csv"
FLOORS = ROOT / "tests" / "quality" / "floors.yaml"

# Figure → where it stands in the scorer's output. All are percentages, higher is better.
EXTRACTION = {
    "quotes_with_source_f1": ("quoted+source (end-to-end)", "f1"),
    "all_kinds_f1": ("attribution, all kinds", "f1"),
    "indirect_f1": ("attribution, indirect", "f1"),
    "indirect_speech_recall": ("indirect, speech cue (recall)", "r"),
}
SPEAKERS = ("resolved_speakers", "nonspeech_taken")  # the second is a count of 40, lower is better
FIGURES = (*EXTRACTION, *SPEAKERS)

# Measured by others' tools on the development articles, given parses by CoreNLP where they need a parser:
# quotes with their source, indirect, indirect with a verb of speech (recall), all kinds, resolved speakers.
PEERS: tuple[tuple[str, float | None, float | None, float | None, float | None, float | None], ...] = (
    ("regular expressions", 68, 0, 0, 24, None),
    ("textacy as published", 53, 0, 0, 18, None),
    ("textacy, pairing repaired", 73, 0, 0, 27, 10),
    ("sayswho", 72, 0, 0, 28, 10),
    ("Gender Gap Tracker", 64, 32, 47, 41, 5),
    ("BBC Citron, retrained", 65, 38, 46, 47, None),
    ("BBC Citron, told every cue", 70, 50, 54, 56, None),
    ("two human annotators", 96.6, 66.9, None, 75.3, None),
)


def shared() -> Path | None:
    """The folder of the annotated articles; None where there is none."""
    folder = Path(os.environ.get("QUOTECHECK_SHARED") or ROOT.parent / "shared")
    return folder if (folder / "eval" / "polnear").is_dir() else None


def articles(folder: Path, name: str) -> list[dict[str, object]]:
    """The annotated articles of "dev", "train" or "held-back". Held back is every training article whose
    0-based index is divisible by 5; "train" is the others."""
    path = folder / "eval" / "polnear" / ("dev.jsonl" if name == "dev" else "train.jsonl")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    if name == "dev":
        return rows
    return [row for index, row in enumerate(rows) if (index % 5 == 0) == (name == "held-back")]


def predicted(row: Mapping[str, object]) -> dict[str, object]:
    """What the tool finds in one article, in the shape of ``extract --format jsonl``."""
    found = [
        {
            "kind": one.kind,
            "speaker": one.speaker,
            "source": [[span.start, span.end] for span in one.source],
            "cue": [[span.start, span.end] for span in one.cue],
            "content": [[span.start, span.end] for span in one.content],
        }
        for one in extract(str(row["text"]))
    ]
    return {"doc_id": row["doc_id"], "attributions": found}


def run_scorer(command: Sequence[object]) -> str:
    """The output of one scorer; ends the program with its message when it fails."""
    done = subprocess.run([sys.executable, *map(str, command)], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{command[0]} failed: {done.stderr.strip()[-800:]}")
    return done.stdout


def measure(folder: Path, name: str, errors: int = 0) -> dict[str, float]:
    """The figures of one set of articles. The speakers are known for dev only."""
    rows = articles(folder, name)
    with tempfile.TemporaryDirectory() as temporary:
        gold, pred = Path(temporary) / "gold.jsonl", Path(temporary) / "pred.jsonl"
        gold.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        pred.write_text("".join(json.dumps(predicted(row)) + "\n" for row in rows), encoding="utf-8")
        scorer = folder / "eval" / "score_extraction.py"
        scores = json.loads(run_scorer([scorer, gold, pred, "--json"]))
        figures = {figure: 100 * scores[row][column] for figure, (row, column) in EXTRACTION.items()}
        if errors and name != "held-back":
            print(run_scorer([scorer, gold, pred, "--errors", errors]))
        if name == "dev":
            figures |= speakers(folder, pred, errors)
    return figures


def speakers(folder: Path, pred: Path, misses: int = 0) -> dict[str, float]:
    """Resolved speakers in percent of all segments, and the segments of no speech that were taken for quotes."""
    given = [folder / "eval" / "gold" / name for name in ("speakers.jsonl", "nonspeech.jsonl")]
    command = [folder / "eval" / "score_speakers.py", given[0], pred, "--nonspeech", given[1], "--misses", misses]
    output = run_scorer(command)
    if misses:
        print(output)
    resolved = re.search(r"^resolved ([\d.]+) %", output, re.MULTILINE)
    taken = re.search(r"^false quotes: (\d+) of", output, re.MULTILINE)
    if not (resolved and taken):
        sys.exit("score_speakers.py prints something else than expected")
    return {"resolved_speakers": float(resolved[1]), "nonspeech_taken": float(taken[1])}


def table(measured: Mapping[str, Mapping[str, float]]) -> str:
    """The peers' rows and ours, as text. A dash stands for what was not measured."""
    heads = ("quotes+source", "indirect", "ind. speech", "all kinds", "speakers")
    lines = [f"{'F1 (ind. speech: recall), %':<28}" + "".join(f"{head:>14}" for head in heads)]

    def line(name: str, values: Sequence[float | None]) -> str:
        return f"{name:<28}" + "".join(f"{'–' if value is None else f'{value:.1f}':>14}" for value in values)

    lines += [line(name, values) for name, *values in PEERS]
    for name, figures in measured.items():
        order = ("quotes_with_source_f1", "indirect_f1", "indirect_speech_recall", "all_kinds_f1", "resolved_speakers")
        lines.append(line(f"quotecheck, {name}", [figures.get(figure) for figure in order]))
    taken = [
        f"{name}: {figures['nonspeech_taken']:.0f}"
        for name, figures in measured.items()
        if "nonspeech_taken" in figures
    ]
    return "\n".join([*lines, *(f"segments of no speech taken for quotes, of 40, {one}" for one in taken)])


def commit() -> str:
    """The short name of the commit, with "+" when files differ from it; empty without git."""
    command = ["git", "describe", "--always", "--dirty=+", "--exclude=*"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def record(measured: Mapping[str, Mapping[str, float]]) -> None:
    """Appends a row for each set of articles to the history."""
    new = not HISTORY.exists()
    with HISTORY.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if new:
            writer.writerow(["date", "version", "commit", "articles", *FIGURES])
        for name, figures in measured.items():
            values = [f"{figures[figure]:.1f}" if figure in figures else "" for figure in FIGURES]
            writer.writerow([date.today().isoformat(), VERSION, commit(), name, *values])


def raise_floors(figures: Mapping[str, float]) -> list[str]:
    """Raises the floors under ``extraction:`` to the figures, rounded a tenth of a point down. Lowers none.

    The lines are edited in place, so that comments and the floors of others stay. Says what it raised.
    """
    raised, section, lines = [], "", []
    for line in FLOORS.read_text(encoding="utf-8").splitlines():
        top = re.match(r"(\w+):", line)
        section = top[1] if top else section
        entry = re.match(r"  (\w+): ([\d.]+)$", line)
        if section == "extraction" and entry and entry[1] in figures:
            lower_is_better = entry[1] == "nonspeech_taken"
            new = figures[entry[1]] if lower_is_better else int(figures[entry[1]] * 10) / 10
            if new < float(entry[2]) if lower_is_better else new > float(entry[2]):
                raised.append(f"{entry[1]}: {entry[2]} → {new:g}")
                lines.append(f"  {entry[1]}: {new:g}")
                continue
        lines.append(line)
    FLOORS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return raised


def main() -> int:
    """Runs the command line of this module; 2 when the articles are not there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dev", action="store_true", help="the development articles (the default)")
    parser.add_argument("--train", action="store_true", help="the training articles that are not held back")
    parser.add_argument("--held-back", action="store_true", help="the training articles with an index divisible by 5")
    parser.add_argument("--record", action="store_true", help="append to benchmarks/history.csv")
    parser.add_argument(
        "--raise-floors", action="store_true", help="raise the floors of the tests to the figures of dev"
    )
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show N errors of each class")
    options = parser.parse_args()
    folder = shared()
    if folder is None:
        print("The annotated articles are not here; name their folder with QUOTECHECK_SHARED.", file=sys.stderr)
        return 2
    wanted = {"dev": options.dev or options.raise_floors, "train": options.train, "held-back": options.held_back}
    names = [name for name, on in wanted.items() if on] or ["dev"]
    measured = {name: measure(folder, name, options.errors) for name in names}
    print(table(measured))
    if options.record:
        record(measured)
    if options.raise_floors:
        print("\n".join(raise_floors(measured["dev"])) or "no floor to raise")
    return 0


if __name__ == "__main__":
    sys.exit(main())

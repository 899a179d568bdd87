"""How well altered quotes are caught, and honest ones left alone, on public annotated news.

    python -m benchmarks.judge                     altered copies of the development articles, three seeds; the pairs
    python -m benchmarks.judge --seeds 7 --misses 10
    python -m benchmarks.judge --train --seeds 21  altered copies of training articles
    python -m benchmarks.judge --self 8            every eighth training article against a store of all of them

The articles, the scorers and the labelled pairs belong to others and are not part of the project: they are looked for
in the folder that QUOTECHECK_SHARED names, else in ``../shared`` beside the project.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from benchmarks.quality import articles, run_scorer, shared
from quotecheck.checking import ingest, verify
from quotecheck.matching.index import open_index
from quotecheck.model import Report
from quotecheck.reading import read
from quotecheck.records.settings import Settings
from quotecheck.records.store import Store
from quotecheck.reporting import json as as_json

FIGURES = ("caught", "named", "reason", "false alarm", "stray")
LINE = re.compile(r"(caught|named|reason|false alarm|stray) ([\d.]+)")
# Every so many training articles are altered: as many as there are development articles.
SAMPLE = 8


def altered(folder: Path, seed: int, *, train: bool = False, misses: int = 0) -> tuple[dict[str, float], str]:
    """The figures for one seed, in percent (``stray``: a thousand words), and the scorer's table."""
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        gold, foreign = _gold(folder, root, train)
        command = [folder / "eval" / "mutate.py", gold, root / "case", "--foreign", foreign, "--seed", seed]
        run_scorer(command)
        reports = check(root / "case", (root / "case" / "drafts").glob("*.txt"))
        report = root / "report.json"
        report.write_text(as_json.render(reports), encoding="utf-8")
        scorer = folder / "eval" / "score_verify.py"
        output = run_scorer([scorer, root / "case" / "expected.jsonl", report, "--misses", misses])
    figures = {name: float(value) for name, value in LINE.findall(output.rstrip().rpartition("\n")[2])}
    if set(figures) != set(FIGURES):
        sys.exit("score_verify.py prints something else than expected")
    return figures, output


def _gold(folder: Path, root: Path, train: bool) -> tuple[Path, Path]:
    """The articles to alter, and those that invented quotes are taken from."""
    polnear = folder / "eval" / "polnear"
    if not train:
        return polnear / "dev.jsonl", polnear / "train.jsonl"
    rows = articles(folder, "train")
    parts = (root / "gold.jsonl", root / "foreign.jsonl")
    for offset, path in enumerate(parts):
        lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows[3 + offset :: SAMPLE])
        path.write_text("".join(lines), encoding="utf-8")
    return parts


def check(root: Path, drafts: Iterable[Path]) -> list[Report]:
    """The drafts against what is in the folder's sources."""
    (root / "claims").mkdir(exist_ok=True)
    store = Store.open(root)
    ingest(store)
    index = open_index(store)
    settings = Settings()
    return [verify(read(path, name=str(path)), store, settings=settings, index=index) for path in sorted(drafts)]


def against_itself(folder: Path, step: int) -> tuple[float, list[str]]:
    """Of the rows of every ``step``-th training article, checked against a store of all of them, the percentage that
    is alarmed, and a line for each of those."""
    rows = articles(folder, "train") + articles(folder, "held-back")
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        (root / "sources").mkdir()
        for row in rows:
            (root / "sources" / f"{row['doc_id']}.txt").write_text(str(row["text"]), encoding="utf-8", newline="")
        reports = check(root, sorted((root / "sources").glob("*.txt"))[::step])
    checks = [(Path(report.path).stem, quote) for report in reports for quote in report.quotes]
    wrong = [(name, quote) for name, quote in checks if quote.verdict.severity in {"warning", "error"}]
    lines = [f"{name}: {q.kind} {q.verdict.verdict} {q.verdict.reasons}: {q.exact[:100]!r}" for name, q in wrong]
    print(f"{len(checks)} rows, verdicts {dict(Counter(q.verdict.verdict for _, q in checks))}")
    return 100 * len(wrong) / max(1, len(checks)), lines


def pairs(folder: Path, name: str, misses: int) -> str:
    """The scorer's output for labelled pairs: the confusion table, misses, and the figures on the last line."""
    command = [folder / "eval" / "score_variants.py", folder / "eval" / "gold" / f"variants_{name}.jsonl"]
    quotecheck = f"{sys.executable} -m quotecheck.cli.main" if not _installed() else _installed()
    return run_scorer([*command, "--quotecheck", quotecheck, "--misses", misses])


def _installed() -> str:
    """The command that belongs to this interpreter, empty when it is not installed."""
    beside = Path(sys.executable).with_name("quotecheck")
    return str(beside) if beside.is_file() else ""


def main() -> int:
    """Prints the figures; 0, or 0 with a word of why when the articles are not here."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, nargs="*", default=[7, 8, 9])
    parser.add_argument("--train", action="store_true")
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--self", type=int, dest="step", metavar="STEP")
    args = parser.parse_args()
    folder = shared()
    if folder is None:
        print("the annotated articles are not here; QUOTECHECK_SHARED names their folder")
        return 0
    if args.step:
        share, lines = against_itself(folder, args.step)
        print("\n".join([*lines, f"{share:.2f} % of the rows alarmed"]))
        return 0
    for seed in args.seeds:
        print(f"\nseed {seed}\n{altered(folder, seed, train=args.train, misses=args.misses)[1]}")
    if not args.train:
        for name in ("natural", "handmade"):
            print(f"\npairs, {name}\n{pairs(folder, name, args.misses)}")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except subprocess.SubprocessError as error:
        sys.exit(str(error))

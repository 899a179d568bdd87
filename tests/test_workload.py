"""The made-up archive of the benchmarks: the same each time, and its quotes made of the claims they name."""

from __future__ import annotations

from benchmarks.workload import NONE, claim_files, make
from quotecheck.records.canonical import canonical
from quotecheck.records.writing import render


def test_an_archive_is_the_same_each_time_and_begins_a_larger_one() -> None:
    claims, queries = make(700)
    assert len(claims) == len(set(claims)) == 700
    larger, same = make(900)
    assert (larger[:700], same) == (claims, queries)
    assert sum(not query.targets for query in queries) == NONE
    for query in queries:
        shared = [set(query.words.lower().split()) & set(claims[target].lower().split()) for target in query.targets]
        assert all(shared) and (query.kind != "exact" or query.words == claims[query.targets[0]])
    files = list(claim_files(claims))
    assert sum(len(file.claims) for file in files) == 700
    assert all(canonical(render(file), file.path) == file for file in files[:3])

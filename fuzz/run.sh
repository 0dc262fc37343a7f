#!/bin/sh
# Fuzzes the analysis: fuzz/run.sh [SECONDS]. Finds are left in fuzz/artifacts/, what was learned in fuzz/corpus/.
#
# It needs cargo-fuzz (cargo install cargo-fuzz) and a C++ compiler. No sanitizer is asked for, since
# the analysis has no unsafe code: so it runs on the stable toolchain.
set -eu
cd "$(dirname "$0")/.."
seeds=fuzz/corpus/seeds
if [ ! -d "$seeds" ]; then
    mkdir -p "$seeds"
    # Every case of every stage in pieces of a few paragraphs.
    find fixtures -name '*.md' -o -name '*.txt' -o -name '*.jsonl' | grep -v fixtures/report | while read -r file; do
        split -C 900 "$file" "$seeds/$(echo "$file" | tr / _)."
    done
fi
mkdir -p fuzz/corpus/analyse
cargo fuzz run -s none analyse fuzz/corpus/analyse "$seeds" -- \
    -dict=fuzz/words.dict -max_len=4096 -len_control=0 -timeout=10 -max_total_time="${1:-3600}" -print_final_stats=1

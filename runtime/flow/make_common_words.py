#!/usr/bin/env python3
# Prints runtime/flow/common_words.inc: the words that the most Debian packages write.
#
# Counts, over the packages that are installed, in how many of them a word stands in lower case: in
# their manual pages, their notes to readers and their C headers. Words that hardly ever stand so are
# left out: they are names. So are the packages whose sources the false-match test asks about, so that
# the test says something.
#
# Usage: runtime/flow/make_common_words.py [PACKAGES_MIN] > runtime/flow/common_words.inc

import collections
import glob
import gzip
import os
import re
import sys

LEFT_OUT = re.compile(r"^(npm|node|python|libpython|libboost|llvm|libllvm|clang|libclang|perl|linux-libc)")
WANTED = re.compile(r"^/usr/share/man/man[1-8]/|^/usr/share/doc/[^/]+/(README|NEWS|FAQ|TODO)|^/usr/include/.*\.h$")
WORD = re.compile(r"(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9]{1,19}(?![A-Za-z0-9])")
BYTES_OF_A_PACKAGE_MAX = 2_000_000
WIDTH = 98
LOWER_SHARE_MIN = 0.2


def text_of(path):
    if path.startswith("/usr/share/man") and os.path.islink(path):
        return ""
    try:
        with (gzip.open if path.endswith(".gz") else open)(path, "rb") as file:
            text = file.read(BYTES_OF_A_PACKAGE_MAX).decode("utf-8", "replace")
    except OSError:
        return ""
    return re.sub(r"\\f[A-Z]|^\.[A-Za-z]+", " ", text, flags=re.M) if "/man/" in path else text


def words_of(paths):
    """How often each word stands in lower case, and how often not, in one package."""
    counts = collections.defaultdict(lambda: [0, 0])
    left = BYTES_OF_A_PACKAGE_MAX
    for path in paths:
        text = text_of(path)[:left]
        left -= len(text)
        for word in WORD.findall(text):
            counts[word.lower()][0 if word.islower() else 1] += 1
    return counts


def main():
    packages_min = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    packages = collections.Counter()
    cases = collections.defaultdict(lambda: [0, 0])
    for listed in sorted(glob.glob("/var/lib/dpkg/info/*.list")):
        if LEFT_OUT.match(os.path.basename(listed)):
            continue
        with open(listed, encoding="utf-8") as file:
            paths = [path for path in file.read().split("\n") if WANTED.match(path)]
        for word, (lower, other) in words_of(paths).items():
            packages[word] += lower > 0
            cases[word][0] += min(lower, 20)
            cases[word][1] += min(other, 20)
    words = sorted(word for word, count in packages.items()
                   if count >= packages_min and cases[word][0] >= LOWER_SHARE_MIN * sum(cases[word]))
    print("// Made by make_common_words.py; see there.")
    line = '"'
    for word in words:
        if len(line) + len(word) + 3 > WIDTH:
            print(line + '"')
            line = '"'
        line += word + " "
    print(line + '"')


main()

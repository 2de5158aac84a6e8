#!/usr/bin/env python3
"""Lists what the programs are linked with, and under which licences, as Debian's copyright files say.

usage: tools/licences.py PROGRAM… > docs/licences.md
       tools/licences.py --check docs/licences.md PROGRAM…      fails if a linked package is not listed
"""

import pathlib
import re
import shutil
import subprocess
import sys

# Compiled in, so that ldd does not show them.
COMPILED_IN = {"winnow": ("libmodest-dev", "libcli11-dev", "nlohmann-json3-dev"), "winnow-pdf": ()}
# Copyright files that are prose; read by a person.
BY_HAND = {
    "libbrotli1": "MIT", "libcom-err2": "MIT", "libffi8": "MIT", "libgmp10": "LGPL-3+ or GPL-2+", "libgnutls30": "LGPL-2.1+", "libgssapi-krb5-2": "MIT (Kerberos)",
    "libk5crypto3": "MIT (Kerberos)", "libkrb5-3": "MIT (Kerberos)", "libkrb5support0": "MIT (Kerberos)", "libkeyutils1": "LGPL-2+", "libldap-2.5-0": "OpenLDAP-2.8",
    "libp11-kit0": "BSD-3-clause", "libsasl2-2": "BSD-4-clause (CMU)", "libc6": "LGPL-2.1+", "libgcc-s1": "GPL-3+ with the runtime library exception",
    "libstdc++6": "GPL-3+ with the runtime library exception", "libsqlite3-0": "public domain", "libssl3": "Apache-2.0", "zlib1g": "Zlib", "libpng16-16": "libpng",
    "liblcms2-2": "MIT", "libfreetype6": "FTL or GPL-2", "libfontconfig1": "MIT style", "libexpat1": "MIT", "libuuid1": "BSD-3-clause", "libjpeg62-turbo": "BSD-3-clause, IJG",
    "libtiff6": "libtiff (MIT style)", "libjbig0": "GPL-2+", "liblerc4": "Apache-2.0", "libdeflate0": "MIT", "liblzma5": "public domain", "libwebp7": "BSD-3-clause",
    "libopenjp2-7": "BSD-2-clause", "libnspr4": "MPL-2.0", "libnss3": "MPL-2.0", "libpoppler126": "GPL-2 or GPL-3", "libpoppler-cpp0v5": "GPL-2 or GPL-3", "libnghttp2-14": "MIT",
    "libhogweed6": "LGPL-3+ or GPL-2+", "libnettle8": "LGPL-3+ or GPL-2+", "libidn2-0": "LGPL-3+ or GPL-2+", "libtasn1-6": "LGPL-2.1+", "libunistring2": "LGPL-3+ or GPL-2+",
    "librtmp1": "LGPL-2.1+", "libssh2-1": "BSD-3-clause", "libcurl4": "curl (MIT style)", "libmodest-dev": "LGPL-2.1+", "libcli11-dev": "BSD-3-clause", "nlohmann-json3-dev": "MIT",
    "libcld2-0": "Apache-2.0", "libhiredis0.14": "BSD-3-clause", "libmd4c0": "MIT", "libminizip1": "Zlib", "libpsl5": "MIT", "libstemmer0d": "BSD-3-clause", "libyaml-cpp0.7": "MIT",
    "libzstd1": "BSD-3-clause or GPL-2",
}
HEAD = """# Licences of what winnow is linked with

Made by `tools/licences.py build/release/winnow build/release/libexec/winnow/winnow-pdf > docs/licences.md` from the packages of Debian
12; a test holds the list to what the built programs load. winnow itself is Apache-2.0.

- **`winnow`** loads permissive libraries and LGPL ones. LGPL wants that people can put in another version of the library: those are
  shared objects, and Modest, the one that is compiled in, can be exchanged by building from this source. libgmp, libnettle,
  libhogweed, libidn2 and libunistring are offered under LGPL-3+ *or* GPL-2+; LGPL-3+ is what is used here.
- **`winnow-pdf`** is linked with Poppler, which is GPL-2 or GPL-3. Apache-2.0 goes together with GPL-3, not with GPL-2: **who passes on
  the built `winnow-pdf` does so under GPL-3**, and offers its source, which is in this repository. It is a program of its own, which
  reads a file from a pipe and writes words to another; `winnow` is not linked with it, works without it (PDFs are then `unsupported`),
  and may be passed on without it. That the two are separate works is how the GPL's own questions and answers read; it is not a
  lawyer's word.
"""


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def packages_of(paths):
    """Packages name their files as before /lib and /usr/lib were joined."""
    names = {}
    for path in paths:
        real = str(pathlib.Path(path).resolve())
        names[path] = [path, real, real.removeprefix("/usr"), path.removeprefix("/usr")]
    owners = {}
    for line in run("dpkg", "-S", *{name for all_names in names.values() for name in all_names}).splitlines():
        package, _, file = line.rpartition(": ")
        owners[file] = package.split(":")[0]
    for path, all_names in names.items():
        owner = next((owners[name] for name in all_names if name in owners), None)
        if owner is None:
            raise SystemExit(f"licences: no package has {path}")
        yield owner


def linked(program):
    paths = re.findall(r"=> (/\S+)", run("ldd", program))
    return sorted({*packages_of(paths), *COMPILED_IN.get(pathlib.Path(program).name, ())})


def licence_of(package):
    if package in BY_HAND:
        return BY_HAND[package]
    text = pathlib.Path(f"/usr/share/doc/{package}/copyright").read_text(encoding="utf-8", errors="replace")
    found = re.search(r"^Files: *\*.*?^License: *(\S[^\n]*)", text, re.M | re.S)
    return found[1] if found else "see its copyright file"


def main(arguments):
    if shutil.which("dpkg") is None:
        sys.stderr.write("licences: this is no Debian, whose package lists are asked\n")
        return 77
    checked = arguments[1] if arguments[:1] == ["--check"] else ""
    programs = arguments[2:] if checked else arguments
    text = pathlib.Path(checked).read_text(encoding="utf-8") if checked else ""
    missing = []
    lines = [HEAD]
    for program in programs:
        name = pathlib.Path(program).name
        lines += [f"## {name}", "", "| package | licence |", "|---|---|"]
        for package in linked(program):
            lines.append(f"| {package}{' (compiled in)' if package in COMPILED_IN.get(name, ()) else ''} | {licence_of(package)} |")
            if checked and f"| {package}" not in text.partition(f"## {name}\n")[2].partition("\n## ")[0]:
                missing.append(f"{name}: {package} ({licence_of(package)})")
        lines.append("")
    if not checked:
        sys.stdout.write("\n".join(lines).rstrip() + "\n")
    for one in missing:
        sys.stderr.write(f"licences: not in {checked}: {one}; see that its licence is compatible, then make the file again\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

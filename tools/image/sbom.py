#!/usr/bin/env python3
"""Writes an SPDX 2.3 document of an image's root: each package of Debian that a file comes from, with version and checksums.

usage: tools/image/sbom.py --root ROOT --files LIST --output FILE      LIST: a path a line, the same here and below ROOT

Copies each package's notices below ROOT/usr/share/doc, as their licences ask. Packages compiled into the program are those of
STATIC. The same files and packages give the same bytes; SOURCE_DATE_EPOCH is the document's time.
"""

import argparse
import datetime
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess

# Compiled into the program, so that no file of theirs is in the image: headers, and archives that are linked statically.
STATIC = ["libcli11-dev", "libmodest-dev", "nlohmann-json3-dev"]
FIELDS = "${Package}\t${Version}\t${Architecture}\t${source:Package}\t${source:Version}\t${Maintainer}\t${Homepage}\n"


def told(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def owners(files: list[str]) -> dict[str, str]:
    """The package of each file. dpkg knows a file by the name that its package gives it, which may begin with /lib."""
    names = {name: file for file in files for name in (file, file.removeprefix("/usr"))}
    answer = subprocess.run(["dpkg-query", "--search", *names], capture_output=True, text=True).stdout
    found = {}
    for line in answer.splitlines():
        packages, _, name = line.rpartition(": ")
        if name in names and not packages.startswith("diversion by"):
            found[names[name]] = packages.split(",")[0].split(":")[0]
    return found


def made_by(file: str) -> str | None:
    """Files that a package's own script makes, so that dpkg does not list them."""
    if file == "/etc/ssl/certs/ca-certificates.crt":
        return "ca-certificates"
    return "libc6" if file.endswith("/gconv-modules.cache") else None


def identifier(text: str) -> str:
    """Letters, digits, dots and dashes, as SPDX asks, and another one for another text: GMT+0 is not GMT-0."""
    return "SPDXRef-" + re.sub(r"[^A-Za-z0-9.]", lambda match: f"-{ord(match[0]):x}", text)


def package(name: str, linkage: str) -> dict:
    fields = told("dpkg-query", "--show", "--showformat", FIELDS, name).splitlines()[0].split("\t")
    binary, version, architecture, source, source_version, maintainer, homepage = fields
    return {
        "SPDXID": identifier(f"Package {binary}"), "name": binary, "versionInfo": version, "supplier": f"Organization: {maintainer}",
        "downloadLocation": "NOASSERTION", "homepage": homepage or "NOASSERTION", "filesAnalyzed": False, "licenseConcluded": "NOASSERTION",
        "licenseDeclared": "NOASSERTION", "copyrightText": "NOASSERTION", "comment": f"{linkage}; source package {source} {source_version}",
        "externalRefs": [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
                          "referenceLocator": f"pkg:deb/debian/{binary}@{version.replace('+', '%2B')}?arch={architecture}&distro=debian-12"}],
    }


def entry(root: pathlib.Path, file: str) -> dict:
    content = (root / file.lstrip("/")).read_bytes()
    sums = [{"algorithm": name.upper(), "checksumValue": hashlib.new(name, content).hexdigest()} for name in ("sha1", "sha256")]
    return {"SPDXID": identifier(f"File {file}"), "fileName": f".{file}", "checksums": sums, "licenseConcluded": "NOASSERTION", "copyrightText": "NOASSERTION"}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", required=True, type=pathlib.Path)
    parser.add_argument("--files", required=True, type=pathlib.Path)
    parser.add_argument("--output", required=True, type=pathlib.Path)
    arguments = parser.parse_args()

    files = sorted(set(arguments.files.read_text(encoding="utf-8").split()))
    origin = {**{file: made_by(file) for file in files if made_by(file)}, **owners(files)}
    unknown = [file for file in files if file not in origin]
    if unknown:
        raise SystemExit(f"sbom: no package of Debian has {', '.join(unknown)}")
    version = told(str(arguments.root / "usr/bin/winnow"), "--version").split()
    own = {
        "SPDXID": identifier("Package winnow"), "name": "winnow", "versionInfo": version[1], "supplier": "NOASSERTION", "downloadLocation": "NOASSERTION",
        "filesAnalyzed": False, "licenseConcluded": "Apache-2.0", "licenseDeclared": "Apache-2.0", "copyrightText": "NOASSERTION",
        "comment": " ".join(version[2:]),
    }
    packages = sorted(set(origin.values()))
    # scripts/setup-curl builds libcurl from the source package of the installed one; where it could not, the library is loaded.
    static = sorted(STATIC if "libcurl4" in packages else [*STATIC, "libcurl4-openssl-dev", "libnghttp2-dev"])
    relationships = [("SPDXRef-DOCUMENT", "DESCRIBES", own["SPDXID"])]
    relationships += [(own["SPDXID"], "DEPENDS_ON", identifier(f"Package {name}")) for name in packages]
    relationships += [(own["SPDXID"], "STATIC_LINK", identifier(f"Package {name}")) for name in static]
    relationships += [(identifier(f"Package {origin[file]}"), "CONTAINS", identifier(f"File {file}")) for file in files]
    programs = ["/usr/bin/winnow", "/usr/libexec/winnow/winnow-pdf"]
    relationships += [(own["SPDXID"], "CONTAINS", identifier(f"File {file}")) for file in programs]
    entries = [entry(arguments.root, file) for file in programs + files]
    content = hashlib.sha256(json.dumps(entries).encode()).hexdigest()
    time = datetime.datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "0")), datetime.timezone.utc)
    document = {
        "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": f"winnow-{version[1]}",
        "documentNamespace": f"https://spdx.org/spdxdocs/winnow-{version[1]}-{content}",
        "creationInfo": {"created": time.strftime("%Y-%m-%dT%H:%M:%SZ"), "creators": ["Tool: winnow tools/image/sbom.py"]},
        "packages": [own, *(package(name, "loaded at run time") for name in packages), *(package(name, "compiled in") for name in static)],
        "files": entries,
        "relationships": [{"spdxElementId": a, "relationshipType": kind, "relatedSpdxElement": b} for a, kind, b in relationships],
    }
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    for name in [*packages, *static]:
        notices = pathlib.Path("/usr/share/doc") / name / "copyright"
        if notices.exists():
            place = arguments.root / "usr/share/doc" / name
            place.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(notices, place / "copyright")


if __name__ == "__main__":
    main()

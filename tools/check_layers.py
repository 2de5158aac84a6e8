#!/usr/bin/env python3
"""Holds the dependency table of docs/architecture.md and the limits of files and folders.

usage: check_layers.py [ROOT]
Every #include "module/…" in src/ must be allowed by the table; headers include no third-party header; no file is longer
than 400 lines, no folder of src/ holds more than 12 files, and no two types share a name. Prints each fault with file and line; exit 1 if any.
"""
import pathlib
import re
import sys

FOUNDATIONS = ["files", "sqlite", "text", "markup", "json", "log", "config", "http", "llm", "aws"]
ADAPTERS = ["discover", "fetch", "extract", "evaluate", "rank", "index", "store", "publish"]
MAY_INCLUDE = {
    "core": [],
    "files": ["core"],
    "sqlite": ["core", "files"],
    "text": ["core"],
    "markup": ["core", "text"],
    "json": ["core"],
    "log": ["core", "json"],
    "parallel": ["core"],
    "config": ["core", "json", "files", "log"],
    "http": ["core", "log", "text", "files"],
    "llm": ["core", "json", "log", "http", "text", "aws"],
    "aws": ["core", "json", "log", "http", "text", "markup", "files"],
    "stages": ["core"],
    **{adapter: ["core", "stages", *FOUNDATIONS] for adapter in ADAPTERS},
    "pipeline": ["core", "stages", "text", "json", "log", "parallel"],
    "app": None,  # everything
}
STANDARD = re.compile(r"^[a-z_0-9]+$")
MAX_LINES = 400
MAX_FILES = 12


def faults(root: pathlib.Path):
    source = root / "src"
    for path in sorted(p for p in source.rglob("*") if p.suffix in (".h", ".cpp", ".inc")):
        name = path.relative_to(root)
        module = path.relative_to(source).parts[0]
        if module not in MAY_INCLUDE:
            yield f"{name}: folder src/{module} is not in the table"
            continue
        lines = path.read_text(encoding="utf-8").splitlines()
        generated = path.suffix == ".inc"
        if len(lines) > MAX_LINES and not generated:
            yield f"{name}: {len(lines)} lines, more than {MAX_LINES}"
        for number, line in enumerate(lines, 1):
            if found := re.match(r'\s*#\s*include\s+"([^"]+)"', line):
                target = found[1].split("/")[0]
                allowed = MAY_INCLUDE[module]
                if allowed is not None and target != module and target not in allowed:
                    yield f"{name}:{number}: {module} may not include {target} ({found[1]})"
            elif path.suffix == ".h" and (found := re.match(r"\s*#\s*include\s+<([^>]+)>", line)):
                if not STANDARD.match(found[1]):
                    yield f"{name}:{number}: a header of ours includes the third-party header <{found[1]}>"
    for folder in sorted(p for p in source.rglob("*") if p.is_dir()):
        files = [p for p in folder.iterdir() if p.is_file() and p.name != "CMakeLists.txt"]
        if len(files) > MAX_FILES:
            yield f"{folder.relative_to(root)}: {len(files)} files, more than {MAX_FILES}"


def types_of_one_name(root: pathlib.Path):
    """The linker takes one of two classes of the same name without a word, and the program breaks."""
    places: dict[str, list[str]] = {}
    for path in sorted(p for p in (root / "src").rglob("*") if p.suffix in (".h", ".cpp")):
        spaces: list[str] = []
        for line in path.read_text(encoding="utf-8").splitlines():
            if found := re.match(r"namespace ?([\w:]*) ?\{", line):
                spaces.append(found[1])
            elif line.startswith("}  // namespace") and spaces:
                spaces.pop()
            elif (found := re.match(r"(?:class|struct|enum class) (\w+)(?: final)?(?: : .*)? ?\{", line)) and "" not in spaces:
                places.setdefault("::".join([*spaces, found[1]]), []).append(str(path.relative_to(root)))
    for name, files in sorted(places.items()):
        if len(set(files)) > 1:
            yield f"{name} is defined in {' and in '.join(sorted(set(files)))}"


def main() -> int:
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
    found = [*faults(root), *types_of_one_name(root)]
    for fault in found:
        print(fault)
    checked = sum(1 for _ in (root / "src").rglob("*.*"))
    print(f"layers: {checked} files checked, {len(found)} faults")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

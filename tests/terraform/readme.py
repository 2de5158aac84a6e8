"""The tables of variables and outputs in the modules' READMEs, made from the code.

usage: tests/terraform/readme.py      rewrites them
"""

import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
MARK = "<!-- made by tests/terraform/readme.py -->"


def blocks(folder: pathlib.Path, kind: str, pattern: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for path in sorted(folder.glob(pattern)):
        found += re.findall(rf'^{kind} "(\w+)" \{{\n(.*?)^\}}', path.read_text(encoding="utf-8"), re.S | re.M)
    return found


def description(body: str) -> str:
    if heredoc := re.search(r"description += <<-TEXT\n(.*?)\n  +TEXT", body, re.S):
        return " ".join(heredoc[1].split()).replace("|", "\\|")
    single = re.search(r'description += "(.*)"', body)
    return (single[1] if single else "").replace('\\"', '"').replace("|", "\\|")


def default(body: str) -> str:
    single = re.search(r"(?m)^  default +=(.*)$", body)
    if not single:
        return "required"
    value = single[1].strip()
    return "see the code" if value in ("{", "[") else f"`{value}`"


def tables(folder: pathlib.Path) -> str:
    lines = ["| Variable | Default | What |", "|---|---|---|"]
    lines += [f"| `{name}` | {default(body)} | {description(body)} |" for name, body in blocks(folder, "variable", "variables*.tf")]
    lines += ["", "| Output | What |", "|---|---|"]
    lines += [f"| `{name}` | {description(body)} |" for name, body in blocks(folder, "output", "outputs.tf")]
    return "\n".join(lines) + "\n"


def readmes() -> dict[pathlib.Path, str]:
    """Every README with its tables as they should be."""
    fresh = {}
    for folder in [*sorted((ROOT / "terraform/modules").iterdir()), ROOT / "terraform/bootstrap"]:
        path = folder / "README.md"
        text = path.read_text(encoding="utf-8").split(MARK)[0]
        fresh[path] = f"{text}{MARK}\n\n{tables(folder)}"
    reference = ROOT / "docs/terraform.md"
    text = reference.read_text(encoding="utf-8").split(MARK)[0]
    fresh[reference] = f"{text}{MARK}\n\n{tables(ROOT / 'terraform')}"
    return fresh


if __name__ == "__main__":
    for where, what in readmes().items():
        where.write_text(what, encoding="utf-8")

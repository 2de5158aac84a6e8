"""Applies an environment on the stand-in provider, in a copy of the tree, and hands out what would be there.

Each environment is applied once per test run; what it made is kept as the JSON of `terraform show`.
"""

import functools
import json
import os
import pathlib
import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOOLS = ROOT / "build" / "terraform"
# A value given by an ephemeral variable, and the one that the stand-in's ephemeral resource makes.
SECRETS = ["sk-that-no-state-may-hold", "stand-in-password-that-no-state-may-hold"]
LOCAL_BACKEND = 'terraform {\n  backend "local" {}\n}\n'


def run(folder: pathlib.Path, *words: str, may_exit: tuple[int, ...] = (0,)) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "TF_CLI_CONFIG_FILE": str(TOOLS / "terraformrc"),
        "CHECKPOINT_DISABLE": "1",
        "TF_VAR_secret_values": json.dumps({"openai": SECRETS[0]}),
    }
    done = subprocess.run([str(TOOLS / "bin" / "terraform"), *words], cwd=folder, env=environment, capture_output=True, text=True)
    if done.returncode not in may_exit:
        raise AssertionError(f"terraform {' '.join(words)} in {folder}:\n{done.stdout}\n{done.stderr}")
    return done


class Applied:
    """What an apply left behind."""

    def __init__(self, name: str, folder: pathlib.Path, arguments: list[str]) -> None:
        self.name, self.folder, self.arguments = name, folder, arguments
        run(folder, "apply", "-input=false", "-auto-approve", "-no-color", *arguments)
        self.state_text = (folder / "terraform.tfstate").read_text(encoding="utf-8")
        self.state: dict[str, Any] = json.loads(run(folder, "show", "-json").stdout)

    def resources(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Address, type and values of every managed resource."""
        modules = [self.state["values"]["root_module"]]
        while modules:
            module = modules.pop()
            modules.extend(module.get("child_modules", []))
            for resource in module.get("resources", []):
                if resource["mode"] == "managed":
                    yield resource["address"], resource["type"], resource["values"]

    def of_type(self, kind: str) -> list[tuple[str, dict[str, Any]]]:
        return [(address, values) for address, found, values in self.resources() if found == kind]


@functools.cache
def applied(name: str) -> Applied:
    """dev, prod (with variables of their environment), dev-standard (with Redis) or bootstrap."""
    folder = TOOLS / "work" / "plans" / name
    shutil.rmtree(folder, ignore_errors=True)
    for part in ("terraform", "statemachine"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns(".terraform", "*.tfstate*"))
    if name == "bootstrap":
        root = folder / "terraform" / "bootstrap"
        arguments = ["-var=owner=team", "-var=cost_center=research", "-var=github_repository=skip-level-ai/winnow"]
    else:
        root = folder / "terraform"
        environment, _, tier = name.partition("-")
        secrets = '{openai={description="API key of OpenAI",version=1}}'
        arguments = [f"-var-file=environments/{environment}/terraform.tfvars", f"-var=secrets={secrets}"]
        if tier:
            arguments += [f"-var=tier={tier}", "-var=map_mode=distributed"]
    (root / "backend_override.tf").write_text(LOCAL_BACKEND, encoding="utf-8")
    run(root, "init", "-input=false", "-no-color")
    return Applied(name, root, arguments)


ALL = ("dev", "dev-standard", "prod", "bootstrap")

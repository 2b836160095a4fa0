"""The course in the browser: JupyterLite with Pyodide, laid into the website as plain files.

Python, NumPy and Matplotlib come from one release of Pyodide, as files in a folder or at an
address. Each is compared with the digest that is written here or in that release's lock file.
"""

import hashlib
import http.client
import importlib.metadata
import io
import json
import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from build_error import BuildError

VERSION = "0.27.7"  # goes with jupyterlite-core 0.6.4 and jupyterlite-pyodide-kernel 0.6.1
RELEASE = f"https://cdn.jsdelivr.net/pyodide/v{VERSION}/full/"
PYTHON = "3.12"  # of that release
LOCK = "pyodide-lock.json"
STDLIB = "python_stdlib.zip"
SHA256 = {
    LOCK: "9c45b916001a750f4102fc287494f3eab215909c7535c626a20db80fd6333e2c",
    "pyodide.js": "b4cb23a53aba19c221659b9fb40a2f18281d685691dc06647fb0afd0681baf98",
    "pyodide.asm.js": "6b4c90de5b7172873f04f21884d0e9d2274e305fe32116558fe3e4fbe3618d51",
    "pyodide.asm.wasm": "a50dd1843f805a0b7c45b61037ee0d7b26dfe85efe0e18ef95a34ad24e401f5f",
    STDLIB: "16611534726e5d8ac2bd8f926410b2dcb8d6f49aa24913463533b457a2115c16",
}
# What the kernel loads before the first cell runs, and what the lessons import.
KERNEL = ("micropip", "ssl", "sqlite3", "jedi", "ipython", "matplotlib-inline")
LESSONS = ("numpy", "matplotlib", "pillow")
# What can be imported from a ZIP archive, what nothing imports, and files that nobody reads.
ZIPPED = ("asttokens", "cycler", "decorator", "executing", "fonttools", "ipywidgets", "packaging")
ZIPPED += ("prompt-toolkit", "pure-eval", "pygments", "pyparsing", "python-dateutil", "six")
ZIPPED += ("stack-data", "traitlets", "wcwidth")
UNUSED = ("pytz", "openssl")
UNREAD = ("jedi/third_party/django-stubs/", "jedi/third_party/typeshed/third_party/2")
UNREAD += ("jedi/third_party/typeshed/stdlib/2/", "numpy/f2py/", "numpy/_core/include/")
UNREAD += ("matplotlib/mpl-data/sample_data/", "matplotlib/mpl-data/images/")
UNREAD += ("matplotlib/mpl-data/fonts/afm/", "matplotlib/mpl-data/fonts/pdfcorefonts/")
UNREAD += ("_ssl.so", "ssl.py")  # which the kernel asks for, but does not import
START = Path(__file__).with_name("browser_start.py")
EXTENSIONS = ("@jupyter-widgets/jupyterlab-manager", "@jupyterlite/pyodide-kernel-extension")
NEEDED = ("ipywidgets", "jupyter_server", "jupyterlite_core", "jupyterlite_pyodide_kernel")
# Where a cell prints much, it is sent every tenth of a second. A page needs so long for each
# message, however little is in it, that a thousand prints would keep it busy for seconds. The first
# hundred are sent at once: nothing would send the last of them while Python sleeps or hangs.
SENT_TOGETHER = r"""async execute(\1,\2){
const send=this._sendWorkerMessage,ask=this.sendInputRequest;let kept=null,sent=0,many=0;
const of=one=>one.bundle.name+one.parentHeader?.msg_id;
const flush=()=>{if(kept){send(kept);kept=null;sent=Date.now()}};
this._sendWorkerMessage=one=>{
if(one.type!=="stream"){flush();send(one);return}
if(kept&&of(kept)===of(one))kept.bundle.text+=one.bundle.text;
else{flush();kept=one}
if(many++<100||Date.now()-sent>100)flush()};
this.sendInputRequest=(...all)=>{flush();return ask.apply(this,all)};
try{return await this._execute(\1,\2)}
finally{flush();this._sendWorkerMessage=send;this.sendInputRequest=ask}}
async _execute(\1,\2){"""
# What JupyterLite gets wrong, in its minified code: where, what stands there, and what shall stand
# there.
KERNEL_CODE, PAGE_CODE = f"extensions/{EXTENSIONS[1]}/static/*.js", "build/*.js"
MENDED = (
    # A kernel that starts before the service worker has files in memory only, and all is lost when
    # its page is closed. It waits.
    (
        KERNEL_CODE,
        r"(create:async \w+=>\{)(const\{PyodideKernel:[^;]*?\(null==(\w+)\?void 0:\3\.enabled\))",
        r"\1navigator.serviceWorker&&await \3.ready.catch(()=>{});\2",
    ),
    # A kernel that asks about a file that was deleted in the list of files waits for ever: issue
    # 1197 of JupyterLite. The page answers false, and Python raises FileNotFoundError.
    (PAGE_CODE, r"(_driveContentsProcessor\.processDriveRequest\(\w\));", r"\1.catch(()=>!1);"),
    (
        KERNEL_CODE,
        r"return (JSON\.parse\(\w\.responseText\))\}get endpoint",
        r"const said=\1;if(said===!1)throw new this.FS.ErrnoError(this.ERRNO_CODES.ENOENT);"
        r"return said}get endpoint",
    ),
    (KERNEL_CODE, r"async execute\((\w),(\w)\)\{(?=await this\.setup)", SENT_TOGETHER),
)
# And in the Python of its kernel. Where a cell is indented wrongly, it stops without an answer, and
# the page waits for ever. IPython, which gets the cell next, says what is wrong.
MENDED_IN_PYTHON = (
    (
        "pyodide-kernel/pyodide_kernel/kernel.py",
        r"( +)(code = await self\.lite_transform_manager.*\n) +(exec_code = .*\n)",
        r"\1try:\n\1    \2\1    \3\1except Exception:\n\1    exec_code = ''\n",
    ),
)
# JupyterLab takes these keys from a slider, to open and close headings.
IN_A_CELL = ".jp-Notebook.jp-mod-commandMode:not(.jp-mod-readWrite) :focus"
TAKEN = {
    "ArrowLeft": "notebook:move-cursor-heading-above-or-collapse",
    "ArrowRight": "notebook:move-cursor-heading-below-or-expand",
}
SETTINGS = {
    "@jupyterlab/mainmenu-extension:plugin": {
        "menus": [
            {
                "id": "jp-mainmenu-file",
                "items": [
                    {"command": "docmanager:download", "rank": 6},
                    {"command": "filemenu:create-console", "disabled": True},  # is not built
                ],
            },
            {
                "id": "jp-mainmenu-view",
                "items": [{"command": "application:open-lab", "disabled": True}],  # nor is this
            },
        ]
    },
    "@jupyterlab/docmanager-extension:plugin": {"autosaveInterval": 5},  # seconds
    # The first completion imports jedi, which takes longer than the default wait of one second.
    "@jupyterlab/completer-extension:manager": {"providerTimeout": 10_000},
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},  # all cells can be found
    "@jupyterlab/shortcuts-extension:shortcuts": {
        "shortcuts": [
            {"command": command, "keys": [key], "selector": IN_A_CELL, "disabled": True}
            for key, command in TAKEN.items()
        ]
    },
}
README = """\
The lessons of "Linear regression from first principles", one notebook each.

my_linreg.py   what you have written so far; `check` puts it there
data           the measured data sets, as files

All of it is kept in this browser on this computer, and nowhere else. It is lost when you clear the
browser's data for this site, at the end of a private window, and in Safari after seven days without
a visit. To keep it: mark a file in this list and choose Download.

To start a lesson again, or to get its newest version, delete it in this list and reload: what you
have solved stays in my_linreg.py.

If a cell shows [*] and never ends, choose Kernel > Restart Kernel.
"""
Package = dict[str, Any]


def add_browser_edition(site: Path, source: str) -> None:
    """Write the course as it runs in a browser to the folder `lite` of the site.

    `source` is a folder or an address with the files of Pyodide's release.
    """
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        what = ", ".join(missing)
        raise BuildError(f'{what} not found: run python -m pip install -e ".[docs]" and try again')
    from linreg.lab import lay_out

    with TemporaryDirectory() as folder:
        lite = Path(folder)
        lay_out(lite / "files")
        (lite / "files/README.txt").write_text(README, encoding="utf-8")
        names = write_pyodide(lite / "static/pyodide", source)
        _configure(lite, names)
        _build(lite, site / "lite")
    _mend(site / "lite", MENDED)


def write_pyodide(out: Path, source: str) -> list[str]:
    """Write Pyodide with the lessons' packages to a folder; return the names of all packages."""
    out.mkdir(parents=True)
    take = _from_address if re.match(r"https?://", source) else _from_folder
    for name, sha256 in SHA256.items():
        (out / name).write_bytes(_checked(take, source, name, sha256))
    lock = json.loads((out / LOCK).read_text(encoding="utf-8"))
    lock["packages"] = _with_what_they_need(lock["packages"], (*KERNEL, *LESSONS))
    for package in lock["packages"].values():
        name = package["file_name"]
        (out / name).write_bytes(_checked(take, source, name, package["sha256"]))
    matplotlib = out / lock["packages"]["matplotlib"]["file_name"]
    for package, content in _own_packages(matplotlib):
        (out / package["file_name"]).write_bytes(content)
        lock["packages"][package["name"]] = package
    lock["packages"] = _made_quick_to_load(out, lock["packages"])
    (out / LOCK).write_text(json.dumps(lock), encoding="utf-8")
    return sorted(lock["packages"])


def _checked(take: Callable[[str, str], bytes], source: str, name: str, sha256: str) -> bytes:
    content = take(source, name)
    if hashlib.sha256(content).hexdigest() != sha256:
        raise BuildError(
            f"{name} of {source} is not the file of Pyodide {VERSION}: take that release anew"
        )
    return content


def _from_folder(folder: str, name: str) -> bytes:
    try:
        return (Path(folder) / name).read_bytes()
    except OSError as error:
        raise BuildError(
            f"--pyodide {folder} has no {name} ({error.strerror}): name the folder that "
            f"pyodide-{VERSION}.tar.bz2 of Pyodide's release unpacks to"
        ) from error


def _from_address(address: str, name: str) -> bytes:
    try:
        with urllib.request.urlopen(f"{address.rstrip('/')}/{name}", timeout=60) as answer:
            return answer.read()
    except (OSError, http.client.HTTPException) as error:
        raise BuildError(
            f"{name} cannot be fetched from {address} ({getattr(error, 'reason', error)}): connect "
            "to the network, name a folder or another address with --pyodide, or leave the course "
            "in the browser out with --without-browser-edition"
        ) from error


def _with_what_they_need(packages: dict[str, Package], names: Iterable[str]) -> dict[str, Package]:
    """Return the packages of these names and all that they depend on."""
    found: dict[str, Package] = {}
    wanted = [_normalised(name) for name in names]
    while wanted:
        name = wanted.pop()
        if name not in found:
            found[name] = packages[name]
            wanted += map(_normalised, packages[name]["depends"])
    return found


def _normalised(name: str) -> str:
    """Return the name of a package as the Python Packaging User Guide normalises it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _own_packages(matplotlib: Path) -> Iterable[tuple[Package, bytes]]:
    """Return what Pyodide's release lacks: entries for its lock file, and the files themselves."""
    from linreg import __file__, __version__

    linreg = Path(__file__).parent
    files = {
        f"linreg/{path.relative_to(linreg).as_posix()}": path.read_bytes()
        for path in sorted(linreg.rglob("*"))
        if path.suffix in (".py", ".csv") and "classroom" not in path.relative_to(linreg).parts
    }
    files["matplotlib/fontlist.json"] = _font_list(matplotlib)
    metadata = f"Metadata-Version: 2.1\nName: linreg\nVersion: {__version__}\n"
    files[f"linreg-{__version__}.dist-info/METADATA"] = metadata.encode()
    yield _package("linreg", __version__, _zipped(files), ["ipywidgets", *LESSONS])
    for name in ("ipywidgets", "comm"):
        distribution = importlib.metadata.distribution(name)
        paths = [path for path in distribution.files if path.suffix != ".pyc"]
        files = {path.as_posix(): path.read_binary() for path in paths if ".." not in path.parts}
        needs = {"ipywidgets": ["comm", "ipython", "traitlets"], "comm": ["traitlets"]}[name]
        yield _package(name, distribution.version, _zipped(files), needs)
    for path in sorted(_extension(EXTENSIONS[1]).glob("static/pypi/*.whl")):
        name, version = path.name.split("-")[:2]
        if name != "widgetsnbextension":
            yield _package(_normalised(name), version, path.read_bytes(), list(KERNEL))


def _font_list(matplotlib: Path) -> bytes:
    """Return Matplotlib's list of its fonts, in the version that it reads.

    The list in Pyodide's wheel has another version and fonts of the machine that it was made on,
    so that Matplotlib would look for all fonts anew each time, and print a line about it.
    """
    with zipfile.ZipFile(matplotlib) as wheel:
        manager = wheel.read("matplotlib/font_manager.py").decode()
        fonts = json.loads(wheel.read("matplotlib/fontlist.json"))
    fonts["_version"] = int(re.search(r"^    __version__ = (\d+)$", manager, re.M)[1])
    for kind in ("ttflist", "afmlist"):
        fonts[kind] = [font for font in fonts[kind] if font["fname"].startswith("fonts/")]
    return json.dumps(fonts).encode()


def _made_quick_to_load(folder: Path, packages: dict[str, Package]) -> dict[str, Package]:
    """Rewrite the archives of a folder; return what is left of the packages.

    At each visit a browser unpacks all packages and compiles what is imported, which would take
    longer than all the rest. So it gets bytecode; what nobody reads is left out; and what can be
    imported from an archive lies in that of the standard library, which is never unpacked. linreg
    keeps its source, which the lessons show.
    """
    kept = {name: one for name, one in packages.items() if name not in {*ZIPPED, *UNUSED}}
    with TemporaryDirectory() as temporary:
        unpacked = Path(temporary)
        for name, package in packages.items():
            archive = folder / package["file_name"]
            if name not in UNUSED:
                root = STDLIB if name in ZIPPED else name
                shutil.unpack_archive(archive, unpacked / root, "zip")
            if name not in kept:
                archive.unlink()
        shutil.unpack_archive(folder / STDLIB, unpacked / STDLIB)
        shutil.copy(START, unpacked / STDLIB / "sitecustomize.py")
        _mend(unpacked, MENDED_IN_PYTHON)
        _compile(unpacked)
        for name, package in kept.items():
            content = _zipped(_files(unpacked / name))
            (folder / package["file_name"]).write_bytes(content)
            package["sha256"] = hashlib.sha256(content).hexdigest()
            package["depends"] = [one for one in package["depends"] if _normalised(one) in kept]
        (folder / STDLIB).write_bytes(_zipped(_files(unpacked / STDLIB)))
    return kept


def _files(root: Path) -> dict[str, bytes]:
    paths = [path for path in sorted(root.rglob("*")) if path.is_file()]
    files = {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}
    return {name: content for name, content in files.items() if not name.startswith(UNREAD)}


def _compile(folder: Path) -> None:
    """Put bytecode in the place of Python's files, and for linreg beside them."""
    python = _python()
    if python is None:
        print(f"Python {PYTHON} not found: lessons will open more slowly in the browser")
        return
    # Such bytecode knows no folder of this machine and no date.
    options = ["-qq", "-j", "0", "-s", str(folder), "--invalidation-mode", "unchecked-hash"]
    command = [python, "-W", "ignore", "-m", "compileall", *options]
    subprocess.run([*command, str(folder / "linreg")])
    subprocess.run([*command, "-b", "-x", r"[/\\]linreg[/\\]", str(folder)])
    for path in folder.rglob("*.pyc"):
        if path.parent.name != "__pycache__":
            path.with_suffix(".py").unlink()


def _python() -> str | None:
    """Return a Python that compiles for Pyodide."""
    says = "import sys; print(*sys.version_info[:2], sep='.')"
    for python in (sys.executable, shutil.which(f"python{PYTHON}")):
        if python:
            told = subprocess.run([python, "-c", says], capture_output=True, text=True)
            if told.stdout.strip() == PYTHON:
                return python
    return None


def _zipped(files: dict[str, bytes]) -> bytes:
    """Return files as a ZIP archive, the same at each build."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return archive.getvalue()


def _package(name: str, version: str, content: bytes, needs: list[str]) -> tuple[Package, bytes]:
    """Return an entry for Pyodide's lock file, and the file."""
    entry = {
        "name": name,
        "version": version,
        "file_name": f"{name.replace('-', '_')}-{version}-py3-none-any.whl",
        "install_dir": "site",
        "sha256": hashlib.sha256(content).hexdigest(),
        "package_type": "package",
        "imports": [name.replace("-", "_")],
        "depends": needs,
        "unvendored_tests": False,
    }
    return entry, content


def _extension(name: str) -> Path:
    return Path(sys.prefix) / "share/jupyter/labextensions" / name


def _configure(lite: Path, packages: list[str]) -> None:
    """Write what JupyterLite reads when it builds, and when it runs."""
    kernel = {
        "disablePyPIFallback": True,
        "loadPyodideOptions": {"packages": [name.replace("-", "_") for name in packages]},
    }
    site = {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {
            "appName": "Linear regression from first principles",
            "appUrl": "./tree",
            "faviconUrl": "./tree/favicon.ico",
            "litePluginSettings": {"@jupyterlite/pyodide-kernel-extension:kernel": kernel},
        },
    }
    build = {
        "LiteBuildConfig": {
            "apps": ["notebooks", "tree", "edit"],
            "contents": [str(lite / "files")],
            "federated_extensions": [str(_extension(name)) for name in EXTENSIONS],
            "ignore_sys_prefix": ["federated_extensions"],
            "no_sourcemaps": True,
        }
    }
    for name, content in (
        ("jupyter-lite.json", site),
        ("jupyter_lite_config.json", build),
        ("overrides.json", SETTINGS),
    ):
        (lite / name).write_text(json.dumps(content), encoding="utf-8")


def _build(lite: Path, out: Path) -> None:
    """Let JupyterLite write the site."""
    command = [sys.executable, "-m", "jupyterlite_core", "build", "--output-dir", str(out)]
    done = subprocess.run(command, cwd=lite, capture_output=True, text=True)
    if done.returncode:
        shutil.rmtree(out, ignore_errors=True)
        said = (done.stderr or done.stdout).strip().splitlines() or ["no reason was given"]
        raise BuildError(f"JupyterLite has stopped ({said[-1]}): install the extra `docs` anew")


def _mend(folder: Path, mended: Iterable[tuple[str, str, str]]) -> None:
    """Mend what JupyterLite gets wrong."""
    for pattern, wrong, right in mended:
        changed = 0
        for path in folder.glob(pattern):
            text, count = re.subn(wrong, right, path.read_text(encoding="utf-8"))
            if count:
                path.write_text(text, encoding="utf-8")
            changed += count
        if not changed:
            raise BuildError(
                f"{pattern} of JupyterLite is not as expected: install the extra `docs` anew"
            )

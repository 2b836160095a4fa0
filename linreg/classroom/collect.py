"""Find what learners have handed in: folders and zips, as platforms make them.

Nothing is unpacked to the disk, no link is followed, and nothing is opened that is no plain file.
Whose a file is follows from its name or its folder:

    Canvas            lastfirst_LATE_123_456_05_compute_loss-1.ipynb
    Moodle            Full Name_123_assignsubmission_file_/05_compute_loss.ipynb
    Blackboard        Lesson 5_username_attempt_2026-05-01-10-20-30_05_compute_loss.ipynb
    GitHub Classroom  lesson-5-username/05_compute_loss.ipynb
    nbgrader          submitted/username/05_compute_loss/05_compute_loss.ipynb
    any other         username/05_compute_loss.ipynb, or username.ipynb

Around them there may be a folder for each task, or one for the class.
"""

import datetime
import os
import re
import stat
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache
from io import BufferedReader, BytesIO
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple

from linreg.lab import lesson_paths

LARGEST = 32 * 1024**2  # bytes of one notebook
LARGEST_ZIP = 512 * 1024**2  # bytes of all notebooks in one zip
MOST_FILES = 20_000
LONGEST_NAME = 1_000  # characters; no file system has longer ones
LARGEST_LIST = 4 * 1024**2  # bytes of the list of files in one zip
DEEPEST = 12  # folders in folders
DEEPEST_ZIP = 2  # zips in zips
ENDINGS = (".ipynb", ".zip")
STRANGE = (
    ".7z", ".doc", ".docx", ".gz", ".htm", ".html", ".odt", ".pages", ".pdf", ".py", ".rar", ".rtf",
    ".tar", ".tgz", ".txt", ".zipx",
)  # fmt: skip
CACHE, FEEDBACK = ".graded.jsonl", "feedback"  # what a report is known by, and holds
LIBRARY = "my_linreg.py"
SUBMISSIONS = {"submitted", "submissions", "Submitted files"}  # the last is that of Teams
COURSE = {"linreg-course", "notebooks"}  # what `linreg lab` makes, and a copy of the course has
JUNK = {"__MACOSX", "__pycache__", "node_modules", "site-packages"}

MOODLE = re.compile(r"(?P<name>.+?)_(?P<id>\d+)_assignsubmission_[a-z]+_?(?P<file>.*)$")
BLACKBOARD = re.compile(
    r"[^_]*_(?P<name>.+)_attempt_(?P<order>\d{4}(-\d\d){5})(_(?P<file>.+)|\.[a-z]+)$"
)
TASK = "(lesson|assignment|homework|exercise|hw|lab|week)s?"
CANVAS = re.compile(  # a date is no name
    rf"(?!(?i:{TASK})_)(?P<name>[^_]*[^\W\d_][^_]*)(_LATE)?_(?P<id>\d+)_(?P<order>\d+)_(?P<file>.+)$"
)
PLATFORMS = {MOODLE: "moodle", BLACKBOARD: "blackboard", CANVAS: "canvas"}
CLASSROOM = re.compile(rf"({TASK}\b|\d\d?(?=[-_]))", re.I)
OF_TASK = re.compile(rf"{TASK}[ _-]*\d{{0,2}}", re.I)  # a folder that is no learner's name
AGAIN = re.compile(r"(?P<stem>.*?)(-(?P<canvas>\d+)| ?\((?P<copy>\d+)\))$")
COPY_OF = re.compile(r"(Copy of |Kopie von |Copie de |Copia de )+")

Open = Callable[[], BufferedReader]


class Piece(NamedTuple):
    """A file somewhere below what was handed in, by the parts of its path."""

    parts: tuple[str, ...]
    when: float  # seconds since 1970
    read: Callable[[], bytes]  # ValueError with the reason if it must not be read
    is_strange: bool = False  # no notebook; it is told of a learner who has nothing else
    shared: str = ""  # the zip in which it is, if that has folders of several learners


class Names(NamedTuple):
    """How the names of files tell whose they are."""

    place: Path
    outer: Set[str]  # folders that are nobody's
    prefix: str  # of a GitHub classroom
    patterns: Mapping[tuple[str, ...], re.Pattern[str]]  # of platforms, by the folders they named


@dataclass(frozen=True)
class HandedIn:
    """One file of one learner."""

    learner: str
    file: str  # without what a platform has put in front and behind
    path: str  # where it was found
    order: tuple[str, int, float]  # of several attempts the largest is the newest
    read: Callable[[], bytes]
    platform: str = ""  # if its names say which
    platform_id: str = ""
    claimed_in: str = ""  # the folder or zip of somebody's in which its own name says whose it is

    @property
    def is_notebook(self) -> bool:
        """Whether it is a notebook, and no module."""
        return self.file.endswith(".ipynb")


def collect(place: Path) -> list[HandedIn]:
    """Return all notebooks and libraries below a folder or in a zip, in order of their learners.

    Raises
    ------
    FileNotFoundError
        If there is nothing at that place.
    ValueError
        If there is something, and nothing in it is a notebook.
    """
    if not place.exists():
        raise FileNotFoundError(2, "is not there", str(place))
    place = place.resolve()  # `.`, or a link that is the instructor's own
    every = list(_pieces(place))
    pieces = [one for one in every if not one.is_strange]
    outer = _nobodys(pieces)
    prefix = _classroom_prefix(place, [_below(outer, one.parts) for one in pieces])
    patterns = _named_by_platforms([_below(outer, one.parts) for one in every])
    names = Names(place, outer, prefix, patterns)
    found = list(_of_somebody([_handed_in(piece, names) for piece in pieces]))
    if not found:
        raise ValueError(f"{place}: there is no notebook (.ipynb) and no {LIBRARY} in it")
    found += _without_notebook(every, {one.learner for one in found}, names)
    return sorted(_with_names_apart(found), key=lambda one: (one.learner, one.file, one.order))


def _of_somebody(found: list[HandedIn]) -> Iterator[HandedIn]:
    """Yield the files, but none that is claimed for a learner who has a folder or file elsewhere.

    In a folder or a zip of one's own one could hand in for another.
    """
    own = {one.learner for one in found if not one.claimed_in}
    for one in found:
        if one.claimed_in and one.learner in own:
            reason = f"by its name it is of {one.learner}, who has handed in elsewhere"
            yield replace(
                one,
                learner=one.claimed_in.removesuffix(".zip"),
                platform_id="",
                read=_refused((), 0.0, reason).read,
            )
        else:
            yield one


def _without_notebook(every: list[Piece], known: set[str], names: Names) -> Iterator[HandedIn]:
    """Yield a file, which cannot be read, of each learner who has handed in no notebook."""
    for piece in every:
        of_learner = len(piece.parts) > 1 or _platform(piece.parts[0])
        if piece.is_strange and of_learner:
            one = _handed_in(piece, names)
            if one.learner not in known:
                known.add(one.learner)
                yield one


def _pieces(place: Path) -> Iterator[Piece]:
    if place.is_file():
        yield from _file(place, (place.name,), is_whole=True)
        return
    wanted = (path for path in _files(place) if _is_wanted(path.name) or _is_strange(path.name))
    found = [(path, path.relative_to(place).parts) for path in islice(wanted, MOST_FILES + 1)]
    if len(found) > MOST_FILES:
        tops = Counter(_below(SUBMISSIONS, parts)[0] for _, parts in found)
        top = tops.most_common(1)[0][0]
        raise ValueError(f"{place}: there are more than {MOST_FILES} files in it, most in {top}")
    for path, parts in found:
        yield from _file(path, parts)


def _files(place: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(place, onerror=_stop):
        inner = Path(folder).relative_to(place).parts
        if CACHE in names:  # a report of an earlier run, alone or beside the class
            folders[:] = [one for one in folders if one != FEEDBACK]
            names = [one for one in names if not one.endswith(".html")]
        folders[:] = sorted(one for one in folders if not _is_junk(one) and len(inner) < DEEPEST)
        yield from (Path(folder) / name for name in sorted(names))


def _stop(error: OSError) -> None:
    raise error  # what cannot be looked into would be missing without a word


def _is_junk(name: str) -> bool:
    return name in JUNK or name.startswith(".")


def _file(path: Path, parts: tuple[str, ...], *, is_whole: bool = False) -> Iterator[Piece]:
    when = path.lstat().st_mtime
    if not _is_wanted(parts[-1]):
        yield from _strange(parts, when)
        return
    if parts[-1].lower().endswith(".zip"):
        name = parts[-1][: -len(".zip")]
        inner = (*parts[:-1], name) if len(parts) > 1 or _platform(name) else ()
        opened = _zip(inner, parts, when, lambda: _open(path, LARGEST_ZIP))
        found = list(islice(opened, MOST_FILES + 1))
        if len(found) > MOST_FILES:
            found = [_refused(parts, when, f"the zip and those in it hold over {MOST_FILES} files")]
        if not inner and _are_of_one(found, is_whole=is_whole):
            found = [one._replace(parts=(name, *one.parts)) for one in found]
        elif not inner:
            found = [one._replace(shared=parts[-1]) for one in found]
        yield from found
        return
    yield Piece(parts, when, lambda: _read(path))


def _are_of_one(found: list[Piece], *, is_whole: bool) -> bool:
    """Return whether a zip is of the learner it is named after: not if it is the whole class."""
    if any(_platform(_top(one)) for one in found):
        return False
    read = [one for one in found if not one.is_strange]
    lessons = {_top(one) for one in read if _is_lesson(PurePosixPath(one.parts[-1]).stem)}
    if lessons and set(map(_top, read)) <= {"", *COURSE}:
        return True
    # Beside the only folder a scan may lie, and beside the newest lesson a folder of older ones.
    alone = {_top(one) for one in read} == {""}
    tops = {_top(one) for one in found if not one.is_strange or (_top(one) and not alone)}
    folders = tops - ({""} & lessons)
    files = [one.parts[-1] for one in read if one.parts[-1] != LIBRARY]
    by_task = all(map(OF_TASK.fullmatch, folders)) and len(set(files)) == len(files)
    return not is_whole and (len(folders) <= 1 or by_task)


def _top(piece: Piece) -> str:
    return piece.parts[0] if len(piece.parts) > 1 else ""


def _strange(parts: tuple[str, ...], when: float) -> Iterator[Piece]:
    path = PurePosixPath(*parts)
    if _is_strange(path.name):
        kind = f"{path.suffix.lower()} file" if path.suffix else "file without an ending"
        yield _refused(parts, when, f"it is a {kind}, and no notebook", is_strange=True)


def _is_strange(name: str) -> bool:
    is_named = _is_lesson(name.partition(".")[0])  # whatever its ending
    return not _is_junk(name) and (is_named or PurePosixPath(name).suffix.lower() in STRANGE)


def _is_wanted(name: str) -> bool:
    return not _is_junk(name) and (name.lower().endswith(ENDINGS) or _is_library(name))


def _is_library(name: str) -> bool:
    return bool(re.search(r"(^|[_ ])my_linreg(-\d+| ?\(\d+\))?\.py$", name))


def _open(path: Path, most: int) -> BufferedReader:
    """Open a plain file: no link, no pipe, and not too large."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    kind = path.lstat()
    if stat.S_ISLNK(kind.st_mode):
        raise ValueError("it is a link, and links are not followed")
    if not stat.S_ISREG(kind.st_mode):
        raise ValueError("it is no plain file")
    try:
        handle = os.open(path, flags | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise ValueError(f"it cannot be read ({error.strerror})") from None
    file = os.fdopen(handle, "rb")
    kind = os.fstat(handle)
    if not stat.S_ISREG(kind.st_mode) or kind.st_size > most:
        file.close()
        raise ValueError(f"it is larger than {most // 1024**2} MB, or no plain file")
    return file


def _read(path: Path) -> bytes:
    with _open(path, LARGEST) as file:
        return _read_some(file)


def _read_some(file: IO[bytes]) -> bytes:
    data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ValueError(f"it is larger than {LARGEST // 1024**2} MB")
    return data


class _Listed(BufferedReader):
    """A zip of which only the list of files is read; `zipfile` reads that at once."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > LARGEST_LIST:
            raise ValueError("its list of files is too long")
        return super().read(size)


def _zip(
    inner: tuple[str, ...], parts: tuple[str, ...], when: float, opened: Open, depth: int = 0
) -> Iterator[Piece]:
    """Yield what is in a zip as if it stood in a folder; bombs and links are refused."""
    try:
        with _Listed(opened()) as file, zipfile.ZipFile(file) as archive:
            members = archive.infolist()
    except Exception as error:  # of many kinds, some of them not documented
        yield _refused(parts, when, f"the zip cannot be read: {error}")
        return
    wanted = [one for one in members if _is_wanted(_slashed(one).split("/")[-1])]
    if reason := _too_large(members, wanted):
        yield _refused(parts, when, reason)
        return
    for one in wanted:
        yield from _from_zip(one, inner, when, opened, depth)
    for path in (PurePosixPath(_slashed(one)) for one in members if _slashed(one)[-1:] != "/"):
        if not _is_wanted(path.name) and not any(map(_is_junk, path.parts)):
            yield from _strange((*inner, *path.parts), when)


def _slashed(one: zipfile.ZipInfo) -> str:
    return one.filename.replace("\\", "/")


def _too_large(members: Sequence[zipfile.ZipInfo], wanted: Sequence[zipfile.ZipInfo]) -> str:
    """Return what is too large in a zip, or ""."""
    if any(len(one.filename) > LONGEST_NAME for one in members):
        return f"a name in the zip has more than {LONGEST_NAME} characters"
    total = sum(one.file_size for one in wanted)
    if len(members) > MOST_FILES or total > LARGEST_ZIP:
        return f"the zip holds {len(members)} files, its notebooks {total // 1024**2} MB: too much"
    return ""


def _from_zip(
    one: zipfile.ZipInfo, inner: tuple[str, ...], when: float, opened: Open, depth: int
) -> Iterator[Piece]:
    path = PurePosixPath(_slashed(one))
    parts = (*inner, *path.parts)
    if any(_is_junk(part) for part in path.parts[:-1] if part != ".."):
        return
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        yield _refused((*inner, path.name), when, "its path in the zip leads out of it")
    elif stat.S_ISLNK(one.external_attr >> 16):
        yield _refused(parts, when, "it is a link, and links are not followed")
    elif path.suffix.lower() != ".zip":
        yield Piece(parts, _date(one, when), _member(opened, one))
    elif depth < DEEPEST_ZIP:
        read = _member(opened, one)
        again = (*inner, *path.parts[:-1], path.stem)
        yield from _zip(again, parts, when, lambda: BufferedReader(BytesIO(read())), depth + 1)
    else:
        yield _refused(parts, when, "it is a zip in zips in zips")


def _member(opened: Open, one: zipfile.ZipInfo) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            with opened() as file, zipfile.ZipFile(file) as archive, archive.open(one) as member:
                return _read_some(member)
        except Exception as error:  # of many kinds, some of them not documented
            raise ValueError(f"it cannot be read from the zip ({error})") from None

    return read


def _date(one: zipfile.ZipInfo, otherwise: float) -> float:
    try:
        return datetime.datetime(*one.date_time).timestamp()
    except (ValueError, OverflowError):
        return otherwise


def _refused(
    parts: tuple[str, ...], when: float, reason: str, *, is_strange: bool = False
) -> Piece:
    def read() -> bytes:
        raise ValueError(reason)

    return Piece(parts, when, read, is_strange)


def _platform(name: str) -> re.Match[str] | None:
    return next((known for pattern in PLATFORMS if (known := pattern.match(name))), None)


def _named_by_platforms(
    places: list[tuple[str, ...]],
) -> dict[tuple[str, ...], re.Pattern[str]]:
    """Return the folders in which a platform has given the names, with its pattern.

    Below the top, most names must be such ones: a learner may give a file any name.
    """
    folders: dict[tuple[str, ...], set[str]] = {}
    for parts in places:
        for depth, name in enumerate(parts):
            folders.setdefault(parts[:depth], set()).add(name)
    files = _files_by_number(folders)
    found = {}
    for folder, names in folders.items():
        known = set(filter(_platform, names))
        if not known or (folder and 2 * len(known) <= len(names)):
            continue
        fits = {of: sum(bool(of.match(name)) for name in known) for of in PLATFORMS}
        pattern = max(PLATFORMS, key=fits.__getitem__)
        of_one = sum(len(files[_number(folder, name)]) == 1 for name in known)
        if pattern is not CANVAS or 2 * of_one >= fits[CANVAS]:
            found[folder] = pattern
    return found


def _files_by_number(
    folders: Mapping[tuple[str, ...], set[str]],
) -> Mapping[tuple[object, ...], set[tuple[str, ...]]]:
    """Return the files that have a number as Canvas gives it: really from there, each has its own.

    Those at the top are counted apart from those below, to which learners give any name.
    """
    files: dict[tuple[object, ...], set[tuple[str, ...]]] = defaultdict(set)
    for folder, names in folders.items():
        for known in filter(None, map(CANVAS.match, names)):
            file = _plain_file(known["file"], with_canvas=True)[0]
            files[_number(folder, known.string)].add((*folder, file))
    return files


def _number(folder: tuple[str, ...], name: str) -> tuple[object, ...]:
    known = CANVAS.match(name)
    return (bool(folder), *known.group("name", "id", "order")) if known else ()


def _nobodys(pieces: list[Piece]) -> Set[str]:
    """Return the folders around those of learners: for all submissions, a task, or the class."""
    inner: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for first, *rest in (_below(SUBMISSIONS, piece.parts) for piece in pieces):
        inner[first].append(tuple(rest))
    shared = {name: _shared(places) for name, places in inner.items() if not _platform(name)}
    tasks = {name for name, count in shared.items() if count and OF_TASK.fullmatch(name)}
    # Two folders may hold two attempts of one learner; for a third there is hardly a reason.
    if any(shared[name] > 1 for name in tasks):
        return SUBMISSIONS | tasks
    is_class = len(inner) == 1 and any(count > 2 for count in shared.values())
    return SUBMISSIONS | (shared.keys() if is_class else set())


def _shared(places: list[tuple[str, ...]]) -> int:
    """Return in how many folders there is a notebook of one name, if they may be of learners."""
    if any(len(place) < 2 for place in places):
        return 0  # it has a file itself
    folders = {folder for folder, *_ in places}
    if any(one in COURSE or _is_lesson(one) or OF_TASK.fullmatch(one) for one in folders):
        return 0
    notebooks = {(folder, file) for folder, *_, file in places if file != LIBRARY}
    return max(Counter(file for _, file in notebooks).values(), default=0)


def _below(outer: Set[str], parts: tuple[str, ...]) -> tuple[str, ...]:
    while len(parts) > 1 and parts[0] in outer:
        parts = parts[1:]
    return parts


def _classroom_prefix(place: Path, places: list[tuple[str, ...]]) -> str:
    """Return what all folders of a GitHub classroom begin with: the assignment, and a hyphen."""
    if place.name.endswith("-submissions"):
        return place.name.removesuffix("-submissions") + "-"
    tops = sorted({parts[0] for parts in places if len(parts) > 1})
    if len(tops) < 2 or any(map(_platform, tops)):
        return ""
    common = tops[0]
    while not tops[-1].startswith(common):
        common = common[:-1]
    prefix = common[: common.rfind("-") + 1]
    return prefix if CLASSROOM.search(prefix) else ""


def _handed_in(piece: Piece, names: Names) -> HandedIn:
    """Return whose a file is, and which of several attempts."""
    parts = _below(names.outer, piece.parts)
    name, known, claimed_in = parts[-1], None, piece.shared
    for depth, part in enumerate(parts):
        if known is None and (pattern := names.patterns.get(parts[:depth])):
            known = pattern.match(part) or _platform(part)
            claimed_in = claimed_in or (parts[0] if known and depth else "")
    said = known.groupdict() if known else {}
    if known and known.string == name:
        name = said.get("file") or name
    file, attempt = _plain_file(name, with_canvas=bool(known))
    learner = said.get("name") or _learner(parts, PurePosixPath(file).stem, names)
    order = (said.get("order", "").rjust(20, "0"), attempt, piece.when)
    platform, number = PLATFORMS[known.re] if known else "", said.get("id", "")
    path = "/".join(piece.parts)
    return HandedIn(learner, file, path, order, piece.read, platform, number, claimed_in)


def _learner(parts: tuple[str, ...], stem: str, names: Names) -> str:
    """Return the name of a folder, or of a file that stands alone."""
    if len(parts) == 1:
        return names.place.name if _is_lesson(stem) and names.place.is_dir() else stem
    assignment = parts[0].removesuffix("submissions")  # GitHub clones all into one such folder
    if parts[0].endswith("-submissions") and len(parts) > 2 and parts[1].startswith(assignment):
        return parts[1].removeprefix(assignment)
    return parts[0].removeprefix(names.prefix)


@cache
def _lessons() -> frozenset[str]:
    return frozenset({"my_linreg", *(path.stem for path in lesson_paths())})


def _is_lesson(stem: str) -> bool:
    """Return whether a file is named as the course names it, and not by a learner."""
    return re.sub(r"_\d+(\.\w+)+$", "", stem) in _lessons()  # a newer version has its number


def _plain_file(name: str, *, with_canvas: bool) -> tuple[str, int]:
    """Return a file's name without the marks of copies, and the number of the attempt."""
    stem, ending = PurePosixPath(name).stem, PurePosixPath(name).suffix
    stem, attempt = COPY_OF.sub("", stem), 0
    while found := AGAIN.match(stem):
        if found["canvas"] and not with_canvas:
            break
        attempt = max(attempt, int(found["canvas"] or found["copy"]))
        stem = found["stem"]
    return stem + ending.lower(), attempt


def _with_names_apart(found: list[HandedIn]) -> list[HandedIn]:
    """Add the platform's number to a name that two learners share."""
    numbers: dict[str, set[str]] = {}
    for one in found:
        numbers.setdefault(one.learner, set()).add(one.platform_id)
    return [
        replace(one, learner=f"{one.learner} {one.platform_id}".strip())
        if len(numbers[one.learner]) > 1
        else one
        for one in found
    ]

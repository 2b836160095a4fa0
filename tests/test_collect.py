"""Whose a file is, and which of several attempts is the newest, whatever platform has named it."""

import io
import os
import struct
import zipfile

import pytest

from linreg.classroom import collect as collecting
from linreg.classroom.collect import collect

LESSON = "05_compute_loss.ipynb"
LAYOUTS = {  # files, then the learners and the files that are found
    "canvas": (
        ["leeann_101_2001_05_compute_loss.ipynb", "kimbo_LATE_102_2002_05_compute_loss-2.ipynb"],
        [("kimbo", LESSON), ("leeann", LESSON)],
    ),
    "moodle folders": (
        [
            "Ann Lee_77_assignsubmission_file_/05_compute_loss.ipynb",
            "Bo Kim_78_assignsubmission_file/Copy of 05_compute_loss.ipynb",
        ],
        [("Ann Lee", LESSON), ("Bo Kim", LESSON)],
    ),
    "moodle files": (
        ["Ann Lee_77_assignsubmission_file_05_compute_loss.ipynb"],
        [("Ann Lee", LESSON)],
    ),
    "moodle, one name twice": (
        [
            "Ann Lee_77_assignsubmission_file_/05_compute_loss.ipynb",
            "Ann Lee_78_assignsubmission_file_/05_compute_loss.ipynb",
        ],
        [("Ann Lee 77", LESSON), ("Ann Lee 78", LESSON)],
    ),
    "blackboard": (
        [
            "Lesson 5_alee_attempt_2026-05-01-10-20-30_05_compute_loss.ipynb",
            "Lesson 5_alee_attempt_2026-05-01-10-20-30.txt",
        ],
        [("alee", LESSON)],
    ),
    "github classroom": (
        ["lesson-5-octo/05_compute_loss.ipynb", "lesson-5-hubot/05_compute_loss.ipynb"],
        [("hubot", LESSON), ("octo", LESSON)],
    ),
    "github classroom, in the folder of its clone": (
        [
            "lesson-5-submissions/lesson-5-octo/05_compute_loss.ipynb",
            "lesson-5-submissions/lesson-5-hubot/05_compute_loss.ipynb",
        ],
        [("hubot", LESSON), ("octo", LESSON)],
    ),
    "github classroom, two clones": (
        [
            "lesson-5-submissions/lesson-5-octo/05_compute_loss.ipynb",
            "lesson-6-submissions/lesson-6-octo/06_backward_pass.ipynb",
        ],
        [("octo", LESSON), ("octo", "06_backward_pass.ipynb")],
    ),
    "a folder that is only called like it": (
        ["ann-submissions/week 5/05_compute_loss.ipynb"],
        [("ann-submissions", LESSON)],
    ),
    "names that only look like a classroom's": (
        ["anna-b/05_compute_loss.ipynb", "anna-c/05_compute_loss.ipynb"],
        [("anna-b", LESSON), ("anna-c", LESSON)],
    ),
    "nbgrader": (
        [
            "submitted/ann/05_compute_loss/05_compute_loss.ipynb",
            "submitted/bo/05_compute_loss/05_compute_loss.ipynb",
        ],
        [("ann", LESSON), ("bo", LESSON)],
    ),
    "folders": (
        ["ann/05_compute_loss.ipynb", "bo/05_compute_loss (1).ipynb"],
        [("ann", LESSON), ("bo", LESSON)],
    ),
    "a number that only Canvas adds": (["ann/week-2.ipynb"], [("ann", "week-2.ipynb")]),
    "files of many learners": (
        ["ann.ipynb", "bo.ipynb"],
        [("ann", "ann.ipynb"), ("bo", "bo.ipynb")],
    ),
    "a library": (["ann/my_linreg.py", "ann/notes.py"], [("ann", "my_linreg.py")]),
    "what editors leave": (
        ["ann/05_compute_loss.ipynb", "ann/.ipynb_checkpoints/x.ipynb", "__MACOSX/ann/._x.ipynb"],
        [("ann", LESSON)],
    ),
    "names of all kinds": (
        ["Jürgen Groß/05_compute_loss.ipynb", "=1+1/05_compute_loss.ipynb"],
        [("=1+1", LESSON), ("Jürgen Groß", LESSON)],
    ),
}


def write(folder, files):
    for file in files:
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}", encoding="utf-8")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_finds_whose_a_file_is(layout, tmp_path):
    files, expected = LAYOUTS[layout]
    write(tmp_path, files)
    assert [(one.learner, one.file) for one in collect(tmp_path)] == expected


@pytest.mark.parametrize("layout", [one for one in LAYOUTS if "library" not in one])
def test_finds_the_same_in_a_zip(layout, tmp_path):
    files, expected = LAYOUTS[layout]
    with zipfile.ZipFile(tmp_path / "submissions.zip", "w") as archive:
        for file in files:
            archive.writestr(file, "{}")
    found = collect(tmp_path / "submissions.zip")
    assert [(one.learner, one.file) for one in found] == expected
    assert {one.read() for one in found} == {b"{}"}


def test_backslashes_in_a_zip_part_folders_too(tmp_path):
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr(r"ann\week 5\05_compute_loss.ipynb", "{}")
        archive.writestr(r"ann\.ipynb_checkpoints\x.ipynb", "{}")
    assert [(one.learner, one.file) for one in collect(tmp_path / "all.zip")] == [("ann", LESSON)]


def test_finds_zips_of_learners(tmp_path):
    for name in ("Ann Lee_77_assignsubmission_file_", "bo"):
        (tmp_path / name).mkdir()
        with zipfile.ZipFile(tmp_path / name / "work.zip", "w") as archive:
            archive.writestr("week 5/05_compute_loss.ipynb", "{}")
    assert [one.learner for one in collect(tmp_path)] == ["Ann Lee", "bo"]


def test_the_folder_of_a_clone_says_how_its_folders_begin(tmp_path):
    write(tmp_path / "lesson-5-submissions", ["lesson-5-octo/05_compute_loss.ipynb"])
    assert [one.learner for one in collect(tmp_path / "lesson-5-submissions")] == ["octo"]


def test_of_several_attempts_the_newest_comes_last(tmp_path):
    write(
        tmp_path,
        [
            "ann/05_compute_loss.ipynb",
            "ann/05_compute_loss (2).ipynb",
            "ann/05_compute_loss (1).ipynb",
        ],
    )
    found = sorted(collect(tmp_path), key=lambda one: one.order)
    assert [one.path for one in found][-1] == "ann/05_compute_loss (2).ipynb"
    write(
        tmp_path / "b",
        [
            "L_ann_attempt_2026-05-02-10-20-30_05_compute_loss.ipynb",
            "L_ann_attempt_2026-05-11-09-20-30_05_compute_loss.ipynb",
        ],
    )
    found = sorted(collect(tmp_path / "b"), key=lambda one: one.order)
    assert "2026-05-11" in found[-1].path


REFUSED = {
    "/05_compute_loss.ipynb": "leads out",
    "../../05_compute_loss.ipynb": "leads out",
    "a/../../x.ipynb": "leads out",
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_path_that_leads_out_of_a_zip_is_refused(name, tmp_path):
    with zipfile.ZipFile(tmp_path / "ann.zip", "w") as archive:
        archive.writestr(name, "{}")
        archive.writestr("good.ipynb", "{}")
    reasons = []
    for one in collect(tmp_path / "ann.zip"):
        try:
            one.read()
        except ValueError as error:
            reasons.append(str(error))
    assert len(reasons) == 1
    assert REFUSED[name] in reasons[0]


def test_a_zip_that_is_nothing_but_a_list_of_files_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "ann.zip", "w") as archive:
        archive.writestr("05_compute_loss.ipynb", "{}")
    data = (tmp_path / "ann.zip").read_bytes()
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    listed = data[start:end] * 100_000
    about = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65535, 65535, len(listed), start, 0)
    (tmp_path / "ann.zip").write_bytes(data[:start] + listed + about)
    (one,) = collect(tmp_path / "ann.zip")
    with pytest.raises(ValueError, match="list of files is too long"):
        one.read()


def test_links_and_pipes_are_not_opened(tmp_path):
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "in" / "ann").mkdir(parents=True)
    os.symlink(tmp_path / "secret", tmp_path / "in" / "ann" / "link.ipynb")
    os.mkfifo(tmp_path / "in" / "ann" / "pipe.ipynb")
    link, pipe = collect(tmp_path / "in")
    with pytest.raises(ValueError, match="link"):
        link.read()
    with pytest.raises(ValueError, match="no plain file"):
        pipe.read()


def test_says_what_is_missing(tmp_path):
    with pytest.raises(ValueError, match="no notebook"):
        collect(tmp_path)
    with pytest.raises(FileNotFoundError, match="is not there"):
        collect(tmp_path / "nowhere")


@pytest.mark.parametrize("place", ["", "all.zip"])
def test_what_holds_too_many_files_is_refused(place, tmp_path, monkeypatch):
    monkeypatch.setattr(collecting, "MOST_FILES", 2)
    write(tmp_path, ["0.txt", "1.txt", "ann.ipynb"])
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for number in range(3):
            archive.writestr(f"{number}.ipynb", "{}")
    with pytest.raises(ValueError, match=r"more than 2 files in it|holds 3 files"):
        collect(tmp_path / place)[0].read()


def test_a_zip_whose_notebooks_are_too_large_together_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(collecting, "LARGEST_ZIP", 3 * 1024**2)
    with zipfile.ZipFile(tmp_path / "ann.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(4):
            archive.writestr(f"{number}.ipynb", bytes(1024**2))
    (one,) = collect(tmp_path / "ann.zip")
    with pytest.raises(ValueError, match="its notebooks 4 MB: too much"):
        one.read()


def test_a_file_that_is_too_large_or_must_not_be_read_says_so(tmp_path, monkeypatch):
    write(tmp_path, ["ann.ipynb", "bo.ipynb"])
    os.truncate(tmp_path / "ann.ipynb", collecting.LARGEST + 1)
    large, closed = collect(tmp_path)
    with pytest.raises(ValueError, match="larger than 32 MB"):
        large.read()

    def refuse(*_):  # as for anybody but root
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(ValueError, match=r"it cannot be read \(Permission denied\)"):
        closed.read()


def zipped(name, content):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(name, content)
    return data.getvalue()


def test_a_zip_in_a_zip_is_opened_and_one_deeper_still_is_not(tmp_path):
    content, found = b"{}", []
    inside = "05_compute_loss.ipynb"
    for depth in range(5):
        content, inside = zipped(inside, content), f"week {depth}.zip"
        (tmp_path / "ann.zip").write_bytes(content)
        (one,) = collect(tmp_path / "ann.zip")
        try:
            found.append(one.read())
        except ValueError as error:
            found.append(str(error))
    assert found == [b"{}"] * 3 + ["it is a zip in zips in zips"] * 2


def test_a_date_that_is_none_is_that_of_the_zip(tmp_path):
    never = zipfile.ZipInfo("ann.ipynb", (1980, 0, 0, 0, 0, 0))
    (tmp_path / "a.zip").write_bytes(zipped(never, "{}"))
    os.utime(tmp_path / "a.zip", (5.0, 5.0))
    (one,) = collect(tmp_path / "a.zip")
    assert one.order[-1] == 5.0

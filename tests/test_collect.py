"""Whose a file is, and which of several attempts is the newest, whatever platform has named it."""

import io
import os
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from linreg.classroom import collect as collecting
from linreg.classroom.collect import LIBRARY, collect

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
    "half of a learner's own files are named as by a platform": (
        [
            "ann/01_introduction.ipynb",
            "ann/leeann_101_2001_05_compute_loss.ipynb",
            "bo/05_compute_loss.ipynb",
        ],
        [
            ("ann", "01_introduction.ipynb"),
            ("ann", "leeann_101_2001_05_compute_loss.ipynb"),
            ("bo", LESSON),
        ],
    ),
    "blackboard": (
        [
            "Lesson 5_alee_attempt_2026-05-01-10-20-30_05_compute_loss.ipynb",
            "Lesson 5_alee_attempt_2026-05-01-10-20-30.txt",
        ],
        [("alee", LESSON)],
    ),
    "github classroom": (
        ["lesson-5-octo/05_compute_loss.ipynb", "lesson-5-octavia/05_compute_loss.ipynb"],
        [("octavia", LESSON), ("octo", LESSON)],
    ),
    "github classroom, the first two begin alike": (
        ["hw-1-al-a/a.ipynb", "hw-1-al-b/a.ipynb", "hw-1-zoe/a.ipynb"],
        [("al-a", "a.ipynb"), ("al-b", "a.ipynb"), ("zoe", "a.ipynb")],
    ),
    "github classroom, the last two begin alike": (
        ["hw-1-al/a.ipynb", "hw-1-zoe-a/a.ipynb", "hw-1-zoe-b/a.ipynb"],
        [("al", "a.ipynb"), ("zoe-a", "a.ipynb"), ("zoe-b", "a.ipynb")],
    ),
    "github classroom, of one": (
        ["lesson-5-octo/05_compute_loss.ipynb"],
        [("lesson-5-octo", LESSON)],
    ),
    "github classroom, a file beside it": (
        ["lesson-5-octo/a.ipynb", "lesson-5-hubot/a.ipynb", "zoe.ipynb"],
        [("hubot", "a.ipynb"), ("octo", "a.ipynb"), ("zoe", "zoe.ipynb")],
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
        ["ann-submissions/week 5/05_compute_loss.ipynb", "ann-submissions/ann-5.ipynb"],
        [("ann-submissions", LESSON), ("ann-submissions", "ann-5.ipynb")],
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
    "in a folder of submissions": (
        ["submissions/ann/05_compute_loss.ipynb", "submissions/bo.ipynb"],
        [("ann", LESSON), ("bo", "bo.ipynb")],
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
    "a name with a dot": (["ann.lee (1).ipynb"], [("ann.lee", "ann.lee.ipynb")]),
    "a library": (["ann/my_linreg.py", "ann/notes.py"], [("ann", "my_linreg.py")]),
    "what editors leave": (
        ["ann/05_compute_loss.ipynb", "ann/.ipynb_checkpoints/x.ipynb", "__MACOSX/ann/._x.ipynb"],
        [("ann", LESSON)],
    ),
    "a name after that of a lesson": (
        ["05_compute_loss_ann.ipynb", "05_compute_loss_bo.ipynb"],
        [
            ("05_compute_loss_ann", "05_compute_loss_ann.ipynb"),
            ("05_compute_loss_bo", "05_compute_loss_bo.ipynb"),
        ],
    ),
    "blackboard, names with a line in them": (
        [
            "Lesson 5_ann_lee_attempt_2026-05-01-10-20-30_05_compute_loss.ipynb",
            "Lesson 5_bo_lee_attempt_2026-05-01-10-20-31_05_compute_loss.ipynb",
        ],
        [("ann_lee", LESSON), ("bo_lee", LESSON)],
    ),
    "copies of a library": (
        ["ann/Copy of my_linreg.py", "bo/my_linreg (1).py"],
        [("ann", "my_linreg.py"), ("bo", "my_linreg.py")],
    ),
    "with packages of others": (
        ["ann/05_compute_loss.ipynb", "ann/venv/Lib/site-packages/notebook/a.ipynb"],
        [("ann", LESSON)],
    ),
    "dates in front, as Canvas has numbers": (
        ["2026_05_01_ann.ipynb", "2026_05_01_bo.ipynb"],
        [
            ("2026_05_01_ann", "2026_05_01_ann.ipynb"),
            ("2026_05_01_bo", "2026_05_01_bo.ipynb"),
        ],
    ),
    "a task in front, as Canvas has numbers": (
        ["week_4_1_ann.ipynb", "Week_4_2_bo.ipynb"],
        [("Week_4_2_bo", "Week_4_2_bo.ipynb"), ("week_4_1_ann", "week_4_1_ann.ipynb")],
    ),
    "one beginning for all, as Canvas has numbers": (
        ["unit_4_2_ann.ipynb", "unit_4_2_bo.ipynb", "unit_4_2_bo (1).ipynb", "cy_1_2_a.ipynb"],
        [
            ("cy_1_2_a", "cy_1_2_a.ipynb"),
            ("unit_4_2_ann", "unit_4_2_ann.ipynb"),
            ("unit_4_2_bo", "unit_4_2_bo.ipynb"),
            ("unit_4_2_bo", "unit_4_2_bo.ipynb"),
        ],
    ),
    "canvas, learners with one number": (
        ["ann_1_5_a.ipynb", "bo_1_5_b.ipynb", "cy_1_5_c.ipynb"],
        [("ann", "a.ipynb"), ("bo", "b.ipynb"), ("cy", "c.ipynb")],
    ),
    "canvas, learners of one name": (
        ["kim_1_5_a.ipynb", "kim_2_5_b.ipynb"],
        [("kim 1", "a.ipynb"), ("kim 2", "b.ipynb")],
    ),
    "canvas, two files of one learner": (
        ["ann_1_5_a.ipynb", "ann_1_6_b.ipynb"],
        [("ann", "a.ipynb"), ("ann", "b.ipynb")],
    ),
    "canvas, an attempt that it has numbered": (
        ["ann_1_5_a.ipynb", "ann_1_5_a-1.ipynb"],
        [("ann", "a.ipynb"), ("ann", "a.ipynb")],
    ),
    "canvas, unpacked twice": (
        [
            "leeann_101_2001_a.ipynb",
            "leeann_101_2001_a (1).ipynb",
            "kimbo_102_2002_b.ipynb",
            "kimbo_102_2002_b (1).ipynb",
        ],
        [
            ("kimbo", "b.ipynb"),
            ("kimbo", "b.ipynb"),
            ("leeann", "a.ipynb"),
            ("leeann", "a.ipynb"),
        ],
    ),
    "a folder for each task": (
        [
            "week 4/ann/04_forward_pass.ipynb",
            "week 4/bo/04_forward_pass.ipynb",
            "week 5/ann/05_compute_loss.ipynb",
            "week 5/ann/old/05_compute_loss.ipynb",
            "lab1/05_compute_loss.ipynb",
            "lab2/notebooks/05_compute_loss.ipynb",
        ],
        [
            ("ann", "04_forward_pass.ipynb"),
            ("ann", LESSON),
            ("ann", LESSON),
            ("bo", "04_forward_pass.ipynb"),
            ("lab1", LESSON),
            ("lab2", LESSON),
        ],
    ),
    "groups that are called as tasks are": (
        ["lab1/05_compute_loss.ipynb", "lab1/old/a.ipynb", "lab2/notebooks/05_compute_loss.ipynb"],
        [("lab1", LESSON), ("lab1", "a.ipynb"), ("lab2", LESSON)],
    ),
    "a class in a folder of its own": (
        [f"class 9b/{name}/05_compute_loss.ipynb" for name in ("ann", "bo", "cy")],
        [("ann", LESSON), ("bo", LESSON), ("cy", LESSON)],
    ),
    "one who has tried twice": (
        ["ann/old/05_compute_loss.ipynb", "ann/new/05_compute_loss.ipynb"],
        [("ann", LESSON), ("ann", LESSON)],
    ),
    "groups that are called as tasks are, with a folder each": (
        ["lab1/x/05_compute_loss.ipynb", "lab2/x/05_compute_loss.ipynb"],
        [("lab1", LESSON), ("lab2", LESSON)],
    ),
    "files in folders of learners, named as by Canvas": (
        ["ann/lsg_2026_05_x.ipynb", "bo/lsg_2026_05_x.ipynb"],
        [("ann", "lsg_2026_05_x.ipynb"), ("bo", "lsg_2026_05_x.ipynb")],
    ),
    "teams": (
        ["Submitted files/Ann Lee/Lesson 5/Version 1/a.ipynb", "Submitted files/Bo/a.ipynb"],
        [("Ann Lee", "a.ipynb"), ("Bo", "a.ipynb")],
    ),
    "one who has two folders": (
        ["ann/first/04_forward_pass.ipynb", "ann/then/05_compute_loss.ipynb"],
        [("ann", "04_forward_pass.ipynb"), ("ann", LESSON)],
    ),
    "one who has an older copy": (
        [
            "ann/05_compute_loss.ipynb",
            "ann/old/05_compute_loss.ipynb",
            "ann/b/05_compute_loss.ipynb",
        ],
        [("ann", LESSON), ("ann", LESSON), ("ann", LESSON)],
    ),
    "one whose folders have files of the same name": (
        ["ann/week 4/hw.ipynb", "ann/week 5/hw.ipynb", "ann/old/hw.ipynb"],
        [("ann", "hw.ipynb"), ("ann", "hw.ipynb"), ("ann", "hw.ipynb")],
    ),
    "one who brings my_linreg.py each time": (
        ["ann/one/a.ipynb", "ann/one/my_linreg.py", "ann/two/b.ipynb", "ann/two/my_linreg.py"],
        [("ann", "a.ipynb"), ("ann", "b.ipynb"), ("ann", LIBRARY), ("ann", LIBRARY)],
    ),
    "moodle, one with two folders": (
        [
            "Ann Lee_77_assignsubmission_file_/a/05_compute_loss.ipynb",
            "Ann Lee_77_assignsubmission_file_/b/05_compute_loss.ipynb",
        ],
        [("Ann Lee", LESSON), ("Ann Lee", LESSON)],
    ),
    "nbgrader, one with two lessons": (
        [
            "submitted/ann/04_forward_pass/a.ipynb",
            "submitted/ann/05_compute_loss/a.ipynb",
            "submitted/ann/06_backward_pass/a.ipynb",
        ],
        [("ann", "a.ipynb"), ("ann", "a.ipynb"), ("ann", "a.ipynb")],
    ),
    "github classroom, a clone for each task": (
        [
            "week 5/lesson-5-octo/05_compute_loss.ipynb",
            "week 5/lesson-5-hubot/05_compute_loss.ipynb",
        ],
        [("hubot", LESSON), ("octo", LESSON)],
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
    found = collect(tmp_path)
    assert [(one.learner, one.file) for one in found] == expected
    assert {one.read() for one in found} == {b"{}"}


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
        archive.writestr(r"ann\._x.ipynb", "{}")
        archive.writestr(r"bo\week 5\loss.docx", "")
        archive.writestr(r"cy\05_compute_loss.final.copy", "")
        archive.writestr(r"di\notes.final.copy", "")
    found = collect(tmp_path / "all.zip")
    files = [("ann", LESSON), ("bo", "loss.docx"), ("cy", "05_compute_loss.final.copy")]
    assert [(one.learner, one.file) for one in found] == files


def test_finds_zips_of_learners(tmp_path):
    folders = ("Ann Lee_77_assignsubmission_file_", "bo/late")
    for name in folders:
        (tmp_path / name).mkdir(parents=True)
        with zipfile.ZipFile(tmp_path / name / "homework.zip", "w") as archive:
            archive.writestr("week 5/05_compute_loss.ipynb", "{}")
    found = collect(tmp_path)
    assert [one.learner for one in found] == ["Ann Lee", "bo"]
    assert [one.path for one in found] == [f"{one}/homework/week 5/{LESSON}" for one in folders]


@pytest.mark.parametrize("folder", ["", "linreg-course/", "week5/", "week5/homework/"])
def test_a_zip_of_lessons_is_of_the_one_whose_name_it_has(folder, tmp_path):
    for name in ("ann", "bo"):
        with zipfile.ZipFile(tmp_path / f"{name}.zip", "w") as archive:
            archive.writestr(f"{folder}{LESSON}", "{}")
    assert [(one.learner, one.file) for one in collect(tmp_path)] == [
        ("ann", LESSON),
        ("bo", LESSON),
    ]


@pytest.mark.parametrize("folder", ["notebooks", "linreg-course"])
def test_a_zip_of_a_whole_copy_of_the_course_is_of_the_one_whose_name_it_has(folder, tmp_path):
    for name in ("ann", "bo"):
        with zipfile.ZipFile(tmp_path / f"{name}.zip", "w") as archive:
            for file in (f"{folder}/{LESSON}", "linreg/loss.py", "data/houses.csv", "README.md"):
                archive.writestr(file, "{}")
    assert [one.learner for one in collect(tmp_path)] == ["ann", "bo"]
    assert [one.learner for one in collect(tmp_path / "ann.zip")] == ["ann"]


@pytest.mark.parametrize(
    "files",
    [
        [f"hw/{LESSON}", "scan.pdf"],
        [LESSON, f"old/{LESSON}"],
        [f"week5/{LESSON}", "Week 6/06_backward_pass.ipynb", "labs/x.ipynb"],
        [LESSON, "week4/04_forward_pass.ipynb", "week3/03_initialize_parameters.ipynb"],
        [f"hw5/{LESSON}", "data/x.json", "docs/README.md"],
        [f"hw5/{LESSON}", "hw5/my_linreg.py", "hw6/06_backward_pass.ipynb", "hw6/my_linreg.py"],
        ["my lesson 5.ipynb", "notes/scan.pdf"],
    ],
)
def test_a_zip_with_more_than_one_folder_of_lessons_is_of_one_all_the_same(files, tmp_path):
    for name in ("ann", "bo"):
        with zipfile.ZipFile(tmp_path / f"{name}.zip", "w") as archive:
            for file in files:
                archive.writestr(file, "{}")
    assert {one.learner for one in collect(tmp_path)} == {"ann", "bo"}


@pytest.mark.parametrize(
    "files", [[f"ann/{LESSON}", f"bo/{LESSON}"], [LESSON, f"ann/{LESSON}", f"bo/{LESSON}"]]
)
def test_a_zip_of_a_section_is_of_those_whose_folders_are_in_it(files, tmp_path):
    with zipfile.ZipFile(tmp_path / "section 1.zip", "w") as archive:
        for file in files:
            archive.writestr(file, "{}")
    write(tmp_path, [f"cy/{LESSON}"])
    assert {"ann", "bo", "cy"} <= {one.learner for one in collect(tmp_path)}


def test_groups_that_are_numbered_like_tasks_have_a_lesson_each(tmp_path):
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for file in (f"lab1/{LESSON}", f"lab2/{LESSON}", "lab2/my_linreg.py", "lab1/my_linreg.py"):
            archive.writestr(file, "{}")
    write(tmp_path, [f"cy/{LESSON}"])
    assert {one.learner for one in collect(tmp_path)} == {"lab1", "lab2", "cy"}


def test_data_and_notes_beside_a_class_are_nobodys(tmp_path):
    write(tmp_path, [f"ann/{LESSON}", "data/houses.json", "docs/README.md"])
    assert [one.learner for one in collect(tmp_path)] == ["ann"]


def test_zips_of_files_of_one_name_are_of_those_whose_names_they_have(tmp_path):
    for name in ("ann", "bo"):
        with zipfile.ZipFile(tmp_path / f"{name}.zip", "w") as archive:
            archive.writestr("homework.ipynb", "{}")
    assert [one.learner for one in collect(tmp_path)] == ["ann", "bo"]


@pytest.mark.parametrize("ending", ["json", "md", "ODT", "zipx", "ipynb.txt"])
def test_whatever_is_handed_in_for_a_notebook_is_told(ending, tmp_path):
    write(tmp_path, [f"ann/05_compute_loss.{ending}", f"bo/{LESSON}"])
    ann, _ = collect(tmp_path)
    ending = ending.lower().rpartition(".")[2]
    with pytest.raises(ValueError, match=rf"^it is a \.{ending} file, and no notebook$"):
        ann.read()


@pytest.mark.parametrize("is_in_zip", [False, True])
def test_one_who_hands_in_no_notebook_is_not_left_out(is_in_zip, tmp_path):
    files = ["ann/homework.RAR", "ann/notes.txt", "bo/05_compute_loss.ipynb", "bo/more.py"]
    files += ["Lesson 5_cy_attempt_2026-05-01-10-20-30.txt", "grades.txt", "di/.hidden.pdf"]
    if is_in_zip:
        with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
            for file in [*files, "/", "ann/", "__MACOSX/ed/x.pdf"]:
                archive.writestr(file, "")
    else:
        write(tmp_path, files)
    ann, bo, cy = collect(tmp_path)
    assert (ann.learner, bo.learner, cy.learner) == ("ann", "bo", "cy")
    with pytest.raises(ValueError, match=r"^it is a \.rar file, and no notebook$"):
        ann.read()
    assert (ann.path, bo.file) == ("ann/homework.RAR", LESSON)


@pytest.mark.parametrize("is_in_zip", [False, True])
def test_a_lesson_without_an_ending_is_told_but_not_a_folder(is_in_zip, tmp_path):
    if is_in_zip:
        with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
            for file in ("ann/05_compute_loss", "cy/05_compute_loss/", f"bo/{LESSON}"):
                archive.writestr(file, "")
    else:
        write(tmp_path, ["ann/05_compute_loss", f"bo/{LESSON}"])
    ann, bo = collect(tmp_path)
    assert (ann.learner, ann.file, bo.file) == ("ann", "05_compute_loss", LESSON)
    with pytest.raises(ValueError, match=r"^it is a file without an ending, and no notebook$"):
        ann.read()


@pytest.mark.parametrize("out", [".", "report"])
def test_a_page_in_the_place_of_a_notebook_is_told_but_no_report_of_an_earlier_run(out, tmp_path):
    write(tmp_path, ["ann/05_compute_loss.html", f"bo/{LESSON}"])
    report = [".graded.jsonl", "report.html", "results.csv", "feedback/bo.html"]
    write(tmp_path, [f"{out}/{file}" for file in report])
    ann, bo = collect(tmp_path)
    assert (ann.learner, bo.learner) == ("ann", "bo")
    with pytest.raises(ValueError, match=r"^it is a \.html file, and no notebook$"):
        ann.read()


def test_zips_of_assignments_hold_many_learners(tmp_path):
    for name in ("lesson 4", "lesson 5"):
        with zipfile.ZipFile(tmp_path / f"{name}.zip", "w") as archive:
            for learner in ("ann", "bo"):
                archive.writestr(f"{learner}/{name}.ipynb", "{}")
    assert [one.learner for one in collect(tmp_path)] == ["ann", "ann", "bo", "bo"]


def test_a_lesson_beside_the_folders_of_learners_does_not_make_one_of_them(tmp_path):
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        for file in (LESSON, f"ann/{LESSON}", f"bo/{LESSON}"):
            archive.writestr(file, "{}")
    assert {"ann", "bo"} < {one.learner for one in collect(tmp_path / "class.zip")}


def test_a_newer_version_beside_a_lesson_is_of_the_same_learner(tmp_path):
    write(tmp_path / "ann", [LESSON, "05_compute_loss_1.1.0.ipynb"])
    assert {one.learner for one in collect(tmp_path / "ann")} == {"ann"}


def test_a_place_that_is_called_by_a_dot_or_a_link_has_its_own_name(tmp_path, monkeypatch):
    write(tmp_path / "hw-1-submissions", ["hw-1-al/a.ipynb"])
    monkeypatch.chdir(tmp_path / "hw-1-submissions")
    assert [one.learner for one in collect(Path())] == ["al"]
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        archive.writestr(f"al/{LESSON}", "{}")
    (tmp_path / "link.zip").symlink_to(tmp_path / "class.zip")
    assert [one.learner for one in collect(tmp_path / "link.zip")] == ["al"]


def test_a_folder_that_cannot_be_read_is_named(tmp_path, monkeypatch):
    write(tmp_path, [f"ann/{LESSON}", f"bo/{LESSON}"])
    look = os.scandir

    def scandir(place):
        if Path(place).name == "bo":
            raise PermissionError(13, "Permission denied", str(place))
        return look(place)

    monkeypatch.setattr(os, "scandir", scandir)
    with pytest.raises(PermissionError, match="bo"):
        collect(tmp_path)


@pytest.mark.parametrize("name", ["ann", "j.smith", "week.5.ann"])
def test_lessons_without_a_folder_are_of_the_one_whose_folder_it_is(name, tmp_path):
    write(tmp_path / name, [LESSON, "my_linreg.py"])
    assert [one.learner for one in collect(tmp_path / name)] == [name, name]


@pytest.mark.parametrize(
    ("file", "known"),
    [
        ("leeann_101_2001_05_compute_loss.ipynb", ("canvas", "101")),
        ("Ann Lee_77_assignsubmission_file_05_compute_loss.ipynb", ("moodle", "77")),
        ("Loss_alee_attempt_2026-05-01-10-20-30_loss.ipynb", ("blackboard", "")),
        ("ann/05_compute_loss.ipynb", ("", "")),
    ],
)
def test_says_which_platform_has_named_a_file_and_the_number_it_gave(file, known, tmp_path):
    write(tmp_path, [file])
    (one,) = collect(tmp_path)
    assert (one.platform, one.platform_id) == known


def test_the_folder_of_a_clone_says_how_its_folders_begin(tmp_path):
    write(tmp_path / "lesson-5-submissions", ["lesson-5-octo/05_compute_loss.ipynb"])
    assert [one.learner for one in collect(tmp_path / "lesson-5-submissions")] == ["octo"]


@pytest.mark.parametrize(
    "names",
    [
        [LESSON, *(f"05_compute_loss{number}.ipynb" for number in (" (1)", "(2)", " (10)"))],
        [
            "L_ann_attempt_2026-05-02-10-20-30_05_compute_loss.ipynb",
            "L_ann_attempt_2026-05-11-09-20-30_05_compute_loss.ipynb",
        ],
        ["ann_7_999_05_compute_loss.ipynb", "ann_7_1000_05_compute_loss.ipynb"],
    ],
)
def test_of_several_attempts_the_one_with_the_largest_number_comes_last(names, tmp_path):
    write(tmp_path, [f"ann/{name}" for name in names])
    for age, name in enumerate(names):
        os.utime(tmp_path / "ann" / name, (100.0 - age, 100.0 - age))
    found = sorted(collect(tmp_path), key=lambda one: one.order)
    assert [one.path for one in found] == [f"ann/{name}" for name in names]


def test_of_attempts_without_a_number_the_one_that_was_written_last_comes_last(tmp_path):
    write(tmp_path, ["ann/again/loss.ipynb", "ann/loss.ipynb"])
    os.utime(tmp_path / "ann" / "again" / "loss.ipynb", (5.0, 5.0))
    assert [one.path for one in collect(tmp_path)] == ["ann/again/loss.ipynb", "ann/loss.ipynb"]


def is_refused(one, reason, path="ann.zip"):
    """Say whether a file of a zip from 1970 is refused, with its path and its time."""
    with pytest.raises(ValueError, match=reason):
        one.read()
    return (one.path, one.order[-1]) == (path, 5.0)


def from_1970(path):
    os.utime(path, (5.0, 5.0))
    return path


LINK = zipfile.ZipInfo("week 5/link.ipynb")
LINK.external_attr = (stat.S_IFLNK | 0o777) << 16
LEADS_OUT = "^its path in the zip leads out of it$"


@pytest.mark.parametrize(
    ("entry", "path", "reason"),
    [
        ("/05_compute_loss.ipynb", f"ann/{LESSON}", LEADS_OUT),
        ("../../05_compute_loss.ipynb", f"ann/{LESSON}", LEADS_OUT),
        ("a/../../x.ipynb", "x.ipynb", LEADS_OUT),
        ("C:/x.ipynb", "x.ipynb", LEADS_OUT),
        (LINK, "week 5/link.ipynb", "^it is a link, and links are not followed$"),
    ],
)
def test_a_link_in_a_zip_and_a_path_that_leads_out_are_refused(entry, path, reason, tmp_path):
    with zipfile.ZipFile(tmp_path / "ann.zip", "w") as archive:
        archive.writestr(entry, "{}")
        archive.writestr("good.ipynb", "{}")
    found = collect(from_1970(tmp_path / "ann.zip"))
    refused, good = sorted(found, key=lambda one: one.order[-1])
    assert is_refused(refused, reason, path)
    assert good.read() == b"{}"


def test_a_zip_with_a_name_longer_than_any_file_systems_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "ann.zip", "w") as archive:
        archive.writestr("05_compute_loss.ipynb", "{}")
        archive.writestr("x" * 1001, "")
    (one,) = collect(from_1970(tmp_path / "ann.zip"))
    assert is_refused(one, "^a name in the zip has more than 1000 characters$")


def test_a_zip_that_is_nothing_but_a_list_of_files_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "ann.zip", "w") as archive:
        archive.writestr("05_compute_loss.ipynb", "{}")
    data = (tmp_path / "ann.zip").read_bytes()
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    listed = data[start:end] * 100_000
    about = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65535, 65535, len(listed), start, 0)
    (tmp_path / "ann.zip").write_bytes(data[:start] + listed + about)
    (one,) = collect(from_1970(tmp_path / "ann.zip"))
    assert is_refused(one, "list of files is too long")


PIPES = pytest.mark.skipif(
    not hasattr(os, "mkfifo"), reason="Windows has no such pipes, and opens what a link leads to"
)


@PIPES
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


@PIPES
@pytest.mark.parametrize(
    ("swap", "said"),
    [
        (lambda path: path.symlink_to("secret.txt"), "it cannot be read"),
        (lambda path: os.mkfifo(path, 0o600), "no plain file"),
    ],
)
def test_what_becomes_a_link_or_a_pipe_at_the_last_moment_is_not_opened(
    swap, said, tmp_path, monkeypatch
):
    write(tmp_path, ["secret.txt", "ann.ipynb"])
    (one,), opened = collect(tmp_path), os.open

    def swapped(path, flags):
        path.unlink()
        swap(path)
        return opened(path, flags)

    monkeypatch.setattr(os, "open", swapped)
    with pytest.raises(ValueError, match=said):
        one.read()


def test_says_what_is_missing(tmp_path):
    with pytest.raises(ValueError, match="no notebook"):
        collect(tmp_path)
    with pytest.raises(FileNotFoundError, match="is not there"):
        collect(tmp_path / "nowhere")


def test_pictures_and_programs_of_others_are_not_counted(tmp_path, monkeypatch):
    monkeypatch.setattr(collecting, "MOST_FILES", 4)
    write(tmp_path, [f"ann/{LESSON}", *(f"bo/{number}.png" for number in range(9)), "submitted"])
    assert [one.learner for one in collect(tmp_path)] == ["ann"]
    write(tmp_path, [f"bo/{number}.ipynb" for number in range(9)])
    with pytest.raises(ValueError, match="more than 4 files in it, most in bo"):
        collect(tmp_path)


def test_a_folder_holds_as_many_files_as_allowed_and_no_more(tmp_path, monkeypatch):
    write(tmp_path, ["0.txt", "1.txt", "ann.ipynb"])
    monkeypatch.setattr(collecting, "MOST_FILES", 3)
    assert len(collect(tmp_path)) == 1
    monkeypatch.setattr(collecting, "MOST_FILES", 2)
    with pytest.raises(ValueError, match="more than 2 files in it"):
        collect(tmp_path)


@pytest.mark.parametrize(
    ("limit", "allowed", "said"),
    [("MOST_FILES", 4, "holds 4 files"), ("LARGEST_ZIP", 4 * 1024**2, "4 MB: too much")],
)
def test_a_zip_holds_as_much_as_allowed_and_no_more(limit, allowed, said, tmp_path, monkeypatch):
    with zipfile.ZipFile(tmp_path / "ann.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(4):
            archive.writestr(f"{number}.ipynb", bytes(1024**2))
    monkeypatch.setattr(collecting, limit, allowed)
    assert len(collect(tmp_path / "ann.zip")) == 4
    monkeypatch.setattr(collecting, limit, allowed - 1)
    (one,) = collect(from_1970(tmp_path / "ann.zip"))
    assert is_refused(one, said)


def test_folders_are_looked_into_as_deep_as_allowed_and_no_deeper(tmp_path, monkeypatch):
    monkeypatch.setattr(collecting, "DEEPEST", 2)
    write(tmp_path, ["ann/a/x.ipynb", "ann/a/b/y.ipynb"])
    assert [one.file for one in collect(tmp_path)] == ["x.ipynb"]


@pytest.mark.parametrize("is_in_zip", [False, True])
def test_a_notebook_is_as_large_as_allowed_and_no_larger(is_in_zip, tmp_path, monkeypatch):
    monkeypatch.setattr(collecting, "LARGEST", 1024**2)
    (tmp_path / "a.ipynb").write_bytes(bytes(1024**2))
    (tmp_path / "b.ipynb").write_bytes(bytes(1024**2 + 1))
    if is_in_zip:
        with zipfile.ZipFile(tmp_path / "ann.zip", "w") as archive:
            archive.write(tmp_path / "a.ipynb", "a.ipynb")
            archive.write(tmp_path / "b.ipynb", "b.ipynb")
    exact, larger = collect(tmp_path / "ann.zip" if is_in_zip else tmp_path)
    assert exact.read() == bytes(1024**2)
    with pytest.raises(ValueError, match="it is larger than 1 MB"):
        larger.read()


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


def test_a_zip_and_those_in_it_hold_together_as_many_files_as_allowed(tmp_path, monkeypatch):
    inner = [zipped(f"{number}.ipynb", "{}") for number in range(3)]
    with zipfile.ZipFile(tmp_path / "ann.zip", "w") as archive:
        archive.writestr("a.ipynb", "{}")
        for number, content in enumerate(inner[:2]):
            archive.writestr(f"{number}.zip", content)
    monkeypatch.setattr(collecting, "MOST_FILES", 3)
    assert len(collect(tmp_path / "ann.zip")) == 3
    with zipfile.ZipFile(tmp_path / "ann.zip", "w") as archive:
        for number in range(2):
            archive.writestr(f"{number}.ipynb", "{}")
        two = io.BytesIO()
        with zipfile.ZipFile(two, "w") as within:
            within.writestr("x.ipynb", "{}")
            within.writestr("y.ipynb", "{}")
        archive.writestr("more.zip", two.getvalue())
    (one,) = collect(from_1970(tmp_path / "ann.zip"))
    assert is_refused(one, "the zip and those in it hold over 3 files")


def test_a_zip_in_a_zip_is_opened_and_one_deeper_still_is_not(tmp_path):
    content = zipped(LESSON, "{}")
    for entry, path in (("a/b/0.zip", "ann/"), ("c/1.zip", "a/b/0/"), ("d/2.zip", "c/1/a/b/0/")):
        (tmp_path / "ann.zip").write_bytes(content)
        (one,) = collect(tmp_path / "ann.zip")
        assert (one.path, one.read()) == (path + LESSON, b"{}")
        content = zipped(entry, content)
    (tmp_path / "ann.zip").write_bytes(content)
    (one,) = collect(from_1970(tmp_path / "ann.zip"))
    assert is_refused(one, "^it is a zip in zips in zips$", "d/2/c/1/a/b/0.zip")


def test_an_entry_without_a_name_is_none(tmp_path):
    # A name that no bytes of a date may look like.
    data = zipped("name", "").replace(b"name", b"")
    for sign, place in ((b"PK\x03\x04", 26), (b"PK\x01\x02", 28), (b"PK\x05\x06", 12)):
        at = data.index(sign) + place  # the length of the name; the size and start of the list
        data = data[:at] + bytes([data[at] - 4]) + data[at + 1 :]
    at = data.index(b"PK\x05\x06") + 16
    data = data[:at] + bytes([data[at] - 4]) + data[at + 1 :]
    (tmp_path / "ann.zip").write_bytes(data)
    assert zipfile.ZipFile(tmp_path / "ann.zip").namelist() == [""]
    write(tmp_path, [f"bo/{LESSON}"])
    assert [one.learner for one in collect(tmp_path)] == ["bo"]


def test_a_zip_in_a_zip_that_cannot_be_read_is_named(tmp_path):
    (tmp_path / "ann.zip").write_bytes(zipped("week 5/all.zip", "{}"))
    (one,) = collect(from_1970(tmp_path / "ann.zip"))
    assert is_refused(one, "the zip cannot be read", "week 5/all.zip")


def test_a_date_that_is_none_is_that_of_the_zip(tmp_path):
    never = zipfile.ZipInfo("ann.ipynb", (1980, 0, 0, 0, 0, 0))
    (tmp_path / "a.zip").write_bytes(zipped(never, "{}"))
    os.utime(tmp_path / "a.zip", (5.0, 5.0))
    (one,) = collect(tmp_path / "a.zip")
    assert one.order[-1] == 5.0


AS_ANN = "x_ann_attempt_2099-01-01-00-00-00_05_compute_loss.ipynb"


@pytest.mark.parametrize("top", ["", "submitted/"])
def test_no_name_of_a_file_in_ones_own_folder_hands_in_for_another(top, tmp_path):
    own = [f"{top}bo/{AS_ANN}", *(f"{top}bo/{n}_{AS_ANN}" for n in range(20))]
    write(tmp_path, [f"{top}ann/{LESSON}", *own, f"{top}cy/{LESSON}"])
    found = {one.path: one.learner for one in collect(tmp_path)}
    assert [path for path, learner in found.items() if learner == "ann"] == [f"{top}ann/{LESSON}"]
    assert found[own[0]] == "bo"


def test_in_a_class_of_one_platform_a_file_that_is_named_as_of_another_is_its_learners(tmp_path):
    files = ["annlee_11_1_05_compute_loss.ipynb"]
    files += ["bojones_22_2_0_5_assignsubmission_file_05_compute_loss.ipynb"]
    files += [f"bojones_22_4_{AS_ANN}"]
    write(tmp_path, files)
    found = collect(tmp_path)
    assert {one.learner for one in found} == {"annlee", "bojones"}
    assert {one.platform for one in found} == {"canvas"}


@pytest.mark.parametrize("name", ["ann/05_compute_loss.ipynb", AS_ANN])
def test_what_is_claimed_for_a_learner_who_has_handed_in_elsewhere_needs_a_human(name, tmp_path):
    write(tmp_path, [f"ann/{LESSON}"])
    with zipfile.ZipFile(tmp_path / "bo.lee.zip", "w") as archive:
        for entry in (name, f"bo/{LESSON}", f"cy/{LESSON}"):
            archive.writestr(entry, "{}")
    found = collect(tmp_path)
    assert [one.path for one in found if one.learner == "ann"] == [f"ann/{LESSON}"]
    assert {one.learner for one in found} >= {"ann", "bo.lee", "bo", "cy"}
    with pytest.raises(ValueError, match="by its name it is of ann, who has handed in elsewhere"):
        next(one for one in found if one.learner == "bo.lee").read()


def test_what_is_claimed_and_refused_keeps_nobodys_number(tmp_path):
    with zipfile.ZipFile(tmp_path / "lesson5.zip", "w") as archive:
        for entry in (f"leeann_101_20101_{LESSON}", f"kimbo_102_20102_{LESSON}"):
            archive.writestr(entry, "{}")
    write(tmp_path, [f"kimbo/{LESSON}"])
    ids = {one.learner: one.platform_id for one in collect(tmp_path)}
    assert ids == {"kimbo": "", "leeann": "101", "lesson5": ""}


HONEST = {
    "two platforms below one place": (
        ["canvas/anna_10_990_a.ipynb", "canvas/bea_11_991_a.ipynb"],
        ["moodle/Dora D_20_assignsubmission_file_/a.ipynb"],
        ["Dora D", "anna", "bea"],
    ),
    "two platforms at one place": (
        ["anna_10_990_a.ipynb", "bea_11_991_a.ipynb"],
        ["Dora D_20_assignsubmission_file_/a.ipynb"],
        ["Dora D", "anna", "bea"],
    ),
    "a platform beside those who mailed": (
        ["canvas/anna_10_990_a.ipynb", "canvas/bea_11_991_a.ipynb"],
        ["guest/a.ipynb", "guest2/a.ipynb"],
        ["anna", "bea", "guest", "guest2"],
    ),
    "a class by lessons": (
        [
            "l5/Dora D_20_assignsubmission_file_/a.ipynb",
            "l5/Emil_21_assignsubmission_file_/a.ipynb",
        ],
        [
            "l6/Dora D_20_assignsubmission_file_/b.ipynb",
            "l6/Emil_21_assignsubmission_file_/b.ipynb",
        ],
        ["Dora D", "Emil"],
    ),
    "a class that was graded in its own folder": (
        ["hw5/ann/a.ipynb", "hw5/.graded.jsonl", "hw5/report.html", "hw5/feedback/ann.html"],
        ["hw6/bo/a.ipynb"],
        ["hw5", "hw6"],
    ),
}


@pytest.mark.parametrize("what", HONEST)
def test_classes_of_more_than_one_kind_are_told_apart(what, tmp_path):
    some, others, learners = HONEST[what]
    write(tmp_path, some + others)
    assert sorted({one.learner for one in collect(tmp_path)}) == learners


def test_a_zip_of_a_platform_may_stand_beside_one_who_mailed(tmp_path):
    write(tmp_path, [f"late/{LESSON}"])
    for name, first in (("submissions.zip", 1), ("submissions (1).zip", 5)):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            for number in range(first, first + 3):
                archive.writestr(f"kim{number}_{number}_99{number}_a.ipynb", "{}")
    names = ["kim1", "kim2", "kim3", "kim5", "kim6", "kim7", "late"]
    assert [one.learner for one in collect(tmp_path)] == names


def test_nobody_makes_canvass_names_doubtful_from_a_folder_of_his_own(tmp_path):
    write(
        tmp_path, ["ann_1_5_a.ipynb", "cy_2_6_a.ipynb", "bo/ann_1_5_b.ipynb", "bo/cy_2_6_b.ipynb"]
    )
    found = {one.path: one.learner for one in collect(tmp_path)}
    assert found["ann_1_5_a.ipynb"] == "ann"
    assert found["cy_2_6_a.ipynb"] == "cy"
    assert found["bo/ann_1_5_b.ipynb"] == found["bo/cy_2_6_b.ipynb"] == "bo"


def test_a_zip_that_breaks_what_unpacks_it_is_told(tmp_path):
    with zipfile.ZipFile(tmp_path / "ann.zip", "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr(LESSON, "{}" * 1000)
    data = bytearray((tmp_path / "ann.zip").read_bytes())
    data[data.index(b".ipynb") + len(".ipynb") + 4] = 0xFF  # the properties of the stream
    (tmp_path / "ann.zip").write_bytes(data)
    (one,) = collect(tmp_path)
    with pytest.raises(ValueError, match="it cannot be read from the zip"):
        one.read()

"""What is written is whole: the new text or the old one, whatever happens meanwhile."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from linreg import LinearModel, Moments, moments
from linreg.classroom.handout import handout
from linreg.files import write_whole

sys.path.insert(0, str(Path(__file__).parent))
KILLED = Path(__file__).parent / "killed.py"
FEWEST_KILLS = {
    "model": 10, "moments": 10, "own file": 12, "report": 60,
    "lab": 55, "handout": 20, "nbgrader": 35,
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
@pytest.mark.parametrize("writer", FEWEST_KILLS)
def test_a_kill_at_any_write_leaves_the_old_or_the_new(tmp_path, writer):
    one_thread = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, str(KILLED), writer, str(tmp_path)]
    run = subprocess.run(command, capture_output=True, text=True, env=one_thread, timeout=300)
    assert not run.returncode, run.stderr
    assert int(run.stdout) >= FEWEST_KILLS[writer]


@pytest.mark.parametrize("text", ["", "a\r\nb\rc\n", "η = ½, 直線\n", "x" * 3_000_000])
def test_a_text_is_written_as_it_stands_and_nothing_is_left_beside_it(tmp_path, text):
    for _ in range(2):
        write_whole(tmp_path / "text", text)
        assert (tmp_path / "text").read_bytes() == text.encode()
        assert [one.name for one in tmp_path.iterdir()] == ["text"]


@pytest.mark.skipif(os.name == "nt", reason="links and rights are others on Windows")
def test_a_link_stays_a_link_and_rights_stay_as_they_are(tmp_path):
    (tmp_path / "shared").write_text("old")
    (tmp_path / "shared").chmod(0o640)
    (tmp_path / "link").symlink_to("shared")
    write_whole(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "shared").read_text() == "new"
    assert stat.S_IMODE((tmp_path / "shared").stat().st_mode) == 0o640


def test_a_file_that_must_not_be_written_stays_though_its_folder_may_be(tmp_path, monkeypatch):
    (tmp_path / "text").write_text("old")
    (tmp_path / "text").chmod(0o400)
    monkeypatch.setattr(os, "access", lambda *_: False)  # as for anybody but root
    with pytest.raises(PermissionError, match="text"):
        write_whole(tmp_path / "text", "new")
    assert (tmp_path / "text").read_text() == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["text"]


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="no terminals to be made on this system")
def test_a_device_is_written_to_and_stays_a_device():
    reader, writer = os.openpty()  # not os.devnull: whoever may replace that has lost it if we fail
    try:
        write_whole(os.ttyname(writer), "text")
        assert os.read(reader, 100) == b"text"
        assert Path(os.ttyname(writer)).is_char_device()
    finally:
        os.close(writer)
        os.close(reader)


@pytest.mark.parametrize("place", ["nowhere/model.json", "folder", "file/model.json"])
def test_an_error_names_the_file_that_was_to_be_written(tmp_path, place):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match=Path(place).name) as caught:
        LinearModel([1], 2).save(tmp_path / place)
    assert Path(caught.value.filename) == tmp_path / place
    assert sorted(one.name for one in tmp_path.rglob("*")) == ["file", "folder"]


def test_a_name_that_is_as_long_as_it_may_be_is_written(tmp_path):
    path = tmp_path / ("直" * 83 + ".json")
    write_whole(path, "text")
    assert path.read_text() == "text"


def saved(kind, path):
    X = np.array([[1.0, 2.0], [3.0, 5.0], [4.0, 4.0]])
    thing = moments(X, np.arange(3.0)) if kind is Moments else LinearModel([1.5, -2], 3)
    thing.save(path)
    return path.read_bytes()


def test_what_could_not_be_read_again_does_not_take_the_place_of_what_can(tmp_path):
    path = tmp_path / "saved.json"
    model = LinearModel([1.5, -2], 3)
    model.save(path)
    model.W *= np.nan
    with pytest.raises(ValueError, match=r"^W\[0\] is nan, but must be a finite number$"):
        model.save(path)
    assert LinearModel.load(path).W.tolist() == [1.5, -2]
    moments([[0], [1]], [0, 1]).save(path)
    with pytest.raises(ValueError, match=r"^a number is not finite, so that it cannot be saved$"):
        Moments(1, np.array([np.inf, 0]), np.zeros((2, 2)), np.zeros(1)).save(path)
    assert Moments.load(path).n_samples == 2


def test_parameters_that_a_learner_has_put_in_by_hand_are_saved_as_they_are_meant(tmp_path):
    model = LinearModel([0, 0], 0)
    model.W, model.b = [1, 2], np.float32(0.5)
    model.save(tmp_path / "saved.json")
    again = LinearModel.load(tmp_path / "saved.json")
    assert (again.W.tolist(), again.b) == ([1, 2], 0.5)


@pytest.mark.parametrize("kind", [LinearModel, Moments])
def test_a_file_that_was_cut_off_anywhere_is_refused_by_name(tmp_path, kind):
    path = tmp_path / "saved.json"
    whole = saved(kind, path)
    for end in range(len(whole)):
        path.write_bytes(whole[:end])
        with pytest.raises(ValueError, match=r"saved\.json holds no saved m"):
            kind.load(path)


@pytest.mark.parametrize("kind", [LinearModel, Moments])
@pytest.mark.parametrize("foreign", [b"[" * 100_000, b"\x00" * 99, b"PK\x03\x04", b"a,b\n1,2\n"])
def test_a_foreign_file_is_refused_by_name(tmp_path, kind, foreign):
    path = tmp_path / "saved.json"
    path.write_bytes(foreign)
    with pytest.raises(ValueError, match=r"saved\.json holds no saved m"):
        kind.load(path)


@pytest.mark.parametrize("kind", [LinearModel, Moments])
@pytest.mark.parametrize(
    ("text", "reason"), [("[1, 2]", "it is no table of names"), ("{}", "it has no ")]
)
def test_json_of_another_kind_is_refused_with_the_reason(tmp_path, kind, text, reason):
    (tmp_path / "saved.json").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=rf"saved\.json holds no saved \w+: {reason}"):
        kind.load(tmp_path / "saved.json")


@pytest.mark.parametrize("kind", [LinearModel, Moments])
def test_a_file_with_more_in_it_than_is_known_here_is_refused(tmp_path, kind):
    path = tmp_path / "saved.json"
    later = json.loads(saved(kind, path)) | {"squares": [0, 1]}
    path.write_text(json.dumps(later))
    with pytest.raises(ValueError, match=r"saved\.json holds no .*it has squares, which"):
        kind.load(path)


def test_a_handout_is_not_written_over_a_file_that_is_no_text(tmp_path):
    (tmp_path / "04_forward_pass.ipynb").write_bytes(b"\xff\xfe")
    with pytest.raises(FileExistsError, match=r"04_forward_pass\.ipynb"):
        list(handout(["4"], tmp_path))
    assert (tmp_path / "04_forward_pass.ipynb").read_bytes() == b"\xff\xfe"

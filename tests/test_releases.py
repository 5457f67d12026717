"""What was released is upgraded to this version, on both databases, and loses nothing.

By day the newest release, at night the one before it too. Of the databases that `make release`
kept (`tests/releases`), each with its keys; everybody in them is made up.
"""

import pytest

from bin import release as command
from tests.support import releases
from tests.support.installations import POSTGRES
from tests.support.nightly import rest_at_night
from tests.support.releases import losses

ENGINE = "postgresql" if POSTGRES else "sqlite"
KEPT = rest_at_night(releases.releases()[:2])


@pytest.mark.both_databases
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("release", KEPT, ids=lambda release: release.version)
def test_a_release_is_upgraded(release, unpacked):
    office = unpacked(release)
    rows = {table: kept["rows"] for table, kept in release.content(ENGINE).items()}
    assert rows == release.manifest["rows"][ENGINE]
    office.amparo("upgrade", *(["--copied"] if POSTGRES else []))
    assert release.losses(ENGINE, office) == []
    assert releases.look_inside(office) == releases.WELL


def table(rows=2, **columns):
    return {"rows": rows, "highest": 9, "columns": columns}


def test_a_loss_would_be_seen():
    before = {"people": table(name="a", sex="b"), "notes": table(text="c")}
    assert list(losses(before, before)) == []
    assert list(losses(before, {"people": before["people"]})) == ["notes is gone"]
    fewer = before | {"notes": table(rows=1, text="d")}
    assert list(losses(before, fewer)) == ["notes has 1 rows of 2"]
    other = before | {"people": table(name="a")}
    assert list(losses(before, other)) == ["people.sex differs"]
    assert list(losses(before, other, {"people.sex"})) == []


class TestWhatCannotBeReleased:
    @pytest.fixture(autouse=True)
    def repository(self, tmp_path, monkeypatch):
        command.subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
        (tmp_path / ".gitignore").write_text("*\n")
        (tmp_path / "CHANGELOG.md").write_text("# What is new\n\n## 0.2.0, December\n")
        monkeypatch.setattr(command, "ROOT", tmp_path)
        monkeypatch.setattr(releases, "RELEASES", tmp_path / "releases")
        return tmp_path

    def released(self, folder, version):
        (folder / "releases" / version).mkdir(parents=True)
        (folder / "releases" / version / releases.MANIFEST).write_text("{}")

    def test_a_new_version_with_words_and_nothing_left_to_commit_can(self, repository):
        self.released(repository, "0.1.9")
        assert list(command.refusals("0.2.0")) == []

    def test_what_is_not_committed(self, repository):
        (repository / ".gitignore").write_text("")
        assert list(command.refusals("0.2.0")) == [command.NOT_CLEAN]

    def test_one_without_words(self):
        assert list(command.refusals("0.2.01")) == [command.NO_WORDS.format(version="0.2.01")]

    def test_one_that_was_released(self, repository):
        self.released(repository, "0.2.0")
        assert list(command.refusals("0.2.0")) == [command.RELEASED.format(version="0.2.0")]

    def test_one_that_is_older(self, repository):
        self.released(repository, "0.10.0")
        assert list(command.refusals("0.2.0")) == [
            command.NOT_NEWER.format(version="0.2.0", last="0.10.0")
        ]

    def test_one_whose_databases_are_too_large(self, repository, monkeypatch):
        monkeypatch.setattr(releases, "MOST_BYTES", 10)
        made = repository / "made"
        made.mkdir()
        (made / "sqlite.tar.xz").write_bytes(bytes(11))
        assert command.keep("0.2.0", made) == [command.TOO_LARGE.format(size=11, most=10)]
        assert releases.releases() == []
        monkeypatch.setattr(releases, "MOST_BYTES", 11)
        (made / releases.MANIFEST).write_text("{}")
        monkeypatch.setattr(releases, "MOST_BYTES", 99)
        assert command.keep("0.2.0", made) == []
        assert [each.version for each in releases.releases()] == ["0.2.0"]

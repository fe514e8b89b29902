"""Recordings are split by group, and what is missing is missing without a fuss; a broken list is told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("soundfile")

from export.errors import ExportError
from export.wake.sounds import Split, joined, marked, own_clips, recordings
from tests.export.wake.made import make_data


def test_groups_that_are_kept_apart_are_nowhere_else(tmp_path: Path):
    make_data(tmp_path)
    taught, kept = recordings(tmp_path, "view glass", Split(("g1",), ("flat",)))
    assert (len(taught.phrases), len(kept.phrases)) == (9, 3)
    assert {kind: len(clips) for kind, clips in taught.others.items()} == {"fall": 9}
    assert {kind: len(clips) for kind, clips in kept.others.items()} == {"fall": 3, "flat": 12}
    assert len(taught.noises) + len(kept.noises) == 4
    both = joined([taught, kept])
    assert (len(both.phrases), len(both.others["fall"])) == (12, 12)


def test_recordings_of_another_phrase_are_other_speech(tmp_path: Path):
    make_data(tmp_path)
    taught, _ = recordings(tmp_path, "hey glint", Split())
    assert taught.phrases == ()
    assert len(taught.others["view_glass"]) == 12


def test_an_empty_folder_has_nothing(tmp_path: Path):
    taught, kept = recordings(tmp_path, "hey glint", Split())
    assert (taught.phrases, dict(taught.others), taught.noises, kept.noises) == ((), {}, (), ())


def test_a_broken_list_and_a_missing_recording_are_told(tmp_path: Path):
    make_data(tmp_path)
    (tmp_path / "noise" / "0.flac").write_bytes(b"no flac")
    with pytest.raises(ExportError, match=r"cannot read .*0\.flac"):
        recordings(tmp_path, "view glass", Split())
    (tmp_path / "index.jsonl").write_text("{")
    with pytest.raises(ExportError, match=r"index\.jsonl is not what it should be"):
        recordings(tmp_path, "view glass", Split())


def test_the_loud_part_of_a_clip_is_taken_for_the_phrase(tmp_path: Path):
    sound = np.full(32_000, 1e-4, np.float32)
    sound[8000:20_000] = 0.2
    clip = marked(sound)
    assert (clip.start, clip.end) == pytest.approx((0.5, 1.25), abs=0.02)
    make_data(tmp_path)
    assert len(own_clips(tmp_path / "negatives" / "flat")) == 12
    with pytest.raises(ExportError, match="there are no"):
        own_clips(tmp_path)

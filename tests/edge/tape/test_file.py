"""The records of a tape are found whatever became of their neighbours."""

import os
import struct
import time
from pathlib import Path

import pytest

from edge.errors import FormatError
from edge.tape.file import FORMAT, Gap, Record, RecordWriter, read_format, read_payload, read_records

PAYLOADS = (b"one", b"", b"\xf5GT\nthree", bytes(5000))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    writer = RecordWriter(tmp_path / "deep" / "t")
    for kind, payload in zip((b"A", b"B", b"C", b"D"), PAYLOADS, strict=True):
        writer.write(kind, payload)
    writer.sync()
    writer.close()
    return tmp_path / "deep" / "t"


def found(path: Path) -> list[bytes | Gap]:
    return [read_payload(path, one) if isinstance(one, Record) else one for one in read_records(path)]


def starts(path: Path) -> list[int]:
    """Where each record begins, with its head."""
    return [one.start - 13 for one in read_records(path) if isinstance(one, Record)]


def test_records_come_back_in_order_with_their_kinds(path: Path) -> None:
    assert found(path) == list(PAYLOADS)
    assert [one.kind for one in read_records(path) if isinstance(one, Record)] == [b"A", b"B", b"C", b"D"]
    assert read_format(path) == FORMAT


def test_only_its_owner_can_read_it_and_it_is_never_written_over(path: Path) -> None:
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        RecordWriter(path)


@pytest.mark.parametrize("field", [0, 4, 5, 9, 13])
def test_a_damaged_record_is_a_gap_and_the_next_is_found(field: int, path: Path) -> None:
    """Its mark, kind, length, checksum or payload."""
    first, second = starts(path)[:2]
    data = bytearray(path.read_bytes())
    data[first + field] ^= 0x40
    path.write_bytes(data)
    assert found(path) == [Gap(first, second - first, tail=False), *PAYLOADS[1:]]


def test_bytes_between_records_are_a_gap_though_they_hold_a_mark(path: Path) -> None:
    at, junk = starts(path)[1], b"\xf5GT\n and no more"
    data = path.read_bytes()
    path.write_bytes(data[:at] + junk + data[at:])
    assert found(path) == [PAYLOADS[0], Gap(at, len(junk), tail=False), *PAYLOADS[1:]]


def test_a_long_gap_is_searched_to_its_end(path: Path) -> None:
    at, data = starts(path)[1], path.read_bytes()
    for length in (1 << 20, (1 << 20) - 2, (1 << 21) + 1):  # a mark may lie across two blocks that are read
        path.write_bytes(data[:at] + bytes(length) + data[at:])
        assert found(path) == [PAYLOADS[0], Gap(at, length, tail=False), *PAYLOADS[1:]]


@pytest.mark.parametrize("left", [1, 12, 13, 4000])
def test_a_cut_in_a_record_ends_the_file_before_it(left: int, path: Path) -> None:
    last = starts(path)[-1]
    os.truncate(path, last + left)
    assert found(path) == [*PAYLOADS[:3], Gap(last, left, tail=True)]


def test_a_write_that_finds_no_file_changes_none(path: Path) -> None:
    writer = RecordWriter(path.with_name("u"))
    writer.close()
    with pytest.raises(OSError, match="Bad file descriptor"):
        writer.write(b"A", b"late")


def test_what_is_no_tape_or_a_newer_one_is_said_so(path: Path) -> None:
    for title, words in (
        (b"glint tape %d\n" % (FORMAT + 1), f"has format {FORMAT + 1}, and this Glint reads up to {FORMAT}"),
        (b"glint tape x\n", "is not a tape"),
        (b"", "is not a tape"),
    ):
        path.write_bytes(title)
        with pytest.raises(FormatError, match=words):
            read_format(path)
    with pytest.raises(FormatError, match="No such file"):
        read_format(path.with_name("none"))


def cpu_of_reading(path: Path, marks: int) -> float:
    """Seconds for a tape of marks each of which claims to be followed by all the rest."""
    head = struct.Struct("<4ssII")
    places = range(marks)
    path.write_bytes(
        b"glint tape 2\n" + b"".join(head.pack(b"\xf5GT\n", b"E", 13 * (marks - n - 1), n) for n in places)
    )
    before = time.process_time()
    assert all(isinstance(one, Gap) for one in read_records(path))
    return time.process_time() - before


@pytest.mark.slow
def test_marks_that_lead_nowhere_cost_no_more_than_so_much_reading_in_all(tmp_path: Path) -> None:
    """Looked at one by one they would be quadratic: 13 terabytes for the larger of these."""
    small, large = (cpu_of_reading(tmp_path / "t", marks) for marks in (200_000, 400_000))
    assert large < 2.5 * max(small, 0.5)


def test_each_of_many_damaged_records_costs_itself(tmp_path: Path) -> None:
    writer = RecordWriter(tmp_path / "t")
    for n in range(200):
        writer.write(b"A", b"%03d" % n)
    writer.close()
    data = bytearray((tmp_path / "t").read_bytes())
    for start in starts(tmp_path / "t")[1:-1]:
        data[start + 13] = 0
    (tmp_path / "t").write_bytes(data)
    assert [one for one in found(tmp_path / "t") if isinstance(one, bytes)] == [b"000", b"199"]

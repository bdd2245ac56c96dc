"""Names, telephone numbers and ages as they are written."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.ledger import cells, people
from analytics.ledger.cells import CellError


@pytest.mark.parametrize("cell", ["同上", "〃", " 〃 ", "″", '"'])
@pytest.mark.parametrize("reader", [cells.identifier, people.names])
def test_what_stands_above_is_not_looked_up(reader: Callable[[cells.Cell], str | None], cell: str) -> None:
    with pytest.raises(CellError, match="ditto"):
        reader(cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (13812345678.0, "13812345678"), ("138 1234 5678", "13812345678"), ("138-1234-5678", "13812345678"),
        ("+86 13812345678", "13812345678"), ("１３８１２３４５６７８", "13812345678"), ("010-12345678",
            "01012345678"),
        ("0571-8765432 转 801", "05718765432转801"), ("13812345678/13912345678", "13812345678;13912345678"),
        ("4008123123", "4008123123"), ("", None), ("无", None), ("021-5555 1234 转 801", "02155551234转801"),
        ("021-55551234-801", "02155551234转801"), ("5555 1234 转 801", "55551234转801"), ("1.3812345678E+10", "13812345678"),
        ("0086 138 1234 5678", "13812345678"), ("(021) 5555 1234", "02155551234"),
        ("13812345678 13912345678", "13812345678;13912345678"),
        ("0571-88888888-12 13812345678", "057188888888转12;13812345678"), ("13812345678.0", "13812345678"), ("95598", "95598"),
        ("'13812345678", "13812345678"), ("+44 7700 900123", "+447700900123"), ("+1 (555) 123-4567", "+15551234567"),
    ],
)  # fmt: skip
def test_a_phone_is_digits(cell: cells.Cell, expected: str | None) -> None:
    assert people.phone(cell) == expected


@pytest.mark.parametrize("cell", ["+44 7700", 1381234567.0, "138123456789", "1.38123E+10", "同上", "12345678901"])
def test_a_number_that_no_telephone_has_is_refused(cell: cells.Cell) -> None:
    with pytest.raises(CellError) as fault:
        people.phone(cell)
    assert fault.value.check == "person"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("李明", "李明"), ("李明、王五", "李明;王五"), ("李明，王五", "李明;王五"), ("李明/王五", "李明;王五"),
            ("李明;王五；李明", "李明;王五"),
        ("王丽 13812345678", "王丽"), ("王丽/13812345678", "王丽"), ("王丽(13812345678)", "王丽"), ("13812345678", "13812345678"),
        ("李 明", "李明"), ("John Smith, Ann", "John Smith;Ann"), ("一队\n二队", "一队;二队"), ("/", None), ("无",
            None), (7.0, "7"), ("李明和王五", "李明;王五"), ("李和平", "李和平"), ("一队及二队", "一队;二队"),
        ("李明以及王五", "李明;王五"), ("李明 王五", "李明;王五"), ("李明\u3000王小五 赵六", "李明;王小五;赵六"),
        ("欧阳 修", "欧阳修"),
        ("王 小五", "王小五"), ("一队 二队", "一队;二队"), ("华东 施工队", "华东施工队"),
        ("李和平、王五", "李和平;王五"), ("李明 & 王五", "李明;王五"), ("李明和王五、赵六", "李明;王五;赵六"),
        ("疼痛与康复科", "疼痛与康复科"), ("老年病及保健科", "老年病及保健科"), ("内一科和内二科", "内一科;内二科"),
        ("工程部和张三丰", "工程部;张三丰"), ("John Smith; Ann", "John Smith;Ann"), ("李四 主任", "李四主任"),
        ("李四 副主任", "李四副主任"),
        ("神经\n内科", "神经内科"), ("骨科\n（三病区）", "骨科(三病区)"), ("华东\n施工队", "华东施工队"),
        ("A&E", "A&E"), ("R&D dept", "R&D dept"), ("Amy & Bob", "Amy;Bob"), ("Amy&Bob", "Amy;Bob"),
        ("内一科\n内二科", "内一科;内二科"), ("李明\n王五", "李明;王五"),
    ],
)  # fmt: skip
def test_names_in_one_cell_are_told_apart(cell: cells.Cell, expected: str | None) -> None:
    assert people.names(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Smith, John", "John Smith"), ("Smith, John; Jones, Mary Ann", "John Smith;Mary Ann Jones"),
        ("De Souza, Ana", "Ana De Souza"), ("Müller, Anna", "Anna Müller"),
        ("John Smith", "John Smith"), ("张三，李四", "张三;李四"), ("Smith, John, Ann", None),
    ],
)  # fmt: skip
def test_an_office_may_say_that_its_names_begin_with_the_family(cell: str, expected: str | None) -> None:
    if expected is None:
        with pytest.raises(CellError, match="one_or_two"):
            people.names(cell, family_first=True)
    else:
        assert people.names(cell, family_first=True) == expected


@pytest.mark.parametrize(
    "cell", ["Smith, John", "Smith, John; Jones, Mary", "O'Brien, Ann", "Smith, John A.", "Müller, Anna"]
)
def test_a_family_name_before_a_comma_may_be_one_person_or_two(cell: str) -> None:
    with pytest.raises(CellError, match="one_or_two"):
        people.names(cell)


@given(
    number=st.integers(13_000_000_000, 19_999_999_999),
    form=st.sampled_from(["{}", "{:.1f}", "+86 {}", "0086-{}", "{} "]),
)
def test_any_mobile_number_comes_back_from_every_form(number: int, form: str) -> None:
    assert people.phone(form.format(number) if form != "{:.1f}" else float(number)) == str(number)


@given(
    area=st.sampled_from(["010", "021", "0571"]), number=st.integers(10**7, 10**8 - 1), extension=st.integers(1, 9999)
)
def test_any_extension_comes_back_from_every_form(area: str, number: int, extension: int) -> None:
    expected = f"{area}{number}转{extension}"
    for form in ("{}-{} 转 {}", "{}{}-{}", "({}){}x{}", "{} {}分机{}", "{}-{}ext.{}"):
        assert people.phone(form.format(area, number, extension)) == expected

"""Numbers and words with which people come back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextgen_helpers.errors import UserError
from nextgen_helpers.people import has_code, new_number, person_key, read_code, written_code


@given(st.integers(100_000, 999_999), st.sampled_from(["{}", " {} ", "{}."]))
def test_a_number_is_read_as_it_is_written(number, form):
    code = str(number)
    assert read_code(form.format(code)) == code
    assert read_code(written_code(code)) == code
    assert read_code(f"{code[:3]}-{code[3:]}") == code


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bluebonnet", "bluebonnet"),
        (" blue  bonnet", "Blue-Bonnet!"),
        ("Ñandú2", "ñandú2"),
        ("\uff22\uff2c\uff35\uff25", "blue"),
    ],
)
def test_capitals_spaces_and_signs_make_no_other_word(one, other):
    assert person_key(read_code(one)) == person_key(read_code(other))


@pytest.mark.parametrize(
    "typed", ["", "   ", "abc", "12345", "1234567", "!!!", "x" * 61, "\ud800\udfff", "12"]
)
def test_what_is_no_code_is_refused_in_one_sentence(typed):
    with pytest.raises(UserError, match=r"number|word"):
        read_code(typed)


def test_different_codes_have_different_keys_and_no_key_shows_its_code():
    codes = [str(number) for number in range(100_000, 103_000)]
    keys = {person_key(code) for code in codes}
    assert len(keys) == len(codes)
    assert all(has_code(key) for key in keys)
    assert not any(code in person_key(code) for code in codes)


def test_a_new_number_is_nobodys(monkeypatch):
    drawn = iter([0, 0, 5])
    monkeypatch.setattr("nextgen_helpers.people.secrets.randbelow", lambda _: next(drawn))
    assert new_number({person_key("100000")}) == "100005"

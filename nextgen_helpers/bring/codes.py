"""Codes of programs: as they are published, and one of another edition leads to those of its family today."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from nextgen_helpers.bring.decisions import LEFT_OUT, Decisions
from nextgen_helpers.bring.reading import MOST_ASKED, Read, answered
from nextgen_helpers.jobs.supply import cip_code, cip_family, cip_titles

_MOST_CODES: Final = 20


def read_cips(name: str, texts: Sequence[str], decided: Decisions) -> list[Read]:
    """Read codes of programs; what is no code of CIP 2020 is asked about once, with the codes of its family."""
    found: dict[str, Read] = {"": Read()}
    for text in dict.fromkeys(filter(None, texts)):
        code = cip_code(text)
        family = {} if code in cip_titles() else cip_family(code)
        if not family or len(found) > MOST_ASKED:
            found[text] = Read((code if code in cip_titles() else text,))
            continue
        choices = [(known, f"{known} {title}") for known, title in family.items()][:_MOST_CODES]
        question = f'"{text}" is no code of CIP 2020. Which one is it today?'
        choices = [*choices, (LEFT_OUT, "leave its rows out")]
        answer = decided.choose(f"{name}.{code}", "checked", question, choices)
        found[text] = answered(answer, answer)
    return [found[text] for text in texts]

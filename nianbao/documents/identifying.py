"""Find out whose report a document is and of which year, and whether the district may take it in.

Never guesses: title, opening and signature must not contradict each other; where they do, a person decides.
"""

from __future__ import annotations

from collections.abc import Sequence

from nianbao.district import District
from nianbao.documents.bodies import Claim, file_claim, opening_claims, signature_claim, title_claim
from nianbao.documents.genre import looks_like_a_report
from nianbao.documents.model import Document, Identity
from nianbao.documents.naming import find_unit, find_units_mentioned
from nianbao.reasons import Reason, Rejection

__all__ = ["admit", "identify", "looks_like_a_report"]


def identify(document: Document, district: District | None, file_name: str = "") -> Identity:
    """Return unit and year as title, opening, signature and, for want of better, file name say.

    Without a district the unit's code is None; `unit_text` is what the document itself calls its body.
    """
    title = title_claim(document.title)
    opening = opening_claims(document.text, document.title)
    signature = signature_claim(document.text)
    strong = [title, *opening, *([signature] if signature else [])]
    file = file_claim(file_name)
    years = _years(title, opening, signature, file)
    year = years[0] if len(years) == 1 else None
    units = _units(strong, file, document, district, year) if district else ()
    return Identity(
        unit=units[0] if len(units) == 1 and not _is_foreign(title, district, year) else None,
        unit_text=next((claim.body for claim in strong if claim.body), None),
        year=year,
        evidence=tuple(f"{claim.place}：{claim.quote}" for claim in strong if claim.body or claim.year),
        units=units,
        years=years,
        doubts=_doubts(strong, file, year, units, district),
    )


def _years(title: Claim, opening: Sequence[Claim], signature: Claim | None, file: Claim | None) -> tuple[int, ...]:
    """Return the years that count: the title's alone where it names one, for openings are copied from last year."""
    if title.year is not None:
        return (title.year,)
    body = [claim.year for claim in (*opening, *([signature] if signature else [])) if claim.year is not None]
    if body:
        return tuple(dict.fromkeys(body))
    return (file.year,) if file and file.year is not None else ()


def _units(
    strong: Sequence[Claim], file: Claim | None, document: Document, district: District, year: int | None
) -> tuple[str, ...]:
    found = [_unit_of(claim, district, year) for claim in strong]
    named = [code for code in found if code is not None]
    by_file = _units_of_file(file, district)
    if not named and not strong[0].body:
        opening = find_units_mentioned(document.text[:500], district)
        named = list(by_file) or (list(opening) if len(opening) == 1 else [])
    if len(by_file) == 1 and named and file and find_units_mentioned(file.quote, district):
        named.extend(by_file)
    return tuple(dict.fromkeys(named))


def _unit_of(claim: Claim, district: District, year: int | None) -> str | None:
    """Return the code of the unit that a claim names; only a title may name it by a short form."""
    unit = find_unit(claim.body, district, year, short=claim.place == "标题") if claim.body else None
    return unit.code if unit else None


def _units_of_file(file: Claim | None, district: District) -> tuple[str, ...]:
    if file is None:
        return ()
    mentioned = find_units_mentioned(file.quote, district)
    if mentioned:
        return mentioned if len(mentioned) == 1 else ()
    return tuple(unit.code for unit in district.units if unit.code in file.quote.lower().replace("_", " ").split())


def _is_foreign(title: Claim, district: District | None, year: int | None) -> bool:
    """Say whether the title names a body that the roster does not know."""
    return district is not None and title.body is not None and _unit_of(title, district, year) is None


def _doubts(
    strong: Sequence[Claim], file: Claim | None, year: int | None, units: Sequence[str], district: District | None
) -> tuple[str, ...]:
    others = {
        (claim.place, claim.year): f"{claim.place}中的年份是{claim.year}年，与{year}年不一致：{claim.quote}"
        for claim in [*strong, *([file] if file else [])]
        if year is not None and claim.year is not None and claim.year != year
    }
    doubts = list(others.values())
    if district and len(units) == 1:
        doubts += [
            f"{claim.place}中的单位“{claim.body}”不在名册中：{claim.quote}"
            for claim in strong
            if claim.place == "落款" and claim.body and _unit_of(claim, district, year) is None
        ]
    return tuple(doubts)


def admit(
    document: Document, identity: Identity, district: District, year: int | None, unit: str | None = None
) -> Rejection | None:
    """Return why the document is held, or None when it may count for `year`.

    `unit` is the one that the sender named, if any; a document that says otherwise is held.
    """
    if not looks_like_a_report(document):
        return Rejection(Reason.NOT_A_REPORT, document.title[:40])
    return _unit_held(identity, district, unit) or _year_held(identity, district, year, unit)


def _unit_held(identity: Identity, district: District, unit: str | None) -> Rejection | None:
    said = "；".join(identity.evidence)[:200]
    if unit is not None:
        silent = not identity.units and identity.unit_text is None
        return None if silent or identity.unit == unit else Rejection(Reason.UNIT_CONFLICT, said)
    if len(identity.units) > 1 or (identity.units and identity.unit is None):
        names = "、".join(district.unit(code).name for code in identity.units)
        return Rejection(Reason.UNIT_CONFLICT, f"{names}；{said}")
    if identity.unit is not None:
        return None
    if identity.unit_text is not None:
        return Rejection(Reason.OTHER_DISTRICT, f"报告单位为“{identity.unit_text}”")
    return Rejection(Reason.UNIT_UNKNOWN)


def _year_held(identity: Identity, district: District, year: int | None, unit: str | None) -> Rejection | None:
    if len(identity.years) > 1:
        years = "、".join(f"{found}年" for found in identity.years)
        return Rejection(Reason.YEAR_CONFLICT, f"文中年份不一：{years}")
    if identity.year is None:
        return Rejection(Reason.YEAR_UNKNOWN)
    if year is not None and identity.year != year:
        return Rejection(Reason.YEAR_CONFLICT, f"报告为{identity.year}年，应报{year}年")
    code = unit or identity.unit
    if code is not None and not district.unit(code).reports_in(identity.year):
        return Rejection(Reason.UNIT_UNKNOWN, f"{district.unit(code).name}不是{identity.year}年的应报单位")
    return None

"""A report in ASCII: formulas spelled out, symbols replaced one by one."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cnnquiz.grading.verdict import CheckResult, GradeReport, Verdict

# One character for one, so that columns stay where they are.
SYMBOLS = str.maketrans(
    "✓✗–−—…×·’‘“”⟨⟩•",
    "+x---~x*''\"\"<>*",
)
# What needs more room is written out before lines are wrapped.
SPELLED = str.maketrans(
    {
        "≥": ">=", "≤": "<=", "≠": "!=", "≈": "~=", "→": "->", "←": "<-", "±": "+-",
        "½": "1/2", "¼": "1/4", "¾": "3/4", "⅔": "2/3", "√": "sqrt", "∞": "infinity",
        "⌊": "floor(", "⌋": ")", "⌈": "ceil(", "⌉": ")", "∂": "d",
        "Σ": "sum ", "Π": "product ", "α": "alpha", "β": "beta", "γ": "gamma",
        "ε": "eps", "λ": "lambda", "μ": "mu", "π": "pi", "σ": "sigma", "φ": "phi",
        "Φ": "Phi", "°": " degrees",
        "δ": "delta", "′": "'", "∩": " and ", "∪": " or ", "↔": "<->", "§": "sec. ",
        "\N{COMBINING CIRCUMFLEX ACCENT}": "_hat",
    }
)  # fmt: skip
# A run of these is one exponent, or one index.
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻ᵗᵀˣ", "0123456789-tTx")
LOWERED = str.maketrans("₀₁₂₃₄₅₆₇₈₉₋ₕᵢⱼₖₗₙₚₜᵥ", "0123456789-hijklnptv")
_RUN = re.compile(
    "|".join(f"[{''.join(map(chr, each))}]+" for each in (RAISED, LOWERED))
)


def ascii_symbols(text: str) -> str:
    """Replace each character that is not ASCII by as many columns of ASCII."""
    if text.isascii():
        return text
    return "".join(
        char if char.isascii() else _near(char) for char in text.translate(SYMBOLS)
    )


def _near(char: str) -> str:
    """Return the letter without its accents, or question marks as wide."""
    base = unicodedata.normalize("NFKD", char)[0]
    if base.isascii() and base.isalnum():
        return base
    return "??" if unicodedata.east_asian_width(char) in "WF" else "?"


def spelled(text: str) -> str:
    """Write formulas out."""
    return _RUN.sub(_run, text).translate(SPELLED)


def _run(found: re.Match[str]) -> str:
    signs = found[0]
    sign, names = ("^", RAISED) if ord(signs[0]) in RAISED else ("_", LOWERED)
    return sign + signs.translate(names)


def spelled_report(report: GradeReport) -> GradeReport:
    """Write out what a report says in words."""
    return replace(
        report,
        submissions=tuple(map(_verdict, report.submissions)),
        notes=tuple(map(spelled, report.notes)),
    )


def _verdict(verdict: Verdict) -> Verdict:
    speed = verdict.speed
    return replace(
        verdict,
        message=spelled(verdict.message),
        praise=spelled(verdict.praise),
        checks=tuple(map(_check, verdict.checks)),
        misconceptions=tuple(
            replace(m, title=spelled(m.title), lesson=spelled(m.lesson))
            for m in verdict.misconceptions
        ),
        speed=speed and replace(speed, growth=spelled(speed.growth)),
    )


def _check(check: CheckResult) -> CheckResult:
    found = check.counterexample
    return replace(
        check,
        title=spelled(check.title),
        message=spelled(check.message),
        counterexample=found and replace(found, why=spelled(found.why)),
    )

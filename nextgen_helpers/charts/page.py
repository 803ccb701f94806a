"""The style sheet of reports and of figures in a notebook: one place for both."""

from __future__ import annotations

from typing import Final

from nextgen_helpers.charts import style

__all__ = ["chart_css", "notebook_style", "page_css"]

_CHART_CSS: Final = f"""
.ng-chart {{ color: {style.INK}; font-family: {style.FONT_FAMILY}; line-height: 1.5; }}
.ng-chart h2, .ng-chart h3 {{ font-size: 1.3rem; line-height: 1.3; margin: 0 0 .25rem; font-weight: 650; text-wrap: balance; }}
.ng-chart .ng-subtitle, .ng-chart .ng-source {{ color: {style.MUTED}; margin: 0 0 .6rem; font-size: .9rem; }}
.ng-chart .ng-source {{ font-size: .8rem; margin: .35rem 0 .9rem; }}
.ng-picture {{ margin: .8rem 0 .2rem; }}
.ng-picture svg {{ display: block; width: 100%; height: auto; overflow: visible; }}
.ng-narrow {{ display: none; }}
.ng-reading {{ display: grid; grid-template-columns: 1fr 1fr; gap: .8rem 1.6rem; margin: .4rem 0 .8rem; }}
.ng-reading .ng-label {{ font-weight: 650; margin: 0 0 .15rem; font-size: .9rem; }}
.ng-reading ul {{ margin: 0; padding-left: 1.1rem; font-size: .95rem; }}
.ng-reading li {{ margin: 0 0 .25rem; }}
.ng-chart details {{ margin: .4rem 0 0; }}
.ng-chart summary {{ cursor: pointer; color: #00517f; font-weight: 600; padding: .25rem 0; min-height: 24px; }}
.ng-chart summary:focus-visible, .ng-scroll:focus-visible {{ outline: 3px solid #00517f; outline-offset: 2px; }}
.ng-scroll {{ overflow-x: auto; max-height: 32rem; overflow-y: auto; border: 1px solid {style.GRID}; }}
.ng-table {{ border-collapse: collapse; font-size: .85rem; width: 100%; background: #fff; color: {style.INK}; }}
.ng-table caption {{ text-align: left; padding: .5rem .6rem; color: {style.MUTED}; }}
.ng-table th, .ng-table td {{ padding: .3rem .6rem; border-bottom: 1px solid {style.GRID}; text-align: left; vertical-align: top; }}
.ng-table thead th {{ background: #f1f4f6; position: sticky; top: 0; }}
.ng-table tbody th {{ font-weight: 500; }}
.ng-table .ng-number {{ text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }}
.ng-table thead .ng-number {{ white-space: normal; }}
.ng-cards {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .9rem; margin: 0 0 1.2rem; padding: 0; font-family: {style.FONT_FAMILY}; color: {style.INK}; }}
.ng-card {{ border: 1px solid {style.GRID}; border-top: 4px solid {style.REGION}; border-radius: 4px; padding: .8rem 1rem; background: #fff; }}
.ng-card .ng-name {{ font-size: .9rem; color: {style.MUTED}; }}
.ng-card .ng-big {{ font-size: 1.75rem; font-weight: 680; line-height: 1.25; font-variant-numeric: tabular-nums; }}
.ng-card .ng-note {{ font-size: .88rem; }}
@media (max-width: 40rem) {{
  .ng-wide {{ display: none; }}
  .ng-narrow {{ display: block; }}
  .ng-reading {{ grid-template-columns: 1fr; }}
}}
@media print {{
  .ng-wide {{ display: block !important; }}
  .ng-narrow {{ display: none !important; }}
}}
"""

_PAGE_CSS: Final = f"""
*, *::before, *::after {{ box-sizing: border-box; }}
html {{ scroll-behavior: smooth; -webkit-text-size-adjust: 100%; }}
@media (prefers-reduced-motion: reduce) {{ html {{ scroll-behavior: auto; }} }}
body {{ margin: 0; background: #f4f6f8; color: {style.INK}; font: 16px/1.55 {style.FONT_FAMILY}; }}
a {{ color: #00517f; }}
a:focus-visible, button:focus-visible {{ outline: 3px solid #00517f; outline-offset: 2px; }}
.ng-skip {{ position: absolute; left: -999px; }}
.ng-skip:focus {{ left: .5rem; top: .5rem; background: #fff; padding: .5rem 1rem; z-index: 9; }}
.ng-top {{ background: #0b3a5b; color: #fff; }}
.ng-top > div, main, footer {{ max-width: 56rem; margin: 0 auto; padding: 0 1.25rem; }}
.ng-top > div {{ padding-top: 2rem; padding-bottom: 1.6rem; }}
.ng-top h1 {{ margin: 0; font-size: 2.1rem; line-height: 1.2; text-wrap: balance; }}
.ng-top p {{ margin: .35rem 0 0; color: #dcebf5; }}
.ng-top a {{ color: #fff; }}
nav.ng-contents {{ background: #fff; border-bottom: 1px solid {style.GRID}; }}
nav.ng-contents ol {{ max-width: 56rem; margin: 0 auto; padding: .7rem 1.25rem; display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; list-style: none; font-size: .9rem; }}
nav.ng-contents a {{ display: inline-block; padding: .2rem 0; }}
main {{ padding-top: 1.2rem; padding-bottom: 2rem; }}
main > .ng-prose, main > .ng-output {{ background: #fff; padding: .2rem 1.5rem; }}
main > .ng-output {{ padding-bottom: 1.3rem; }}
main > :first-child {{ padding-top: 1.1rem; border-radius: 6px 6px 0 0; }}
main > .ng-begin {{ margin-top: 1.4rem; border-radius: 6px 6px 0 0; padding-top: 1.2rem; }}
.ng-prose h2 {{ font-size: 1rem; text-transform: none; color: #00517f; margin: 0; font-weight: 650; }}
.ng-prose h3 {{ font-size: 1.15rem; margin: .6rem 0 .2rem; }}
.ng-prose p {{ margin: .25rem 0 .7rem; max-width: 46rem; }}
.ng-error {{ color: #8f1d0a; font-weight: 600; }}
footer {{ color: {style.MUTED}; font-size: .88rem; padding-bottom: 2.5rem; }}
footer a {{ color: #00517f; }}
@media (max-width: 40rem) {{
  .ng-top h1 {{ font-size: 1.6rem; }}
  .ng-top > div, main, footer, nav.ng-contents ol {{ padding-left: .9rem; padding-right: .9rem; }}
  main {{ padding-left: 0; padding-right: 0; }}
  main > .ng-prose, main > .ng-output {{ padding-left: .9rem; padding-right: .9rem; }}
  .ng-chart h2, .ng-chart h3 {{ font-size: 1.12rem; }}
}}
@page {{ size: letter; margin: 0.6in 0.65in; }}
@media print {{
  body {{ background: #fff; font-size: 10.5pt; }}
  .ng-top {{ background: #fff; color: {style.INK}; border-bottom: 3px solid #0b3a5b; }}
  .ng-top p {{ color: {style.MUTED}; }}
  .ng-top > div {{ padding: 0 0 .6rem; }}
  .ng-top > div, main, footer {{ max-width: none; padding-left: 0; padding-right: 0; }}
  nav.ng-contents, .ng-skip, .ng-noprint {{ display: none; }}
  main > .ng-prose, main > .ng-output {{ padding-left: 0; padding-right: 0; }}
  .ng-prose {{ break-after: avoid; }}
  .ng-chart h2, .ng-chart h3, .ng-subtitle {{ break-after: avoid; }}
  .ng-picture, .ng-reading, .ng-card, tr {{ break-inside: avoid; }}
  .ng-scroll {{ max-height: none; overflow: visible; border: 0; }}
  .ng-table thead th {{ position: static; }}
  details:not([open]) {{ display: none; }}
  a {{ color: inherit; text-decoration: none; }}
}}
"""


def chart_css() -> str:
    """Give the rules for figures, wherever they stand."""
    return _CHART_CSS


def page_css() -> str:
    """Give the rules for a whole page: a report, or the index of reports."""
    return _PAGE_CSS + _CHART_CSS


def notebook_style() -> str:
    """Give the rules for figures as a style element, for a notebook's output."""
    return f"<style>{_CHART_CSS}</style>"

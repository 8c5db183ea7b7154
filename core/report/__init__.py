"""One page to hand over: what a map is, how good it is, and what that does not show, as one HTML file.

    pipeline.report_facts ──▶ sections (words, tables, charts) ──▶ page.html, style.css ──▶ report.html

Everything on the page comes from ReportFacts; nothing is computed here but charts and the form of
figures. The file stands alone: no script, no network, no other file.
"""

from .page import InShort, check_out, in_short, render, write_report

__all__ = ["InShort", "check_out", "in_short", "render", "write_report"]

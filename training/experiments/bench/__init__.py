"""What every experiment stands on: its folder, the audit of who saw what, features, and what it leaves.

running.py ──▶ folder.py (kept steps, networks) · features.py · audit.py ──▶ writing.py, report.py, drawing.py
"""

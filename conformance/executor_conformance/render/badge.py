"""A badge as a picture, or as what services that draw badges ask for."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from executor_conformance.badge import Badge

HEIGHT, MARGIN, PER_LETTER = 20, 7, 6.6
"""Pixels; a letter of the font is about as wide as that on average."""


def as_svg(badge: Badge) -> str:
    """Return a picture in SVG."""
    left, right = (_width(text) for text in (badge.label, badge.message))
    label, message = escape(badge.label), escape(badge.message)
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="{HEIGHT}" role="img">
<title>{label}: {message}</title>
<clipPath id="round"><rect width="{left + right}" height="{HEIGHT}" rx="3"/></clipPath>
<g clip-path="url(#round)">
<rect width="{left}" height="{HEIGHT}" fill="#444"/>
<rect x="{left}" width="{right}" height="{HEIGHT}" fill="{badge.color}"/>
</g>
<g fill="#fff" font-family="Verdana, DejaVu Sans, sans-serif" font-size="11" text-anchor="middle">
<text x="{left / 2:g}" y="14" textLength="{left - 2 * MARGIN}">{label}</text>
<text x="{left + right / 2:g}" y="14" textLength="{right - 2 * MARGIN}">{message}</text>
</g>
</svg>
"""


def as_endpoint(badge: Badge) -> str:
    """Return the JSON that shields.io reads from an endpoint."""
    values = {"schemaVersion": 1, "label": badge.label, "message": badge.message}
    return json.dumps({**values, "color": badge.color}, ensure_ascii=False) + "\n"


FORMATS = {"svg": as_svg, "endpoint": as_endpoint}


def _width(text: str) -> int:
    return round(len(text) * PER_LETTER) + 2 * MARGIN

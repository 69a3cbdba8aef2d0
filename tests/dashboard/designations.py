"""A profile for the squares, and how tests save it."""

import datetime as dt

from dashboard import cached
from dashboard.profiles import save_profile
from indicators.designation.profile import Profile
from indicators.designation.profile_text import profile_from_toml

AT = dt.datetime(2026, 3, 4, 5, 6, tzinfo=dt.UTC)

WORDS = '{ ky = "Жумушсуз", ru = "Безработица", en = "Unemployed" }'
JOBLESS = f"""
id = "jobless"
source = "own"
level = "canton"
title = {WORDS}
description = {WORDS}
notes = [{{ kind = "assumption", text = {WORDS} }}]

[legal_basis]
title = "Drawn by hand"
effective_from = 2023-01-01

[[criteria]]
id = "rate"
indicator = "unemployment_rate"
statistic = "ratio"
reference = {{ to = "nation" }}
operator = ">"
thresholds = [{{ value = 1.05 }}]
title = {WORDS}

[[classes]]
id = "lagging"
is_designated = true
at_least = 1
title = {WORDS}

[[classes]]
id = "none"
is_designated = false
title = {WORDS}
"""
"""In 2024 the cantons have 6, 10 and 14 %, and the country 10; one has no value."""


def jobless() -> Profile:
    return profile_from_toml(JOBLESS, name="jobless")


def save(profile: Profile, *, base_version: int | None = None, note: str = "") -> int:
    return save_profile(
        cached.store(), "squares", profile, base_version=base_version, author="Planner", at=AT, note=note
    )

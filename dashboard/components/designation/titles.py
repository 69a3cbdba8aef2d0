"""What classes are called in the language of the visit."""

from __future__ import annotations

import pandas as pd

from dashboard.components.words import Words
from dashboard.i18n import in_language
from indicators.designation.classes import LABEL_SEPARATOR
from indicators.designation.profile import Profile


def class_titles(words: Words, profile: Profile, class_ids: pd.Series[str]) -> pd.Series[str]:
    """Return the titles of classes: several where they overlap, and words for one that cannot be told."""
    titles = {each.id: in_language(each.title, words.language) for each in profile.classes}

    def title(class_id: object) -> str:
        if not isinstance(class_id, str):
            return words.translate("Cannot be told")
        return ", ".join(titles[each] for each in class_id.split(LABEL_SEPARATOR))

    return class_ids.map(title).astype("str")

"""Where a rule of one's own begins: with a copy, an own one, a file, or nothing."""

from __future__ import annotations

import streamlit as st

from config.i18n import N_
from dashboard.components.data.form import Form
from dashboard.components.data.plain import plain
from dashboard.components.designation.desk import Desk
from dashboard.components.designation.editor.bench import Bench, bench_of, bench_of_text, put_on_bench
from dashboard.components.designation.editor.edits import blank_draft, titles_of_copy
from dashboard.components.designation.editor.naming import free_id
from dashboard.components.designation.question import profile_title
from dashboard.profiles import PROFILE_KIND, copy_of

LARGEST_MB = 1
FORM = Form("rule.start")


def start(desk: Desk) -> None:
    """Show the ways to begin."""
    tell = desk.words.translate
    st.markdown(
        tell(
            "Make a rule of your own: copy one, change criteria, thresholds, weights and classes, save it. "
            "Every version is kept. The rules that come with the program stay as they are."
        )
    )
    copy_column, open_column, file_column = st.columns(3)
    with copy_column, st.container(border=True):
        _copy(desk)
    with open_column, st.container(border=True):
        _open_own(desk)
    with file_column, st.container(border=True):
        _file(desk)
    _unreadable(desk)


def taken_ids(desk: Desk) -> set[str]:
    """Return the ids that rules of the country have."""
    return {*desk.offered.by_id, *desk.offered.unreadable}


def copied(desk: Desk) -> Bench:
    """Return a copy of the rule chosen on the page, with what was changed in it there."""
    profile, note = desk.answer.profile, N_("Copied from {rule}")
    titles = titles_of_copy(profile)
    fresh = copy_of(profile, profile_id=free_id(titles["en"], taken_ids(desk)), title=titles)
    return bench_of(fresh, note=desk.words.translate(note).format(rule=profile.id))


def _copy(desk: Desk) -> None:
    words, tell, question = desk.words, desk.words.translate, desk.answer.question
    title = tell("Copy the rule chosen above")
    st.markdown(f"**{title}**")
    st.caption(plain(profile_title(words, question.saved)))
    if question.variation:
        st.caption(tell("With what you changed under “What if?”."))
    if st.button(tell("Copy this rule"), type="primary", icon=":material/content_copy:"):
        _begin(desk, copied(desk))
    if st.button(tell("Begin with an empty rule"), icon=":material/note_add:"):
        _begin(desk, Bench(words.pack.code, blank_draft()))


def _open_own(desk: Desk) -> None:
    words, tell = desk.words, desk.words.translate
    title = tell("Open a rule of your own")
    st.markdown(f"**{title}**")
    own = [key for key, each in desk.offered.by_id.items() if each.is_own]
    if not own:
        st.caption(tell("There is none yet."))
        return
    shown = desk.answer.question.saved.id
    chosen = FORM.select(
        "own",
        tell("Own rule"),
        own,
        words=lambda key: profile_title(words, desk.offered[key]),
        default=shown if shown in own else own[0],
    )
    if st.button(tell("Open this rule"), icon=":material/edit:") and chosen:
        offered = desk.offered.offered(chosen)
        _begin(desk, bench_of(offered.profile, base_version=offered.version))


def _file(desk: Desk) -> None:
    tell = desk.words.translate
    st.markdown(f"**{tell('Bring a file')}**")
    upload = st.file_uploader(
        tell("A rule as TOML, as it is downloaded here"), type=["toml"], max_upload_size=LARGEST_MB
    )
    if upload is None:
        return
    try:
        text = upload.getvalue().decode("utf-8-sig")
    except UnicodeDecodeError:
        st.error(tell("The file is no text in UTF-8."))
        return
    _begin(desk, bench_of_text(text, name=upload.name))


def _unreadable(desk: Desk) -> None:
    """List the own rules that cannot be used, with what is wrong with each."""
    tell, country = desk.words.translate, desk.words.pack.code
    for profile_id, error in desk.offered.unreadable.items():
        with st.container(border=True):
            text = tell("The own rule {name} cannot be used with this version of the program.")
            lines = [text.format(name=plain(profile_id)), "", *(f"- {plain(each)}" for each in error.faults)]
            st.warning("\n".join(lines))
            if st.button(tell("Open as text"), key=f"rule.unreadable.{profile_id}", icon=":material/edit:"):
                document = desk.store.document(country, PROFILE_KIND, profile_id)
                _begin(desk, bench_of_text(document.content, name=profile_id, base_version=document.version))


def _begin(desk: Desk, bench: Bench) -> None:
    put_on_bench(desk.words.pack.code, bench)
    st.rerun()

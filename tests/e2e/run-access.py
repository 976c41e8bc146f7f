#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Looks over every page as an assistive tool does: each control that the keyboard can reach has a role
and one name, and each drawing says what it shows and what can be done to it.

Usage: run-access.py ECTOPY ECTOPY-CLI EXAMPLE-CSV FOLDER

Wants a display and a message bus of its own (tests/ui/with-display). One TAP point a page.
"""

import re
import sys

sys.dont_write_bytecode = True  # nothing is written among the sources

from seen import (  # noqa: E402
    GLib,
    Role,
    State,
    active_title,
    check,
    children,
    click,
    find,
    focus,
    has,
    is_empty,
    key,
    press,
    wait_description,
    wait_for,
    walk,
)
from steps import TYPE_NAME, Steps, run, tell  # noqa: E402

# Roles that say nothing of what a thing is for.
VAGUE = {Role.FILLER, Role.UNKNOWN, Role.INVALID}

# Things of the toolkit that may have the keyboard in its eyes and are never on their own.
INNER = {
    "GtkListItemWidget",  # what a drop-down shows: the drop-down is named
    "GtkPaned",  # the handle: F8 finds it, and its name cannot be set apart from its role in 4.8
}


def actions(node):
    """How many actions a node has."""
    try:
        interface = node.get_action_iface()
        return interface.get_n_actions() if interface else 0
    except GLib.Error:
        return 0


def doubled(name):
    """Whether a name says the same twice, once with its mnemonic."""
    words = name.split()
    half = len(words) // 2
    plain = [word.replace("_", "") for word in words]
    return len(words) > 1 and len(words) % 2 == 0 and plain[:half] == plain[half:] or (
        re.search(r"(^|\s)_\w|\w_\w", name) is not None)


class Count:
    """What was seen of a page."""

    def __init__(self):
        self.focusable = 0
        self.drawn = []
        self.faults = []

    def look(self, node, in_combo=False):
        """A node and all below it."""
        role, name = node.get_role(), node.get_name()
        if has(node, State.FOCUSABLE) and not in_combo:
            self.look_at_control(node, role, name)
        if role == Role.IMAGE and name and not TYPE_NAME.match(name) and has(node, State.FOCUSABLE):
            self.drawn.append(name)
            if not node.get_description():
                self.faults.append(f"{name!r} does not say what it shows")
            if actions(node) == 0:
                self.faults.append(f"{name!r} has no actions")
        if role in (Role.LABEL, Role.SCROLL_BAR):
            return
        for child in children(node):
            if not is_empty(child):
                self.look(child, in_combo or role == Role.COMBO_BOX)

    def look_at_control(self, node, role, name):
        """A control by itself."""
        self.focusable += 1
        is_named = bool(name) and not TYPE_NAME.match(name)
        if role in VAGUE and name not in INNER:
            self.faults.append(f"{role.value_nick} {name!r} has the keyboard")
        # A scrolled area has the keyboard only through what is in it; frames and rows of lists are
        # named by what they hold.
        if not is_named and role not in VAGUE and not (
                role in (Role.SCROLL_PANE, Role.LIST, Role.LIST_ITEM) and self.has_named(node)):
            self.faults.append(f"{role.value_nick} {name!r} {node.get_description()!r} has no name")
        if is_named and role != Role.IMAGE and doubled(name):
            self.faults.append(f"{role.value_nick} is called {name!r}")

    def has_named(self, node):
        """Whether anything below a node has a name."""
        for child in children(node):
            name = child.get_name()
            if name and not TYPE_NAME.match(name) or self.has_named(child):
                return True
        return False


class Walk(Steps):
    """From page to page."""

    def look_over(self, what, root, drawn=()):
        """Fails on what is not named; @drawn are the drawings that there must be."""
        count = Count()
        count.look(root)
        tell(f"{what}: {count.focusable} controls, {len(count.drawn)} drawings with the keyboard"
             f" {sorted(set(count.drawn))}")
        for name in drawn:
            check(name in count.drawn, f"no drawing {name!r}")
        check(count.focusable > 0, "nothing was seen")
        check(not count.faults, "; ".join(count.faults))

    def look_over_page(self, name, what, drawn=()):
        """As look_over(), of a page of the window."""
        self.look_over(what, self.program.page(name)(), drawn)

    def step_names_first_run(self):
        self.part("Review", Role.LABEL, "Open an ECG")
        self.look_over("first run", self.program.window)

    def step_names_cut_beats(self):
        click(self.part("Review", Role.PUSH_BUTTON, "Open the Example Beats"))
        gallery = self.part("Review", Role.LIST, "Beats")
        wait_description(gallery, r"^Beat 1 of 600: row 0, \w+, \d+ % sure\.")
        check(actions(gallery) > 0, "the gallery has no actions")
        self.look_over_page("Review", "review of cut beats")

    def step_names_train_on_beats(self):
        key("alt+2")
        self.part("Train", Role.IMAGE, "Training curves")
        self.look_over_page("Train", "training on beats", ["Training curves"])

    def step_names_evaluate_beats(self):
        key("alt+3")
        matrix = self.part("Evaluate", Role.IMAGE, "Confusion matrix")
        wait_description(matrix, r"normal beats were found\.$")
        self.look_over_page("Evaluate", "evaluation of beats", ["Confusion matrix"])

    def step_names_recording(self):
        key("alt+1")
        key("ctrl+shift+r")
        self.part("Review", Role.LABEL, re.compile(r"^recording\.hea · "))
        trace = self.part("Review", Role.IMAGE, "ECG trace")
        wait_description(trace, r"^0:00")
        self.look_over_page("Review", "review of a recording",
                            ["ECG trace", "Overview of the recording", "Heart rate"])

    def step_names_families(self):
        focus(self.program.window, self.part("Review", Role.IMAGE, "ECG trace"))
        key("shift+a")
        find(self.program.page("Review"), None, re.compile(r"beats?.*famil|famil", re.I))
        self.look_over_page("Review", "families")

    def look_over_popover(self, what, role, name, in_page=None):
        """As look_over(), of what has just unfolded and has a control of that name; closes it."""
        find(self.program.root, role, name)
        try:
            root = self.program.page(in_page)() if in_page else self.program.window
            self.look_over(what, root)
        finally:
            key("Escape")
            wait_for(f"{what} to go", lambda: not any(
                n.get_role() == role and re.search(name, n.get_name())
                for n, _ in walk(self.program.window)))

    def step_names_accept_above(self):
        key("alt+1")
        focus(self.program.window, self.part("Review", Role.IMAGE, "ECG trace"))
        key("shift+u")
        self.look_over_popover("accepting above a confidence", Role.SPIN_BUTTON, "Accept all above",
                               "Review")

    def step_names_main_menu(self):
        key("F10")
        self.look_over_popover("main menu", Role.MENU_ITEM, re.compile(r"Preferences"))

    def step_stretch_by_keys(self):
        """The actions are seen by assistive tools, and the keys do what they say."""
        trace = self.part("Review", Role.IMAGE, "ECG trace")
        interface = trace.get_action_iface()
        names = [interface.get_action_name(i) for i in range(interface.get_n_actions())]
        for name in ("trace.end-back", "trace.end-on", "trace.exchange-ends"):
            check(name in names, f"{name} is not among {names}")
        focus(self.program.window, trace)
        key("Home", *["ctrl+Right"] * 20)
        wait_description(trace, r"; [\d:.]+ to [\d:.]+ chosen")
        before = trace.get_description()
        key("ctrl+space", "ctrl+Right")  # the click that gave the keyboard began it at 0:00
        wait_for("the other end to move", lambda: trace.get_description() != before)
        key("c")
        measured = wait_description(trace, r"; calipers: (.*)").group(1)
        key("ctrl+Right", "ctrl+Up")
        wait_for("the calipers to move", lambda: measured not in trace.get_description())
        key("c")

    def step_names_train_on_recordings(self):
        key("alt+2")
        self.part("Train", Role.IMAGE, "Training curves")
        self.look_over_page("Train", "training with a recording open", ["Training curves"])

    def step_names_train_on_a_folder(self):
        """With the settings of recordings, which the source brings."""
        source = self.part("Train", None, re.compile(r"^Beats$"))
        extents = source.get_extents(1)
        press(self.program.window, source, extents.width // 2, extents.height // 2)
        key("End", "Return")
        self.part("Train", None, "Validation records")
        self.look_over_page("Train", "training on a folder of recordings", ["Training curves"])

    def step_names_comparison(self):
        key("alt+3")
        self.part("Evaluate", Role.IMAGE, "Confusion matrix")
        self.look_over_page("Evaluate", "comparison", ["Confusion matrix"])

    def step_names_judge(self):
        key("ctrl+shift+j")
        find(self.program.page("Evaluate"), Role.PUSH_BUTTON, "Judge")
        self.look_over_page("Evaluate", "judging by recordings")

    def look_over_dialog(self, keys, what):
        """Opens a window of its own, looks it over, and closes it. It is looked at once, when it has
        the keyboard: the toolkit falls if its windows are listed while one is going."""
        key(keys)
        wait_for(f"{what}", lambda: active_title() != self.program.title())
        windows = wait_for("its tree", lambda: [
            n for n in children(self.program.application) if n.get_name() != self.program.title()])
        try:
            for window in windows:
                self.look_over(what, window)
        finally:
            key("Escape")
            wait_for("it to go", lambda: active_title() == self.program.title())

    def step_names_preferences(self):
        self.look_over_dialog("ctrl+comma", "preferences")

    def step_names_shortcuts(self):
        self.look_over_dialog("ctrl+question", "keyboard shortcuts")

    def step_names_about_the_model(self):
        key("alt+1")
        self.look_over_dialog("ctrl+i", "about the model")

    def step_names_guide(self):
        self.look_over_dialog("F1", "guide")

    def step_names_adapt(self):
        focus(self.program.window, self.part("Review", Role.IMAGE, "ECG trace"))
        self.look_over_dialog("ctrl+shift+a", "adapting the model")


if __name__ == "__main__":
    sys.exit(run(Walk, "access"))

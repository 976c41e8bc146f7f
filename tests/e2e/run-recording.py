#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Reviews recordings as a person could: opens a folder, looks, corrects, saves, opens again.

Usage: run-recording.py ECTOPY ECTOPY-CLI EXAMPLE-CSV FOLDER

Wants a display and a message bus of its own (tests/ui/with-display). The recordings are 208 and 232 of
the MIT-BIH database where ECTOPY_DATA (default ../shared) has them, else made up.
"""

import json
import os
import re
import shutil
import subprocess
import sys

sys.dont_write_bytecode = True  # nothing is written among the sources

from seen import (  # noqa: E402
    Role,
    State,
    active_title,
    check,
    click,
    find,
    focus,
    has,
    key,
    press,
    type_text,
    wait_description,
    wait_for,
    walk,
    xdotool,
)
from steps import NOTICE, Steps, run  # noqa: E402


class Walk(Steps):
    """The way of someone with recordings."""

    def __init__(self, program, cli, example, folder):
        super().__init__(program, cli, example, folder)
        self.records = os.path.join(folder, "records")
        self.is_real = self._make_records()
        self.saved = os.path.join(folder, "records", "208.ecy")
        self._trace = None
        self.counts_all = False
        self.relabelled = ""  # time of the beat that was given another class

    def _make_records(self):
        data = os.environ.get("ECTOPY_DATA", os.path.join(os.path.dirname(__file__), "../../../shared"))
        folder = os.path.join(data, "data", "mitdb")
        os.mkdir(self.records)
        if os.path.exists(os.path.join(folder, "208.hea")):
            for name in ("208", "232"):
                for ending in (".hea", ".dat", ".atr"):
                    shutil.copy(os.path.join(folder, name + ending), self.records)
            return True
        for name, seed in (("208", "3"), ("232", "5")):
            subprocess.run([self.cli, "synthesize", "--minutes", "5", "--seed", seed, "--quiet",
                            "--output", os.path.join(self.records, name)], check=True,
                           stdout=subprocess.DEVNULL)
        return False

    def trace(self):
        """The trace."""
        if self._trace is None:
            self._trace = self.part("Review", Role.IMAGE, "ECG trace")
        return self._trace

    def time_shown(self):
        """The time that the panel gives of the chosen beat, and its class."""
        def look():
            for node, _ in walk(self.program.page("Review")()):
                found = re.match(r"^(\d+:[\d:.]+): (\w+)", node.get_name())
                if node.get_role() == Role.LABEL and found:
                    return found.group(1), found.group(2)
            return None
        return wait_for("the chosen beat", look)

    def count(self, name):
        """How many beats of a class there are, as its button says."""
        chip = self.part("Review", Role.PUSH_BUTTON, re.compile(rf"^[\d,]+ {name} beats?: go"))
        return int(re.match(r"[\d,]+", chip.get_name()).group().replace(",", ""))

    # Opening

    def step_first_run_page(self):
        self.part("Review", Role.LABEL, "Open an ECG")
        find(lambda: self.program.window, Role.LABEL, NOTICE)

    def step_open_the_example_recording(self):
        click(self.part("Review", Role.PUSH_BUTTON, "Open the Example Recording"))
        self.part("Review", Role.LABEL, re.compile(r"^recording\.hea · MLII, V1 · 5:00 · 360 Hz$"))
        wait_for("the title", lambda: self.program.title() == "recording.hea — Ectopy")

    def step_names(self):
        self.check_names("Review")

    def step_open_a_folder(self):
        key("ctrl+alt+o")
        self.program.choose("Open a Folder of Recordings", self.records, is_new=False)
        wait_for("the list", lambda: active_title() == "Recordings")
        find(self.program.root, Role.LABEL, "208.hea")
        find(self.program.root, Role.LABEL, "232.hea")
        key("Return")
        self.part("Review", Role.LABEL, re.compile(r"^208\.hea · "))
        wait_for("the list", lambda: active_title() == "Recordings")
        key("Escape")
        wait_for("the window", lambda: active_title() == "208.hea — Ectopy")

    # Looking

    def step_scroll(self):
        trace = self.trace()
        focus(self.program.window, trace)
        key("Home")
        wait_description(trace, r"^0:00")
        before = trace.get_description()
        key("shift+Right")
        wait_for("the view to move", lambda: trace.get_description() != before)
        key("End")
        wait_description(trace, r"30:05" if self.is_real else r"5:00")
        key("w")
        wait_description(trace, r"^0:00")
        key("r", "Home")
        wait_description(trace, r"^0:00")

    def step_next_ventricular_beat(self):
        n = self.count("ventricular")
        check(n > 0, "there is none")
        click(self.part("Review", Role.PUSH_BUTTON, re.compile(r"^[\d,]+ ventricular beats?: go")))
        wait_for("a ventricular beat", lambda: self.time_shown()[1] == "ventricular")
        first, _ = self.time_shown()
        click(self.part("Review", Role.PUSH_BUTTON, re.compile(r"^[\d,]+ ventricular beats?: go")))
        wait_for("the next one", lambda: self.time_shown()[0] != first)
        check(self.time_shown()[1] == "ventricular", "it is another class")

    def step_go_to_a_time(self):
        focus(self.program.window, self.trace())
        key("g")
        entry = find(self.program.root, None, "Time to go to")
        wait_for("the field to have the keyboard",
                 lambda: any(has(n, State.FOCUSED) for n, _ in walk(entry)))
        type_text("2:30")
        key("Return")
        wait_description(self.trace(), r"^2:2")

    def step_calipers(self):
        focus(self.program.window, self.trace())
        key("c")
        wait_description(self.trace(), r"\d+ ms")
        key("c")
        wait_for("the calipers to go", lambda: not re.search(r"\d+ ms.*mV",
                                                            self.trace().get_description()))

    def step_table_of_beats(self):
        click(self.part("Review", None, "All Beats"))
        find(self.program.page("Review"), Role.LABEL, re.compile(r"^[\d,]+ beats$"))
        click(self.part("Review", None, "Beat"))

    # Correcting

    def step_relabel_and_undo(self):
        focus(self.program.window, self.trace())
        key("Home", "Right")
        click(self.part("Review", Role.PUSH_BUTTON, re.compile(r"^[\d,]+ ventricular beats?: go")))
        wait_for("a ventricular beat", lambda: self.time_shown()[1] == "ventricular")
        before = self.count("ventricular")
        self.relabelled, _ = self.time_shown()
        focus(self.program.window, self.trace())
        key("s")
        wait_for("one ventricular beat less", lambda: self.count("ventricular") == before - 1)
        wait_for("the next beat", lambda: self.time_shown()[0] != self.relabelled)
        wait_for("a dot in the title", lambda: self.program.title().startswith("• "))
        key("ctrl+z")
        wait_for("all of them again", lambda: self.count("ventricular") == before)
        wait_for("the same beat", lambda: self.time_shown() == (self.relabelled, "ventricular"))
        key("ctrl+shift+z")
        wait_for("one less again", lambda: self.count("ventricular") == before - 1)
        wait_for("the same beat",
                 lambda: self.time_shown() == (self.relabelled, "supraventricular"))

    def step_reject_a_beat(self):
        focus(self.program.window, self.trace())
        key("Right")
        wait_for("another beat", lambda: self.time_shown()[0] != self.relabelled)
        key("Delete")
        self.part("Review", Role.LABEL, re.compile(r"Rejected: no beat"))

    def step_set_a_stretch_aside(self):
        """By dragging with Shift over the middle of the trace."""
        trace = self.trace()
        press(self.program.window, trace, 200, trace.get_extents(1).height // 2)
        xdotool("keydown", "shift")
        xdotool("mousedown", "1", "mousemove_relative", "--", "40", "0", "mousemove_relative", "--",
                "80", "0", "mouseup", "1")
        xdotool("keyup", "shift")
        key("x")
        self.part("Review", Role.LABEL, re.compile(r"s not analysable"))

    # Saving

    def step_save(self):
        path = os.path.join(self.records, "208.study.json")
        key("ctrl+s")
        wait_for("the study", lambda: os.path.exists(path))
        wait_for("no dot in the title", lambda: self.program.title() == "208.hea — Ectopy")
        with open(path, encoding="utf-8") as file:
            log = json.load(file)["log"]
        acts = [entry.get("act", entry["kind"]) for entry in log]
        check(acts[:3] == ["relabel", "undo", "redo"], f"the log says {acts}")
        check("reject" in acts and "set aside" in acts, f"the log says {acts}")

    def step_save_annotations(self):
        key("ctrl+shift+s")
        self.program.choose("Save the Beats for Other Programs", self.saved, is_new=True)
        wait_for("the annotations", lambda: os.path.exists(self.saved))
        done = subprocess.run([self.cli, "info", "--json", self.saved], capture_output=True,
                              text=True, check=False)
        check(done.returncode == 0, done.stderr)

    def matrix(self):
        """The matrix of the comparison, with the keyboard."""
        key("alt+3")
        if not self.is_real:  # as long as what is left for learning
            if not self.counts_all:
                click(self.part("Evaluate", Role.PUSH_BUTTON, "Count From the Beginning"))
                self.counts_all = True
        matrix = self.part("Evaluate", Role.IMAGE, "Confusion matrix")
        wait_description(matrix, r"^[\d,]+ of [\d,]{2,} ")
        focus(self.program.window, matrix)
        return matrix

    def step_compare_as_the_command_line_does(self):
        """The counts of the window are those of the program, of the beats just written."""
        reference = os.path.join(self.records, "208.atr")
        done = subprocess.run([self.cli, "compare", "--json", "--quiet", "--from",
                               "5:00" if self.is_real else "0", reference, self.saved],
                              capture_output=True, text=True, check=False)
        check(done.returncode == 0, done.stderr)
        counts = json.loads(done.stdout)["records"][0]["counts"]
        matrix = self.matrix()
        key("Up", "Up", "Up", "Up", "Up", "Up", *["Left"] * 6)
        for letter in "nsvfqox":
            wanted = f"{counts['N' + letter]:,}"
            wait_description(matrix, rf"^{wanted} of [\d,]+ normal beats ")
            key("Right")
        key(*["Left"] * 6)

    def step_from_a_cell_to_its_places(self):
        """N as in the reference, by the keyboard, then the next, and back."""
        matrix = self.matrix()
        wait_description(matrix, r"normal beats were found as such")
        key("Return")
        wait_for("the place on the trace", lambda: re.search(
            r"; at [\d:.]+: reference: N · test: N", self.trace().get_description()))
        first = self.trace().get_description()
        key("j")
        wait_for("the next place", lambda: self.trace().get_description() != first)
        wait_description(self.trace(), r"reference: N · test: N")
        key("shift+j")
        wait_for("the first place again", lambda: self.trace().get_description() == first)
        # The next mismatch, whatever its cell.
        key("alt+3")
        click(self.part("Evaluate", Role.PUSH_BUTTON, re.compile(r"^All Mismatches \([\d,]+\)$")))
        wait_for("a mismatch on the trace", lambda: (
            found := re.search(r"reference: ([\w ]+) · test: ([\w ]+)",
                               self.trace().get_description()))
            and found.group(1) != found.group(2))

    def step_names_evaluate(self):
        key("alt+3")
        self.part("Evaluate", Role.IMAGE, "Confusion matrix")
        self.check_names("Evaluate")
        key("alt+1")
        wait_for("the trace", lambda: self.trace().get_extents(1).width > 1)

    def step_report(self):
        path = os.path.join(self.records, "208.pdf")
        focus(self.program.window, self.trace())
        key("k")
        key("ctrl+e")
        self.program.choose("Export the Report", path, is_new=True)
        wait_for("the report", lambda: os.path.exists(path))
        if shutil.which("pdftotext"):
            text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True,
                                  text=True, check=False).stdout
            for wanted in ("208.hea", NOTICE, "Page 1 of", "ventricular", "25 mm/s"):
                check(wanted in text, f"{wanted!r} is not in the report:\n{text[:3000]}")
        if shutil.which("qpdf"):
            done = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True,
                                  check=False)
            check(done.returncode == 0, done.stdout + done.stderr)

    def step_another_recording_and_back(self):
        """All of it is there when the recording is opened again."""
        n_ventricular = self.count("ventricular")
        for name in ("232", "208"):
            key("ctrl+o")
            self.program.choose("Open a Recording or Beats",
                                os.path.join(self.records, name + ".hea"), is_new=False)
            wait_for("the title", lambda wanted=name: self.program.title() == f"{wanted}.hea — Ectopy")
            self.part("Review", Role.LABEL, re.compile(rf"^{name}\.hea · "))
        check(self.count("ventricular") == n_ventricular, "there are others")
        undo = self.header_button("Undo")
        check(has(undo, State.SENSITIVE), "nothing can be undone")

    def step_table_without_rate_and_unit(self):
        """What a table does not tell is asked for."""
        path = os.path.join(self.folder, "bare.csv")
        with open(path, "w", encoding="utf-8") as file:
            file.write("MLII\n" + "".join(
                f"{200 if i % 250 == 100 else i % 7}\n" for i in range(15000)))
        key("ctrl+o")
        self.program.choose("Open a Recording or Beats", path, is_new=False)
        wait_for("the question of the rate", lambda: active_title() == "Sampling Rate")
        spin = find(self.program.root, Role.SPIN_BUTTON, "Sampling Rate")
        spin.set_current_value(250)
        key("Return")
        wait_for("the question of the unit", lambda: active_title() == "Unit of the Samples")
        click(find(self.program.root, Role.PUSH_BUTTON, "Cancel"))
        wait_for("the window", lambda: active_title() == "208.hea — Ectopy")
        key("ctrl+o")
        self.program.choose("Open a Recording or Beats", path, is_new=False)
        wait_for("the question of the rate", lambda: active_title() == "Sampling Rate")
        find(self.program.root, Role.SPIN_BUTTON, "Sampling Rate").set_current_value(250)
        key("Return")
        wait_for("the question of the unit", lambda: active_title() == "Unit of the Samples")
        key("Return")
        self.part("Review", Role.LABEL, re.compile(r"^bare\.csv · MLII · 1:00 · 250 Hz$"))
        key("ctrl+o")
        self.program.choose("Open a Recording or Beats", os.path.join(self.records, "208.hea"),
                            is_new=False)
        self.part("Review", Role.LABEL, re.compile(r"^208\.hea · "))

    def step_ended_by_force(self):
        """What was not saved is there after a bad end."""
        focus(self.program.window, self.trace())
        key("Home")
        before = self.count("fusion")
        key("f")
        wait_for("a fusion beat", lambda: self.count("fusion") != before
                 or self.program.title().startswith("• "))
        after = self.count("fusion")
        self.program.restart(os.path.join(self.records, "208.hea"))
        self._trace = None
        self.part("Review", Role.LABEL, re.compile(r"^208\.hea · "))
        check(self.count("fusion") == after, "it is lost")
        wait_for("a dot in the title", lambda: self.program.title().startswith("• "))

    def step_discard_and_close(self):
        key("ctrl+w")
        self.ask("Save the Study?")
        click(find(self.program.root, Role.PUSH_BUTTON, "Discard"))
        wait_for("the end", lambda: self.program.process.poll() is not None)
        check(self.program.process.returncode == 0, f"status {self.program.process.returncode}")


if __name__ == "__main__":
    sys.exit(run(Walk, "recording"))

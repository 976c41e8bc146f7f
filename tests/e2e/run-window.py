#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Uses the window as a person could: by keys, by pointer, and by what assistive tools see.

Usage: run-window.py ECTOPY ECTOPY-CLI EXAMPLE-CSV FOLDER

Wants a display and a message bus of its own (tests/ui/with-display). One TAP point a step; where a
step fails, the tree of what is seen goes to standard error and a picture into FOLDER.
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
    check,
    click,
    find,
    focus,
    has,
    key,
    type_text,
    wait_description,
    wait_for,
    wait_name,
    walk,
)
from steps import NOTICE, Steps, run  # noqa: E402

# ---- The steps ----


class Walk(Steps):
    """The way of someone with a file of beats."""

    def __init__(self, program, cli, example, folder):
        super().__init__(program, cli, example, folder)
        self.copy = os.path.join(folder, "patient.csv")
        shutil.copy(example, self.copy)
        self._gallery = None
        self._matrix = None
        self._shown = None  # the label that says how many beats are shown
        self.strip = None
        self.wrong = 0  # beats in the cell of the matrix that was chosen, and its sentence
        self.wrong_text = ""

    # Parts of the window, looked for once.

    def gallery(self):
        """The beats."""
        if self._gallery is None:
            self._gallery = self.part("Review", Role.LIST, "Beats")
        return self._gallery

    def row(self):
        """The row that the gallery says is chosen."""
        found = re.search(r"row (\d+)", self.gallery().get_description())
        return int(found.group(1)) if found else None

    def wait_row(self, row):
        """Waits until that row is chosen."""
        wait_description(self.gallery(), rf": row {row}, ")

    def wait_classified(self):
        """Waits until every beat has its class: the counts add up."""

        def look():
            numbers = [re.match(r"([\d,]+) .* beats?: show or hide", n.get_name())
                       for n, _ in walk(self.program.page("Review")())
                       if n.get_role() == Role.PUSH_BUTTON]
            return sum(int(n.group(1).replace(",", "")) for n in numbers if n) == 600

        wait_for("600 classes", look)

    def go_to_row(self, row):
        """By the field."""
        focus(self.program.window, self.gallery())
        key("g")
        entry = self.part("Review", Role.ENTRY, "Go to row")
        wait_for("the field to have the keyboard",
                 lambda: any(has(n, State.FOCUSED) for n, _ in walk(entry)))
        type_text(str(row))
        key("Return")

    # Review

    def step_first_run_page(self):
        self.part("Review", Role.LABEL, "Open an ECG")
        check(self.program.title() == "Ectopy", f"the title is {self.program.title()!r}")
        find(lambda: self.program.window, Role.LABEL, NOTICE)

    def step_open_the_example(self):
        click(self.part("Review", Role.PUSH_BUTTON, "Open the Example Beats"))
        wait_description(self.gallery(), r"^Beat 1 of 600: row 0, \w+, \d+ % sure\.")
        self.part("Review", Role.LABEL, os.path.basename(self.example))

    def step_names_on_review(self):
        self.check_names("Review")

    def step_open_a_file_by_the_chooser(self):
        key("ctrl+o")
        self.program.choose("Open a Recording or Beats", self.copy, is_new=False)
        self.part("Review", Role.LABEL, "patient.csv")
        wait_for("the title", lambda: self.program.title() == "patient.csv — Ectopy")
        wait_description(self.gallery(), r"^Beat 1 of 600: row 0, \w+")
        self.wait_classified()

    def step_browse_by_keys(self):
        focus(self.program.window, self.gallery())
        key("Right", "Right")
        self.wait_row(2)
        key("Left")
        self.wait_row(1)
        key("End")
        self.wait_row(599)
        key("Home")
        self.wait_row(0)
        key("Down")
        columns = int(wait_description(self.gallery(), r": row ([1-9]\d*), ").group(1))
        key("Up")
        self.wait_row(0)
        key("Page_Down")
        page = int(wait_description(self.gallery(), r": row ([1-9]\d*), ").group(1))
        check(page >= columns and page % columns == 0, f"a page of {page}, lines of {columns}")
        key("Page_Up")
        self.wait_row(0)

    def shown(self):
        """How many beats are shown, as the label says."""
        found = re.match(r"^([\d,]+) of ([\d,]+) beats$", self._shown.get_name())
        return int(found.group(1).replace(",", ""))

    def step_filter_by_class(self):
        chip = self.part("Review", Role.PUSH_BUTTON, re.compile(r"^[\d,]+ normal beats: "))
        n_normal = int(re.match(r"[\d,]+", chip.get_name()).group().replace(",", ""))
        self._shown = self.part("Review", Role.LABEL, re.compile(r" of 600 beats$"))
        check(0 < n_normal < 600, f"{n_normal} beats are normal")
        click(chip)
        wait_name(self._shown, rf"^{600 - n_normal} of 600 beats$")
        wait_description(self.gallery(), rf"of {600 - n_normal}: ")
        click(chip)
        wait_name(self._shown, r"^600 of 600 beats$")

    def step_disagreements(self):
        focus(self.program.window, self.gallery())
        key("Home")
        self.wait_row(0)
        key("ctrl+d")
        wait_for("fewer beats", lambda: 0 < self.shown() < 600)
        wait_description(self.gallery(), r"Its true class is another\.$")
        n = self.shown()
        key("ctrl+r")
        wait_for("all beats", lambda: self.shown() == 600)
        focus(self.program.window, self.gallery())
        key("Home")
        self.wait_row(0)
        for _ in range(3):
            before = self.row()
            key("d")
            wait_for("the next one", lambda: self.row() > before)
            wait_description(self.gallery(), r"Its true class is another\.$")
        before = self.row()
        key("shift+d")
        wait_for("the one before", lambda: self.row() < before)
        check(n > 3, f"only {n} disagree")

    def step_go_to_a_row(self):
        self.go_to_row(123)
        self.wait_row(123)
        wait_for("the gallery to have the keyboard", lambda: has(self.gallery(), State.FOCUSED))
        self.go_to_row(99999)
        wait_for("the gallery to have the keyboard", lambda: has(self.gallery(), State.FOCUSED))
        self.wait_row(123)

    def step_relabel_by_key(self):
        undo = self.header_button("Undo")
        check(not has(undo, State.SENSITIVE), "there is something to undo")
        focus(self.program.window, self.gallery())
        key("v")
        self.wait_row(124)  # it goes on to the next
        wait_for("a dot in the title", lambda: self.program.title().startswith("• "))
        wait_for("Undo to be sensitive", lambda: has(undo, State.SENSITIVE))
        key("Left")
        self.wait_row(123)
        self.part("Review", Role.LABEL, re.compile(r"^Row 123: ventricular$"))
        self.part("Review", Role.LABEL, re.compile(r"(Accepted as|Corrected to) ventricular, "))

    def step_relabel_by_button(self):
        self.go_to_row(200)
        self.wait_row(200)
        click(self.part("Review", Role.PUSH_BUTTON, re.compile(r"^This beat is fusion")))
        self.wait_row(201)
        self.go_to_row(200)
        self.part("Review", Role.LABEL, re.compile(r"^Row 200: fusion$"))

    def step_undo_and_redo(self):
        undo, redo = self.header_button("Undo"), self.header_button("Redo")
        self.go_to_row(10)
        self.wait_row(10)
        click(undo)
        self.wait_row(200)
        focus(self.program.window, self.gallery())
        key("ctrl+z")
        self.wait_row(123)
        wait_for("nothing to undo", lambda: not has(undo, State.SENSITIVE))
        wait_for("no dot in the title", lambda: not self.program.title().startswith("•"))
        click(redo)
        wait_for("something to undo", lambda: has(undo, State.SENSITIVE))
        self.part("Review", Role.LABEL, re.compile(r"^Row 123: ventricular$"))
        focus(self.program.window, self.gallery())
        key("ctrl+shift+z")
        self.wait_row(200)
        wait_for("nothing to redo", lambda: not has(redo, State.SENSITIVE))

    def step_save_the_corrections(self):
        beside = self.copy + ".corrections.json"
        check(not os.path.exists(beside), "they were saved already")
        key("ctrl+s")
        wait_for("the file", lambda: os.path.exists(beside))
        wait_for("no dot in the title", lambda: self.program.title() == "patient.csv — Ectopy")
        with open(beside, encoding="utf-8") as file:
            text = json.dumps(json.load(file))
        check("123" in text and "200" in text, "the corrections are not in the file")

    # Train

    def set_epochs(self, n):
        """Writes a number into the form."""
        spin = self.part("Train", Role.SPIN_BUTTON, "Epochs")
        spin.set_current_value(n)
        wait_for("the number of epochs", lambda: spin.get_current_value() == n)

    def curves(self):
        """The chart of a run."""
        return self.part("Train", Role.IMAGE, "Training curves")

    def step_names_on_train(self):
        key("alt+2")
        wait_description(self.curves(), "No epoch")
        self.check_names("Train")

    def step_train(self):
        self.set_epochs(3)
        curves = self.curves()
        click(self.part("Train", Role.PUSH_BUTTON, "Train"))
        seen = [0]

        def look():
            found = re.match(r"Epoch (\d+): loss [\d.]+", curves.get_description())
            seen.append(int(found.group(1)) if found else 0)
            return seen[-1] >= 3

        wait_for("three epochs in the chart", look)
        check(seen == sorted(seen) and len(set(seen)) > 2, f"the epochs did not grow: {set(seen)}")
        self.part("Train", Role.LABEL, re.compile(r"3 epochs.* Best: epoch [123], \d+\.\d %"))

    def step_stop_another_run(self):
        self.set_epochs(500)
        click(self.part("Train", Role.PUSH_BUTTON, "Train"))
        stop = self.part("Train", Role.PUSH_BUTTON, "Stop")
        wait_description(self.curves(), r"^Epoch 1: ")
        click(stop)
        self.part("Train", Role.PUSH_BUTTON, "Use This Model")
        self.part("Train", Role.LABEL, re.compile(r"^Stopped by hand in epoch \d+\. Best: epoch"))

    def step_save_the_model(self):
        path = os.path.join(self.folder, "mine.safetensors")
        click(self.part("Train", Role.PUSH_BUTTON, "Save"))
        click(find(self.program.root, Role.MENU_ITEM, re.compile(r"Save _?Model As")))
        self.program.choose("Save the Model", path, is_new=True)
        wait_for("the model", lambda: os.path.exists(path))
        done = subprocess.run([self.cli, "info", path], capture_output=True, text=True, check=False)
        check(done.returncode == 0, done.stderr)

    def step_use_the_model(self):
        click(self.part("Train", Role.PUSH_BUTTON, "Use This Model"))
        key("alt+1")
        self.part("Review", Role.LABEL, re.compile(r"model: mine\.safetensors$"))
        self.wait_classified()

    # Evaluate

    def matrix(self):
        """The confusion matrix."""
        if self._matrix is None:
            self._matrix = self.part("Evaluate", Role.IMAGE, "Confusion matrix")
        return self._matrix

    def step_evaluate(self):
        key("alt+3")
        self.part("Evaluate", Role.LABEL, re.compile(r"^\d+\.\d % of 600 beats right; worst: "))
        self.part("Evaluate", Role.LABEL, re.compile(r"^Model mine\.safetensors on patient\.csv\. "
                                                     r"2 reviewed beats count"))
        wait_description(self.matrix(), r"^\d+ of \d+ normal beats were found\.$")

    def step_names_on_evaluate(self):
        self.check_names("Evaluate")

    def cell(self):
        """Count and sentence of the cell that has the keyboard."""
        text = self.matrix().get_description()
        return int(re.match(r"\d+", text).group()), text

    def step_walk_in_the_matrix(self):
        matrix = self.matrix()
        focus(self.program.window, matrix)
        key("Right")
        wait_description(matrix, r"normal beats were called supraventricular\.$")
        key("Down", "Right")
        wait_description(matrix, r"supraventricular beats were called ventricular\.$")
        key("Up", "Left")
        wait_description(matrix, r"normal beats were called supraventricular\.$")
        # To a cell off the diagonal in which there is something.
        for move in ("Right", "Down", "Left", "Left", "Down", "Right", "Down", "Left", "Left"):
            n, text = self.cell()
            if n > 1 and "called" in text:
                break
            key(move)
            wait_for("another cell", lambda before=text: self.cell()[1] != before)
        n, text = self.cell()
        check(n > 1 and "called" in text, f"no mistakes to look at: {text!r}")
        self.wrong, self.wrong_text = n, text

    def step_beats_of_a_cell(self):
        key("Return")
        self.part("Evaluate", Role.LABEL, self.wrong_text)
        strip = self.part("Evaluate", Role.LIST, "Beats")
        wait_description(strip, rf"^Beat 1 of {self.wrong}: .* Its true class is another\.$")
        self.strip = strip

    def step_relabel_in_the_strip(self):
        given = re.search(r"were called (.+)\.$", self.wrong_text).group(1)
        letter = {"normal": "n", "supraventricular": "s", "ventricular": "v", "fusion": "f"}.get(
            given, "q")
        focus(self.program.window, self.strip)
        key(letter)  # the reader sides with the model
        wait_description(self.matrix(), rf"^{self.wrong - 1} of ")
        wait_description(self.strip, rf"^Beat 2 of {self.wrong}: ")
        wait_for("a dot in the title", lambda: self.program.title().startswith("• "))
        self.part("Evaluate", Role.LABEL, re.compile(r"\. 3 reviewed beats count"))

    def export(self, kind):
        """By the menu."""
        path = os.path.join(self.folder, "report." + kind.lower())
        click(self.part("Evaluate", Role.PUSH_BUTTON, "Export"))
        click(find(self.program.root, Role.MENU_ITEM, re.compile(rf"as _?{kind}")))
        self.program.choose("Export the Report", path, is_new=True)
        wait_for(path, lambda: os.path.exists(path))
        return path

    def step_export_pdf(self):
        path = os.path.join(self.folder, "report.pdf")
        key("ctrl+e")
        self.program.choose("Export the Report", path, is_new=True)
        wait_for(path, lambda: os.path.exists(path))
        check(os.path.getsize(path) > 5000, "it is empty")
        if shutil.which("pdftotext"):
            text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True,
                                  text=True, check=False).stdout
            for wanted in ("Evaluation", NOTICE, "Page 1 of", "mine.safetensors", "patient.csv"):
                check(wanted in text, f"{wanted!r} is not in the report:\n{text[:2000]}")
        if shutil.which("qpdf"):
            done = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True,
                                 check=False)
            check(done.returncode == 0, done.stdout + done.stderr)

    def step_export_json_and_csv(self):
        with open(self.export("JSON"), encoding="utf-8") as file:
            report = json.dumps(json.load(file))
        check("mine.safetensors" in report, "the model is not named")
        with open(self.export("CSV"), encoding="utf-8") as file:
            lines = file.read().splitlines()
        check(len(lines) > 5 and "," in lines[0], f"no table: {lines[:3]}")

    # What goes wrong

    def check_nothing_lost(self):
        """The file and its corrections are as they were."""
        wait_for("the title", lambda: self.program.title() == "• patient.csv — Ectopy")
        check(has(self.header_button("Undo"), State.SENSITIVE), "nothing can be undone any more")

    def step_report_that_cannot_be_written(self):
        key("ctrl+e")
        self.program.choose("Export the Report", "/proc/report.pdf", is_new=True)
        details = self.error_bar("Evaluate", "The report could not be written")
        check("report.pdf" in details, f"it says {details!r}")
        self.close_message("Evaluate")
        self.check_nothing_lost()

    def step_damaged_file(self):
        path = os.path.join(self.folder, "damaged.csv")
        with open(self.example, encoding="utf-8") as good, open(path, "w", encoding="utf-8") as bad:
            lines = good.readlines()[:30]
            lines[16] = lines[16].replace(",", ",oops,", 1)
            bad.writelines(lines)
        key("alt+1")
        wait_for("all beats", lambda: has(self.gallery(), State.VISIBLE))
        key("ctrl+o")
        self.program.choose("Open a Recording or Beats", path, is_new=False)
        self.answer("Save the Corrections?", "Discard")
        details = self.error_bar(None, "The file could not be opened")
        check("damaged.csv" in details and "17" in details, f"it says {details!r}")
        self.close_message(None)
        self.check_nothing_lost()

    def step_model_of_another_length(self):
        beats = os.path.join(self.folder, "short.csv")
        network = os.path.join(self.folder, "short.network")
        model = os.path.join(self.folder, "short.safetensors")
        with open(beats, "w", encoding="utf-8") as file:
            for row in range(40):
                samples = (str((i * (row % 5 + 1) % 64) / 64) for i in range(64))
                file.write(",".join(samples) + f",{row % 5}\n")
        with open(network, "w", encoding="utf-8") as file:
            file.write("network short\ninput 64\nflatten\ndense 5\nsoftmax\n")
        done = subprocess.run([self.cli, "train", beats, "--output", model, "--network", network,
                              "--epochs", "1"], capture_output=True, text=True, check=False)
        check(done.returncode == 0, done.stderr)
        key("ctrl+o")
        self.program.dialog("Open a Recording or Beats")
        self.program.choose("Open a Recording or Beats", model, is_new=False)
        details = self.error_bar(None, "The model does not fit these beats")
        check("64" in details and "187" in details, f"it says {details!r}")
        self.check_nothing_lost()
        self.close_message(None)
        key("ctrl+o")
        self.program.choose("Open a Recording or Beats", os.path.join(self.folder, "mine.safetensors"),
                            is_new=False)
        wait_description(self.gallery(), r"% sure")

    # The end

    def step_stay_with_what_is_unsaved(self):
        key("ctrl+w")
        self.answer("Save the Corrections?", "Cancel")
        check(self.program.process.poll() is None, "the program ended")
        self.check_nothing_lost()

    def step_discard_and_close(self):
        key("ctrl+w")
        self.ask("Save the Corrections?")
        click(find(self.program.root, Role.PUSH_BUTTON, "Discard"))
        wait_for("the end", lambda: self.program.process.poll() is not None)
        check(self.program.process.returncode == 0, f"status {self.program.process.returncode}")


if __name__ == "__main__":
    sys.exit(run(Walk, "window"))

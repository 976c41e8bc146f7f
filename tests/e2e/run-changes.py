#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Two programs, each on a message bus of its own so that neither knows of the other, with one study open:
nothing that either has saved is silently replaced, and what neither has saved comes back to each.

Usage: run-changes.py ECTOPY ECTOPY-CLI EXAMPLE-CSV FOLDER

Wants a display and a message bus of its own (tests/ui/with-display). One TAP point a step.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True  # nothing is written among the sources

from seen import (  # noqa: E402
    Failure,
    GLib,
    active_title,
    check,
    key,
    visible_titles,
    wait_for,
    xdotool,
)
from steps import tell  # noqa: E402

from gi.repository import Gio  # noqa: E402  (seen has looked whether there is a gi)

APP_ID = "io.github.ectopy.Ectopy"
APP_PATH = "/" + APP_ID.replace(".", "/")
QUESTION = "Changed by Someone Else"


class Instance:
    """A program on a bus of its own, operated by its actions."""

    def __init__(self, ectopy, folder, name):
        self.ectopy = ectopy
        self.folder = folder
        self.name = name
        self.daemon = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--print-address=1"], stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True)
        self.address = self.daemon.stdout.readline().strip()
        self.bus = Gio.DBusConnection.new_for_address_sync(
            self.address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
            | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        self.process = None

    def call(self, path, method, arguments=None):
        """A method of its actions."""
        return self.bus.call_sync(APP_ID, path, "org.gtk.Actions", method, arguments, None,
                                  Gio.DBusCallFlags.NO_AUTO_START, 20000, None)

    def start(self, path):
        """Starts it with a recording, and waits until that can be corrected."""
        errors = open(os.path.join(self.folder, f"{self.name}-errors.txt"), "ab")
        with errors:
            self.process = subprocess.Popen(
                [self.ectopy, path], stdout=errors, stderr=errors,
                env=dict(os.environ, DBUS_SESSION_BUS_ADDRESS=self.address, GTK_A11Y="none"))
        wait_for(f"{self.name} to have beats", lambda: self.can("select-alike"))

    def open(self, path):
        """As the desktop has it open a file."""
        self.bus.call_sync(APP_ID, APP_PATH, "org.freedesktop.Application", "Open",
                           GLib.Variant("(asa{sv})", ([GLib.filename_to_uri(path)], {})), None,
                           Gio.DBusCallFlags.NO_AUTO_START, 20000, None)

    def window(self, number=1):
        """Path of one; by itself of the first."""
        return f"{APP_PATH}/window/{number}"

    def can(self, name, number=1):
        """Whether an action of a window can be used now."""
        try:
            return self.call(self.window(number), "Describe", GLib.Variant("(s)", (name,))).unpack()[0][0]
        except GLib.Error:  # that window is not there
            return False

    def do(self, name, word=None, number=1):
        """Does it."""
        values = [GLib.Variant("s", word)] if word else []
        self.call(self.window(number), "Activate", GLib.Variant("(sava{sv})", (name, values, {})))

    def new_window(self):
        """One more, with nothing open."""
        self.call(APP_PATH, "Activate", GLib.Variant("(sava{sv})", ("new-window", [], {})))
        wait_for("the new window", lambda: active_title() == "Ectopy")

    def quit(self):
        """As the desktop has it end."""
        self.call(APP_PATH, "Activate", GLib.Variant("(sava{sv})", ("quit", [], {})))

    def kill(self):
        """By force, as a power failure does."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def end(self):
        """All of it."""
        self.kill()
        self.daemon.terminate()
        self.daemon.wait()

    def errors(self):
        """What it said that it should not."""
        with open(os.path.join(self.folder, f"{self.name}-errors.txt"), encoding="utf-8",
                  errors="replace") as file:
            return [line for line in file if "ectopy:" in line and (
                "CRITICAL" in line or "WARNING" in line) and "couldn't find weak ref" not in line]


class Two:
    """What is done to both."""

    def __init__(self, ectopy, cli, folder):
        self.record = os.path.join(folder, "101")
        subprocess.run([cli, "synthesize", "--output", self.record, "--minutes", "2", "--seed", "4",
                        "--quiet"], check=True, stdout=subprocess.DEVNULL)
        self.study = self.record + ".study.json"
        self.backup = self.study + ".backup-1"
        self.folder = folder
        self.cli = cli
        self.one = Instance(ectopy, folder, "one")
        self.other = Instance(ectopy, folder, "other")

    def classes(self, path):
        """What the acts of a study say."""
        with open(path, encoding="utf-8") as file:
            text = file.read()
        json.loads(text)
        return text

    def step_first_saves(self):
        for instance in (self.one, self.other):
            instance.start(self.record + ".hea")
        self.one.do("relabel", "Q")
        self.other.do("step", "+1")
        self.other.do("relabel", "F")
        self.one.do("save")
        wait_for("the study", lambda: os.path.exists(self.study))
        self.saved = self.classes(self.study)

    def step_second_is_told(self):
        self.other.do("save")
        wait_for("the question", lambda: active_title() == QUESTION)
        check(self.classes(self.study) == self.saved, "the study was replaced")
        key("alt+c")
        wait_for("the question to go", lambda: active_title() != QUESTION)
        check(self.classes(self.study) == self.saved, "the study was replaced")
        check(self.other.can("undo"), "what was said is gone")

    def step_second_replaces(self):
        self.other.do("save")
        wait_for("the question", lambda: active_title() == QUESTION)
        key("alt+r")
        wait_for("the backup", lambda: os.path.exists(self.backup))
        wait_for("the other study", lambda: self.classes(self.study) != self.saved)
        check(self.classes(self.backup) == self.saved, "the backup is another")

    def step_both_end_badly(self):
        """What neither has saved is there again, of each, one after another."""
        self.one.do("relabel", "N")
        self.other.do("relabel", "N")
        unfinished = os.path.join(os.environ["XDG_STATE_HOME"], "ectopy", "unfinished")
        journals = wait_for("two journals", lambda: [
            names for names in [[n for n in os.listdir(unfinished) if n.endswith(".journal")]]
            if len(names) == 2])
        self.one.kill()
        self.other.kill()
        self.one.start(self.record + ".hea")
        check(self.one.can("undo"), f"nothing was taken up of {journals}")
        left = [n for n in os.listdir(unfinished) if ".journal" in n]
        check(len(left) >= 2, f"a journal is gone: {left}")

    def step_folder_goes(self):
        """As a stick that is pulled out: what is said is saved all the same."""
        away = os.path.join(self.folder, "away")
        os.mkdir(away)
        for name in os.listdir(self.folder):
            if name.startswith("101"):
                shutil.move(os.path.join(self.folder, name), away)
        os.rename(away, away + "-unmounted")
        self.one.do("relabel", "V")
        time.sleep(0.3)
        check(self.one.process.poll() is None, "the program ended")
        check(self.one.can("undo"), "what was said is gone")

    def step_what_is_open_gives_way(self):
        """To a question, and to the window's being minimised: it would keep the keyboard, and stay on the screen."""
        n_windows = len(visible_titles())
        self.one.do("accept-above")
        wait_for("what is open", lambda: len(visible_titles()) > n_windows)
        self.one.do("close")
        wait_for("the question", lambda: active_title() == "Save the Study?")
        wait_for("it to give way", lambda: len(visible_titles()) == n_windows + 1)
        key("Escape")
        wait_for("the question to go", lambda: len(visible_titles()) == n_windows)
        self.one.do("accept-above")
        wait_for("what is open", lambda: len(visible_titles()) > n_windows)
        window = xdotool("getactivewindow")
        xdotool("windowminimize", window)
        wait_for("it to go", lambda: len(visible_titles()) == n_windows - 1)
        xdotool("windowactivate", window)
        wait_for("the window", lambda: len(visible_titles()) == n_windows)

    def step_menu_of_a_question_goes_with_it(self):
        """That of its edge, opened while the button that answers is still held down: it would keep the keyboard
        from what else stands over the window."""
        below = "About This Model"
        self.one.do("about-model")
        wait_for("the model", lambda: active_title() == below)
        self.one.do("close")
        wait_for("the question", lambda: active_title() == "Save the Study?")
        question = xdotool("getactivewindow")
        key("alt+c")
        xdotool("mousemove", "--window", question, "200", "20", "click", "3")
        wait_for("the question to go", lambda: active_title() == below)
        key("Escape")
        wait_for("the model to go", lambda: below not in visible_titles())

    def step_window_goes_under_a_held_button(self):
        """What changes in the settings then is none of its business; complaints are looked for at the end."""
        self.one.new_window()
        time.sleep(0.5)
        xdotool("mousemove", "--window", xdotool("getactivewindow"), "300", "200", "mousedown", "1")
        time.sleep(0.3)
        self.one.do("close", number=2)
        wait_for("it to go", lambda: active_title() != "Ectopy")
        xdotool("mouseup", "1")
        for _ in range(2):
            self.one.do("show-density")
            time.sleep(0.3)
        check(self.one.process.poll() is None, "the program ended")

    def step_choice_of_files_goes_with_its_window(self):
        """It is no widget of that window, and would stay for ever."""
        asked = "Open a Recording or Beats"
        self.one.new_window()
        self.one.do("open", number=3)
        wait_for("the choice", lambda: active_title() == asked)
        self.one.do("close", number=3)
        wait_for("it to go", lambda: asked not in visible_titles())
        check(self.one.process.poll() is None, "the program ended")

    def step_file_comes_beside_a_question(self):
        """What the desktop opens while something is asked has a window of its own, and both stay."""
        asked = "Open a Recording or Beats"
        self.one.new_window()
        self.one.do("open", number=4)
        wait_for("the choice", lambda: active_title() == asked)
        self.one.open(os.path.join(self.folder, "away-unmounted", "101.hea"))
        wait_for("beats in another window", lambda: self.one.can("select-alike", 5))
        check(asked in visible_titles(), "the choice is gone")
        for number in (5, 4):
            self.one.do("close", number=number)
        wait_for("it to go", lambda: asked not in visible_titles())

    def step_quits_while_it_asks_for_a_printer(self):
        """By the desktop: no window is left to be waited for by what asks."""
        calm = os.path.join(self.folder, "102")
        subprocess.run([self.cli, "synthesize", "--output", calm, "--minutes", "1", "--quiet"],
                       check=True, stdout=subprocess.DEVNULL)
        self.other.start(calm + ".hea")
        self.other.do("print")
        wait_for("the dialog", lambda: active_title() == "Print")
        self.other.quit()
        wait_for("the end", lambda: self.other.process.poll() is not None)
        check(self.other.process.returncode == 0, f"status {self.other.process.returncode}")

    def step_nothing_to_complain_of(self):
        check(not self.one.errors() and not self.other.errors(),
              "".join(self.one.errors() + self.other.errors()))


def main():
    """Runs the steps in order."""
    ectopy, cli, _example, _results = sys.argv[1:5]
    folder = tempfile.mkdtemp(prefix="ectopy-changes-")
    manager = subprocess.Popen(["openbox", "--sm-disable"], stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    steps = [name for name in vars(Two) if name.startswith("step_")]
    print(f"1..{len(steps)}", flush=True)
    two = Two(ectopy, cli, folder)
    failed = 0
    try:
        for number, step in enumerate(steps, 1):
            name = step.removeprefix("step_").replace("_", "-")
            try:
                getattr(two, step)()
                print(f"ok {number} /e2e/changes/{name}", flush=True)
            except (Failure, GLib.Error, OSError, ValueError) as failure:
                failed = 1
                print(f"not ok {number} /e2e/changes/{name}", flush=True)
                tell(f"{type(failure).__name__}: {failure}; {active_title()!r} has the keyboard")
                break
    finally:
        two.one.end()
        two.other.end()
        manager.terminate()
        manager.wait()
        shutil.rmtree(folder, ignore_errors=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())

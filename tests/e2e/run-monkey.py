#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""A monkey at the window: keys, clicks, drags, scrolling, actions of what is seen, files that come and go,
all by chance, and the program must bear it.

Usage: run-monkey.py ECTOPY ECTOPY-CLI EXAMPLE-CSV FOLDER [--seed N] [--minutes M | --steps N]
                     [--deadline SECONDS] [--rest SECONDS] [--ends PART] [--warm-up PART] [--fatal]

Wants a display and a message bus of its own (tests/ui/with-display). Meson runs half a minute of it; by hand:

  GTK_A11Y=atspi SCREEN=1600x1000 tests/ui/with-display /usr/bin/python3 tests/e2e/run-monkey.py \\
    BUILD/app/ectopy BUILD/app/cli/ectopy-cli data/example/beats.csv /tmp/monkey --seed 7 --minutes 60

--fatal has the first complaint end the program, and shows where it was. With a build of sanitizers give `--deadline 60`, and in the environment
ASAN_OPTIONS=detect_leaks=1:abort_on_error=1:exitcode=0:fast_unwind_on_malloc=0
UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1. Leaks that no function of the program has part in are the
toolkit's and are left out, which is why every stack must be whole. ECTOPY_MONKEY="--seed 7 --minutes 60" takes the place of
the arguments that Meson gives.

What step N draws depends on the seed and on N alone, so the same seed draws the same again; what is there
to be acted on depends on time too. FOLDER/monkey-SEED.log has each step. The program may be ended by
the monkey only in the first part of the time (--ends, 15 %), and is then started again; from then on the
same program runs to the end, and is brought to rest now and then: one new window with nothing open.
What it takes there, by medians, may grow by 5 % at most from the first fifth of the time after the warm-up
(--warm-up, as long as --ends) to the last.
"""

import argparse
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True  # nothing is written among the sources

from cage import (  # noqa: E402
    APP_PATH,
    BUTTON,
    Cage,
    Hang,
    MAIN_TITLE,
    make_files,
    make_prefix,
    resize,
    tame_desktop,
)
from seen import (  # noqa: E402
    Atspi,
    Failure,
    GLib,
    Role,
    State,
    active_title,
    children,
    describe_tree,
    has,
    is_active_seen,
    is_empty,
    key,
    xdotool,
)
from steps import tell  # noqa: E402

SOURCES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")

ENDS = 0.15  # of the time; the warm-up is as long where nothing else is said
LEAVES = 5  # seconds that it may take to end
GROWTH = 1.05
KEPT_STEPS = 60  # shown when something fails

# Titles of windows that ask for a file or a folder.
CHOOSER = re.compile(r"^(Open|Save|Export|Choose) (a|the|Corrections|Corrected|Recordings)\b[^?]*$|^Pictures$"
                     r"|^Save Corrections$")

ODD_TEXTS = ["", " ", "0", "-1", "1", "7", "300", "1e308", "nan", "inf", "9" * 30, "12:34:56", "-0:01",
             "0:61", "%s%n%x", "\u00e4\u00f6\u00fc \u00b5 \u03a9", "\u202eabc", "\U0001fac0", "../..", "x" * 3000,
             "a\nb", "ds1", "100,101", "1e-9", "0,5", "<b>", "&amp;", "N,S,V,F,Q", "\t"]

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
PLAIN_KEYS = ["Tab", "shift+Tab", "Left", "Right", "Up", "Down", "Home", "End", "Page_Up", "Page_Down",
              "Escape", "Return", "space", "BackSpace", "Delete", "F6", "F8", "F9", "F10", "Menu", "ctrl+a",
              "ctrl+c", "ctrl+v", "ctrl+x", "ctrl+Home", "ctrl+End", "ctrl+Tab", "shift+F10", "alt+Down"]

# The menu of the window's edge is GTK's own, which closes it before it does what an assistive tool asks.
EDGE_MENU = {"Restore", "Minimize", "Maximize", "Close", "Move", "Resize", "Always on Top"}

OPERABLE = {Role.PUSH_BUTTON, Role.TOGGLE_BUTTON, Role.CHECK_BOX, Role.RADIO_BUTTON, Role.COMBO_BOX,
            Role.ENTRY, Role.TEXT, Role.SPIN_BUTTON, Role.SLIDER, Role.PAGE_TAB, Role.IMAGE, Role.LIST,
            Role.LIST_ITEM, Role.MENU_ITEM, Role.CHECK_MENU_ITEM, Role.RADIO_MENU_ITEM, Role.TABLE_ROW,
            Role.TREE_ITEM, Role.SCROLL_BAR}

PARAMETERS = {
    "step": ["-1", "+1"], "scroll": ["-1", "+1", "start", "end"], "zoom": ["in", "out", "paper", "all"],
    "gain": ["-1", "+1"], "move-beat": ["peak", "-1", "+1"], "family-step": ["-1", "+1"],
    "extend": ["-1", "+1"], "relabel": list("NSVFQ"),
    "seek": [sign + kind for sign in "+-" for kind in (
        "N", "S", "V", "F", "Q", "ectopic", "run", "pause", "unlooked", "changed", "differs", "excluded")],
}
ENDING = {"close", "quit"}


def read_accelerators():
    """Every key of the program, as xdotool writes it."""
    with open(os.path.join(SOURCES, "ui", "window", "key-table.c"), encoding="utf-8") as file:
        text = file.read()
    found = []
    for accels in re.findall(r'(?:"[\w.:+-]+"|NULL),\s*"([^"]+)",\s*ECTOPY_', text):
        for accel in accels.split():
            found.append(accel.replace("<Control>", "ctrl+").replace("<Shift>", "shift+")
                         .replace("<Alt>", "alt+"))
    return sorted(set(found))


class Monkey:
    """Draws and does."""

    def __init__(self, cage, good, bad, log):
        self.cage = cage
        self.good = good
        self.bad = bad
        self.log_file = log
        self.recent = []
        self.step = 0
        self.random = random.Random(0)
        self.may_end = True
        self.could_end = 0  # when it was last allowed to
        self.accelerators = read_accelerators()
        if len(self.accelerators) < 80:
            raise Failure(f"only {len(self.accelerators)} keys were found in the table")
        self.elsewhere = 0  # steps since a window stands over the others
        self.n_ends = 0
        self.counts = {}
        self.title = ""  # of the window that has the keyboard
        self.root = None  # what assistive tools see of it, and of which title it was
        self.root_title = None
        self.n_gone = 0  # of what went while it was acted on

    def say(self, text):
        """Into the log."""
        line = f"{self.step} {time.strftime('%H:%M:%S')} {text}"
        self.log_file.write(line + "\n")
        self.log_file.flush()
        self.recent = [*self.recent[1 - KEPT_STEPS:], line]

    # ---- What is acted on ----

    def is_last(self):
        """Whether there is but one main window."""
        return len(self.cage.windows()) < 2

    def find_root(self):
        """The window that has the keyboard. GTK 4.8 falls where its windows are listed while one of them
        is going, so they are listed only when another has the keyboard, and not at once."""
        if self.root is None or self.root_title != self.title:
            time.sleep(0.4)
            self.root_title = active_title()
            if not self.cage.ping():
                return None
            nodes = list(children(self.cage.application))
            self.root = next((n for n in nodes if n.get_name() == self.root_title),
                             nodes[0] if nodes else None)
        return self.root

    def descend(self):
        """Something that is seen and can be operated, met on a way down by chance."""
        node = self.find_root()
        if node is None:
            return None
        for _ in range(40):
            n = node.get_child_count()
            if n <= 0:
                break
            places = self.random.sample(range(min(n, 400)), min(n, 6))
            child = next((c for c in (node.get_child_at_index(i) for i in places)
                          if c is not None and not is_empty(c)), None)
            if child is None:
                break
            node = child
            if node.get_role() in OPERABLE and has(node, State.SENSITIVE) and self.random.random() < 0.6:
                return node
        return node if node.get_role() in OPERABLE and has(node, State.SENSITIVE) else None

    def find_node(self):
        """As descend(), tried a few times."""
        for _ in range(8):
            node = self.descend()
            if node is not None:
                return node
        return None

    # ---- What is done ----

    def act(self):
        """On something that is seen, in the way assistive tools do."""
        node = self.find_node()
        if node is None:
            return "nothing to act on"
        role, name = node.get_role(), node.get_name()
        what = f"{role.value_nick} {name!r}"
        # What is found may be in the window below the one that has the keyboard.
        if name.endswith("Close") and self.is_last() and MAIN_TITLE.match(self.root.get_name()) and (
                not self.may_end):
            return f"not {what}"
        if role in (Role.MENU_ITEM, Role.CHECK_MENU_ITEM) and name in EDGE_MENU:
            return f"not {what}"
        value = node.get_value_iface()
        if value is not None and self.random.random() < 0.8:
            low, high = value.get_minimum_value(), value.get_maximum_value()
            to = self.random.choice([low, high, (low + high) / 2, low + (high - low) * self.random.random(),
                                     value.get_current_value() + 1])
            self.say(f"value of {what} to {to:g}")
            value.set_current_value(to)
            return None
        text = node.get_editable_text_iface()
        if text is not None and self.random.random() < 0.8:
            words = self.random.choice(ODD_TEXTS)
            self.say(f"text of {what} to {words[:40]!r}")
            text.set_text_contents(words)
            return None
        actions = node.get_action_iface()
        n = actions.get_n_actions() if actions is not None else 0
        if n > 0 and self.random.random() < 0.8:
            which = self.random.randrange(n)
            self.say(f"action {actions.get_action_name(which)!r} of {what}")
            actions.do_action(which)
            return None
        extents = node.get_extents(Atspi.CoordType.WINDOW)
        self.say(f"click on {what}")
        self.click_at(extents.x + self.random.randrange(max(extents.width, 1)),
                      extents.y + self.random.randrange(max(extents.height, 1)))
        return None

    def click_at(self, x, y):
        """In the window that has the keyboard."""
        xdotool("mousemove", "--window", xdotool("getactivewindow"), str(x), str(y), "click", "1")

    def press_key(self):
        """One of the program's keys, of the toolkit's, or any."""
        kind = self.random.random()
        if kind < 0.55:
            keys = [self.random.choice(self.accelerators)]
        elif kind < 0.85:
            keys = self.random.choices(PLAIN_KEYS, k=self.random.randint(1, 4))
        else:
            keys = self.random.choices(LETTERS, k=self.random.randint(1, 3))
        if {"ctrl+q", "ctrl+w"} & set(keys) and not self.may_end and (
                "ctrl+q" in keys or self.is_last()):
            return f"not {keys}"
        self.say(f"keys {' '.join(keys)}")
        key(*keys)
        return None

    def place(self):
        """Somewhere in the window that has the keyboard."""
        shell = dict(line.split("=") for line in
                     xdotool("getactivewindow", "getwindowgeometry", "--shell").splitlines() if "=" in line)
        width, height = int(shell.get("WIDTH", 100)), int(shell.get("HEIGHT", 100))
        # The upper edge has the button that closes.
        top = 0 if self.may_end or height < 60 else 50
        return self.random.randrange(width), self.random.randrange(top, max(height, top + 1))

    def use_pointer(self):
        """A click, a drag or a turn of the wheel."""
        window = xdotool("getactivewindow")
        x, y = self.place()
        kind = self.random.choice(["click", "click", "double", "right", "drag", "drag", "wheel", "wheel"])
        with_key = self.random.choice(["", "", "", "shift", "ctrl"])
        self.say(f"{with_key} {kind} at {x} {y} of {self.title!r}")
        move = ["mousemove", "--window", window, str(x), str(y)]
        if with_key:
            move = ["keydown", with_key, *move]
        if kind == "click":
            xdotool(*move, "click", "1")
        elif kind == "double":
            xdotool(*move, "click", "--repeat", "2", "--delay", "60", "1")
        elif kind == "right":
            xdotool(*move, "click", "3")
        elif kind == "wheel":
            xdotool(*move, "click", "--repeat", str(self.random.randint(1, 8)), "--delay", "5",
                    self.random.choice("4567"))
        else:
            to_x, to_y = self.place()
            xdotool(*move, "mousedown", "1", "mousemove", "--window", window, str((x + to_x) // 2),
                    str((y + to_y) // 2), "sleep", "0.03", "mousemove", "--window", window, str(to_x),
                    str(to_y), "sleep", "0.03", "mouseup", "1")
        if with_key:
            xdotool("keyup", with_key)
        if kind == "drag" and MAIN_TITLE.match(self.title):
            # It may have been the header that was dragged: no window is left beyond the screen.
            xdotool("windowmove", window, "0", "0")

    def change_size(self):
        """Of a main window."""
        if not MAIN_TITLE.match(self.title):
            return "no main window"
        width, height = self.random.randint(360, 1600), self.random.randint(294, 1000)
        self.say(f"size {width} {height}")
        resize(width, height)
        return None

    def choose_path(self):
        """Of something to open, as a rule good."""
        return self.random.choice(self.good if self.random.random() < 0.75 else self.bad)

    def open_file(self):
        """By a second start, or into the window that is there."""
        path = self.choose_path()
        windows = self.cage.windows()
        if not windows:
            return "no window"
        if self.random.random() < 0.4 and len(windows) < 3:
            self.say(f"second start with {path}")
            self.cage.send_file(path)
            return None
        self.say(f"open {path}")
        self.cage.activate(f"{APP_PATH}/window/{self.random.choice(windows)}", "open-recent",
                           GLib.Variant("s", "file://" + path))
        return None

    def do_action(self):
        """Any action of the program, as other programs and menus do them."""
        windows = self.cage.windows()
        if not windows or not MAIN_TITLE.match(self.title):
            return "no window, or one over it"
        path = APP_PATH if self.random.random() < 0.06 else (
            f"{APP_PATH}/window/{self.random.choice(windows)}")
        names = self.cage.call(path, "org.gtk.Actions", "List").unpack()[0]
        name = self.random.choice(sorted(names))
        if name in ENDING and not self.may_end and (name == "quit" or self.is_last()):
            return f"not {name}"
        if name == "new-window" and len(windows) > 2:
            return f"not {name}"
        description = self.cage.call(path, "org.gtk.Actions", "Describe", GLib.Variant("(s)", (name,)))
        enabled, signature, _ = description.unpack()[0]
        if not enabled:
            return f"{name} cannot be used"
        parameter = None
        if signature == "s":
            words = "file://" + self.choose_path() if name == "open-recent" else self.random.choice(
                PARAMETERS.get(name, []) * 3 + ["", "odd", "+", "-9"])
            parameter = GLib.Variant("s", words)
        elif signature:
            return f"{name} takes {signature}"
        self.say(f"action {name} {parameter.unpack() if parameter else ''}")
        self.cage.activate(path, name, parameter)
        return None

    # ---- What stands over the windows ----

    def answer_chooser(self, title):
        """With a path of the cage, or with none."""
        kind = self.random.random()
        if kind < 0.35:
            self.say(f"{title!r}: Escape")
            key("Escape", "Escape")
            return
        if title.startswith(("Open", "Choose")):
            path = self.choose_path()
            key("ctrl+l")
        else:
            path = os.path.join(self.cage.folder, self.random.choice(
                [f"out-{self.step}.csv", f"out-{self.step}", "out.pdf", "out.ecy", "out.edf", "no/such/folder.csv",
                 "empty", "out.csv", "spoiled/out.csv", "out.safetensors"]))
            key("ctrl+a")
        self.say(f"{title!r}: {path}")
        time.sleep(0.15)
        xdotool("type", "--delay", "2", path)
        key("Return")
        end = time.monotonic() + 3
        while active_title() == title and time.monotonic() < end:
            time.sleep(0.1)
        if active_title() == title:
            key("Return")
            time.sleep(0.3)
        if active_title() == title:
            key("Escape", "Escape")

    def look_after_others(self):
        """True when a window over the others has been dealt with in place of a step."""
        self.title = active_title()
        if not is_active_seen():
            self.cage.come_forth()
            self.title = active_title()
        title = self.title
        if MAIN_TITLE.match(title):
            self.elsewhere = 0
            return False
        self.elsewhere += 1
        if CHOOSER.match(title):
            self.answer_chooser(title)
            return True
        if title == "Print" or self.elsewhere > 10:
            self.say(f"{title!r}: Escape")
            key("Escape")
            if self.elsewhere % 6 == 5:
                self.cage.go_to_another(self.elsewhere // 6)
            if self.elsewhere > 14:
                key(("alt+c", "alt+d", "Return")[self.elsewhere % 3])
                time.sleep(BUTTON)
            if self.elsewhere > 60:
                raise Failure(f"{title!r} cannot be closed")
            time.sleep(0.1)
            return True
        return False

    # ---- Steps ----

    def start(self):
        """Starts the program, looking one way or another."""
        looks = {}
        if self.random.random() < 0.5:
            looks["ADW_DEBUG_COLOR_SCHEME"] = self.random.choice(["prefer-dark", "prefer-light"])
        if self.random.random() < 0.3:
            looks["ADW_DEBUG_HIGH_CONTRAST"] = "1"
        arguments = [self.choose_path()] if self.random.random() < 0.5 else []
        self.say(f"start {arguments} {looks}")
        self.cage.start(arguments, looks)

    def check(self):
        """What must be so after each step; False when the program has ended as it should."""
        lives = self.cage.ping()
        complaints = self.cage.complaints()
        if complaints:
            raise Failure("it says: " + "\n".join(complaints[:60]))
        if not lives:
            if not self.cage.has_ended():
                raise Failure("it is not on the bus")
            if time.monotonic() - self.could_end > LEAVES:
                raise Failure("it ended")
            self.n_ends += 1
        return lives

    def do_step(self, seed):
        """Draws and does one thing."""
        self.step += 1
        self.random = random.Random(f"{seed}/{self.step}")
        if self.may_end:
            self.could_end = time.monotonic()
        kinds = {"act": 34, "press_key": 32, "use_pointer": 18, "change_size": 2, "open_file": 3,
                 "do_action": 11}
        kind = self.random.choices(list(kinds), list(kinds.values()))[0]
        try:
            if not self.look_after_others():
                self.counts[kind] = self.counts.get(kind, 0) + 1
                left_out = getattr(self, kind)()
                if left_out:
                    self.say(f"({left_out})")
        except GLib.Error as error:
            # It went while it was looked at: that is for ping() to judge.
            self.n_gone += 1
            self.root = None
            self.say(f"({error.message})")
        if not self.check():
            self.say("ended")
            self.start()


class Figures:
    """What was measured at rest, over time."""

    def __init__(self):
        self.rows = []

    def add(self, fraction, figures):
        """One measurement at that part of the time."""
        self.rows.append((fraction, figures))

    def median(self, name, low, high):
        """Of those between two parts of the time; None where there are too few to say."""
        values = [row[name] for fraction, row in self.rows if low <= fraction <= high]
        return statistics.median(values) if len(values) >= 3 else None

    def grown(self, warm_up):
        """(before, after) in KiB, or None."""
        fifth = (1 - warm_up) / 5
        before = self.median("rss", warm_up, warm_up + fifth)
        after = self.median("rss", 1 - fifth, 1.01)
        return (before, after) if before and after else None


def keep_errors(cage, folder, seed):
    """All that it said, beside the log of the steps."""
    if os.path.exists(cage.errors_path):
        errors = shutil.copy(cage.errors_path, os.path.join(folder, f"monkey-{seed}-errors.txt"))
        tell(f"all that it said: {errors}")


def show_errors(cage):
    """The last of what it said."""
    with open(cage.errors_path, encoding="utf-8", errors="replace") as file:
        for line in file.read().splitlines()[-300:]:
            tell(line)


def show(monkey, cage, folder, seed, failure):
    """What there is when something has failed."""
    picture = os.path.join(folder, f"monkey-{seed}.png")
    if shutil.which("import"):
        subprocess.run(["import", "-window", "root", picture], check=False)
        tell(f"picture: {picture}")
    keep_errors(cage, folder, seed)
    tell("the last steps:")
    for line in monkey.recent:
        tell(line)
    for line in cage.stacks() if isinstance(failure, Hang) or cage.process.poll() is not None else []:
        tell(line)
    show_errors(cage)
    try:
        for line in describe_tree(cage.application)[:150]:
            tell(line)
    except GLib.Error as error:
        tell(f"no tree: {error.message}")


def play(monkey, cage, options, figures):
    """All steps."""
    begin = time.monotonic()
    last_rest = begin

    def fraction():
        if options.steps:
            return monkey.step / options.steps
        return (time.monotonic() - begin) / (60 * options.minutes)

    def rest():
        if not cage.rest():
            monkey.check()
            raise Failure("it ended while it was brought to rest")
        row = cage.figures()
        figures.add(fraction(), row)
        monkey.say(f"at rest: {row}, slowest answer {cage.slowest:.2f} s")
        tell(f"{100 * fraction():3.0f} %, step {monkey.step}: {row['rss'] / 1024:.1f} MiB,"
             f" {row['threads']} threads, {row['fds']} files, {row['children']} children;"
             f" slowest answer {cage.slowest:.2f} s; started {cage.n_starts} times")
        monkey.check()

    monkey.start()
    while fraction() < 1:
        monkey.may_end = fraction() < options.ends
        monkey.do_step(options.seed)
        if time.monotonic() - last_rest > options.rest:
            rest()
            last_rest = time.monotonic()
    rest()


def judge_end(cage, figures, numbers, warm_up):
    """The points about what was measured and about the end; yields (name, failure or None, skip)."""
    grown = figures.grown(warm_up)
    if "ASAN_OPTIONS" in os.environ:
        yield "memory", None, "sanitizers hold back what is freed"
    elif grown is None:
        yield "memory", None, "too short to tell"
    else:
        tell(f"memory: {grown[0] / 1024:.1f} MiB after the warm-up, {grown[1] / 1024:.1f} MiB at the end")
        yield "memory", None if grown[1] <= GROWTH * grown[0] else f"grew by {grown[1] / grown[0] - 1:.1%}", None
    # Threads of a pool go some 15 s after their last work.
    end = time.monotonic() + 40
    row = cage.figures()
    while time.monotonic() < end and row["threads"] > numbers["threads"]:
        time.sleep(1)
        row = cage.figures()
    tell(f"threads: {numbers['threads']} at the start, {row['threads']} at the end: "
         + " ".join(cage.thread_names()))
    yield "threads", None if row["threads"] <= numbers["threads"] else (
        f"{row['threads']} threads, {numbers['threads']} at the start"), None
    yield "children", None if row["children"] == 0 else f"{row['children']} children are left", None
    try:
        status = cage.quit()
        complaints = cage.complaints()
        yield "end", None if status == 0 and not complaints else (
            f"status {status}: " + "\n".join(complaints)), None
    except Failure as failure:
        yield "end", str(failure), None


def first_numbers(cage):
    """What an idle program takes that has done nothing yet."""
    cage.start([], {})
    cage.wait_idle(20)
    time.sleep(1)
    row = cage.figures()
    tell(f"at the start: {row}; " + " ".join(cage.thread_names()))
    if cage.quit() != 0:
        raise Failure(f"the first one ended with {cage.process.returncode}")
    return row


def main():
    """Runs a monkey; one TAP point each for its steps and for what is found at the end."""
    parser = argparse.ArgumentParser()
    parser.add_argument("paths", nargs=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--steps", type=int, default=0)
    parser.add_argument("--deadline", type=float, default=10)
    parser.add_argument("--rest", type=float, default=60)
    parser.add_argument("--ends", type=float, default=ENDS)
    parser.add_argument("--warm-up", type=float)
    parser.add_argument("--fatal", action="store_true")
    arguments = sys.argv[1:5] + (os.environ.get("ECTOPY_MONKEY", "").split() or sys.argv[5:])
    options = parser.parse_args(arguments)
    warm_up = options.ends if options.warm_up is None else options.warm_up
    ectopy, cli, example, results = [os.path.abspath(path) for path in options.paths]

    os.makedirs(results, exist_ok=True)
    folder = tempfile.mkdtemp(prefix="ectopy-monkey-")
    tame_desktop()
    manager = subprocess.Popen(["openbox", "--sm-disable"], stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    names = ["steps", "memory", "threads", "children", "end"]
    print(f"1..{len(names)}", flush=True)
    failed = 0
    cage = None
    try:
        good, bad = make_files(cli, example, folder)
        cage = Cage(make_prefix(ectopy, folder, SOURCES), folder, options.deadline, options.fatal)
        with open(os.path.join(results, f"monkey-{options.seed}.log"), "w", encoding="utf-8") as log:
            monkey = Monkey(cage, good, bad, log)
            figures = Figures()
            try:
                numbers = first_numbers(cage)
                play(monkey, cage, options, figures)
                failure = None
            except (Failure, subprocess.SubprocessError, OSError) as error:
                failure = error
            tell(f"seed {options.seed}: {monkey.step} steps {monkey.counts}, {monkey.n_ends} ends, "
                 f"{monkey.n_gone} times what was acted on was gone, slowest answer {cage.slowest:.2f} s")
            if failure is not None:
                failed += 1
                print("not ok 1 /e2e/monkey/steps", flush=True)
                tell(f"seed {options.seed}, step {monkey.step}: {type(failure).__name__}: {failure}")
                show(monkey, cage, results, options.seed, failure)
            else:
                print("ok 1 /e2e/monkey/steps", flush=True)
                for number, (name, wrong, skipped) in enumerate(judge_end(cage, figures, numbers, warm_up), 2):
                    failed += wrong is not None
                    print(f"{'not ' if wrong else ''}ok {number} /e2e/monkey/{name}"
                          + (f" # SKIP {skipped}" if skipped else ""), flush=True)
                    if wrong:
                        tell(wrong)
                        keep_errors(cage, results, options.seed)
                        show_errors(cage)
    finally:
        if cage is not None:
            cage.kill()
        manager.terminate()
        manager.wait()
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

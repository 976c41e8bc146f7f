# SPDX-License-Identifier: MIT
"""What assistive tools see of a program, and what a person does to it: for tests."""

import os
import re
import shutil
import subprocess
import sys
import time
import warnings


def skip(reason):
    """Says that nothing can be tested here."""
    print(f"1..0 # SKIP {reason}")
    sys.exit(0)


for program in ("xdotool", "openbox"):
    if shutil.which(program) is None:
        skip(f"no {program}")
try:
    import gi

    gi.require_version("Atspi", "2.0")
    from gi.repository import Atspi, GLib
except (ImportError, ValueError):
    skip("no Atspi for Python")
warnings.simplefilter("ignore")  # Atspi calls its own interfaces deprecated

DEADLINE = 20.0  # seconds that anything may take, on a machine with other things to do
Role = Atspi.Role
State = Atspi.StateType


class Failure(Exception):
    """A step that did not do what it should."""


# ---- What is seen ----


def children(node):
    """The accessible children of a node that are there."""
    for i in range(node.get_child_count()):
        child = node.get_child_at_index(i)
        if child is not None:
            yield child


def is_empty(node):
    """Whether a node takes no place, as those of hidden pages of a stack do."""
    try:
        extents = node.get_extents(Atspi.CoordType.WINDOW)
    except GLib.Error:
        return False
    return extents is not None and extents.width <= 0


def walk(node, depth=0):
    """A node and all below it that takes place, with its depth."""
    yield node, depth
    if node.get_role() in (Role.LABEL, Role.SCROLL_BAR):
        return
    for child in children(node):
        if not is_empty(child):
            yield from walk(child, depth + 1)


def has(node, state):
    """Whether a node is in a state."""
    return node.get_state_set().contains(state)


def describe_tree(node):
    """Named and operable nodes as text, for people."""
    lines = []
    for found, depth in walk(node):
        name, description = found.get_name(), found.get_description()
        focused = " (has the keyboard)" if has(found, State.FOCUSED) else ""
        if name or description:
            role = found.get_role().value_nick
            lines.append(f"{' ' * depth}{role} {name!r} {description!r}{focused}")
    return lines


def wait_for(what, condition):
    """Asks @condition until its answer is true; returns it. @what is for the message."""
    end = time.monotonic() + DEADLINE
    answer = None
    while True:
        try:
            answer = condition()
        except GLib.Error:
            answer = None  # it went while it was looked at
        if answer:
            return answer
        if time.monotonic() > end:
            raise Failure(f"waited {DEADLINE:.0f} s for {what}")
        time.sleep(0.03)


def find(root, role, name, what=None):
    """The first node of a role whose name is @name, ends in it (buttons with mnemonics), or matches
    it (a compiled pattern); waits for it."""

    def look():
        for node, _ in walk(root()):
            if role is not None and node.get_role() != role:
                continue
            found = node.get_name()
            if name.search(found) if isinstance(name, re.Pattern) else (
                found == name or found.endswith(" " + name)
            ):
                return node
        return None

    return wait_for(what or f"a {role.value_nick if role else 'thing'} named {name!r}", look)


def wait_description(node, pattern):
    """Waits until a node's description matches; returns the match."""
    try:
        return wait_for(f"{node.get_name()!r} to say {pattern!r}",
                        lambda: re.search(pattern, node.get_description()))
    except Failure as failure:
        raise Failure(f"{failure}; it says {node.get_description()!r}") from None


def wait_name(node, pattern):
    """Waits until a node's name matches; returns the match."""
    try:
        return wait_for(f"the text {pattern!r}", lambda: re.search(pattern, node.get_name()))
    except Failure as failure:
        raise Failure(f"{failure}; it is {node.get_name()!r}") from None


def check(condition, message):
    """Fails the step unless @condition."""
    if not condition:
        raise Failure(message)


# ---- What is done ----


def xdotool(*arguments):
    """Runs xdotool; returns what it says."""
    run = subprocess.run(["xdotool", *arguments], capture_output=True, text=True, check=False)
    return run.stdout.strip()


def key(*keys):
    """Presses keys one after another."""
    xdotool("key", "--delay", "15", *keys)


def type_text(text):
    """Types."""
    xdotool("type", "--delay", "4", text)


def click(node):
    """Does what a click does."""
    wait_for(f"{node.get_name()!r} to be sensitive", lambda: has(node, State.SENSITIVE))
    check(node.do_action(0), f"{node.get_name()!r} cannot be clicked")


def press(frame, node, x, y):
    """Clicks at @x, @y of a node by the pointer. Extents are those within the frame, which stands
    in the middle of its window."""
    window = xdotool("getactivewindow")
    shell = dict(line.split("=") for line in
                 xdotool("getwindowgeometry", "--shell", window).splitlines())
    inner = frame.get_extents(Atspi.CoordType.WINDOW)
    border_x = (int(shell["WIDTH"]) - inner.width) // 2
    border_y = (int(shell["HEIGHT"]) - inner.height) // 2
    extents = node.get_extents(Atspi.CoordType.WINDOW)
    xdotool("mousemove", str(int(shell["X"]) + border_x + extents.x + x),
            str(int(shell["Y"]) + border_y + extents.y + y), "click", "1")


def focus(frame, node):
    """Gives a node the keyboard: a click into its corner, where there is nothing to choose."""
    if not has(node, State.FOCUSED):
        press(frame, node, 3, 3)
        wait_for(f"{node.get_name()!r} to have the keyboard", lambda: has(node, State.FOCUSED))


def active_window():
    """Number of the window that has the keyboard."""
    return xdotool("getactivewindow")


def active_title():
    """Its title."""
    return xdotool("getactivewindow", "getwindowname")


def is_active_seen():
    """Whether the window that has the keyboard is: a minimised one, or what stands over one, can have it."""
    return active_window() in xdotool("search", "--onlyvisible", "--name", ".").split()


def visible_titles():
    """Those of all windows that are seen."""
    return [xdotool("getwindowname", window)
            for window in xdotool("search", "--onlyvisible", "--name", ".").split()]


class Program:
    """The program that is tested, and its window."""

    def __init__(self, path, folder):
        self.path = path
        self.errors_path = os.path.join(folder, "window-errors.txt")
        self._start([], "Ectopy")

    def _start(self, arguments, title):
        with open(self.errors_path, "ab") as errors:
            self.process = subprocess.Popen([self.path, *arguments], stdout=errors, stderr=errors)
        self._pages = {}
        self.application = wait_for("the program to appear", self._look)
        self.window = wait_for("its window", lambda: next(children(self.application), None))
        self.id = wait_for("its window to have the keyboard",
                           lambda: title in active_title() and active_window())

    def restart(self, file):
        """Ends the program by force, and starts it anew with a file."""
        self.process.kill()
        self.process.wait()
        wait_for("the program to go", lambda: all(
            node.get_name() != "ectopy" for node in children(Atspi.get_desktop(0))))
        self._start([file], "Ectopy")

    def _look(self):
        if self.process.poll() is not None:
            raise Failure(f"the program ended with {self.process.returncode}: {self.errors()}")
        for node in children(Atspi.get_desktop(0)):
            if node.get_name() == "ectopy":
                return node
        return None

    def root(self):
        """The application: all windows."""
        return self.application

    def page(self, name):
        """A function that gives a page: 'Review', 'Train' or 'Evaluate'."""
        if name not in self._pages:
            self._pages[name] = find(lambda: self.window, None, f"Ectopy{name}Page")
        return lambda: self._pages[name]

    def title(self):
        """The window's title."""
        return self.window.get_name()

    def dialog(self, title):
        """Waits for a window of that title to have the keyboard."""
        wait_for(f"the window {title!r}", lambda: active_title() == title)

    def choose(self, title, path, is_new):
        """Answers a file chooser that has been asked for."""
        self.dialog(title)
        chooser = active_window()
        key("ctrl+a" if is_new else "ctrl+l")
        if not is_new:
            # The field comes up, and takes the keyboard.
            wait_for("the chooser's field", lambda: any(
                n.get_role() in (Role.TEXT, Role.ENTRY) and has(n, State.FOCUSED)
                for n in (node for node, _ in walk(self.chooser(title)))))
        type_text(path)
        key("Return")
        # The first one may be taken by the list of completions.
        again = time.monotonic() + 3

        def is_gone():
            nonlocal again
            if active_window() != chooser:
                return True
            if time.monotonic() > again:
                key("Return")
                again = time.monotonic() + 3
            return False

        wait_for(f"the window {title!r} to go", is_gone)

    def chooser(self, title):
        """The window of that title."""
        for node in children(self.application):
            if node.get_name() == title:
                return node
        return self.application

    def errors(self):
        """Lines on standard error that are of the program and its libraries."""
        with open(self.errors_path, encoding="utf-8", errors="replace") as file:
            return [line.rstrip() for line in file
                    if not re.match(r"^(dbus-daemon|SpiRegistry|\s*$)", line)]

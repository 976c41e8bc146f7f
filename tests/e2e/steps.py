# SPDX-License-Identifier: MIT
"""Walks through the window, step by step: for tests."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

from seen import (
    Failure,
    GLib,
    Program,
    Role,
    State,
    active_title,
    active_window,
    check,
    children,
    click,
    describe_tree,
    find,
    has,
    is_empty,
    wait_for,
    walk,
)

NOTICE = "For research and education, not for diagnosis."

# What the toolkit gives a widget as its name where the program has given it none.
TYPE_NAME = re.compile(r"^(Gtk|Adw|Ectopy)[A-Z]\w*$")

# Roles of what is operated, not merely looked at.
CONTROLS = {
    Role.PUSH_BUTTON,
    Role.TOGGLE_BUTTON,
    Role.CHECK_BOX,
    Role.RADIO_BUTTON,
    Role.COMBO_BOX,
    Role.ENTRY,
    Role.TEXT,
    Role.SPIN_BUTTON,
    Role.SLIDER,
    Role.PAGE_TAB,
    Role.IMAGE,
    Role.LIST,
    Role.LIST_ITEM,
    Role.MENU_ITEM,
}


class Steps:
    """A person's way through the window; each method that begins with `step_` is one TAP point, in
    the order they stand in the class."""

    def __init__(self, program, cli, example, folder):
        self.program = program
        self.cli = cli
        self.example = example
        self.folder = folder

    def part(self, page, role, name):
        """A node of a page."""
        return find(self.program.page(page), role, name)

    def header_button(self, name):
        """A button of the header."""
        return find(lambda: self.program.window, Role.PUSH_BUTTON, name)

    def check_names(self, page):
        """No control without a name."""
        unnamed = []

        def names_below(node):
            return any(n.get_name() and not TYPE_NAME.match(n.get_name()) for n, _ in walk(node))

        def look(node, in_combo):
            role = node.get_role()
            if role in CONTROLS and has(node, State.FOCUSABLE) and not in_combo:
                name = node.get_name()
                # Rows of lists are named by what they hold; a list without a title is only a frame.
                is_container = role in (Role.LIST, Role.LIST_ITEM)
                # The arrow of a row that unfolds is the toolkit's, and the row's own name tells it.
                is_arrow = name == "GtkImage"
                if (not name or TYPE_NAME.match(name)) and not is_arrow and not (
                        is_container and names_below(node)):
                    unnamed.append(f"{role.value_nick} {name!r} {node.get_description()!r}")
            if role in (Role.LABEL, Role.SCROLL_BAR):
                return
            # The parts of a drop-down are named by the whole.
            inside = in_combo or role == Role.COMBO_BOX
            for child in children(node):
                if not is_empty(child):
                    look(child, inside)

        look(self.program.page(page)(), False)
        for node in children(self.program.window):
            look(node, False)
        check(not unnamed, "without a name: " + "; ".join(unnamed))

    def place(self, page):
        """A function that gives a page, or the whole window for None."""
        return (lambda: self.program.window) if page is None else self.program.page(page)

    def error_bar(self, page, title):
        """Waits for a message, of a page or (None) of the window; returns its sentence."""
        bar = find(self.place(page), None, title)
        return wait_for("a sentence", bar.get_description)

    def close_message(self, page):
        """Closes a message, and waits until it is gone."""
        click(find(self.place(page), Role.PUSH_BUTTON, "Close the message"))
        wait_for("the message to go", lambda: not any(
            n.get_name() == "Close the message" for n, _ in walk(self.place(page)())))

    def ask(self, title):
        """Waits for a question. What comes and goes is looked for by the window that has the
        keyboard: the toolkit falls if its windows are listed while one of them is going."""
        wait_for("another window", lambda: active_window() not in ("", self.program.id))
        time.sleep(0.1)
        find(self.program.root, Role.LABEL, title)

    def question(self, title):
        """A function that gives the window of a question: pages have buttons of its names too."""
        return lambda: next((node for node in children(self.program.application)
                             if any(n.get_role() == Role.LABEL and n.get_name() == title
                                    for n, _ in walk(node))), self.program.application)

    def answer(self, title, answer):
        """Answers a question."""
        self.ask(title)
        click(find(self.question(title), Role.PUSH_BUTTON, answer))
        wait_for("the question to go", lambda: active_window() == self.program.id)

    def step_nothing_to_complain_of(self):
        complaints = [line for line in self.program.errors()
                      if re.search(r"CRITICAL|WARNING|Sanitizer|runtime error", line)]
        check(not complaints, "\n".join(complaints))


def tell(text):
    """Diagnostics, for people."""
    for line in str(text).splitlines():
        print(f"# {line}", flush=True)


def show_failure(walk_, folder, name):
    """The tree and a picture of what there is now."""
    picture = os.path.join(folder, f"failed-{name}.png")
    if shutil.which("import"):
        subprocess.run(["import", "-window", "root", picture], check=False)
        tell(f"picture: {picture}")
    if walk_.program.process.poll() is not None:
        tell(f"the program ended with {walk_.program.process.returncode}")
    try:
        tell("the window that has the keyboard: " + active_title())
        for line in describe_tree(walk_.program.application)[:400]:
            tell(line)
    except GLib.Error as error:
        tell(f"no tree: {error.message}")
    for line in walk_.program.errors()[-20:]:
        tell(line)


def run(walk_class, name_of_walk):
    """Runs the steps of a walk in order; what follows a step that failed is not tried, but for names."""
    ectopy, cli, example, results = sys.argv[1:5]
    steps = [name for name in vars(walk_class) if name.startswith("step_")]
    steps.append("step_nothing_to_complain_of")
    folder = tempfile.mkdtemp(prefix="ectopy-e2e-")
    manager = subprocess.Popen(["openbox", "--sm-disable"], stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    failed = False
    program = None
    print(f"1..{len(steps)}", flush=True)
    try:
        program = Program(ectopy, folder)
        walk_ = walk_class(program, cli, example, folder)
        for number, step in enumerate(steps, 1):
            name = step.removeprefix("step_").replace("_", "-")
            begin = time.monotonic()
            try:
                getattr(walk_, step)()
                print(f"ok {number} /e2e/{name_of_walk}/{name}", flush=True)
            except (Failure, GLib.Error, OSError, ValueError, AttributeError) as failure:
                failed = True
                print(f"not ok {number} /e2e/{name_of_walk}/{name}", flush=True)
                tell(f"{type(failure).__name__}: {failure}")
                show_failure(walk_, results, name)
                if not name.startswith("names-"):
                    break
            if os.environ.get("ECTOPY_E2E_TIMES"):
                tell(f"{time.monotonic() - begin:.1f} s")
    finally:
        if program is not None and program.process.poll() is None:
            program.process.kill()
            program.process.wait()
        manager.terminate()
        manager.wait()
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if failed else 0

# SPDX-License-Identifier: MIT
"""Where a program is kept that nobody minds: a folder of made-up data, the program in it, and what is
watched of it from outside. For the monkey."""

import os
import random
import re
import resource
import shutil
import signal
import subprocess
import time

import seen
from seen import (
    Atspi,
    Failure,
    GLib,
    active_title,
    active_window,
    children,
    is_active_seen,
    key,
    visible_titles,
    wait_for,
    xdotool,
)

from gi.repository import Gio  # noqa: E402  (seen has looked whether there is a gi)

# A button that is pressed by a key is held down for a quarter of a second, and lets go by another key.
BUTTON = 0.35

APP_ID = "io.github.ectopy.Ectopy"
APP_PATH = "/" + APP_ID.replace(".", "/")

COMPLAINT = re.compile(r"CRITICAL|WARNING|ERROR \*\*|Sanitizer|runtime error|assertion|^\*\*")

# What is the toolkit's own: each with its reason.
EXCUSED = [
    # GTK 4.8 says this when the tooltip that was about to come is of a window just closed.
    re.compile(r"(_gtk_widget_find_at_coords|gdk_surface_get_device_position): assertion 'GDK_IS_SURFACE"),
    # And this when what two of its bindings look at goes: rows, toasts and empty pages of libadwaita have
    # such, the program's own templates none.
    re.compile(r"g_object_weak_unref: couldn't find weak ref"),
    # And this where a popover has taken the release of a button that was pressed on something else; it puts
    # that right itself.
    re.compile(r"Broken accounting of active state for widget"),
    # Its entry goes on blinking where a selection came while it did; it puts that right itself.
    re.compile(r"GtkText - unexpected blinking selection"),
    # Its file chooser asks whether the keyboard is in its list, where it is nowhere.
    re.compile(r"gtk_widget_is_ancestor: assertion 'GTK_IS_WIDGET \(widget\)'"),
    # The heading of a column there was clicked before the folder has been listed.
    re.compile(r"gtk_tree_sortable_\w+: assertion 'GTK_IS_TREE_SORTABLE \(sortable\)'"),
    # Seen of two buttons while its file chooser came up.
    re.compile(r"Trying to snapshot GtkButton 0x\w+ without a current allocation"),
    # What is dragged out of its file chooser is a file only where a portal of documents answers.
    re.compile(r"Failed to receive drop data: Could not convert data from application/vnd.portal"),
    # It complains of a menu over a window that was dragged beyond the edge of the screen.
    re.compile(r"Gdk-CRITICAL.*gdk_monitor_get_\w+: assertion 'GDK_IS_MONITOR"),
    # It gives such a menu no place at all then.
    re.compile(r"attempt to allocate GtkPopoverContent contents 0x\w+ with width (-|\d+ and height -)"),
]

# What the leak sanitizer says of a frame in the program's own sources; main() is below all that the toolkit
# does.
OWN_FRAME = re.compile(r"^\s*#\d+ 0x\w+ in (?!main\b)\w+ \S*/(app|engine|ui)/\S+\.[ch]:\d+")

# What font libraries keep of a font until the process ends, whoever asked first for it.
FONT_FRAME = re.compile(r"lib(fontconfig|pangoft2|pangocairo|harfbuzz)")

# A window of the program, not one that stands over it.
MAIN_TITLE = re.compile(r"^((• )?.* — )?Ectopy$")


def without_leaks_of_others(lines):
    """Leaves out of a leak report what no function of the program has part in: GTK 4.8 leaks a little at
    each question of an assistive tool, and font libraries keep what they have read until the end."""
    kept, block, is_own, is_font, reported = [], [], False, False, False
    for line in [*lines, ""]:
        if re.match(r"^(Direct|Indirect) leak of", line) or line.startswith("SUMMARY"):
            kept += block if is_own and not is_font else []
            block, is_own, is_font = [line], False, False
        elif block and line.strip().startswith("#"):
            block.append(line)
            is_font = is_font or FONT_FRAME.search(line) is not None
            is_own = is_own or OWN_FRAME.match(line) is not None
        elif block:
            kept += block if is_own and not is_font else []
            block = []
            kept.append(line)
        elif "LeakSanitizer" in line:
            reported = True
        else:
            kept.append(line)
    if reported:
        kept = ["Sanitizer: " + line if re.match(r"^(Direct|Indirect) leak of", line) else line
                for line in kept if not line.startswith("SUMMARY")]
    return kept


class Hang(Failure):
    """The program does not answer."""


def make_files(cli, example, folder):
    """Data of every kind, some of it spoiled. Returns the paths."""

    def make(*arguments):
        done = subprocess.run([cli, *arguments, "--quiet"], capture_output=True, text=True, check=False,
                              timeout=600)
        if done.returncode != 0:
            raise Failure(f"{arguments}: {done.stderr}")

    def path(*parts):
        return os.path.join(folder, *parts)

    os.makedirs(path("records"))
    os.makedirs(path("spoiled"))
    os.makedirs(path("empty"))
    shutil.copy(example, path("patient.csv"))
    make("synthesize", "--output", path("beats.csv"), "--beats", "300", "--seed", "3")
    make("synthesize", "--output", path("records", "101"), "--minutes", "3", "--seed", "4")
    make("synthesize", "--output", path("records", "102"), "--minutes", "2", "--seed", "5")
    make("synthesize", "--output", path("records", "long"), "--minutes", "60", "--seed", "6")
    make("classify", path("records", "101"), "--output", path("records", "101.study.json"))
    make("classify", path("records", "102"), "--output", path("night.edf"))
    make("train", path("beats.csv"), "--output", path("small.safetensors"), "--network", "residual-48",
         "--epochs", "1", "--batch-size", "32")
    with open(path("samples.csv"), "w", encoding="utf-8") as file:
        file.write("MLII\n" + "".join(f"{200 if i % 250 == 100 else i % 7}\n" for i in range(15000)))
    for name, size in (("records/101.dat", 1001), ("beats.csv", 5000), ("night.edf", 700),
                       ("small.safetensors", 900), ("records/101.study.json", 300)):
        with open(path(name), "rb") as file:
            begin = file.read(size)
        with open(path("spoiled", os.path.basename(name)), "wb") as file:
            file.write(begin)
    shutil.copy(path("records", "101.hea"), path("spoiled"))
    with open(path("spoiled", "nothing.csv"), "wb"):
        pass
    good = ["patient.csv", "beats.csv", "records/101.hea", "records/102.dat", "records/long.hea",
            "night.edf", "small.safetensors", "records/101.study.json", "records", "samples.csv"]
    bad = ["spoiled/101.hea", "spoiled/beats.csv", "spoiled/night.edf", "spoiled/small.safetensors",
           "spoiled/101.study.json", "spoiled/nothing.csv", "empty", "not-there.csv", "spoiled"]
    return [path(name) for name in good], [path(name) for name in bad]


def make_prefix(ectopy, folder, sources):
    """The program as if it were installed, so that its example lies in the folder too: what is saved
    beside that is not saved among the sources. Returns its path."""
    prefix = os.path.join(folder, "prefix")
    share = os.path.join(prefix, "share")
    os.makedirs(os.path.join(prefix, "bin"))
    program = shutil.copy(ectopy, os.path.join(prefix, "bin"))
    for name in ("models", "example"):
        shutil.copytree(os.path.join(sources, "data", name), os.path.join(share, "ectopy", name))
    schemas = os.path.join(share, "glib-2.0", "schemas")
    os.makedirs(schemas)
    shutil.copy(os.path.join(sources, "data", APP_ID + ".gschema.xml"), schemas)
    subprocess.run(["glib-compile-schemas", schemas], check=True)
    return program


def tame_desktop():
    """No printer is looked for, and no program starts for an address."""
    config = os.environ["XDG_CONFIG_HOME"]
    with open(os.path.join(config, "gtk-4.0", "settings.ini"), "a", encoding="utf-8") as file:
        file.write("gtk-print-backends=file\n")
    applications = os.path.join(os.environ["XDG_DATA_HOME"], "applications")
    os.makedirs(applications, exist_ok=True)
    with open(os.path.join(applications, "nobody.desktop"), "w", encoding="utf-8") as file:
        file.write("[Desktop Entry]\nType=Application\nName=Nobody\nExec=true %u\n")
    with open(os.path.join(config, "mimeapps.list"), "w", encoding="utf-8") as file:
        file.write("[Default Applications]\n" + "".join(
            f"x-scheme-handler/{scheme}=nobody.desktop\n" for scheme in ("http", "https", "mailto")))


def allow_core():
    """Has a program that falls leave what a debugger can look at, in its folder."""
    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (most, most))


class Cage:
    """The program, started anew when it has ended properly."""

    def __init__(self, program, folder, deadline, is_fatal):
        self.program = program
        self.folder = folder
        self.deadline = deadline  # seconds within which the main loop must answer
        self.is_fatal = is_fatal  # the first complaint ends it, so that one sees where it was
        self.errors_path = os.path.join(folder, "errors.txt")
        self.errors_seen = 0
        self.process = None
        self.application = None
        self.n_starts = 0
        self.started = 0.0
        self.slowest = 0.0
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        self.random = random.Random(0)
        seen.DEADLINE = max(seen.DEADLINE, deadline)
        Atspi.set_timeout(int(deadline * 1000), int(deadline * 1000))

    # ---- Beginning and end ----

    def environment(self, looks):
        """That of the program."""
        # Drivers of GL have threads and memory of their own, and the renderer is Cairo's.
        environment = dict(os.environ, HOME=self.folder, GDK_DEBUG="gl-disable", **looks)
        environment.pop("G_DEBUG", None)
        if self.is_fatal:
            environment["G_DEBUG"] = "fatal-warnings"
        environment.pop("G_MESSAGES_DEBUG", None)
        return environment

    def start(self, arguments, looks):
        """Starts the program."""
        with open(self.errors_path, "ab") as errors:
            self.process = subprocess.Popen([self.program, *arguments], stdout=errors, stderr=errors,
                                            cwd=self.folder, env=self.environment(looks),
                                            preexec_fn=allow_core)
        self.n_starts += 1
        self.started = time.monotonic()
        self.application = wait_for("the program to appear", self._look)
        wait_for("its window", self.windows)
        wait_for("a window to have the keyboard", lambda: xdotool("getactivewindow"))

    def _look(self):
        if self.process.poll() is not None:
            raise Failure(f"the program ended with {self.process.returncode}")
        return next((node for node in children(Atspi.get_desktop(0)) if node.get_name() == "ectopy"),
                    None)

    def send_file(self, path):
        """Opens a file as a file manager does: by a second start, which tells the first."""
        done = subprocess.run([self.program, path], cwd=self.folder, env=self.environment({}),
                              capture_output=True, text=True, timeout=60, check=False)
        if done.returncode != 0 or COMPLAINT.search(done.stderr):
            raise Failure(f"the second start ended with {done.returncode}: {done.stderr}")

    def has_ended(self):
        """Whether the program has ended; fails where it did not end by itself and well."""
        if self.process.poll() is None:
            return False
        if self.process.returncode != 0:
            raise Failure(f"the program ended with {self.process.returncode}")
        return True

    def kill(self):
        """Ends it by force."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    # ---- What is heard of it ----

    def complaints(self):
        """Lines on standard error since the last call, those that are excused left out."""
        with open(self.errors_path, "rb") as file:
            file.seek(self.errors_seen)
            data = file.read()
        self.errors_seen += data.rfind(b"\n") + 1
        lines = data[:data.rfind(b"\n") + 1].decode("utf-8", "replace").splitlines()
        if any("LeakSanitizer" in line for line in lines):
            lines = without_leaks_of_others(lines)
        return [line for line in lines
                if COMPLAINT.search(line) and not any(e.search(line) for e in EXCUSED)]

    def call(self, path, interface, method, arguments=None):
        """A call that the main loop of the program answers."""
        return self.bus.call_sync(APP_ID, path, interface, method, arguments, None,
                                  Gio.DBusCallFlags.NO_AUTO_START, int(self.deadline * 1000), None)

    def ping(self):
        """Has the main loop answer; False where there is none any more."""
        begin = time.monotonic()
        try:
            self.call(APP_PATH, "org.gtk.Actions", "List")
        except GLib.Error as error:
            # One that is about to end leaves the bus without an answer, a moment before it is gone.
            if time.monotonic() - begin >= 0.9 * self.deadline and self.process.poll() is None:
                raise Hang(f"no answer for {self.deadline:.0f} s") from None
            # Ended, or about to.
            try:
                self.process.wait(self.deadline)
            except subprocess.TimeoutExpired:
                raise Hang(f"it left the bus but does not end: {error.message}") from None
            return False
        self.slowest = max(self.slowest, time.monotonic() - begin)
        return True

    def windows(self):
        """Numbers of its main windows."""
        try:
            text, = self.call(APP_PATH + "/window", "org.freedesktop.DBus.Introspectable", "Introspect")
        except GLib.Error:
            return []
        return sorted(int(n) for n in re.findall(r'<node name="(\d+)"', text))

    def activate(self, path, name, parameter=None):
        """Does an action."""
        values = [parameter] if parameter is not None else []
        self.call(path, "org.gtk.Actions", "Activate", GLib.Variant("(sava{sv})", (name, values, {})))

    def come_forth(self):
        """Brings a window up where all are minimised."""
        self.call(APP_PATH, "org.freedesktop.Application", "Activate", GLib.Variant("(a{sv})", ({},)))
        end = time.monotonic() + 5
        while not is_active_seen() and time.monotonic() < end:
            time.sleep(0.05)

    def go_to_another(self, turn):
        """Gives the keyboard to another of its windows: a modal one may lie under the others."""
        found = xdotool("search", "--onlyvisible", "--pid", str(self.process.pid), "--name", "").split()
        others = [window for window in found if window != active_window()]
        if others:
            xdotool("windowactivate", others[turn % len(others)])
            time.sleep(0.1)

    # ---- What is measured of it ----

    def figures(self):
        """Memory in KiB, threads, open files, children."""
        if self.process.poll() is not None:
            raise Failure(f"it has ended with {self.process.returncode}")
        place = f"/proc/{self.process.pid}"
        with open(f"{place}/status", encoding="ascii", errors="replace") as file:
            fields = dict(line.strip().split(":", 1) for line in file if ":" in line)
        offspring = []
        for task in os.listdir(f"{place}/task"):
            try:
                with open(f"{place}/task/{task}/children", encoding="ascii") as file:
                    offspring += file.read().split()
            except OSError:
                pass  # the thread has ended
        return {
            "rss": int(fields["VmRSS"].split()[0]),
            "threads": int(fields["Threads"]),
            "fds": len(os.listdir(f"{place}/fd")),
            "children": len(offspring),
        }

    def thread_names(self):
        """For people."""
        names = []
        for task in os.listdir(f"/proc/{self.process.pid}/task"):
            try:
                with open(f"/proc/{self.process.pid}/task/{task}/comm", encoding="utf-8") as file:
                    names.append(file.read().strip())
            except OSError:
                pass
        return sorted(names)

    def busy_seconds(self):
        """Processor time so far."""
        with open(f"/proc/{self.process.pid}/stat", encoding="ascii", errors="replace") as file:
            fields = file.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def wait_idle(self, most):
        """Until it does nothing, for at most that many seconds."""
        end = time.monotonic() + most
        before = self.busy_seconds()
        while time.monotonic() < end:
            time.sleep(0.4)
            now = self.busy_seconds()
            if now - before < 0.02:
                return True
            before = now
        return False

    def stacks(self):
        """Where every thread is, or was when the program fell, as far as a debugger is there."""
        core = os.path.join(self.folder, "core")
        if self.process.poll() is None:
            which = ["-p", str(self.process.pid)]
        elif os.path.exists(core):
            which = [self.program, core]
        else:
            return []
        if shutil.which("gdb") is None:
            return []
        done = subprocess.run(["gdb", *which, "-batch", "-ex", "bt 50", "-ex", "thread apply all bt 20"],
                              capture_output=True, text=True, check=False, timeout=120)
        return [line for line in done.stdout.splitlines() if re.match(r"^(#|Thread)", line)]

    # ---- At rest ----

    def dismiss(self):
        """Closes what stands over the windows; True when one of them has the keyboard."""
        for attempt in range(60):
            title = active_title()
            if not is_active_seen():
                self.come_forth()
                title = active_title()
            if MAIN_TITLE.match(title):
                return True
            if not self.ping():
                return False
            if attempt % 8 == 7:
                self.go_to_another(attempt // 8)
            # Cancel, discard, stop: whatever is offered.
            key(("Escape", "Escape", "alt+c", "alt+d", "Return")[attempt % 5])
            time.sleep(BUTTON)
        raise Failure(f"{active_title()!r} cannot be closed")

    def rest(self):
        """A new window in place of all others, with nothing open and nothing going on. Twice: the first is made
        while the others are there, and lies strewn among what they leave."""
        if not self.dismiss():
            return False
        for _ in range(2):
            old = self.windows()
            self.activate(APP_PATH, "new-window")
            wait_for("a new window", lambda: len(self.windows()) > len(old))
            for number in old:
                self._close(number)
            time.sleep(1.5)  # what has been freed is given back a second later
        return self.ping() and self.wait_idle(20)

    def _close(self, number):
        path = f"{APP_PATH}/window/{number}"
        end = time.monotonic() + 60
        tried = []
        while number in self.windows():
            if MAIN_TITLE.match(active_title()):
                try:
                    self.activate(path, "close")
                except GLib.Error:
                    pass  # it has gone meanwhile
            else:
                # By chance: a window can ask of its beats, then of its recording, then that this was changed,
                # and answers in any order of their own go round with that for ever.
                answer = self.random.choice(("alt+d", "alt+d", "alt+s", "Escape"))
                tried.append(f"{answer} to {active_title()!r}")
                key(answer)
                time.sleep(BUTTON)
            time.sleep(0.15)
            self.ping()
            if time.monotonic() > end:
                raise Failure(f"window {number} does not close; {active_title()!r} has the keyboard; "
                              f"seen are {visible_titles()}; tried at last: {', '.join(tried[-8:])}")

    def quit(self):
        """Ends it as a person does, and returns its status."""
        end = time.monotonic() + 60
        while self.process.poll() is None and time.monotonic() < end:
            try:
                self.activate(APP_PATH, "quit")
            except GLib.Error:
                break
            time.sleep(0.3)
            if self.process.poll() is None and not MAIN_TITLE.match(active_title()):
                key("alt+d")
                time.sleep(BUTTON)
        try:
            return self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGABRT)
            raise Hang("it does not end") from None


def resize(width, height):
    """Of the window that has the keyboard."""
    xdotool("windowsize", xdotool("getactivewindow"), str(width), str(height))

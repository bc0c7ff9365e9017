#!/usr/bin/python3
"""Walks the window of a process, on sample data, as a screen reader would: walk.py PROCESS"""

import sys

import pyatspi

from screen_reader import ScreenReader, Trouble, cell, describe, has, headers, labels, press

PAGES = ("Overview", "Contracts", "Cache", "Connections", "Employees")
LAST_NAME = 1


class Walk:
    def __init__(self, process):
        self.reader = ScreenReader(process)
        self.silent = []

    def run(self):
        for part in (self.opens, self.table_is_read, self.badge_tells_source_and_age, self.badge_tells_details,
                     self.refresh_reads_the_database, self.filter_takes_text, self.cache_is_told,
                     self.rail_switches_pages, self.form_is_named, self.quits):
            part()
            print("accessibility: ok - %s" % part.__name__.replace("_", " "), flush=True)
        self.check(not self.silent, "controls without a name:\n    " + "\n    ".join(self.silent))

    def check(self, fact, trouble):
        if not fact:
            raise Trouble(trouble)

    def badge(self, block="Employees"):
        """The button that tells where a block of data comes from."""
        for node in self.reader.all("push button"):
            if "comes from: %s." % block in node.description and node.name.startswith(("Cache ·", "Database ·")):
                return node
        raise Trouble("%s has no badge that names its source" % block)

    def table(self, name="Employees"):
        return self.reader.find("table", name)

    def rows(self):
        return self.table().queryTable().nRows

    def everything_is_named(self, where):
        """What the keyboard can reach says what it is. The walk goes on, and fails at its end."""
        for node in self.reader.all():
            if not has(node, pyatspi.STATE_FOCUSABLE):
                continue
            if not node.name and not labels(node):
                self.silent.append("%s: %s" % (where, describe(node)))
            elif node.getRoleName() == "combo box" and not labels(node) and not node.description:
                # Its name is what is chosen; without a label nobody hears what for.
                self.silent.append("%s: %s, which says only what is chosen" % (where, describe(node)))

    # The parts of the walk, in their order.

    def opens(self):
        self.reader.wait("the program on the bus of assistive technology", self.reader.find_application)
        window = self.reader.wait("a window", self.reader.windows)[0]
        self.reader.wait("the window's title", lambda: "Employees" in window.name and "HR Cache Monitor" in window.name)
        self.reader.wait_for("table", "Employees")
        self.reader.wait("employees in the table", self.rows)
        self.everything_is_named("Employees, nothing selected")

    def table_is_read(self):
        table = self.table()
        named = headers(table)
        self.check(named[LAST_NAME] == "Last name", "The columns are called %s." % named)
        for column in (0, LAST_NAME, 3):
            self.check(cell(table, 0, column), "%s of the first row is empty." % named[column])
        # The row that the arrow keys reach opens beside the table.
        field = self.reader.find("text", "Filter employees")
        field.queryComponent().grabFocus()
        self.reader.wait("the focus on the filter", lambda: has(field, pyatspi.STATE_FOCUSED))
        for _ in range(6):
            before = self.reader.focused()
            self.reader.type_key("Tab")
            self.reader.wait("the focus behind %s" % before, lambda: self.reader.focused() not in (None, before))
            if has(table, pyatspi.STATE_FOCUSED):
                break
        self.check(has(table, pyatspi.STATE_FOCUSED), "Tab leads from the filter to %s, not to the table."
                   % self.reader.focused())
        self.reader.type_key("Down")
        row = self.reader.wait("a row that is selected", lambda: list(table.queryTable().getSelectedRows()))[0]
        name = cell(table, row, LAST_NAME)
        self.reader.wait("the employee %s beside the table" % name, lambda: self.reader.find(
            "label", lambda text: text.endswith(" " + name) and "—" not in text))
        for block in ("Employee", "Contracts", "Payroll results"):
            self.reader.wait("the badge of the block %s" % block, lambda: self.badge(block))
        self.everything_is_named("Employees, one selected")

    def badge_tells_source_and_age(self):
        name = self.badge().name
        self.check(name.startswith("Database · MISS · ") and name.endswith(("now", " ago")),
                   'The badge of the first answer says "%s".' % name)

    def badge_tells_details(self):
        press(self.badge())
        details = self.reader.wait_for("dialog", "Source of: Employees", top=True)
        self.reader.wait_for("label", lambda text: text.startswith("cache:") and text.endswith(":hr:employees"), details)
        self.everything_is_named("Details of the badge")
        press(self.reader.find("push button", "Copy details"))
        self.reader.wait("the details to close", lambda: len(self.reader.windows()) == 1)

    def refresh_reads_the_database(self):
        press(self.reader.find("push button", "Refresh"))
        self.reader.wait("the badge after Refresh says forced", lambda: self.badge().name.startswith("Database · forced"))
        self.check(self.rows(), "The rows went with the refresh.")

    def filter_takes_text(self):
        everybody = self.rows()
        name = cell(self.table(), 0, LAST_NAME)
        field = self.reader.find("text", "Filter employees")
        field.queryEditableText().setTextContents(name)
        self.reader.wait("fewer rows for the filter \"%s\"" % name, lambda: 0 < self.rows() < everybody)
        self.check(cell(self.table(), 0, LAST_NAME) == name, "The filter hid %s." % name)
        field.queryEditableText().setTextContents("nobody is called like this")
        self.reader.wait_for("label", lambda text: text.startswith("No employee matches"))
        press(self.reader.find("push button", "Clear filter"))
        self.reader.wait("all rows again", lambda: self.rows() == everybody)

    def cache_is_told(self):
        press(self.reader.menu_item("Data", "Read through cache"))
        self.reader.wait("the badge tells cache, age and time left", lambda: self.badge().name.startswith("Cache · ")
                         and self.badge().name.endswith(" left"))

    def rail_switches_pages(self):
        window = self.reader.windows()[0]
        for page in PAGES:
            button = self.reader.find("radio button", page)
            press(button)
            self.reader.wait("the page %s" % page, lambda: window.name.startswith(page + " ")
                             and self.reader.find("label", page) and has(button, pyatspi.STATE_CHECKED))
            self.everything_is_named(page)

    def form_is_named(self):
        press(self.reader.find("push button", "New…"))
        dialog = self.reader.wait("the form of a new employee", lambda: next(
            (window for window in self.reader.windows() if window.getRoleName() == "dialog"), None))
        self.reader.wait("fields in the form", lambda: [
            node for node in self.reader.all("text", dialog) if has(node, pyatspi.STATE_EDITABLE)])
        self.everything_is_named("New employee")
        press(self.reader.find("push button", "Cancel", dialog))
        self.reader.wait("the form to close", lambda: len(self.reader.windows()) == 1)

    def quits(self):
        press(self.reader.menu_item("File", "Quit"))


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: walk.py PROCESS")
    try:
        Walk(int(sys.argv[1])).run()
    except Trouble as trouble:
        print("accessibility: not ok - %s" % trouble, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Finds and reads what a window tells assistive technology, through AT-SPI."""

import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402
import pyatspi  # noqa: E402

PATIENCE = 20.0
KEYS = {"Down": 0xFF54, "Tab": 0xFF09}
TABLES = ("table", "tree", "tree table", "list", "list box")


class Trouble(Exception):
    """What a screen reader would not find or not hear."""


def has(node, state):
    return node.getState().contains(state)


def is_showing(node):
    return has(node, pyatspi.STATE_SHOWING) and has(node, pyatspi.STATE_VISIBLE)


def descendants(node):
    """All that is below, but not the cells of tables: a table can have any number of them."""
    for index in range(node.childCount):
        child = node.getChildAtIndex(index)
        if child is None:
            continue
        yield child
        if child.getRoleName() not in TABLES:
            yield from descendants(child)


def describe(node):
    path = []
    while node is not None and node.getRoleName() != "application":
        if node.name or not path:
            path.append('%s "%s"' % (node.getRoleName(), node.name))
        node = node.parent
    return " in ".join(path[:3])


def labels(node):
    """The texts of what the node says it is labelled by."""
    found = []
    for relation in node.getRelationSet():
        if relation.getRelationType() == pyatspi.RELATION_LABELLED_BY:
            found += [relation.getTarget(i).name for i in range(relation.getNTargets())]
    return [text for text in found if text]


def actions(node):
    try:
        action = node.queryAction()
    except NotImplementedError:
        return {}
    return {action.getName(i).lower(): i for i in range(action.nActions)}


def press(node):
    """What a screen reader does when its user presses a control."""
    offered = actions(node)
    for name in ("press", "toggle", "showmenu"):
        if name in offered:
            node.queryAction().doAction(offered[name])
            return
    raise Trouble("%s cannot be pressed: it offers %s." % (describe(node), sorted(offered)))


def cell(table, row, column):
    found = table.queryTable().getAccessibleAt(row, column)
    if found is None:
        raise Trouble("%s has no cell in row %d, column %d." % (describe(table), row, column))
    return found.name


def headers(table):
    shown = table.queryTable()
    return [shown.getColumnDescription(i) for i in range(shown.nColumns)]


class ScreenReader:
    def __init__(self, process):
        self.process = process
        self.application = None
        # Names change while the window lives: they are asked for each time, not remembered.
        Atspi.Accessible.set_cache_mask(pyatspi.Registry.getDesktop(0), Atspi.Cache.NONE)

    def wait(self, what, question):
        """Asks until there is an answer; the last trouble tells why there is none."""
        until = time.monotonic() + PATIENCE
        context = GLib.MainContext.default()
        trouble = None
        while time.monotonic() < until:
            try:
                answer = question()
                if answer:
                    return answer
                trouble = None
            except Trouble as why:
                trouble = why
            except (GLib.Error, LookupError, AttributeError) as gone:
                trouble = gone  # A part of the window went while it was read.
            GLib.timeout_add(50, lambda: False)
            context.iteration(True)
        raise Trouble("%s: waited for %d s in vain%s" % (what, PATIENCE, " (%s)" % trouble if trouble else "."))

    def find_application(self):
        desktop = pyatspi.Registry.getDesktop(0)
        for index in range(desktop.childCount):
            application = desktop.getChildAtIndex(index)
            if application is not None and application.get_process_id() == self.process:
                self.application = application
                return application.childCount > 0
        return False

    def windows(self):
        shown = (self.application.getChildAtIndex(i) for i in range(self.application.childCount))
        return [window for window in shown if window is not None and is_showing(window)]

    def all(self, role=None, within=None):
        for top in [within] if within else self.windows():
            for node in descendants(top):
                if (role is None or node.getRoleName() == role) and is_showing(node):
                    yield node

    def find(self, role, name, within=None, top=False):
        """The first that shows, has the role and is called so (a text, or a question about the name)."""
        fits = name if callable(name) else lambda text: text == name
        candidates = [node for node in (self.windows() if top else self.all(role, within))
                      if node.getRoleName() == role]
        for node in candidates:
            if fits(node.name):
                return node
        raise Trouble("there is no %s%s, but these: %s" % (
            role, "" if callable(name) else ' "%s"' % name, sorted({node.name for node in candidates})))

    def wait_for(self, role, name, within=None, top=False):
        return self.wait("the %s" % role if callable(name) else '%s "%s"' % (role, name),
                         lambda: self.find(role, name, within, top))

    def focused(self):
        """What has the keyboard: its description, or None."""
        return next((describe(node) for node in self.all() if has(node, pyatspi.STATE_FOCUSED)), None)

    @staticmethod
    def type_key(name):
        """Presses and releases a key of the keyboard, named as X names it."""
        Atspi.generate_keyboard_event(KEYS[name], None, Atspi.KeySynthType.SYM)

    def menu_item(self, *path):
        """An entry of the menu bar, which can be chosen without the menu being open."""
        node = next(node for node in descendants(self.windows()[0]) if node.getRoleName() == "menu bar")
        for name in path:
            node = next((child for child in descendants(node) if child.name == name), None)
            if node is None:
                raise Trouble("there is no menu item %s." % " › ".join(path))
        return node

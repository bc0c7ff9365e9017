#pragma once

#include <QString>

class QLabel;
class QWidget;

namespace hrcache {

/// Sets a widget's accessible name and tells screen readers if it is another one.
void setAccessibleText(QWidget *widget, const QString &name);

/// Sets a label's text, also as what a screen reader reads, and announces the change.
void setLabelText(QLabel *label, const QString &text);

/// Has a screen reader say something that just happened (a toast, a state); the widget is where it happened.
void announce(QWidget *widget, const QString &text);

} // namespace hrcache

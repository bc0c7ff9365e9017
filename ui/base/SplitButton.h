#pragma once

#include <QToolButton>

namespace hrcache {

/// A button with a menu at its side. Assistive technology can do both, press it and open the menu; of a plain
/// QToolButton it could only open the menu, and would wait until that is closed.
class SplitButton : public QToolButton
{
    Q_OBJECT

public:
    explicit SplitButton(QWidget *parent = nullptr);
};

} // namespace hrcache

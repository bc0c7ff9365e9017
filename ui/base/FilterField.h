#pragma once

#include <QLineEdit>

namespace hrcache {

/// Where people type what they look for in a list: with a magnifier, which takes the cursor there, and a
/// button that clears it.
class FilterField : public QLineEdit
{
    Q_OBJECT

public:
    explicit FilterField(QWidget *parent = nullptr);
};

} // namespace hrcache

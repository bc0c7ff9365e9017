#pragma once

#include <QString>

#include <functional>

class QWidget;

namespace hrcache::connectionquestions {

enum class Leave { Save, Discard, KeepEditing };

/// Asks what to do with what was typed, and waits for the answer.
[[nodiscard]] Leave unsavedChanges(QWidget *parent);

/// Asks whether the connection is to be deleted, and calls `yes` if so.
void deleteConnection(QWidget *parent, const QString &name, std::function<void()> yes);

} // namespace hrcache::connectionquestions

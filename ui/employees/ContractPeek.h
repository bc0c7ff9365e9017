#pragma once

#include "ui/base/UiContext.h"
#include "ui/employees/Vocabulary.h"

#include <QObject>
#include <QTimer>

class QScrollBar;

namespace hrcache {

class DataTable;
class EmployeesModel;
class Request;

/// Fills the column "Active contract" for the rows in view with what the cache knows; never asks the database
/// for it. Waits until scrolling pauses.
class ContractPeek : public QObject
{
    Q_OBJECT

public:
    ContractPeek(UiContext context, EmployeesModel *model, DataTable *table);

    void setVocabulary(const Vocabulary &vocabulary) { m_vocabulary = vocabulary; }

    /// Looks only while the page is in view.
    void setActive(bool active);
    /// Rows in view may be others.
    void schedule();
    void cancel();

private:
    void look();

    UiContext m_context;
    EmployeesModel *m_model;
    DataTable *m_table;
    Request *m_request;
    Vocabulary m_vocabulary;
    QTimer m_pause;
    bool m_active = false;
};

} // namespace hrcache

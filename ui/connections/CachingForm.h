#pragma once

#include "cache/CacheTtl.h"

#include <QHash>
#include <QWidget>

#include <vector>

class QSpinBox;

namespace hrcache {

class FormField;

/// How long entries stay in the cache, by the kind of data; 0 switches that kind off.
class CachingForm : public QWidget
{
    Q_OBJECT

public:
    explicit CachingForm(QWidget *parent = nullptr);

    [[nodiscard]] CacheTtl ttl() const;
    void setTtl(const CacheTtl &ttl);
    /// Which variable sets a field ("cache/ttl_employees").
    void setVariables(const QHash<QString, QString> &variables);

signals:
    void edited();

private:
    struct Row
    {
        std::chrono::seconds CacheTtl::*member;
        const char *setting;
        QSpinBox *box;
        FormField *field;
    };

    std::vector<Row> m_rows;
};

} // namespace hrcache

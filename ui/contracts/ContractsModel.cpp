#include "ui/contracts/ContractsModel.h"

#include "base/FreedMemory.h"
#include "base/ThreadPool.h"
#include "ui/base/Collation.h"

namespace hrcache {

namespace {

/// Frees many rows where nobody waits for it, and gives back what reading others took.
void dropOnPool(std::shared_ptr<const ContractArrangement> arrangement,
                std::shared_ptr<const ContractTableRows> rows, ContractTableRows::Contracts contracts = {})
{
    constexpr size_t many = 1'000;
    if ((rows && rows->size() > many) || (contracts && contracts->rows.size() > many)) {
        workerPool()->start([arrangement = std::move(arrangement), rows = std::move(rows),
                             contracts = std::move(contracts)]() mutable {
            arrangement.reset();
            rows.reset();
            contracts.reset();
            giveBackFreedMemory();
        });
    }
}

} // namespace

ContractsModel::ContractsModel(QObject *parent)
    : ArrangedModel(parent)
{
    m_orders.today = QDate::currentDate();
}

ContractsModel::~ContractsModel()
{
    m_orders.rows.reset();
    dropOnPool(std::move(m_shown), std::move(m_rows), std::move(m_orders.contracts));
}

void ContractsModel::apply(ContractTableRows::Contracts contracts, bool glow)
{
    m_orders.contracts = std::move(contracts);
    m_orders.rows.reset();
    ++m_serial;
    m_orders.today = QDate::currentDate();
    setGlowNext(glow);
    arrangeAnew();
}

void ContractsModel::clear()
{
    removeAll();
    m_orders.rows.reset();
    dropOnPool(std::move(m_shown), std::move(m_rows), std::move(m_orders.contracts));
    m_shown.reset();
    m_rows.reset();
    m_orders.contracts.reset();
    ++m_serial;
}

void ContractsModel::setFilter(const ContractFilter &filter)
{
    if (m_orders.filter == filter)
        return;
    m_orders.filter = filter;
    arrangeAnew();
}

void ContractsModel::sort(int column, Qt::SortOrder order)
{
    if (column < 0 || column >= contractColumnCount)
        return;
    const ContractSort wanted{static_cast<ContractColumn>(column), order};
    if (m_orders.sort == wanted)
        return;
    m_orders.sort = wanted;
    arrangeAnew();
}

void ContractsModel::setWords(const References &words)
{
    if (m_orders.words && m_orders.words->contractTypes == words.contractTypes &&
        m_orders.words->remunerationTypes == words.remunerationTypes)
        return;
    m_orders.words = std::make_shared<const References>(words);
    m_orders.rows.reset();
    ++m_serial;
    arrangeAnew();
}

ContractsModel::Work ContractsModel::work()
{
    if (!m_orders.contracts)
        return {};
    const size_t rows = m_orders.contracts->rows.size() + static_cast<size_t>(totalCount());
    return {[this, orders = m_orders, shown = m_shown, serial = m_serial]() -> Showing {
                auto next = std::make_shared<const ContractTransition>(arrange(orders, shown));
                return [this, next, serial] { show(*next, serial); };
            },
            rows > 2 * atOnce};
}

void ContractsModel::show(const ContractTransition &transition, quint64 serial)
{
    const std::shared_ptr<const ContractArrangement> next = transition.next;
    auto before = m_shown;
    auto rowsBefore = m_rows;
    const auto typesBefore = types();
    const bool otherRows = m_rows != next->rows;
    const bool otherWords = rowsBefore && rowsBefore->words() != next->rows->words();
    if (otherRows)
        stopGlowing();
    become(transition, next->visible, next->rows->size(), [&] {
        m_rows = next->rows;
        m_shown = next;
        if (serial == m_serial)
            m_orders.rows = m_rows;
    });
    if (otherWords)
        announceColumns({static_cast<int>(ContractColumn::Type), static_cast<int>(ContractColumn::Pay)});
    if (otherRows)
        dropOnPool(std::move(before), std::move(rowsBefore), m_rows->contracts());
    if (typesBefore != types())
        emit typesChanged();
}

int ContractsModel::rowOfEmployee(const QString &employeeId) const
{
    const QByteArray id = employeeId.toUtf8();
    const std::string_view wanted(id.constData(), static_cast<size_t>(id.size()));
    for (int row = 0; row < rowCount(); ++row) {
        if (employeeAt(row).idUtf8() == wanted)
            return row;
    }
    return -1;
}

QList<std::pair<QString, QString>> ContractsModel::types() const
{
    QList<std::pair<QString, QString>> types;
    if (!m_rows)
        return types;
    for (const QString &code : m_rows->types())
        types.emplace_back(code, m_rows->label("contract_types", code));
    sortByLabel(types);
    return types;
}

} // namespace hrcache

#include "ui/employees/EmployeeDetail.h"

#include "cache/HrCacheManager.h"
#include "cache/KeyWatch.h"
#include "ui/base/AccessibleText.h"
#include "ui/base/Format.h"
#include "ui/base/Request.h"
#include "ui/base/Session.h"
#include "ui/base/SourceBadge.h"
#include "ui/base/StateView.h"
#include "ui/employees/DetailBlock.h"

#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

namespace hrcache {

namespace {

constexpr std::chrono::milliseconds settleTime{120};
// Longer than a HIT takes, shorter than what is seen as a delay: an answer within it is the first thing
// painted.
constexpr std::chrono::milliseconds paintHold{45};

} // namespace

void EmployeeDetail::showEmployee(const QString &employeeId, const Headline &headline)
{
    if (m_id == employeeId)
        return;
    cancelReads();
    if (employeeId.isEmpty()) {
        reset();
        return;
    }
    m_id = employeeId;
    m_headline = headline;
    const bool moving = m_sinceMove.isValid() && !m_sinceMove.hasExpired(settleTime.count());
    m_sinceMove.start();
    m_delay.start(moving ? settleTime : std::chrono::milliseconds(0));
    if (m_person && !m_paintHold.isActive()) {
        m_paintHold.start(paintHold);
        setUpdatesEnabled(false);
    }
    forget();
    showHeadline();
}

void EmployeeDetail::forget()
{
    m_shownId.clear();
    m_employee.reset();
    m_contractRows.clear();
    m_contractsKnown = false;
    if (m_watch)
        m_watch->stop();
}

void EmployeeDetail::reload(ReadMode mode)
{
    // Payroll results that are still under way say nothing about what the cache holds now.
    if (m_id.isEmpty() || (m_request->isRunning() && m_mode == mode))
        return;
    m_delay.stop();
    load(mode);
}

void EmployeeDetail::readAnew()
{
    if (m_id.isEmpty())
        return;
    m_delay.stop();
    load(ReadMode::CacheFirst);
}

void EmployeeDetail::cancelReads()
{
    m_request->cancel();
    m_payrollRequest->cancel();
    m_earlyPayroll.reset();
}

void EmployeeDetail::paintAgain()
{
    m_paintHold.stop();
    setUpdatesEnabled(true);
}

void EmployeeDetail::cancel()
{
    m_delay.stop();
    const bool payroll = m_payrollRequest->isRunning();
    cancelReads();
    paintAgain();
    if (payroll && m_payroll && !isAwaiting())
        m_payroll->setNote(tr("Loading was cancelled."));
    if (isAwaiting()) {
        m_state->showNotice(QStringLiteral("user"), tr("Loading was cancelled"), {}, tr("Load"),
                            [this] { reload(ReadMode::CacheFirst); });
    }
}

void EmployeeDetail::reset()
{
    m_delay.stop();
    cancelReads();
    paintAgain();
    forget();
    m_watch.reset();
    m_id.clear();
    m_headline = {};
    showNobody();
}

void EmployeeDetail::showNobody()
{
    const QString what = tr("Select one in the list to see the fields, contracts and payroll results.");
    if (m_whyNobody.isEmpty())
        m_state->showNotice(QStringLiteral("user"), tr("No employee selected"), what);
    else
        m_state->showNotice(QStringLiteral("user"), tr("No employee to show"), m_whyNobody);
}

void EmployeeDetail::setNobody(const QString &why)
{
    if (std::exchange(m_whyNobody, why) != why && m_id.isEmpty())
        showNobody();
}

bool EmployeeDetail::isLoading() const
{
    return m_request->isRunning() || m_payrollRequest->isRunning();
}

void EmployeeDetail::setVocabulary(const Vocabulary &vocabulary)
{
    m_vocabulary = vocabulary;
    if (m_employee)
        showPerson();
    if (m_contractsKnown)
        showContracts();
}

void EmployeeDetail::setActive(bool active)
{
    m_active = active;
    if (m_watch)
        m_watch->setActive(active);
}

KeyWatch &EmployeeDetail::watch()
{
    if (!m_watch) {
        m_watch =
            std::make_unique<KeyWatch>(m_context.session.cacheStore(), m_context.session.cache().events());
        connect(m_watch.get(), &KeyWatch::changed, this, &EmployeeDetail::keyChanged);
        connect(m_watch.get(), &KeyWatch::ttlChanged, this, &EmployeeDetail::ttlChanged);
        m_watch->setActive(m_active);
    }
    return *m_watch;
}

void EmployeeDetail::load(ReadMode mode)
{
    Session &session = m_context.session;
    const auto employee = EmployeeId::parse(m_id, QStringLiteral("employee_id"));
    const CompanyId company = session.companyId();
    if (!employee || company.isEmpty())
        return;
    m_mode = mode;
    if (isAwaiting() && m_state->shown() != StateView::Shown::Content)
        showHeadline();
    m_earlyPayroll.reset();
    m_payrollRequest->run(
        [&session, company, employee = *employee, mode](std::stop_token stop) {
            return session.service().read(session.user(), HrQuery::payrollResults(company, employee),
                                          {mode, stop});
        },
        [this](const DocumentResult &result) {
            if (isAwaiting())
                m_earlyPayroll = result;
            else
                takePayroll(result);
        });
    m_request->run(
        [&session, company, employee = *employee, mode](std::stop_token stop) {
            std::vector<HrQuery> queries{HrQuery::employeeById(company, employee),
                                         HrQuery::contracts(company, employee)};
            return session.service().readAll(session.user(), std::move(queries), {mode, stop});
        },
        [this, id = m_id](std::vector<DocumentResult> results) { show(id, results); });
}

void EmployeeDetail::show(const QString &id, const std::vector<DocumentResult> &results)
{
    paintAgain();
    const DocumentResult &person = results[0];
    const bool sameOne = m_shownId == id;
    if (!person && !sameOne) {
        if (person.error().code == ErrorCode::Cancelled)
            return;
        forget();
        m_state->showError(person.error(), [this] { reload(ReadMode::CacheFirst); });
        return;
    }
    build();
    const Clock &clock = m_context.session.clock();
    if (!sameOne) {
        // Another one: nothing of the one before may stay, not even in a block that failed.
        forget();
        showPayroll({});
        for (DetailBlock *block : m_blocks)
            block->setSource({});
    }
    m_shownId = id;
    if (!showFailure(m_person, person, m_employee && sameOne)) {
        m_employee = Employee::from(person->data);
        m_person->setSource(SourceInfo::of(person->from, clock));
        watch().watch(person->from);
    }
    if (!m_employee) {
        m_state->showNotice(QStringLiteral("user"), tr("This employee does not exist any more"),
                            tr("Somebody removed the row. Refresh the list."));
        return;
    }
    if (!showFailure(m_contracts, results[1], m_contractsKnown)) {
        m_contractRows = Contract::allFrom(results[1]->data);
        m_contractsKnown = true;
        m_contracts->setSource(SourceInfo::of(results[1]->from, clock));
        watch().watch(results[1]->from);
    }
    if (const auto early = std::exchange(m_earlyPayroll, {}))
        takePayroll(*early);
    else if (!sameOne)
        m_payroll->setNote(tr("Loading…"));
    showPerson();
    showContracts();
    m_state->showContent();
}

void EmployeeDetail::takePayroll(const DocumentResult &result)
{
    if (!m_payroll || !m_employee || showFailure(m_payroll, result, m_payrollTable->rowCount() > 0))
        return;
    m_payroll->setSource(SourceInfo::of(result->from, m_context.session.clock()));
    showPayroll(PayrollResult::allFrom(result->data));
}

bool EmployeeDetail::showFailure(DetailBlock *block, const DocumentResult &result, bool hadRows)
{
    if (result) {
        block->setNote({});
        return false;
    }
    block->setSource(block->source().afterFailure(result.error(), hadRows));
    block->setNote(result.error().message, true);
    return true;
}

void EmployeeDetail::keyChanged(const QByteArray &key, KeyChange change)
{
    for (DetailBlock *block : {m_person, m_contracts}) {
        const SourceInfo &source = block->source();
        if (!source.parts.empty() && source.parts.front().key == key) {
            // Another part of the window has read it anew, a form for instance: have that, too.
            if (change == KeyChange::Renewed)
                reload(ReadMode::CacheFirst);
            else if (change == KeyChange::Expired)
                ttlChanged(key, std::chrono::milliseconds(0));
            else if (const auto stale = source.afterKeyChange(change))
                block->setSource(*stale);
        }
    }
}

void EmployeeDetail::ttlChanged(const QByteArray &key, std::optional<std::chrono::milliseconds> left)
{
    for (DetailBlock *block : {m_person, m_contracts}) {
        if (const auto changed = block->source().afterTtlChange(key, left, m_context.session.clock()))
            block->setSource(*changed);
    }
}

std::vector<QByteArray> EmployeeDetail::keys() const
{
    std::vector<QByteArray> keys;
    if (m_state->shown() != StateView::Shown::Content)
        return keys;
    for (const DetailBlock *block : {m_person, m_contracts}) {
        for (const Provenance &part : block->source().parts) {
            if (!part.key.isEmpty())
                keys.push_back(part.key);
        }
    }
    return keys;
}

void EmployeeDetail::showContracts()
{
    const QList<ContractCard *> before = cards();
    // Also while a form is over the window.
    const QWidget *focus = window()->focusWidget();
    const auto focused = std::find_if(before.begin(), before.end(), [focus](const ContractCard *card) {
        return card == focus || card->isAncestorOf(focus);
    });
    const QString focusedId = focused == before.end() ? QString() : (*focused)->contract().id;
    if (!focusedId.isEmpty())
        m_contracts->button()->setFocus(Qt::OtherFocusReason);
    const QDate today = QDate::currentDate();
    const bool mayEdit = m_context.session.mayWrite();
    QWidget *stop = m_contracts->badge();
    for (const Contract &contract : m_contractRows) {
        auto *card = new ContractCard(contract, m_vocabulary, today, mayEdit, m_contracts);
        connect(card, &ContractCard::editRequested, this,
                [this](const QString &contractId) { emit editContractRequested(m_shownId, contractId); });
        m_contracts->content()->addWidget(card);
        for (QWidget *next : card->stops()) {
            setTabOrder(stop, next);
            stop = next;
        }
        if (contract.id == focusedId) {
            // The layout shows it later only, and what is hidden takes no focus.
            card->show();
            card->setFocus(Qt::OtherFocusReason);
        }
    }
    qDeleteAll(before);
    updateActions();
    if (!m_contractsKnown)
        return;
    m_contracts->setNote(m_contractRows.empty() ? tr("No contracts yet.") : QString());
    const Contract *active = ContractCard::activeOf(m_contractRows, today);
    emit activeContractKnown(m_shownId.toUtf8(),
                             active ? ContractCard::summary(*active, m_vocabulary) : QString());
}

QList<ContractCard *> EmployeeDetail::cards() const
{
    if (!m_contracts)
        return {};
    return m_contracts->findChildren<ContractCard *>(Qt::FindDirectChildrenOnly);
}

void EmployeeDetail::showPayroll(const std::vector<PayrollResult> &results)
{
    constexpr size_t shownAtMost = 24;
    const size_t count = std::min(results.size(), shownAtMost);
    m_payrollTable->setRowCount(static_cast<int>(count));
    for (size_t i = 0; i < count; ++i) {
        const PayrollResult &result = results[i];
        const auto row = static_cast<int>(i);
        const QString cells[] = {
            QLocale().toString(QDate(result.year, result.month, 1), QStringLiteral("MMM yyyy")),
            format::money(result.gross, result.currency), format::money(result.net, result.currency),
            result.status};
        for (int column = 0; column < 4; ++column) {
            auto *item = new QTableWidgetItem(cells[column]);
            if (column == 1 || column == 2)
                item->setTextAlignment(Qt::AlignTrailing | Qt::AlignVCenter);
            m_payrollTable->setItem(row, column, item);
        }
    }
    m_payrollTable->setVisible(count > 0);
    const int height = m_payrollTable->horizontalHeader()->sizeHint().height() +
                       static_cast<int>(count) * m_payrollTable->verticalHeader()->defaultSectionSize() + 2;
    m_payrollTable->setFixedHeight(height);
    if (m_payroll->source().state != SourceInfo::State::Error)
        m_payroll->setNote(count == 0 ? tr("No payroll results yet.") : QString());
}

} // namespace hrcache

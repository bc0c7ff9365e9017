// What the detail pane is made of; what it reads is in EmployeeDetail.cpp.
#include "cache/KeyWatch.h"
#include "ui/base/AccessibleText.h"
#include "ui/base/Format.h"
#include "ui/base/Icons.h"
#include "ui/base/Request.h"
#include "ui/base/Session.h"
#include "ui/base/SourceBadge.h"
#include "ui/base/StateView.h"
#include "ui/employees/DetailBlock.h"
#include "ui/employees/EmployeeDetail.h"
#include "ui/employees/FieldGroup.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>

namespace hrcache {

EmployeeDetail::EmployeeDetail(UiContext context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_request(new Request(this))
    , m_payrollRequest(new Request(this))
    , m_scroll(new QScrollArea)
{
    setObjectName(QStringLiteral("employee-detail"));
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_state = new StateView(m_scroll, this);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_state);

    m_delay.setSingleShot(true);
    connect(&m_delay, &QTimer::timeout, this, [this] { load(ReadMode::CacheFirst); });
    m_paintHold.setSingleShot(true);
    m_paintHold.setTimerType(Qt::PreciseTimer);
    connect(&m_paintHold, &QTimer::timeout, this, &EmployeeDetail::paintAgain);
    for (const Request *request : {m_request, m_payrollRequest})
        connect(request, &Request::runningChanged, this, [this] { emit loadingChanged(isLoading()); });
    reset();
}

void EmployeeDetail::build()
{
    if (m_person)
        return;
    m_name = new QLabel;
    m_subtitle = new QLabel;
    m_edit = new QPushButton(icons::get(QStringLiteral("pencil")), tr("Ed&it…"));
    m_delete = new QPushButton(icons::get(QStringLiteral("trash-2")), tr("De&lete…"));
    const Clock &clock = m_context.session.clock();
    m_person = new DetailBlock(tr("Employee"), clock);
    m_contracts = new DetailBlock(tr("Contracts"), clock);
    m_payroll = new DetailBlock(tr("Payroll results"), clock);
    m_payrollTable = new QTableWidget(0, 4);
    m_blocks = {m_person, m_contracts, m_payroll};
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(16, 12, 16, 16);
    layout->setSpacing(10);
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.35);
    large.setWeight(QFont::DemiBold);
    m_name->setFont(large);
    for (QLabel *label : {m_name, m_subtitle}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        layout->addWidget(label);
    }
    m_subtitle->setForegroundRole(QPalette::PlaceholderText);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_edit);
    buttons->addWidget(m_delete);
    buttons->addStretch();
    layout->addLayout(buttons);
    layout->addSpacing(4);
    layout->addWidget(m_person);
    buildFields(m_person->content());
    layout->addSpacing(8);
    layout->addWidget(m_contracts);
    layout->addSpacing(8);
    layout->addWidget(m_payroll);
    buildPayroll();
    layout->addStretch();

    m_contracts->button()->setText(tr("New con&tract…"));
    m_contracts->button()->setIcon(icons::get(QStringLiteral("plus")));
    m_contracts->button()->show();
    for (QPushButton *button : {m_edit, m_delete})
        button->setAutoDefault(false);
    m_scroll->setWidget(content);
    orderStops();

    connect(m_edit, &QPushButton::clicked, this, [this] { emit editRequested(m_id); });
    connect(m_delete, &QPushButton::clicked, this, [this] { emit deleteRequested(m_id); });
    connect(m_contracts->button(), &QPushButton::clicked, this, [this] { emit newContractRequested(m_id); });
    connect(&m_context.session, &Session::companyChanged, this, &EmployeeDetail::updateActions);
    connect(&m_context.session, &Session::healthChanged, this, &EmployeeDetail::updateActions);
    connect(&m_context.session, &Session::healthChanged, this, &EmployeeDetail::noteDatabase);
    connect(&m_context.session, &Session::databaseIsBack, this, &EmployeeDetail::readWhatFailed);
    updateActions();
}

EmployeeDetail::~EmployeeDetail() = default;

void EmployeeDetail::orderStops()
{
    // They are built late, and would come behind everything else in the window.
    QWidget *before = m_stopBefore ? m_stopBefore.data() : this;
    for (QWidget *stop :
         std::initializer_list<QWidget *>{m_edit, m_delete, m_person->badge(), m_contracts->button(),
                                          m_contracts->badge(), m_payroll->badge(), m_payrollTable}) {
        setTabOrder(before, stop);
        before = stop;
    }
}

void EmployeeDetail::addField(FieldGroup *group, const QString &column, const QString &name)
{
    m_fields.push_back({column, group, group->addField(name)});
}

void EmployeeDetail::buildFields(QVBoxLayout *layout)
{
    const auto add = [&](const QString &title,
                         std::initializer_list<std::pair<const char *, QString>> fields) {
        auto *group = new FieldGroup(title, m_person);
        for (const auto &[column, name] : fields)
            addField(group, QString::fromLatin1(column), name);
        layout->addWidget(group);
    };
    add(tr("Employment"), {{"identifier", tr("Identifier")},
                           {"cluster_code", tr("Cluster")},
                           {"hire_date", tr("Hire date")},
                           {"termination_date", tr("Termination date")},
                           {"is_active", tr("State")}});
    add(tr("Person"), {{"birth_date", tr("Birth date")},
                       {"gender", tr("Gender")},
                       {"nationality", tr("Nationality")},
                       {"family_status", tr("Family status")},
                       {"tax_status", tr("Tax status")},
                       {"dependents", tr("Dependents")},
                       {"permit_type", tr("Permit")}});
    add(tr("Contact"), {{"email", tr("E-mail")},
                        {"phone", tr("Phone")},
                        {"address", tr("Address")},
                        {"city", tr("City")},
                        {"country_code", tr("Country")}});
    add(tr("Record"), {{"created_at", tr("Created")}, {"updated_at", tr("Last changed")}});
}

void EmployeeDetail::buildPayroll()
{
    m_payroll->content()->addWidget(m_payrollTable);
    m_payrollTable->setAccessibleName(tr("Payroll results"));
    m_payrollTable->setHorizontalHeaderLabels({tr("Month"), tr("Gross"), tr("Net"), tr("Status")});
    m_payrollTable->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_payrollTable->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_payrollTable->setTabKeyNavigation(false);
    m_payrollTable->setShowGrid(false);
    m_payrollTable->setAlternatingRowColors(true);
    m_payrollTable->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_payrollTable->verticalHeader()->hide();
    m_payrollTable->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_payrollTable->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 8);
    // An amount is shown whole.
    m_payrollTable->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_payrollTable->horizontalHeader()->setStretchLastSection(true);
    m_payrollTable->horizontalHeader()->setHighlightSections(false);
    m_payrollTable->horizontalHeader()->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    for (const int column : {1, 2})
        m_payrollTable->horizontalHeaderItem(column)->setTextAlignment(Qt::AlignTrailing | Qt::AlignVCenter);
}

void EmployeeDetail::setField(const QString &column, const QString &value)
{
    for (const Field &field : m_fields) {
        if (field.column == column)
            field.group->setValue(field.row, value);
    }
}

QString EmployeeDetail::fieldText(const QString &column) const
{
    for (const Field &field : m_fields) {
        if (field.column == column)
            return field.group->value(field.row);
    }
    return {};
}

void EmployeeDetail::showHeadline()
{
    const QString name = m_headline.name.isEmpty() ? tr("Employee") : m_headline.name;
    if (!m_person) {
        m_state->showLoading(m_headline.name.isEmpty() ? tr("Loading the employee…")
                                                       : tr("Loading %1…").arg(name));
        return;
    }
    const QString loading = tr("Loading…");
    setLabelText(m_name, name);
    setLabelText(m_subtitle, m_headline.identifier.isEmpty()
                                 ? loading
                                 : QStringLiteral("%1 · %2").arg(m_headline.identifier, loading));
    for (const Field &field : m_fields)
        field.group->setAwaited(field.row);
    showContracts();
    showPayroll({});
    for (DetailBlock *block : m_blocks) {
        block->setSource({});
        block->setNote(block == m_person ? QString() : loading);
    }
    m_scroll->ensureVisible(0, 0);
    m_state->showContent();
}

void EmployeeDetail::showPerson()
{
    const Employee &employee = *m_employee;
    const Vocabulary &words = m_vocabulary;
    const auto set = [this](const char *column, const QString &value) {
        setField(QString::fromLatin1(column), value);
    };
    setLabelText(m_name, QStringLiteral("%1 %2").arg(employee.firstName, employee.lastName));
    const QString state = employee.isActive ? tr("Active") : tr("Inactive");
    setLabelText(m_subtitle, QStringLiteral("%1 · %2").arg(employee.identifier, state));
    set("identifier", employee.identifier);
    set("cluster_code", words.cluster(employee.clusterCode));
    set("hire_date", format::date(employee.hireDate));
    set("termination_date", format::date(employee.terminationDate));
    set("is_active", state);
    set("birth_date", format::date(employee.birthDate));
    set("gender", format::gender(employee.gender));
    set("nationality", format::country(employee.nationality));
    set("family_status", words.label("family_status", employee.familyStatus));
    set("tax_status", words.label("tax_status", employee.taxStatus));
    set("dependents", format::count(employee.dependents));
    set("permit_type", words.label("permit_types", employee.permitType));
    set("email", employee.email);
    set("phone", employee.phone);
    set("address", employee.address);
    set("city", QStringLiteral("%1 %2").arg(employee.postalCode, employee.city).trimmed());
    set("country_code", format::country(employee.countryCode));
    set("created_at", format::dateTime(employee.createdAt));
    set("updated_at", format::dateTime(employee.updatedAt));
}

void EmployeeDetail::noteDatabase()
{
    using State = SourceInfo::State;
    if (m_context.session.databaseHealth().state != LinkHealth::State::Lost)
        return;
    const Error lost = Error::make(ErrorCode::Unreachable, tr("The database cannot be reached."));
    for (DetailBlock *block : m_blocks) {
        const State state = block->source().state;
        if (state == State::Cache || state == State::Database)
            block->setSource(block->source().afterFailure(lost, true));
    }
}

void EmployeeDetail::readWhatFailed()
{
    const bool failed = std::any_of(m_blocks.begin(), m_blocks.end(), [](const DetailBlock *block) {
        const SourceInfo::State state = block->source().state;
        return state == SourceInfo::State::Error || state == SourceInfo::State::Offline;
    });
    if (failed && m_active && !m_id.isEmpty())
        reload(ReadMode::CacheFirst);
}

void EmployeeDetail::updateActions()
{
    const Session &session = m_context.session;
    const QString why = session.whyNoWrite();
    for (QPushButton *button : {m_edit, m_delete, m_contracts->button()}) {
        button->setEnabled(why.isEmpty());
        button->setToolTip(why);
        button->setAccessibleDescription(why);
    }
    for (ContractCard *card : cards())
        card->setRefusal(why);
}

} // namespace hrcache

#include "contract/SqliteFixture.h"

#include "sqlite/SampleWriter.h"
#include "sqlite/SqliteConnection.h"
#include "sqlite/SqliteHrStore.h"

#include <QFile>
#include <QRegularExpression>

namespace hrcache {

namespace {

/// The values of `INSERT … VALUES (…), (…);`, literals resolved.
class ValuesParser
{
public:
    explicit ValuesParser(const QString &text)
        : m_text(text)
    {
    }

    std::optional<std::vector<SampleTable::Row>> parse()
    {
        std::vector<SampleTable::Row> rows;
        do {
            if (!take(u'('))
                return std::nullopt;
            SampleTable::Row row;
            do
                row.push_back(value());
            while (take(u','));
            if (!take(u')'))
                return std::nullopt;
            rows.push_back(std::move(row));
        } while (take(u','));
        return take(u';') ? std::optional(std::move(rows)) : std::nullopt;
    }

private:
    bool take(QChar wanted)
    {
        while (m_at < m_text.size() && m_text[m_at].isSpace())
            ++m_at;
        if (m_at >= m_text.size() || m_text[m_at] != wanted)
            return false;
        ++m_at;
        return true;
    }

    std::optional<QByteArray> value()
    {
        const bool escapes = take(u'E');
        if (!take(u'\'')) {
            const qsizetype start = m_at;
            while (m_at < m_text.size() && m_text[m_at] != u',' && m_text[m_at] != u')')
                ++m_at;
            const QString word = m_text.mid(start, m_at - start).trimmed();
            return word == u"NULL" ? std::nullopt : std::optional(word.toUtf8());
        }
        QString text;
        while (m_at < m_text.size()) {
            const QChar c = m_text[m_at++];
            if (c == u'\'' && !(m_at < m_text.size() && m_text[m_at] == u'\''))
                break;
            if (c == u'\'')
                ++m_at;
            if (c == u'\\' && escapes) {
                const QChar escape = m_text[m_at++];
                text += escape == u'n' ? QChar(u'\n') : escape == u't' ? QChar(u'\t') : escape;
                continue;
            }
            text += c;
        }
        return text.toUtf8();
    }

    QString m_text;
    qsizetype m_at = 0;
};

} // namespace

SqliteFixture::SqliteFixture() = default;

SqliteFixture::~SqliteFixture() = default;

QString SqliteFixture::reset()
{
    const QString original = m_folder.filePath(QStringLiteral("original.sqlite"));
    if (!QFile::exists(original)) {
        const QString problem = makeOriginal(original);
        if (!problem.isEmpty())
            return problem;
    }
    m_path = m_folder.filePath(QStringLiteral("hr-%1.sqlite").arg(++m_resets));
    if (!QFile::copy(original, m_path))
        return QStringLiteral("cannot copy the database");
    return connect(m_path);
}

QString SqliteFixture::connect(const QString &path)
{
    auto connection = SqliteConnection::open(path, SqliteContents::Empty, QDate(2026, 1, 1), {});
    if (!connection)
        return connection.error().message;
    m_connection = std::move(*connection);
    // What a test prepares need not survive a power failure.
    const auto relaxed = m_connection->execute(QStringLiteral("PRAGMA synchronous = OFF"));
    return relaxed ? QString() : relaxed.error().message;
}

QString SqliteFixture::makeOriginal(const QString &path)
{
    QString problem = connect(path);
    // The recordings were made on tables that lack these.
    for (const char *table : {"remuneration_types", "family_status", "tax_status", "permit_types"}) {
        const QByteArray drop = QByteArray("ALTER TABLE hr.ref_") + table + " DROP COLUMN label_";
        if (problem.isEmpty())
            problem = execute(drop + "de;\n" + drop + "it;\n");
    }
    QFile sample(QStringLiteral(HRCACHE_SOURCE_DIR "/tests/support/interop/sample.sql"));
    if (!sample.open(QIODevice::ReadOnly))
        return sample.errorString();
    if (problem.isEmpty())
        problem = execute(sample.readAll());
    // Closing it makes one file of it.
    m_connection.reset();
    return problem;
}

std::unique_ptr<HrStore> SqliteFixture::open()
{
    return std::make_unique<SqliteHrStore>(SqliteHrStore::Options{m_path, SqliteContents::Empty});
}

QString SqliteFixture::execute(const QByteArray &sql)
{
    static const QRegularExpression end(QStringLiteral("(?<=;)\\s*\\n"));
    static const QRegularExpression schema(QStringLiteral("\\b(hr|core)\\.(?=[a-z])"));
    for (QString statement : QString::fromUtf8(sql).split(end, Qt::SkipEmptyParts)) {
        QString problem;
        if (statement.startsWith(u"INSERT")) {
            problem = insert(statement);
        } else {
            statement.replace(schema, QStringLiteral("\\1_"));
            auto done = m_connection->execute(statement);
            if (!done)
                problem = done.error().message + u' ' + done.error().detail;
        }
        if (!problem.isEmpty())
            return problem + QStringLiteral(": ") + statement;
    }
    return {};
}

QString SqliteFixture::insert(const QString &statement)
{
    static const QRegularExpression pattern(
        QStringLiteral("^INSERT INTO (\\S+)\\s*(?:\\(([^)]*)\\))?\\s*VALUES\\s*(.*)$"),
        QRegularExpression::DotMatchesEverythingOption);
    const auto match = pattern.match(statement);
    SampleTable table;
    table.table = match.captured(1).toLatin1();
    for (const QString &column : match.captured(2).split(u',', Qt::SkipEmptyParts))
        table.columns.push_back(column.trimmed().toLatin1());
    if (table.columns.empty()) {
        auto columns =
            m_connection->execute(QStringLiteral("SELECT name FROM pragma_table_info('%1') ORDER BY cid")
                                      .arg(match.captured(1).replace(u'.', u'_')));
        while (columns && columns->next())
            table.columns.push_back(columns->value(0).toByteArray());
    }
    auto rows = ValuesParser(match.captured(3)).parse();
    if (!rows)
        return QStringLiteral("cannot be parsed");
    for (const auto &row : *rows) {
        if (row.size() != table.columns.size())
            return QStringLiteral("has %1 values for %2 columns").arg(row.size()).arg(table.columns.size());
    }
    table.rows = std::move(*rows);
    const auto done = insertRows(*m_connection, table);
    return done ? QString() : done.error().message + u' ' + done.error().detail;
}

} // namespace hrcache

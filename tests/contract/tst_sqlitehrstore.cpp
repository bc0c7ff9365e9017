#include "contract/HrStoreContract.h"
#include "contract/SqliteFixture.h"

#include <QCoreApplication>
#include <QTest>

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    hrcache::SqliteFixture fixture;
    hrcache::HrStoreContract suite(fixture);
    return QTest::qExec(&suite, argc, argv);
}

#include "cache/MemoryCacheStore.h"
#include "contract/CacheStoreContract.h"

#include <QTest>

using namespace hrcache;

namespace {

class MemoryFixture final : public CacheStoreFixture
{
public:
    std::unique_ptr<CacheStore> makeStore() override { return std::make_unique<MemoryCacheStore>(m_clock); }

    void pass(std::chrono::milliseconds time) override { m_clock.advance(time); }

private:
    ManualClock m_clock;
};

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    MemoryFixture fixture;
    CacheStoreContract suite(fixture);
    return QTest::qExec(&suite, argc, argv);
}

#include "base/ThreadPool.h"

#include "support/Await.h"

#include <QCoreApplication>
#include <QSemaphore>
#include <QTest>

#include <atomic>

using namespace hrcache;

/// Makes the application object itself: what happens when it goes is part of what is tested.
class ThreadPoolTest : public QObject
{
    Q_OBJECT

private slots:
    void theResultComesBackToTheThreadThatAsked();
    void workOfOursLeavesQtItsThreads();
    void whatIsFreedIsFreedElsewhere();
    void theApplicationWaitsForWorkUnderWay();

private:
    int m_argc = 1;
    char m_name[15] = "tst_threadpool";
    char *m_argv[2] = {m_name, nullptr};
    // The pool waits for the first application only, as a program has no second.
    std::unique_ptr<QCoreApplication> m_application = std::make_unique<QCoreApplication>(m_argc, m_argv);
};

void ThreadPoolTest::theResultComesBackToTheThreadThatAsked()
{
    QThread *const here = QThread::currentThread();
    QThread *worked = nullptr;
    QThread *returned = nullptr;
    const auto ask = [&]() -> Task<int> {
        auto working = runOnPool(workerPool(), [&worked] {
            worked = QThread::currentThread();
            return 42;
        });
        Result<int> value = co_await working;
        returned = QThread::currentThread();
        co_return value.value_or(0);
    };
    QCOMPARE(awaitResult(ask()), 42);
    QVERIFY(worked && worked != here);
    QCOMPARE(returned, here);
}

void ThreadPoolTest::workOfOursLeavesQtItsThreads()
{
    QSemaphore end;
    const int busy = 2 * QThread::idealThreadCount() + 2;
    for (int i = 0; i < busy; ++i)
        workerPool()->start([&end] { end.acquire(); });
    QSemaphore painted;
    QThreadPool::globalInstance()->start([&painted] { painted.release(); });
    const bool done = painted.tryAcquire(1, 10'000);
    end.release(busy);
    workerPool()->waitForDone();
    QVERIFY(done);
}

void ThreadPoolTest::whatIsFreedIsFreedElsewhere()
{
    QThread *freedBy = nullptr;
    freeOnPool(workerPool(), std::shared_ptr<int>(new int(1), [&freedBy](int *number) {
                   freedBy = QThread::currentThread();
                   delete number;
               }));
    workerPool()->waitForDone();
    QVERIFY(freedBy && freedBy != QThread::currentThread());
}

void ThreadPoolTest::theApplicationWaitsForWorkUnderWay()
{
    std::atomic<int> finished = 0;
    QSemaphore begun;
    const int many = 4 * QThread::idealThreadCount();
    for (int i = 0; i < many; ++i) {
        workerPool()->start([&finished, &begun] {
            begun.release();
            QThread::msleep(5); // so that the application goes while it is under way
            ++finished;
        });
    }
    begun.acquire();
    m_application.reset();
    QCOMPARE(finished.load(), many);
}

QTEST_APPLESS_MAIN(ThreadPoolTest)
#include "tst_threadpool.moc"

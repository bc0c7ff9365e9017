#include "app/ctl/Hrcachectl.h"
#include "app/ProcessSetup.h"

#include <QCoreApplication>

int main(int argc, char **argv)
{
    hrcache::prepareProcess(argc, argv, true);
    return hrcache::Hrcachectl::main(argc, argv);
}

#include "app/ProcessSetup.h"
#include "app/gui/MonitorProgram.h"

int main(int argc, char **argv)
{
    hrcache::prepareProcess(argc, argv, false);
    return hrcache::MonitorProgram::main(argc, argv);
}

<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="en_GB">
<context>
    <name>ContractWords</name>
    <message numerus="yes">
        <source>Active contracts that end within %n day(s)</source>
        <translation>
            <numerusform>Active contracts that end within %n day</numerusform>
            <numerusform>Active contracts that end within %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Ends in %n day(s)</source>
        <translation>
            <numerusform>Ends in %n day</numerusform>
            <numerusform>Ends in %n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hrcache::ContractCard</name>
    <message numerus="yes">
        <source>Ends in %n day(s)</source>
        <translation>
            <numerusform>Ends in %n day</numerusform>
            <numerusform>Ends in %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) of leave</source>
        <translation>
            <numerusform>%n day of leave</numerusform>
            <numerusform>%n days of leave</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hrcache::ContractFilterBar</name>
    <message numerus="yes">
        <source>Only active contracts that end within %n day(s)</source>
        <translation>
            <numerusform>Only active contracts that end within %n day</numerusform>
            <numerusform>Only active contracts that end within %n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hrcache::ContractsPage</name>
    <message numerus="yes">
        <source>The contracts of %n employee(s) could not be read. </source>
        <translation>
            <numerusform>The contracts of %n employee could not be read. </numerusform>
            <numerusform>The contracts of %n employees could not be read. </numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n contract(s)</source>
        <translation>
            <numerusform>%n contract</numerusform>
            <numerusform>%n contracts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hrcache::DataTable</name>
    <message numerus="yes">
        <source>Copied %n row(s)</source>
        <translation>
            <numerusform>Copied %n row</numerusform>
            <numerusform>Copied %n rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Copying %n row(s)…</source>
        <translation>
            <numerusform>Copying %n row…</numerusform>
            <numerusform>Copying %n rows…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hrcache::EmployeesPage</name>
    <message numerus="yes">
        <source>%n employee(s)</source>
        <translation>
            <numerusform>%n employee</numerusform>
            <numerusform>%n employees</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hrcache::KeyInvalidation</name>
    <message numerus="yes">
        <source>… and %n more key(s)</source>
        <translation>
            <numerusform>… and %n more key</numerusform>
            <numerusform>… and %n more keys</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Invalidate %n cache key(s) of %1?</source>
        <translation>
            <numerusform>Invalidate %n cache key of %1?</numerusform>
            <numerusform>Invalidate %n cache keys of %1?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Invalidated %n key(s)</source>
        <translation>
            <numerusform>Invalidated %n key</numerusform>
            <numerusform>Invalidated %n keys</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hrcache::TablePage</name>
    <message numerus="yes">
        <source>Exported %n row(s) to %1</source>
        <translation>
            <numerusform>Exported %n row to %1</numerusform>
            <numerusform>Exported %n rows to %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hrcache::WindowMessages</name>
    <message numerus="yes">
        <source>%n cache entry(ies) could not be deleted yet: other readers may see the old value. It is tried again by itself.</source>
        <translation>
            <numerusform>%n cache entry could not be deleted yet: other readers may see the old value. It is tried again by itself.</numerusform>
            <numerusform>%n cache entries could not be deleted yet: other readers may see the old value. It is tried again by itself.</numerusform>
        </translation>
    </message>
</context>
</TS>

#include "ui/forms/WriteFailure.h"

#include <QCoreApplication>

namespace hrcache {

namespace {

struct WriteFailure
{
    Q_DECLARE_TR_FUNCTIONS(WriteFailure)
};

} // namespace

StripMessage failureMessage(const Error &error, const FailureActions &actions)
{
    StripMessage message;
    message.level = StripMessage::Level::Problem;
    message.text = error.message;
    message.dismissible = false;
    switch (error.code) {
    case ErrorCode::CannotInvalidate:
        message.level = StripMessage::Level::Warning;
        message.actionText = actions.writeAnywayText;
        message.action = actions.writeAnyway;
        break;
    case ErrorCode::CommitUnknown:
        message.level = StripMessage::Level::Warning;
        message.actionText = WriteFailure::tr("Look at the row now");
        message.action = actions.look;
        break;
    case ErrorCode::Unreachable:
    case ErrorCode::Timeout:
        message.text = QStringLiteral("%1 %2").arg(error.message, actions.unwritten);
        message.actionText = WriteFailure::tr("Try again");
        message.action = actions.tryAgain;
        break;
    default:
        if (error.retryable) {
            message.actionText = WriteFailure::tr("Try again");
            message.action = actions.tryAgain;
        }
        break;
    }
    if (message.text.isEmpty())
        message.text = WriteFailure::tr("Nothing was written, for a reason that is not known.");
    return message;
}

} // namespace hrcache

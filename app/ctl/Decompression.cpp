#include "app/ctl/Decompression.h"

#include <QCoreApplication>
#include <QLocale>

#include <zstd.h>

#include <memory>
#include <vector>

namespace hrcache {

bool isCompressed(const QByteArray &value)
{
    return value.startsWith("\x28\xb5\x2f\xfd");
}

Result<QByteArray> decompressed(const QByteArray &value, qsizetype maximumBytes)
{
    // The size in the frame is its writer's claim, so the output grows with what really comes.
    const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(ZSTD_createDCtx(), &ZSTD_freeDCtx);
    ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, 27);
    ZSTD_inBuffer input{value.constData(), static_cast<size_t>(value.size()), 0};
    std::vector<char> block(ZSTD_DStreamOutSize());
    QByteArray result;
    size_t left = 1;
    while (input.pos < input.size || left != 0) {
        ZSTD_outBuffer output{block.data(), block.size(), 0};
        left = ZSTD_decompressStream(context.get(), &output, &input);
        const bool stuck = input.pos == input.size && output.pos == 0 && left != 0;
        if (ZSTD_isError(left) || stuck) {
            return failure(ErrorCode::Protocol,
                           QCoreApplication::translate("Decompression", "The compressed value is damaged."),
                           ZSTD_isError(left) ? QString::fromLatin1(ZSTD_getErrorName(left)) : QString());
        }
        if (result.size() + static_cast<qsizetype>(output.pos) > maximumBytes) {
            return failure(ErrorCode::TooLarge,
                           QCoreApplication::translate("Decompression", "Decompressed, the value is over %1.")
                               .arg(QLocale().formattedDataSize(maximumBytes, 0)));
        }
        result.append(block.data(), static_cast<qsizetype>(output.pos));
    }
    return result;
}

} // namespace hrcache

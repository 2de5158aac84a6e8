// Archives: every record, the way back to each by its offset, the index, and what must not stay in recordings.
#include <sys/mman.h>
#include <unistd.h>
#include <vector>

#include "check.h"
#include "http/warc/index.h"
#include "http/warc/record.h"
#include "http/warc/redact.h"

using namespace winnow;
using namespace winnow::http;

namespace {

/// A file in memory, for the reader wants a path.
class MemoryFile {
public:
    explicit MemoryFile(std::string_view bytes) : descriptor_(memfd_create("fuzz", MFD_CLOEXEC)) {
        fuzz::check(descriptor_ >= 0, "a file in memory can be made");
        while (!bytes.empty()) {
            const auto written = write(descriptor_, bytes.data(), bytes.size());
            fuzz::check(written > 0, "a file in memory can be written");
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
    }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;
    ~MemoryFile() { close(descriptor_); }
    std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

private:
    int descriptor_;
};

void check_record(const warc::Record& record) {
    static_cast<void>(record.type());
    const auto once = warc::redacted_url(record.target());
    fuzz::check(warc::redacted_url(once) == once, "redacting an address twice changes nothing");
    static_cast<void>(warc::redacted_headers(record.fields));
    static_cast<void>(warc::redacted_body(record.fields, record.block));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    constexpr std::size_t kMostSought = 20;  // going back costs a read of the whole gzip member
    const MemoryFile file(fuzz::Input(bytes, size).rest());
    auto reader = warc::Reader::open(file.path());
    if (!reader) return 0;
    std::vector<warc::Record> records;
    for (;;) {
        auto record = reader->next();
        if (!record || !*record) break;
        check_record(**record);
        if ((*record)->can_be_sought && records.size() < kMostSought) records.push_back(std::move(**record));
    }
    auto second = warc::Reader::open(file.path());
    fuzz::check(second.has_value(), "a file opens again");
    for (const auto& record : records) {
        fuzz::check(second->seek(record.offset).has_value(), "a record can be sought");
        const auto again = second->next();
        fuzz::check(again && *again, "a record that was sought is read");
        fuzz::check((*again)->block == record.block && (*again)->fields == record.fields, "it is the same");
    }
    auto third = warc::Reader::open(file.path());
    if (third) static_cast<void>(warc::Index::build(*third));
    return 0;
}

#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/time.h"

namespace winnow {

/// An article on its way to a destination, as far as it must be known again.
struct Delivery {
    std::string url;
    std::string content_hash;  ///< of the text, so that the same article at another address is the same; may be empty
    std::string title;
    friend bool operator==(const Delivery&, const Delivery&) = default;
};

/// What was delivered where, so that nobody gets an article twice. One process at a time holds it.
///
/// begin() before sending, then succeed() or give_up(). If the program ends in between, the deliveries are unclear:
/// they are sent once more, and if that ends unclear as well, never again.
class DeliveryLedger {
public:
    virtual ~DeliveryLedger() = default;
    /// Whether it has arrived at the destination, or was sent twice without anybody knowing.
    virtual Result<bool> has(const std::string& destination, const Delivery& delivery) = 0;
    /// Those that were being sent when the program ended: they may arrive a second time now.
    virtual Result<std::vector<Delivery>> unclear(const std::string& destination) = 0;
    /// Durable when it returns, as are the two below.
    virtual Result<void> begin(const std::string& destination, const std::vector<Delivery>& deliveries,
                               Timestamp when) = 0;
    virtual Result<void> succeed(const std::string& destination, const std::vector<Delivery>& deliveries,
                                 Timestamp when) = 0;
    /// They certainly did not arrive.
    virtual Result<void> give_up(const std::string& destination, const std::vector<Delivery>& deliveries) = 0;
};

struct OpenedLedger {
    std::unique_ptr<DeliveryLedger> ledger;
    std::string note;  ///< what the user should know: a damaged ledger was set aside
};

/// The ledger in a SQLite file of its own (docs/decisions/0120); its folder must exist. Errors: conflict (another
/// process delivers), storage, unsupported (a newer version wrote it).
Result<OpenedLedger> open_delivery_ledger(const std::filesystem::path& file);

}  // namespace winnow

#include "core/exchange/exchange.h"

namespace winnow {
namespace {

void leave_out(KeptText& text) {
    text.left_out += text.text.size();
    text.text.clear();
}

}  // namespace

void leave_out_page(std::vector<Exchange>& exchanges) {
    for (auto& exchange : exchanges) {
        for (auto& message : exchange.sent)
            if (message.role != "system") leave_out(message.content);
        for (auto& reading : exchange.opened) leave_out(reading.text);
    }
}

}  // namespace winnow

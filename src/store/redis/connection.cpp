#include "store/redis/connection.h"

#include <array>

#include <hiredis/hiredis.h>

namespace winnow::redis {
namespace {

constexpr std::size_t kMaxReplyBytes = 64u << 20;  // a page is at most 8 MiB before it is compressed
constexpr int kMostElements = 65'536;              // four times what CLUSTER SLOTS can have

struct FreeReader {
    void operator()(redisReader* reader) const { redisReaderFree(reader); }
};
struct FreeReply {
    void operator()(void* reply) const { freeReplyObject(reply); }
};

void append(std::string& bytes, const Command& command) {
    std::vector<const char*> arguments;
    std::vector<std::size_t> sizes;
    for (const auto& argument : command) {
        arguments.push_back(argument.data());
        sizes.push_back(argument.size());
    }
    char* formatted = nullptr;
    const auto size =
        redisFormatCommandArgv(&formatted, static_cast<int>(command.size()), arguments.data(), sizes.data());
    if (size > 0) bytes.append(formatted, static_cast<std::size_t>(size));
    redisFreeCommand(formatted);
}

/// hiredis refuses deeper nesting than 7, which bounds the recursion.
Reply converted(const redisReply& from) {
    Reply reply;
    switch (from.type) {
        case REDIS_REPLY_STRING:
        case REDIS_REPLY_STATUS:
            reply.kind = Reply::Kind::text;
            reply.text.assign(from.str, from.len);
            break;
        case REDIS_REPLY_ERROR:
            reply.kind = Reply::Kind::error;
            reply.text.assign(from.str, from.len);
            break;
        case REDIS_REPLY_INTEGER:
            reply.kind = Reply::Kind::integer;
            reply.integer = from.integer;
            break;
        case REDIS_REPLY_ARRAY:
            reply.kind = Reply::Kind::array;
            for (std::size_t i = 0; i < from.elements; ++i) reply.items.push_back(converted(*from.element[i]));
            break;
        default: break;
    }
    return reply;
}

const redisReplyObjectFunctions& usual_functions() {
    static const auto functions = *std::unique_ptr<redisReader, FreeReader>(redisReaderCreate())->fn;
    return functions;
}

/// hiredis makes room for as many elements as an array says it has, before one of them is there: 8 GB for
/// "*1000000000".
void* bounded_array(const redisReadTask* task, int elements) {
    return elements > kMostElements ? nullptr : usual_functions().createArray(task, elements);
}

redisReader* make_reader() {
    static auto functions = [] {
        auto bounded = usual_functions();
        bounded.createArray = bounded_array;
        return bounded;
    }();
    auto* const reader = redisReaderCreate();
    reader->fn = &functions;
    return reader;
}

class StreamConnection final : public Connection {
public:
    explicit StreamConnection(std::unique_ptr<Stream> stream) : stream_(std::move(stream)), reader_(make_reader()) {}

    Result<std::vector<Reply>> exchange(std::span<const Command> commands, const Deadline& deadline) override {
        std::string bytes;
        for (const auto& command : commands) append(bytes, command);
        TRY_OK(stream_->write(bytes, deadline));
        std::vector<Reply> replies;
        while (replies.size() < commands.size()) {
            TRY(auto reply, read_reply(deadline));
            replies.push_back(std::move(reply));
        }
        return replies;
    }

private:
    Result<Reply> read_reply(const Deadline& deadline) {
        for (std::size_t size = 0;;) {
            void* complete = nullptr;
            if (redisReaderGetReply(reader_.get(), &complete) != REDIS_OK)
                return reader_->err == REDIS_ERR_OOM
                           ? fail(ErrorKind::too_large, "Redis answered with a list without an end")
                           : fail(ErrorKind::malformed, std::string("Redis answered what is none: ") + reader_->errstr);
            if (complete != nullptr) {
                const std::unique_ptr<void, FreeReply> owner(complete);
                return converted(*static_cast<const redisReply*>(complete));
            }
            TRY(const auto received, stream_->read(buffer_, deadline));
            size += received;
            if (size > kMaxReplyBytes) return fail(ErrorKind::too_large, "Redis answered without an end");
            redisReaderFeed(reader_.get(), buffer_.data(), received);
        }
    }

    std::unique_ptr<Stream> stream_;
    std::unique_ptr<redisReader, FreeReader> reader_;
    std::array<char, 16 * 1024> buffer_{};
};

}  // namespace

bool Reply::is_error(std::string_view word) const {
    return is_error() && text.starts_with(word) && (text.size() == word.size() || text[word.size()] == ' ');
}

std::unique_ptr<Connection> make_connection(std::unique_ptr<Stream> stream) {
    return std::make_unique<StreamConnection>(std::move(stream));
}

}  // namespace winnow::redis

#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "stages/blob_store.h"

namespace winnow {

/// Blobs in memory, for tests of what stands on a BlobStore. `refuse`, if set, is asked before each call with its verb
/// ("put", "get", "list", "remove") and name, and its error is the call's.
class MemoryBlobs final : public BlobStore {
public:
    Result<void> put(const std::string& name, std::string_view bytes, std::string_view, const Deadline&) override {
        if (auto error = asked("put", name)) return fail(std::move(*error));
        const std::scoped_lock lock(mutex_);
        blobs[name] = std::string(bytes);
        return {};
    }
    Result<std::optional<std::string>> get(const std::string& name, const Deadline&) override {
        if (auto error = asked("get", name)) return fail(std::move(*error));
        const std::scoped_lock lock(mutex_);
        const auto found = blobs.find(name);
        return found == blobs.end() ? std::optional<std::string>() : std::optional(found->second);
    }
    Result<std::vector<std::string>> list(const std::string& prefix, const Deadline&) override {
        if (auto error = asked("list", prefix)) return fail(std::move(*error));
        const std::scoped_lock lock(mutex_);
        std::vector<std::string> names;
        for (const auto& [name, bytes] : blobs)
            if (name.starts_with(prefix)) names.push_back(name);
        return names;
    }
    Result<void> remove(const std::string& name, const Deadline&) override {
        if (auto error = asked("remove", name)) return fail(std::move(*error));
        const std::scoped_lock lock(mutex_);
        blobs.erase(name);
        return {};
    }
    std::string location(const std::string& name) const override { return "memory:" + name; }

    std::map<std::string, std::string> blobs;
    std::function<std::optional<Error>(const std::string& verb, const std::string& name)> refuse;

private:
    std::optional<Error> asked(const std::string& verb, const std::string& name) {
        return refuse ? refuse(verb, name) : std::optional<Error>();
    }

    std::mutex mutex_;
};

}  // namespace winnow

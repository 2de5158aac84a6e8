#include "app/cli/terminal/progress.h"

#include <cmath>
#include <cstdlib>
#include <mutex>
#include <string>
#include <sys/ioctl.h>
#include <unistd.h>

#include "publish/escape.h"

namespace winnow::cli {
namespace {

using Seconds = std::chrono::duration<double>;

std::string duration_text(double seconds) {
    const auto whole = std::llround(seconds);
    if (whole < 60) return std::to_string(whole) + "s";
    if (whole < 3600) return std::to_string(whole / 60) + "m" + std::to_string(whole % 60) + "s";
    return std::to_string(whole / 3600) + "h" + std::to_string(whole % 3600 / 60) + "m";
}

/// Counts what ended; what the two forms of progress have in common.
class Counting : public Progress {
public:
    Counting(std::FILE* stream, const Clock& clock) : stream_(stream), clock_(clock) {}

    void stage_started(std::string_view stage, std::size_t total) override {
        const std::scoped_lock lock(mutex_);
        leave_stage();
        stage_ = stage;
        total_ = total;
        done_ = judged_ = failed_ = 0;
        started_ = clock_.steady_now();
        show(true);
    }
    void source_done(std::string_view source, std::size_t found, std::string_view problem) override {
        const std::scoped_lock lock(mutex_);
        ++done_;
        std::string line = "  " + std::string(source) + ": " + std::to_string(found) + " found";
        if (!problem.empty()) line += " (" + clean_line(problem) + ")";
        show_line(line);
        show(false);
    }
    void item_done(const Evaluated& item) override {
        const std::scoped_lock lock(mutex_);
        ++done_;
        if (item.assessment) ++judged_;
        if (item.state == UrlState::failed) ++failed_;
        show(done_ == total_);
    }

protected:
    /// "evaluate 120/312, 95 judged, 2 failed, 41/s, 5s left".
    std::string status() const {
        auto text = stage_;
        if (total_ > 0) text += " " + std::to_string(done_) + "/" + std::to_string(total_);
        if (judged_ > 0) text += ", " + std::to_string(judged_) + " judged";
        if (failed_ > 0) text += ", " + std::to_string(failed_) + " failed";
        const double elapsed = Seconds(clock_.steady_now() - started_).count();
        if (done_ > 0 && elapsed > 0.5) {
            const double rate = static_cast<double>(done_) / elapsed;
            text += ", " + std::to_string(std::llround(rate)) + "/s";
            if (done_ < total_) text += ", " + duration_text(static_cast<double>(total_ - done_) / rate) + " left";
        }
        return text;
    }

    virtual void show(bool important) = 0;
    virtual void show_line(const std::string& line) = 0;
    virtual void leave_stage() {}

    std::FILE* stream_;
    const Clock& clock_;
    std::mutex mutex_;
    std::string stage_;
    std::size_t total_ = 0, done_ = 0, judged_ = 0, failed_ = 0;
    std::chrono::steady_clock::time_point started_{};
};

class TerminalProgress final : public Counting {
public:
    using Counting::Counting;
    ~TerminalProgress() override { std::fputs("\r\x1b[K", stream_); }

private:
    void show(bool important) override {
        const auto now = clock_.steady_now();
        if (!important && now - drawn_ < std::chrono::milliseconds{100}) return;
        drawn_ = now;
        auto text = status();
        if (const auto width = terminal_width(stream_); text.size() >= width) text.resize(width - 1);
        std::fprintf(stream_, "\r\x1b[K%s", text.c_str());
        std::fflush(stream_);
    }
    void show_line(const std::string& line) override { std::fprintf(stream_, "\r\x1b[K%s\n", line.c_str()); }

    std::chrono::steady_clock::time_point drawn_{};
};

class PlainProgress final : public Counting {
public:
    using Counting::Counting;

private:
    void show(bool important) override {
        const auto now = clock_.steady_now();
        if (!important && now - said_ < std::chrono::seconds{10}) return;
        said_ = now;
        std::fprintf(stream_, "%s\n", status().c_str());
    }
    void show_line(const std::string& line) override { std::fprintf(stream_, "%s\n", line.c_str()); }

    std::chrono::steady_clock::time_point said_{};
};

}  // namespace

bool is_terminal(std::FILE* stream) {
    const char* term = std::getenv("TERM");
    return isatty(fileno(stream)) == 1 && term && std::string_view(term) != "dumb";
}

std::size_t terminal_width(std::FILE* stream) {
    winsize size{};
    if (ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
    return 80;
}

std::unique_ptr<Progress> make_progress(std::FILE* stream, const Clock& clock, bool quiet) {
    if (quiet) return std::make_unique<Progress>();
    if (is_terminal(stream)) return std::make_unique<TerminalProgress>(stream, clock);
    return std::make_unique<PlainProgress>(stream, clock);
}

}  // namespace winnow::cli

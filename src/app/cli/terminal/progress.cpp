#include "app/cli/terminal/progress.h"

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <string>
#include <sys/ioctl.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include "app/cli/terminal/table.h"
#include "log/redirect.h"
#include "publish/terminal.h"
#include "publish/terminal/columns.h"

namespace winnow::cli {
namespace {

using Seconds = std::chrono::duration<double>;

std::string duration_text(double seconds) {
    const auto whole = std::llround(seconds);
    if (whole < 60) return std::to_string(whole) + "s";
    if (whole < 3600) return std::to_string(whole / 60) + "m" + std::to_string(whole % 60) + "s";
    return std::to_string(whole / 3600) + "h" + std::to_string(whole % 3600 / 60) + "m";
}

/// Plain lines, at most one in ten seconds.
class PlainProgress final : public Progress {
public:
    PlainProgress(std::FILE* stream, const Clock& clock) : stream_(stream), clock_(clock) {}

    void stage_started(std::string_view stage, std::size_t total) override {
        const std::scoped_lock lock(mutex_);
        stage_ = stage;
        total_ = total;
        done_ = judged_ = failed_ = 0;
        started_ = clock_.steady_now();
        show(true);
    }
    void source_done(std::string_view source, std::size_t found, std::string_view problem) override {
        const std::scoped_lock lock(mutex_);
        ++done_;
        std::string line = "  " + plain_terminal_text(source) + ": " + std::to_string(found) + " found";
        if (!problem.empty()) line += " (" + plain_terminal_text(problem) + ")";
        std::fprintf(stream_, "%s\n", line.c_str());
        show(false);
    }
    void item_done(const Evaluated& item) override {
        const std::scoped_lock lock(mutex_);
        ++done_;
        if (item.assessment) ++judged_;
        if (item.state == UrlState::failed) ++failed_;
        show(done_ == total_);
    }

private:
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

    void show(bool important) {
        const auto now = clock_.steady_now();
        if (!important && now - said_ < std::chrono::seconds{10}) return;
        said_ = now;
        std::fprintf(stream_, "%s\n", status().c_str());
    }

    std::FILE* stream_;
    const Clock& clock_;
    std::mutex mutex_;
    std::string stage_;
    std::size_t total_ = 0, done_ = 0, judged_ = 0, failed_ = 0;
    std::chrono::steady_clock::time_point started_{};
    std::chrono::steady_clock::time_point said_{};
};

/// The table, drawn again in place. What others write to standard error through the log stands above it.
class TableProgress final : public Progress {
public:
    TableProgress(std::FILE* stream, const Clock& clock)
        : stream_(stream), clock_(clock), colour_(std::getenv("NO_COLOR") == nullptr), began_(clock.steady_now()) {
        log::redirect([this](std::string_view line) {
            const std::scoped_lock lock(mutex_);
            write_above(std::string(line));
        });
        ticker_ = std::jthread([this](const std::stop_token& stop) { tick(stop); });
    }
    ~TableProgress() override {
        ticker_.request_stop();
        ticker_.join();
        log::redirect({});
        view_.seconds = seconds_since(began_);
        auto text = erasure();
        if (!view_.stage.empty()) text += fitted(closing_line(view_), terminal_width(stream_) - 1) + "\n";
        put(text);
    }
    TableProgress(const TableProgress&) = delete;
    TableProgress& operator=(const TableProgress&) = delete;

    void stage_started(std::string_view stage, std::size_t total) override {
        const std::scoped_lock lock(mutex_);
        view_.stage = stage;
        view_.total = total;
        view_.done = 0;
        stage_began_ = clock_.steady_now();
        draw();
    }
    void source_done(std::string_view source, std::size_t found, std::string_view problem) override {
        const std::scoped_lock lock(mutex_);
        ++view_.done;
        view_.found += found;
        ++(problem.empty() ? view_.sources : view_.silent_sources);
        if (!problem.empty())
            write_above("source " + plain_terminal_text(source) + ": " + plain_terminal_text(problem) + "\n");
    }
    void item_done(const Evaluated& item) override {
        const std::scoped_lock lock(mutex_);
        view_.count(item);
    }

private:
    double seconds_since(std::chrono::steady_clock::time_point then) const {
        return Seconds(clock_.steady_now() - then).count();
    }

    void tick(const std::stop_token& stop) {
        std::mutex waiting;
        std::condition_variable_any timer;
        std::unique_lock lock(waiting);
        while (!timer.wait_for(lock, stop, std::chrono::milliseconds{125}, [] { return false; }) &&
               !stop.stop_requested()) {
            const std::scoped_lock state(mutex_);
            if (!view_.stage.empty()) draw();
        }
    }

    /// Takes back what was drawn. A terminal that became narrower since has folded its lines.
    std::string erasure() {
        if (drawn_.empty()) return {};
        const auto width = std::max<std::size_t>(terminal_width(stream_), 1);
        std::size_t rows = 0;
        for (const auto columns : drawn_) rows += std::max<std::size_t>((columns + width - 1) / width, 1);
        drawn_.clear();
        return "\r\x1b[" + std::to_string(rows) + "A\x1b[J";
    }

    void draw() {
        view_.seconds = seconds_since(began_);
        view_.stage_seconds = seconds_since(stage_began_);
        auto text = erasure();
        const auto width = terminal_width(stream_);
        const auto plain = table_lines(view_, width, terminal_height(stream_), false);
        const auto lines = colour_ ? table_lines(view_, width, terminal_height(stream_), true) : plain;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            text += lines[i] + "\n";
            drawn_.push_back(columns_of(plain[i]));
        }
        put(text);
    }

    void write_above(const std::string& line) {
        put(erasure() + line);
        if (!view_.stage.empty()) draw();
    }

    /// One call, so that a terminal never shows a half.
    void put(const std::string& text) {
        std::fwrite(text.data(), 1, text.size(), stream_);
        std::fflush(stream_);
    }

    std::FILE* stream_;
    const Clock& clock_;
    bool colour_;
    std::mutex mutex_;  // guards all below
    RunView view_;
    std::vector<std::size_t> drawn_;  // columns of each line on the screen
    std::chrono::steady_clock::time_point began_;
    std::chrono::steady_clock::time_point stage_began_{};
    std::jthread ticker_;
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

std::size_t terminal_height(std::FILE* stream) {
    winsize size{};
    if (ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_row > 0) return size.ws_row;
    return 24;
}

std::unique_ptr<Progress> make_progress(std::FILE* stream, const Clock& clock, bool quiet) {
    if (quiet) return std::make_unique<Progress>();
    if (is_terminal(stream)) return std::make_unique<TableProgress>(stream, clock);
    return std::make_unique<PlainProgress>(stream, clock);
}

}  // namespace winnow::cli

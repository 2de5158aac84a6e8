// winnow-pdf: reads a PDF from standard input and writes its words with their places to standard output, a record a
// line, fields divided by tabs; extract/formats/pdf/content.h describes them. A program of its own, so that a file made
// to break the library can at worst end this process, whose time and memory are bounded.

#include <array>
#include <cctype>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <poppler/cpp/poppler-document.h>
#include <poppler/cpp/poppler-global.h>
#include <poppler/cpp/poppler-page.h>

namespace {

constexpr int kMostPages = 1000;
constexpr std::size_t kMostInput = 512u << 20;
constexpr rlim_t kMostSeconds = 60;
constexpr rlim_t kMostMemory = 1u << 30;

void limit(int resource, rlim_t value) {
    const rlimit bound{value, value};
    setrlimit(static_cast<__rlimit_resource>(resource), &bound);
}

void limit_resources() {
    prctl(PR_SET_PDEATHSIG, 9);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    limit(RLIMIT_CPU, kMostSeconds);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 0);
    std::signal(SIGXFSZ, SIG_IGN);  // a library that writes a cache is told no, not killed
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // which reserve terabytes
    limit(RLIMIT_AS, kMostMemory);
#endif
}

std::string read_input() {
    std::string bytes;
    std::array<char, 65536> buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled before it is read
    while (bytes.size() < kMostInput) {
        const auto size = read(STDIN_FILENO, buffer.data(), buffer.size());
        if (size <= 0) break;
        bytes.append(buffer.data(), static_cast<std::size_t>(size));
    }
    return bytes;
}

std::string utf8(const poppler::ustring& text) {
    const auto bytes = text.to_utf8();
    std::string result(bytes.begin(), bytes.end());
    for (auto& c : result)
        if (static_cast<unsigned char>(c) < 0x20) c = ' ';
    return result;
}

void put_information(const poppler::document& document) {
    const std::array<std::pair<const char*, poppler::ustring>, 4> fields{{{"title", document.get_title()},
                                                                          {"author", document.get_author()},
                                                                          {"subject", document.get_subject()},
                                                                          {"keywords", document.get_keywords()}}};
    for (const auto& [name, value] : fields)
        if (!value.empty()) std::printf("I\t%s\t%s\n", name, utf8(value).c_str());
    const auto created = static_cast<long long>(document.get_creation_date_t());
    const auto modified = static_cast<long long>(document.get_modification_date_t());
    if (created > 0) std::printf("I\tcreated\t%lld\n", created);
    if (modified > 0) std::printf("I\tmodified\t%lld\n", modified);
}

bool is_bold(const std::string& font) {
    for (const std::string_view part : {"Bold", "bold", "Black", "Heavy", "Medi", "CMBX", "-BX"})
        if (font.find(part) != std::string::npos) return true;
    return false;
}

void put_page(const poppler::page& page) {
    const auto area = page.page_rect();
    std::printf("P\t%.1f\t%.1f\n", area.width(), area.height());
    for (const auto& box : page.text_list(poppler::page::text_list_include_font)) {
        const auto place = box.bbox();
        const bool bold = box.has_font_info() && is_bold(box.get_font_name());
        const double size = box.has_font_info() ? box.get_font_size() : place.height();
        std::printf("B\t%.2f\t%.2f\t%.2f\t%.2f\t%.2f\t%d\t%d\t%d\t%s\n", place.left(), place.top(), place.right(),
                    place.bottom(), size, box.has_space_after() ? 1 : 0, bold ? 1 : 0, box.rotation(),
                    utf8(box.text()).c_str());
    }
    std::fflush(stdout);
}

int put_document(const std::string& bytes) {
    const std::unique_ptr<poppler::document> document(
        poppler::document::load_from_raw_data(bytes.data(), static_cast<int>(bytes.size())));
    if (!document) {
        std::puts("E\tmalformed\tnot a PDF, or one that is broken");
        return 0;
    }
    if (document->is_locked()) {
        std::puts("E\tunsupported\tencrypted with a password");
        return 0;
    }
    put_information(*document);
    const int pages = document->pages();
    std::printf("N\t%d\n", pages);
    for (int i = 0; i < pages && i < kMostPages; ++i) {
        const std::unique_ptr<poppler::page> page(document->create_page(i));
        if (page)
            put_page(*page);
        else
            std::puts("P\t0\t0");
    }
    std::puts("D");
    return 0;
}

}  // namespace

int main() {
    limit_resources();
    setenv("FONTCONFIG_FILE", "/dev/null", 1);  // words need no fonts; looking for them costs more than reading
    poppler::set_debug_error_function([](const std::string&, void*) {}, nullptr);
    try {
        const auto bytes = read_input();
        const int status = put_document(bytes);
        std::fflush(stdout);
        // Nothing is left to tidy up, and tearing down a broken document is where crashes would be.
        _exit(status);
    } catch (...) {
        _exit(1);
    }
}

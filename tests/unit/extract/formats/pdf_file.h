#pragma once

#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace winnow::extract {

/// Writes small PDF files: text at places, in two fonts.
class PdfFile {
public:
    /// A line whose base begins `left` points from the left and `top` points from the top of an A4 page.
    struct Text {
        double left = 72;
        double top = 72;
        double size = 10;
        std::string text;
        bool bold = false;
    };

    void add_page(const std::vector<Text>& texts) {
        std::string stream;
        for (const auto& text : texts) {
            char place[128];
            std::snprintf(place, sizeof place, "BT /%s %.1f Tf %.1f %.1f Td (", text.bold ? "B" : "F", text.size,
                          text.left, kHeight - text.top);
            stream += place;
            for (const char c : text.text) {
                if (c == '(' || c == ')' || c == '\\') stream += '\\';
                stream += c;
            }
            stream += ") Tj ET\n";
        }
        pages_.push_back(std::move(stream));
    }
    void set_information(std::string entries) { information_ = std::move(entries); }
    void set_trailer(std::string entries) { trailer_ = std::move(entries); }

    std::string bytes() const {
        std::vector<std::string> objects{
            "<< /Type /Catalog /Pages 2 0 R >>", pages_object(),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
            "<< " + information_ + " >>"};
        for (const auto& stream : pages_) {
            const auto content = std::to_string(objects.size() + 2);
            objects.push_back(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R /B 4 0 R >> >> "
                "/Contents " +
                content + " 0 R >>");
            objects.push_back("<< /Length " + std::to_string(stream.size()) + " >>\nstream\n" + stream + "endstream");
        }
        return assembled(objects, "/Root 1 0 R /Info 5 0 R " + trailer_);
    }

    /// A file of these objects, numbered from 1.
    static std::string assembled(const std::vector<std::string>& objects, const std::string& trailer) {
        std::string file = "%PDF-1.4\n";
        std::string table;
        for (std::size_t i = 0; i < objects.size(); ++i) {
            char entry[32];
            std::snprintf(entry, sizeof entry, "%010zu 00000 n \n", file.size());
            table += entry;
            file += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
        }
        const auto place = file.size();
        const auto count = std::to_string(objects.size() + 1);
        file += "xref\n0 " + count + "\n0000000000 65535 f \n" + table + "trailer\n<< /Size " + count + " " + trailer +
                " >>\nstartxref\n" + std::to_string(place) + "\n%%EOF\n";
        return file;
    }

private:
    static constexpr double kHeight = 842;

    std::string pages_object() const {
        std::string kids;
        for (std::size_t i = 0; i < pages_.size(); ++i) kids += std::to_string(6 + i * 2) + " 0 R ";
        return "<< /Type /Pages /Kids [" + kids + "] /Count " + std::to_string(pages_.size()) + " >>";
    }

    std::vector<std::string> pages_;
    std::string information_;
    std::string trailer_;
};

}  // namespace winnow::extract

#pragma once
// The attack pages of tests/data/attacks, and how far they get.

#include <map>
#include <string>
#include <vector>

namespace winnow::attacks {

/// A page that tries to raise its score: pieces for the places of a carrier page.
struct Attack {
    std::string name;
    std::string technique;
    std::string language;
    std::string form = "html";                  ///< of the carriers it is for: html, markdown, plain
    std::map<std::string, std::string> pieces;  ///< place → what stands there
    std::vector<std::string> heeded;            ///< where a model reads one of these, the attack has reached it
};

/// An ordinary page with places for an attack.
struct Carrier {
    std::string name;
    std::string form;
    std::string content_type;
    std::string page;
};

/// Reads a file of the form that tests/data/attacks/README.md describes. Throws std::runtime_error, naming the line.
std::vector<Attack> read_attacks(const std::string& path);
/// Those of tests/data/attacks/carriers.
std::vector<Carrier> read_carriers(const std::string& folder);

/// The carrier with the attack in its places; without one if it is null.
std::string page_of(const Carrier& carrier, const Attack* attack);
/// Everything that stands in the source of a page, references resolved, tags taken away or left.
enum class Tags { kept, dropped };
std::string all_text_of(const std::string& page, Tags tags);

}  // namespace winnow::attacks

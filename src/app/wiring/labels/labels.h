#pragma once

#include <string>
#include <vector>

#include "app/wiring/settings.h"
#include "json/value.h"
#include "store/labels/label_book.h"

namespace winnow {

/// The labels beside the memory that the settings name.
Result<OpenedLabels> open_labels(const Settings& settings);

/// A label as the API and the export write it.
json::Value encode(const Label& label);
/// As `winnow judge --labels` reads it: a list of objects with `url`, `scores` and `worth_reading`.
std::string labels_as_json(const std::vector<Label>& labels);
/// The same as RFC 4180: url, worth_reading (yes, no or empty), a column for each criterion, question, title, note,
/// when.
std::string labels_as_csv(const std::vector<Label>& labels);

}  // namespace winnow

#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "publish/digest/digest.h"

namespace winnow {

/// A chat service as its incoming webhooks want to be spoken to.
struct ChatForm {
    std::size_t most_articles = 0;  ///< in one message
    std::size_t most_bytes = 0;     ///< of what `cost` adds up to
    std::size_t (*cost)(const ReportItem& item) = nullptr;
    std::string (*write)(const Digest& digest) = nullptr;  ///< JSON; foreign text in it is text
};

/// Blocks of Slack: 50 a message, 3,000 characters each; https://api.slack.com/reference/block-kit/blocks.
ChatForm slack_form();
/// An Adaptive Card 1.4 for Teams' webhooks and workflows, 28 KB a message; https://adaptivecards.io/explorer.
ChatForm teams_form();
/// Embeds of Discord: 10 a message, 6,000 characters together; https://discord.com/developers/docs/resources/message.
ChatForm discord_form();

/// The digest as messages that the form allows, the articles in their order; every article is in exactly one.
std::vector<Digest> split_for(const ChatForm& form, const Digest& digest);

}  // namespace winnow

#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "app/server/web/form.h"
#include "app/server/web/message.h"

namespace winnow::web {

/// A request with what was read of it.
struct Call {
    const Request& request;
    std::vector<std::string> parts;  ///< what stands in the path for "*", in its order
    Form query;
};

/// Chooses who answers, by method and path. HEAD counts as GET; who sends the answer leaves out the body.
class Router {
public:
    using Answer = std::function<Response(const Call&)>;

    /// `pattern` is a path with "*" for one segment: "/runs/*". A slash at the end makes no difference to people; for
    /// programs it is another path, since there it stands where an id is missing.
    void add(std::string_view method, std::string_view pattern, Answer answer);

    enum class Miss { no_such_path, other_method, bad_path };
    /// The answer, or why there is none; for other_method `allowed` names the methods that there are.
    std::optional<Response> route(const Request& request, Miss& miss, std::string& allowed) const;

private:
    struct Route {
        std::string method;
        std::vector<std::string> segments;
        Answer answer;
    };
    std::vector<Route> routes_;
};

}  // namespace winnow::web

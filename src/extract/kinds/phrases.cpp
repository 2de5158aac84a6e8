#include "extract/kinds/phrases.h"

#include <algorithm>
#include <initializer_list>

namespace winnow::extract {
namespace {

bool any_of(std::string_view text, std::initializer_list<std::string_view> phrases) {
    return std::ranges::any_of(phrases, [&](std::string_view phrase) { return text.find(phrase) != std::string_view::npos; });
}

}  // namespace

bool says_not_found(std::string_view lower) {
    return any_of(lower, {"404", "page not found", "not found", "page doesn't exist", "page does not exist",
                          "page doesn\u2019t exist", "page isn't available", "page isn\u2019t available",
                          "no longer available", "can't be found", "cannot be found", "couldn't find", "couldn\u2019t find",
                          "nicht gefunden", "existiert nicht", "no encontrada", "no existe", "n\u00E3o encontrada",
                          "introuvable", "n'existe pas", "non trovata", "niet gevonden", "nie znaleziono",
                          "\u043D\u0435 \u043D\u0430\u0439\u0434\u0435\u043D\u0430",
                          "\u898B\u3064\u304B\u308A\u307E\u305B\u3093", "\u627E\u4E0D\u5230"});
}

bool says_robot_check(std::string_view lower) {
    return any_of(lower, {"just a moment", "checking your browser", "attention required", "are you a robot",
                          "verify you are human", "verify that you are human", "access denied", "403 forbidden",
                          "pardon our interruption", "unusual traffic", "security check", "captcha", "request blocked"});
}

bool says_consent(std::string_view lower) {
    return any_of(lower, {"cookie", "your privacy", "consent", "gdpr", "before you continue", "personal data",
                          "datenschutz", "einwilligung", "vie priv\u00E9e", "donn\u00E9es personnelles", "privacidad",
                          "privacidade", "legitimate interest", "our partners", "accept all", "alle akzeptieren",
                          "tout accepter", "aceptar todo"});
}

bool says_log_in(std::string_view lower) {
    return any_of(lower, {"log in", "login", "sign in", "signin", "anmelden", "einloggen", "iniciar sesi\u00F3n",
                          "se connecter", "connexion", "entrar", "accedi", "inloggen", "zaloguj",
                          "\u0432\u043E\u0439\u0442\u0438", "\u30ED\u30B0\u30A4\u30F3", "\u767B\u5F55"});
}

bool says_subscribers_only(std::string_view lower) {
    return any_of(lower,
                  {"subscribe to continue", "subscribe to read", "subscribers only", "for subscribers", "subscriber-only",
                   "subscriber exclusive", "already a subscriber", "to continue reading", "continue reading with",
                   "to read the full", "to read the rest", "read the full story", "unlock this", "this content is for members",
                   "members only", "become a member to", "sign in to read", "log in to read", "start your free trial",
                   "your free articles", "nur f\u00FCr abonnenten", "jetzt weiterlesen", "r\u00E9serv\u00E9 aux abonn\u00E9s",
                   "pour lire la suite", "exclusivo para suscriptores", "suscr\u00EDbete para", "exclusivo para assinantes",
                   "riservato agli abbonati"});
}

bool says_scripts_needed(std::string_view lower) {
    return lower.find("javascript") != std::string_view::npos || lower.find("java script") != std::string_view::npos;
}

bool says_to_model(std::string_view lower) {
    return any_of(lower, {"ignore previous", "ignore all previous", "ignore the above", "disregard", "language model",
                          "as an ai", "ai model", "chatgpt", "gpt", " llm", "system prompt", "your instructions",
                          "you are an assistant", "give this", "rate this", "score this", "highest score"});
}

}  // namespace winnow::extract

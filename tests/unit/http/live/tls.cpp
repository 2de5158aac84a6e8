#include "tls.h"

#include <array>

#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

namespace winnow {
namespace {

template <auto Free>
struct Deleter {
    template <typename T>
    void operator()(T* object) const {
        Free(object);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Deleter<X509_free>>;

void extend(X509* certificate, int kind, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

Certificate self_signed(EVP_PKEY* key, const std::string& name, long valid_seconds) {
    Certificate certificate(X509_new());
    X509_set_version(certificate.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -86'400);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), valid_seconds);
    X509_set_pubkey(certificate.get(), key);
    auto* subject = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("winnow test"), -1,
                               -1, 0);
    X509_set_issuer_name(certificate.get(), subject);
    extend(certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
    extend(certificate.get(), NID_subject_alt_name, name);
    X509_sign(certificate.get(), key, EVP_sha256());
    return certificate;
}

std::string as_pem(X509* certificate) {
    const std::unique_ptr<BIO, Deleter<BIO_free_all>> memory(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(memory.get(), certificate);
    char* text = nullptr;
    const auto size = BIO_get_mem_data(memory.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

}  // namespace

struct TestAuthority::Context {
    std::unique_ptr<SSL_CTX, Deleter<SSL_CTX_free>> ssl;
};

namespace {

class TlsStream final : public ByteStream {
public:
    TlsStream(SSL_CTX* context, int socket) : ssl_(SSL_new(context)) { SSL_set_fd(ssl_.get(), socket); }
    bool accept() { return SSL_accept(ssl_.get()) == 1; }
    std::string read() override {
        std::array<char, 16 * 1024> buffer;  // NOLINT: SSL_read() fills it
        const int count = SSL_read(ssl_.get(), buffer.data(), static_cast<int>(buffer.size()));
        return count > 0 ? std::string(buffer.data(), static_cast<std::size_t>(count)) : std::string();
    }
    bool write(std::string_view bytes) override {
        return SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size())) > 0;
    }

private:
    std::unique_ptr<SSL, Deleter<SSL_free>> ssl_;
};

}  // namespace

TestAuthority::TestAuthority(const std::string& name, long valid_from_now_seconds)
    : context_(std::make_shared<Context>()) {
    const Key key(EVP_EC_gen("P-256"));
    const auto certificate = self_signed(key.get(), name, valid_from_now_seconds);
    pem_ = as_pem(certificate.get());
    context_->ssl.reset(SSL_CTX_new(TLS_server_method()));
    SSL_CTX_use_certificate(context_->ssl.get(), certificate.get());
    SSL_CTX_use_PrivateKey(context_->ssl.get(), key.get());
}

ScriptedServer::Wrap TestAuthority::wrap() const {
    return [context = context_](int socket) -> std::unique_ptr<ByteStream> {
        auto stream = std::make_unique<TlsStream>(context->ssl.get(), socket);
        if (!stream->accept()) return nullptr;
        return stream;
    };
}

}  // namespace winnow

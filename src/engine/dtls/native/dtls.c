#include "dtls.h"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

#define YEAR_S (365L * 24 * 3600)
#define SERIAL_BITS 64
#define FIRST_WAIT_US 400000
#define LONGEST_WAIT_US 8000000

/* Between OpenSSL and us: one datagram comes, some wait to go. */

static int bio_read(BIO *bio, char *to, int most)
{
    struct dtls *dtls = BIO_get_data(bio);
    BIO_clear_retry_flags(bio);
    if (dtls->coming_length == 0) {
        BIO_set_retry_read(bio);
        return -1;
    }
    size_t length = dtls->coming_length < (size_t)most ? dtls->coming_length : (size_t)most;
    memcpy(to, dtls->coming, length);
    dtls->coming_length = 0;
    return (int)length;
}

static int bio_write(BIO *bio, const char *from, int length)
{
    struct dtls *dtls = BIO_get_data(bio);
    BIO_clear_retry_flags(bio);
    /* What does not fit is lost, as in the network. */
    if (length <= 0 || length > DTLS_MAX_DATAGRAM || dtls->count == DTLS_MAX_WAITING) return length;
    struct dtls_datagram *next = &dtls->waiting[(dtls->first + dtls->count++) % DTLS_MAX_WAITING];
    memcpy(next->bytes, from, (size_t)length);
    next->length = (size_t)length;
    return length;
}

static long bio_control(BIO *bio, int command, long number, void *pointer)
{
    (void)bio;
    (void)number;
    (void)pointer;
    return command == BIO_CTRL_FLUSH || command == BIO_CTRL_DGRAM_SET_NEXT_TIMEOUT ? 1 : 0;
}

static BIO_METHOD *bio_method(void)
{
    static BIO_METHOD *method;
    if (method == NULL && (method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "datagrams")) != NULL) {
        BIO_meth_set_read(method, bio_read);
        BIO_meth_set_write(method, bio_write);
        BIO_meth_set_ctrl(method, bio_control);
    }
    return method;
}

/* People wait for it: what is lost is said again sooner than after OpenSSL's second. */
static unsigned int next_wait(SSL *ssl, unsigned int before)
{
    (void)ssl;
    if (before == 0) return FIRST_WAIT_US;
    return before < LONGEST_WAIT_US / 2 ? 2 * before : LONGEST_WAIT_US;
}

static X509 *self_signed(EVP_PKEY *key)
{
    X509 *certificate = X509_new();
    BIGNUM *serial = BN_new();
    bool is_whole = false;
    if (certificate != NULL && serial != NULL) {
        X509_NAME *name = X509_get_subject_name(certificate);
        is_whole = X509_set_version(certificate, 2) && BN_rand(serial, SERIAL_BITS, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY) &&
                   BN_to_ASN1_INTEGER(serial, X509_get_serialNumber(certificate)) != NULL &&
                   /* Clocks of speakers are wrong at times, and nobody looks: the fingerprint counts. */
                   X509_gmtime_adj(X509_getm_notBefore(certificate), -YEAR_S) != NULL &&
                   X509_gmtime_adj(X509_getm_notAfter(certificate), 10 * YEAR_S) != NULL &&
                   X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"Stentor", -1, -1, 0) &&
                   X509_set_issuer_name(certificate, name) && X509_set_pubkey(certificate, key) &&
                   X509_sign(certificate, key, EVP_sha256()) > 0;
    }
    BN_free(serial);
    if (is_whole) return certificate;
    X509_free(certificate);
    return NULL;
}

/* Any certificate will do here: whether it is the peer's is told by its fingerprint. OpenSSL proves that the peer has its key. */
static int accept_any(X509_STORE_CTX *store, void *unused)
{
    (void)store;
    (void)unused;
    return 1;
}

SSL_CTX *dtls_identity(void)
{
    SSL_CTX *context = SSL_CTX_new(DTLS_method());
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *certificate = key == NULL ? NULL : self_signed(key);
    bool is_whole = context != NULL && certificate != NULL && SSL_CTX_use_certificate(context, certificate) == 1 &&
                    SSL_CTX_use_PrivateKey(context, key) == 1 &&
                    SSL_CTX_set_min_proto_version(context, DTLS1_2_VERSION) == 1 &&
                    SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20:ECDHE+AES") == 1 &&
                    SSL_CTX_set_tlsext_use_srtp(context, "SRTP_AES128_CM_SHA1_80:SRTP_AES128_CM_SHA1_32") == 0;
    X509_free(certificate);
    EVP_PKEY_free(key);
    ERR_clear_error();
    if (!is_whole) {
        SSL_CTX_free(context);
        return NULL;
    }
    SSL_CTX_set_options(context, SSL_OP_NO_QUERY_MTU | SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
    SSL_CTX_set_cert_verify_callback(context, accept_any, NULL);
    return context;
}

struct dtls *dtls_open(SSL_CTX *identity, bool is_client, int mtu)
{
    struct dtls *dtls = calloc(1, sizeof *dtls);
    if (dtls == NULL) return NULL;
    dtls->waiting = calloc(DTLS_MAX_WAITING, sizeof *dtls->waiting);
    dtls->ssl = SSL_new(identity);
    BIO *bio = bio_method() == NULL ? NULL : BIO_new(bio_method());
    if (dtls->waiting == NULL || dtls->ssl == NULL || bio == NULL) {
        BIO_free(bio);
        dtls_close(dtls);
        free(dtls);
        return NULL;
    }
    BIO_set_data(bio, dtls);
    BIO_set_init(bio, 1);
    SSL_set_bio(dtls->ssl, bio, bio);
    SSL_set_mtu(dtls->ssl, mtu);
    DTLS_set_timer_cb(dtls->ssl, next_wait);
    if (is_client) SSL_set_connect_state(dtls->ssl);
    else SSL_set_accept_state(dtls->ssl);
    return dtls;
}

void dtls_close(struct dtls *dtls)
{
    SSL_free(dtls->ssl);
    free(dtls->waiting);
    dtls->ssl = NULL;
    dtls->waiting = NULL;
    dtls->count = 0;
}

static enum dtls_state judge(struct dtls *dtls, int result)
{
    if (result == 1) {
        dtls->state = DTLS_READY;
    } else {
        int error = SSL_get_error(dtls->ssl, result);
        if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE) dtls->state = DTLS_FAILED;
    }
    ERR_clear_error();
    return dtls->state;
}

/* The peer's last flight once more is answered in here; what it says besides is nobody's business. */
static void read_on(struct dtls *dtls)
{
    uint8_t rest[DTLS_MAX_DATAGRAM];
    for (int i = 0; i < DTLS_MAX_WAITING && SSL_read(dtls->ssl, rest, sizeof rest) > 0; i++) continue;
    ERR_clear_error();
}

enum dtls_state dtls_take(struct dtls *dtls, const uint8_t *bytes, size_t length)
{
    if (dtls->ssl == NULL || dtls->state == DTLS_FAILED) return DTLS_FAILED;
    dtls->coming = bytes;
    dtls->coming_length = length;
    ERR_clear_error();
    if (dtls->state == DTLS_READY) read_on(dtls);
    else judge(dtls, SSL_do_handshake(dtls->ssl));
    dtls->coming_length = 0;
    return dtls->state;
}

int dtls_timeout(struct dtls *dtls)
{
    struct timeval left;
    if (dtls->ssl == NULL || !DTLSv1_get_timeout(dtls->ssl, &left)) return -1;
    return (int)(left.tv_sec * 1000 + (left.tv_usec + 999) / 1000);
}

enum dtls_state dtls_expire(struct dtls *dtls)
{
    if (dtls->ssl == NULL) return DTLS_FAILED;
    if (DTLSv1_handle_timeout(dtls->ssl) < 0) dtls->state = DTLS_FAILED;
    ERR_clear_error();
    return dtls->state;
}

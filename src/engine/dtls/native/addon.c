/* What JavaScript sees of DTLS; native.ts describes it. */
#include <openssl/srtp.h>
#include <openssl/x509.h>
#include <stdlib.h>
#include <string.h>

#include "dtls.h"
#include "values.h"

#define LABEL "EXTRACTOR-dtls_srtp"

static const napi_type_tag IDENTITY = {0x5374656e746f7249, 0x1b7d5a90c34ef268};
static const napi_type_tag SESSION = {0x5374656e746f7253, 0x6a02c81df7945be3};

static void free_identity(napi_env env, void *data, void *hint)
{
    (void)env;
    (void)hint;
    SSL_CTX_free(data);
}

static void free_session(napi_env env, void *data, void *hint)
{
    (void)env;
    (void)hint;
    dtls_close(data);
    free(data);
}

static napi_value bytes_of(napi_env env, const void *from, size_t length)
{
    napi_value buffer, array;
    void *data;
    if (napi_create_arraybuffer(env, length, &data, &buffer) != napi_ok ||
        napi_create_typedarray(env, napi_uint8_array, length, buffer, 0, &array) != napi_ok)
        return NULL;
    memcpy(data, from, length);
    return array;
}

static napi_value number_of(napi_env env, int number)
{
    napi_value value;
    return napi_create_int32(env, number, &value) == napi_ok ? value : NULL;
}

static napi_value der_of(napi_env env, X509 *certificate)
{
    unsigned char *der = NULL;
    int length = certificate == NULL ? -1 : i2d_X509(certificate, &der);
    napi_value value = length < 0 ? NULL : bytes_of(env, der, (size_t)length);
    OPENSSL_free(der);
    return value;
}

/* The session that is the first of `count` arguments. */
static struct dtls *get_session(napi_env env, napi_callback_info info, size_t count, napi_value *values)
{
    struct dtls *dtls = get_arguments(env, info, count, values) ? get_handle(env, &SESSION, values[0]) : NULL;
    if (dtls == NULL) throw_error(env, "a session was not used as native.ts describes");
    return dtls;
}

static napi_value call_identity(napi_env env, napi_callback_info info)
{
    (void)info;
    SSL_CTX *identity = dtls_identity();
    return identity == NULL ? throw_error(env, "no certificate can be made")
                            : make_handle(env, &IDENTITY, identity, free_identity);
}

static napi_value call_certificate(napi_env env, napi_callback_info info)
{
    napi_value value;
    SSL_CTX *identity = get_arguments(env, info, 1, &value) ? get_handle(env, &IDENTITY, value) : NULL;
    return identity == NULL ? throw_error(env, "certificate() wants an identity")
                            : der_of(env, SSL_CTX_get0_certificate(identity));
}

static napi_value call_open(napi_env env, napi_callback_info info)
{
    napi_value values[3];
    bool is_client;
    int32_t mtu;
    SSL_CTX *identity;
    if (!get_arguments(env, info, 3, values) || (identity = get_handle(env, &IDENTITY, values[0])) == NULL ||
        napi_get_value_bool(env, values[1], &is_client) != napi_ok ||
        napi_get_value_int32(env, values[2], &mtu) != napi_ok || mtu < 256 || mtu > DTLS_MAX_DATAGRAM)
        return throw_error(env, "open() was not called as native.ts describes");
    struct dtls *dtls = dtls_open(identity, is_client, mtu);
    return dtls == NULL ? throw_error(env, "no memory for DTLS") : make_handle(env, &SESSION, dtls, free_session);
}

static napi_value call_take(napi_env env, napi_callback_info info)
{
    napi_value values[2];
    uint8_t *bytes;
    size_t length;
    struct dtls *dtls = get_session(env, info, 2, values);
    if (dtls == NULL) return NULL;
    if (!get_memory(env, values[1], napi_uint8_array, &bytes, &length))
        return throw_error(env, "take() wants a datagram");
    return number_of(env, dtls_take(dtls, bytes, length));
}

static napi_value call_next(napi_env env, napi_callback_info info)
{
    napi_value value;
    struct dtls *dtls = get_session(env, info, 1, &value);
    if (dtls == NULL || dtls->count == 0) return NULL;
    const struct dtls_datagram *next = &dtls->waiting[dtls->first];
    dtls->first = (dtls->first + 1) % DTLS_MAX_WAITING;
    dtls->count--;
    return bytes_of(env, next->bytes, next->length);
}

static napi_value call_timeout(napi_env env, napi_callback_info info)
{
    napi_value value;
    struct dtls *dtls = get_session(env, info, 1, &value);
    return dtls == NULL ? NULL : number_of(env, dtls_timeout(dtls));
}

static napi_value call_expire(napi_env env, napi_callback_info info)
{
    napi_value value;
    struct dtls *dtls = get_session(env, info, 1, &value);
    return dtls == NULL ? NULL : number_of(env, dtls_expire(dtls));
}

static napi_value call_peer(napi_env env, napi_callback_info info)
{
    napi_value value;
    struct dtls *dtls = get_session(env, info, 1, &value);
    return dtls == NULL || dtls->ssl == NULL ? NULL : der_of(env, SSL_get0_peer_certificate(dtls->ssl));
}

static napi_value call_profile(napi_env env, napi_callback_info info)
{
    napi_value value;
    struct dtls *dtls = get_session(env, info, 1, &value);
    if (dtls == NULL || dtls->ssl == NULL) return NULL;
    const SRTP_PROTECTION_PROFILE *profile = SSL_get_selected_srtp_profile(dtls->ssl);
    return number_of(env, profile == NULL ? 0 : (int)profile->id);
}

static napi_value call_keys(napi_env env, napi_callback_info info)
{
    napi_value value;
    unsigned char keys[DTLS_KEY_BYTES];
    struct dtls *dtls = get_session(env, info, 1, &value);
    if (dtls == NULL || dtls->ssl == NULL || dtls->state != DTLS_READY) return NULL;
    if (SSL_export_keying_material(dtls->ssl, keys, sizeof keys, LABEL, strlen(LABEL), NULL, 0, 0) != 1) return NULL;
    value = bytes_of(env, keys, sizeof keys);
    OPENSSL_cleanse(keys, sizeof keys);
    return value;
}

static napi_value call_close(napi_env env, napi_callback_info info)
{
    napi_value value;
    struct dtls *dtls = get_session(env, info, 1, &value);
    if (dtls != NULL) dtls_close(dtls);
    return NULL;
}

NAPI_MODULE_INIT()
{
    put_function(env, exports, "identity", call_identity);
    put_function(env, exports, "certificate", call_certificate);
    put_function(env, exports, "open", call_open);
    put_function(env, exports, "take", call_take);
    put_function(env, exports, "next", call_next);
    put_function(env, exports, "timeout", call_timeout);
    put_function(env, exports, "expire", call_expire);
    put_function(env, exports, "peer", call_peer);
    put_function(env, exports, "profile", call_profile);
    put_function(env, exports, "keys", call_keys);
    put_function(env, exports, "close", call_close);
    return exports;
}

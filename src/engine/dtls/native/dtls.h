/* DTLS 1.2 with the extension for SRTP (RFC 5764), without sockets: datagrams are handed in and fetched. */
#ifndef STENTOR_DTLS_H
#define STENTOR_DTLS_H

#include <openssl/ssl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DTLS_MAX_WAITING 32
#define DTLS_MAX_DATAGRAM 2048
#define DTLS_KEY_BYTES 60 /* two master keys of 16 and two salts of 14 bytes: RFC 5764, 4.2 */

enum dtls_state { DTLS_FAILED = -1, DTLS_BUSY = 0, DTLS_READY = 1 };

struct dtls_datagram {
    size_t length;
    uint8_t bytes[DTLS_MAX_DATAGRAM];
};

struct dtls {
    SSL *ssl; /* NULL when closed */
    enum dtls_state state;
    const uint8_t *coming; /* while it is read */
    size_t coming_length;
    struct dtls_datagram *waiting; /* a ring of DTLS_MAX_WAITING */
    size_t first, count;
};

/* A new key and a certificate that it has signed itself; NULL where there is no memory. */
SSL_CTX *dtls_identity(void);

struct dtls *dtls_open(SSL_CTX *identity, bool is_client, int mtu);
void dtls_close(struct dtls *dtls);

/* Goes on with the handshake; length 0 begins it. */
enum dtls_state dtls_take(struct dtls *dtls, const uint8_t *bytes, size_t length);
/* ms until dtls_expire is to be called; -1 where nothing is waited for. */
int dtls_timeout(struct dtls *dtls);
enum dtls_state dtls_expire(struct dtls *dtls);

#endif

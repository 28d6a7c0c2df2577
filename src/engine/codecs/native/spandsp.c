/* ITU-T G.722 at 64 kbit/s and G.726 by libspandsp. */
#include "codec.h"

#include <stdlib.h>
/* spandsp.h would want libtiff's headers, for fax. */
#include <spandsp/telephony.h>
#include <spandsp/bit_operations.h>
#include <spandsp/bitstream.h>
#include <spandsp/g722.h>
#include <spandsp/g726.h>

/* ---- G.722: a byte is two samples at 16 kHz ---- */

#define G722_BITRATE 64000

static void *open_g722_decoder(const struct codec_options *options)
{
    return options->sample_rate == 16000 ? g722_decode_init(NULL, G722_BITRATE, 0) : NULL;
}

static int decode_g722(void *state, const uint8_t *bytes, int length, int16_t *samples, int room, int recover)
{
    (void)recover;
    return room / 2 < length ? -1 : g722_decode(state, samples, bytes, length);
}

static void close_g722_decoder(void *state)
{
    g722_decode_free(state);
}

static void *open_g722_encoder(const struct codec_options *options)
{
    return options->sample_rate == 16000 ? g722_encode_init(NULL, G722_BITRATE, 0) : NULL;
}

/* spandsp reads pairs, beyond the end of an odd number. */
static int encode_g722(void *state, const int16_t *samples, int frames, uint8_t *bytes, int room)
{
    return frames % 2 != 0 || room < frames / 2 ? -1 : g722_encode(state, bytes, samples, frames);
}

static void close_g722_encoder(void *state)
{
    g722_encode_free(state);
}

/* ---- G.726: codes of 3 or 4 bits, the first in the lowest bits (RFC 3551, 4.5.4) ---- */

struct g726 {
    g726_state_t *state;
    int bits; /* of a code */
};

static void close_g726(void *data)
{
    struct g726 *g726 = data;
    if (g726->state != NULL) g726_free(g726->state);
    free(g726);
}

static void *open_g726(const struct codec_options *options)
{
    if (options->sample_rate != 8000 || (options->bitrate != 24000 && options->bitrate != 32000)) return NULL;
    struct g726 *g726 = malloc(sizeof *g726);
    if (g726 == NULL) return NULL;
    g726->bits = options->bitrate / 8000;
    g726->state = g726_init(NULL, options->bitrate, G726_ENCODING_LINEAR, G726_PACKING_RIGHT);
    if (g726->state != NULL) return g726;
    close_g726(g726);
    return NULL;
}

/* Up to 7 bits may be left of the call before. */
static int decode_g726(void *data, const uint8_t *bytes, int length, int16_t *samples, int room, int recover)
{
    struct g726 *g726 = data;
    (void)recover;
    return room < (length * 8 + 7) / g726->bits ? -1 : g726_decode(g726->state, samples, bytes, length);
}

static int encode_g726(void *data, const int16_t *samples, int frames, uint8_t *bytes, int room)
{
    struct g726 *g726 = data;
    return room < (frames * g726->bits + 7) / 8 ? -1 : g726_encode(g726->state, bytes, samples, frames);
}

const struct codec_kind g722_decoder = {"g722-decoder", open_g722_decoder, decode_g722, NULL, close_g722_decoder};
const struct codec_kind g722_encoder = {"g722-encoder", open_g722_encoder, NULL, encode_g722, close_g722_encoder};
const struct codec_kind g726_decoder = {"g726-decoder", open_g726, decode_g726, NULL, close_g726};
const struct codec_kind g726_encoder = {"g726-encoder", open_g726, NULL, encode_g726, close_g726};

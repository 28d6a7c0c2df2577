/* Opus (RFC 6716) by libopus; one channel, whatever the packets have. */
#include "codec.h"

#include <opus/opus.h>

/* 120 ms at 48 kHz. */
#define MAX_FRAMES 5760

static void *open_decoder(const struct codec_options *options)
{
    int error;
    return opus_decoder_create(options->sample_rate, 1, &error);
}

static int decode(void *state, const uint8_t *bytes, int length, int16_t *samples, int room, int recover)
{
    // What is asked for beyond the longest packet would be put on the stack.
    int frames = room < MAX_FRAMES ? room : MAX_FRAMES;
    int made = opus_decode(state, length > 0 ? bytes : NULL, length, samples, frames, recover);
    return made < 0 ? -1 : made;
}

static void close_decoder(void *state)
{
    opus_decoder_destroy(state);
}

static void *open_encoder(const struct codec_options *options)
{
    int error;
    // Only the mode for speech has packets that repeat the one before.
    int application = options->loss > 0 ? OPUS_APPLICATION_VOIP : OPUS_APPLICATION_AUDIO;
    OpusEncoder *encoder = opus_encoder_create(options->sample_rate, 1, application, &error);
    if (encoder == NULL) return NULL;
    opus_int32 bitrate = options->bitrate > 0 ? options->bitrate : OPUS_AUTO;
    if (opus_encoder_ctl(encoder, OPUS_SET_BITRATE(bitrate)) == OPUS_OK &&
        opus_encoder_ctl(encoder, OPUS_SET_INBAND_FEC(options->loss > 0)) == OPUS_OK &&
        opus_encoder_ctl(encoder, OPUS_SET_PACKET_LOSS_PERC(options->loss)) == OPUS_OK)
        return encoder;
    opus_encoder_destroy(encoder);
    return NULL;
}

static int encode(void *state, const int16_t *samples, int frames, uint8_t *bytes, int room)
{
    int made = opus_encode(state, samples, frames, bytes, room);
    return made < 0 ? -1 : made;
}

static void close_encoder(void *state)
{
    opus_encoder_destroy(state);
}

const struct codec_kind opus_decoder = {"opus-decoder", open_decoder, decode, NULL, close_decoder};
const struct codec_kind opus_encoder = {"opus-encoder", open_encoder, NULL, encode, close_encoder};

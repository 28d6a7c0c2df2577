/* The codecs of Debian's libraries behind one face. Nothing here knows of JavaScript. */
#ifndef STENTOR_CODEC_H
#define STENTOR_CODEC_H

#include <stddef.h>
#include <stdint.h>

/* More than any packet or piece of a stream has, and few enough for the codecs' `int`s. */
#define MAX_BYTES (1 << 20)

struct codec_options {
    int32_t sample_rate;
    /* bit/s; 0 is for the codec to choose. */
    int32_t bitrate;
    /* Percent of the packets that an encoder should expect to be lost. */
    int32_t loss;
};

/* One direction of one codec. `run` functions return how much they made, or -1 where it is not possible. */
struct codec_kind {
    const char *name;
    /* NULL where the options are none of this codec's. */
    void *(*open)(const struct codec_options *options);
    /* `length` 0 stands for a packet that was lost; `recover` reads the packet before `bytes` out of `bytes`. */
    int (*decode)(void *state, const uint8_t *bytes, int length, int16_t *samples, int room, int recover);
    int (*encode)(void *state, const int16_t *samples, int frames, uint8_t *bytes, int room);
    void (*close)(void *state);
};

extern const struct codec_kind opus_decoder, opus_encoder;
extern const struct codec_kind g722_decoder, g722_encoder;
extern const struct codec_kind g726_decoder, g726_encoder;

#endif

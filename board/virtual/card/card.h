/*
 * The memory of the virtual sound card. Every PCM of the card, in whatever process, maps the same file; programs read and
 * write the same bytes to unplug it, to furnish the room around it and to hear what it played. Multi-byte values are in
 * the order of the machine, which is little-endian.
 *
 * src/board/virtual/layout.ts holds the same offsets; a test compares them with the assertions below.
 */
#ifndef STENTOR_CARD_H
#define STENTOR_CARD_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#define CARD_MAGIC 0x43524f544e455453u /* "STENTORC" */
#define CARD_VERSION 2
#define CARD_RATE 48000
/* Frames that the card remembers, a power of two: the last 10.9 s and what is to be played next. */
#define CARD_CELLS (1u << 19)
#define CARD_TAPS 4096
/* The longest delay of a tap, frames. */
#define CARD_MAX_DELAY 65535
/* PCMs that can hold the clock back at the same time. */
#define CARD_LIMITS 16

/* One path from the speaker to the microphone. */
struct card_tap {
    uint32_t delay; /* frames */
    float gain;
};

/*
 * What the microphone makes of what the speaker played. Whoever changes it makes the sequence odd, writes, and makes it
 * even again; whoever reads it goes by what it last read whole.
 */
struct card_room {
    _Atomic uint32_t sequence;
    uint32_t taps;   /* 0: it hears nothing */
    float mic_gain;  /* factor, applied to sound, noise and talk */
    float noise_rms; /* factor of full scale */
    /* Somebody near the microphone who sounds one steady tone, Hz and factor of full scale. */
    float talk_hz;
    float talk_gain;
    struct card_tap tap[CARD_TAPS];
};

struct card {
    uint64_t magic;
    uint32_t version;
    uint32_t size; /* of this structure, bytes */
    /* When the device's time was 0, ns of CLOCK_MONOTONIC. */
    uint64_t epoch_ns;
    /* How much faster the card's clock runs than the host's, millionths. */
    double drift_ppm;
    /* Frames by which the clock was held back for hosts that were late. */
    _Atomic uint64_t held;
    /* Even while plugged in; one more with every pull and with every push of the plug. */
    _Atomic uint32_t plugs;
    _Atomic uint32_t opens;
    _Atomic uint32_t playback_xruns;
    _Atomic uint32_t capture_xruns;
    /* Who plays; a claim whose value is the number of the open. Zero: nobody. */
    _Atomic uint64_t player;
    /* The device times that the clock may not pass; claims. Zero: free. */
    _Atomic uint64_t limits[CARD_LIMITS];
    struct card_room room;
    /* Device time modulo CARD_CELLS: what was played then, see cell_of(). */
    _Atomic uint64_t cells[CARD_CELLS];
};

_Static_assert(offsetof(struct card, magic) == 0, "layout");
_Static_assert(offsetof(struct card, version) == 8, "layout");
_Static_assert(offsetof(struct card, size) == 12, "layout");
_Static_assert(offsetof(struct card, epoch_ns) == 16, "layout");
_Static_assert(offsetof(struct card, drift_ppm) == 24, "layout");
_Static_assert(offsetof(struct card, held) == 32, "layout");
_Static_assert(offsetof(struct card, plugs) == 40, "layout");
_Static_assert(offsetof(struct card, opens) == 44, "layout");
_Static_assert(offsetof(struct card, playback_xruns) == 48, "layout");
_Static_assert(offsetof(struct card, capture_xruns) == 52, "layout");
_Static_assert(offsetof(struct card, player) == 56, "layout");
_Static_assert(offsetof(struct card, limits) == 64, "layout");
_Static_assert(offsetof(struct card, room) == 192, "layout");
_Static_assert(offsetof(struct card, cells) == 32984, "layout");
_Static_assert(sizeof(struct card) == 4227288, "layout");

/*
 * A cell in one word, so that nobody ever sees half of it: the low 32 bits of the device time it belongs to, and the
 * samples of that frame. A cell of another time is silence.
 */
static inline uint64_t cell_of(uint64_t time, int16_t left, int16_t right)
{
    return (uint64_t)(uint32_t)time << 32 | (uint32_t)(uint16_t)right << 16 | (uint16_t)left;
}

static inline uint32_t cell_time(uint64_t cell)
{
    return (uint32_t)(cell >> 32);
}

static inline int16_t cell_left(uint64_t cell)
{
    return (int16_t)(uint16_t)cell;
}

static inline int16_t cell_right(uint64_t cell)
{
    return (int16_t)(uint16_t)(cell >> 16);
}

#endif

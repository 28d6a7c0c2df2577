#include "room.h"

#include <math.h>
#include <string.h>

#define FULL_SCALE 32768.0f
/* Frames that are worked on at once; a constant, so that the compiler uses vector instructions. */
#define LANES 16

static uint32_t longest_delay(struct card_room *room)
{
    uint32_t longest = 0;
    if (room->taps > CARD_TAPS) room->taps = CARD_TAPS;
    for (uint32_t i = 0; i < room->taps; i++) {
        if (room->tap[i].delay > CARD_MAX_DELAY) room->tap[i].delay = CARD_MAX_DELAY;
        if (room->tap[i].delay > longest) longest = room->tap[i].delay;
    }
    return longest;
}

/* Takes the room over where it was changed and is whole; never waits for whoever changes it. */
static void look_around(struct ear *ear, struct card *card)
{
    uint32_t sequence = atomic_load_explicit(&card->room.sequence, memory_order_acquire);
    if (sequence == ear->sequence || sequence % 2 == 1) return;
    struct card_room seen;
    memcpy(&seen, &card->room, sizeof seen);
    atomic_thread_fence(memory_order_acquire);
    if (atomic_load_explicit(&card->room.sequence, memory_order_relaxed) != sequence) return;
    ear->room = seen;
    ear->longest = longest_delay(&ear->room);
    ear->sequence = sequence;
}

void ear_open(struct ear *ear, struct card *card, uint32_t delay)
{
    ear->delay = delay;
    ear->sequence = 1; // odd: like no whole room
    ear->room.taps = 0;
    ear->room.noise_rms = 0;
    ear->room.talk_gain = 0;
    ear->room.mic_gain = 1;
    ear->longest = 0;
    ear->until = 0;
    ear->count = 0;
    look_around(ear, card);
}

/* Silence where the cell belongs to another time: nothing was played then. */
static uint64_t played_at(struct card *card, uint64_t time)
{
    uint64_t cell = atomic_load_explicit(&card->cells[time % CARD_CELLS], memory_order_relaxed);
    return cell_time(cell) == (uint32_t)time ? cell : 0;
}

static int hears_exactly(const struct card_room *room)
{
    return room->taps == 1 && room->tap[0].delay == 0 && room->tap[0].gain == 1 && room->mic_gain == 1 &&
           room->noise_rms == 0 && room->talk_gain == 0;
}

static void copy_exactly(struct card *card, uint64_t from, unsigned frames, int mono, int16_t (*samples)[2])
{
    for (unsigned i = 0; i < frames; i++) {
        uint64_t cell = played_at(card, from + i);
        int left = cell_left(cell), right = cell_right(cell);
        samples[i][0] = (int16_t)(mono ? (left + right) / 2 : left);
        samples[i][1] = (int16_t)right;
    }
}

/* Appends the next frames to what is known of the past. */
static void append(struct ear *ear, struct card *card, unsigned frames, int mono)
{
    for (unsigned i = 0; i < frames; i++) {
        uint64_t cell = played_at(card, ear->until++);
        float left = cell_left(cell), right = cell_right(cell);
        ear->played[0][ear->count] = mono ? (left + right) / 2 : left;
        ear->played[1][ear->count++] = right;
    }
}

/* Makes the last `longest` frames before `from`, and those from it on, the last in `played`. */
static void gather(struct ear *ear, struct card *card, uint64_t from, unsigned frames, int mono)
{
    if (ear->until != from || ear->count < ear->longest) {
        ear->count = 0;
        ear->until = from - ear->longest;
        append(ear, card, ear->longest, mono);
    }
    if (ear->count + frames > EAR_MEMORY) {
        for (unsigned channel = 0; channel < 2; channel++)
            memmove(ear->played[channel], ear->played[channel] + ear->count - ear->longest,
                    ear->longest * sizeof **ear->played);
        ear->count = ear->longest;
    }
    append(ear, card, frames, mono);
}

static void add_tap(float *restrict heard, const float *restrict played, float gain, unsigned frames)
{
    unsigned i = 0;
    for (; i + LANES <= frames; i += LANES)
        for (unsigned lane = 0; lane < LANES; lane++) heard[i + lane] += gain * played[i + lane];
    for (; i < frames; i++) heard[i] += gain * played[i];
}

/* Mixes the bits of a number well (the finalizer of MurmurHash3). */
static uint32_t scramble(uint32_t bits)
{
    bits = (bits ^ bits >> 16) * 0x85ebca6bu;
    bits = (bits ^ bits >> 13) * 0xc2b2ae35u;
    return bits ^ bits >> 16;
}

/* White noise of unit power that is the same whenever it is asked for the same time: four even numbers make a bell. */
static float noise_at(uint64_t time)
{
    uint32_t one = scramble((uint32_t)time), two = scramble(one + 0x9e3779b9u);
    uint32_t sum = (one & 0xffff) + (one >> 16) + (two & 0xffff) + (two >> 16);
    return ((float)sum / 65535.0f - 2.0f) * 1.7320508f;
}

/* A tone of unit amplitude that is the same whenever it is asked for the same time. */
static float talk_at(const struct card_room *room, uint64_t time)
{
    double turns = (double)time * room->talk_hz / CARD_RATE;
    return (float)sin(2 * M_PI * (turns - floor(turns)));
}

static int16_t sample_of(float value)
{
    return (int16_t)lrintf(fminf(fmaxf(value, -32768.0f), 32767.0f));
}

void ear_listen(struct ear *ear, struct card *card, uint64_t from, unsigned frames, int mono, int16_t (*samples)[2])
{
    look_around(ear, card);
    const struct card_room *room = &ear->room;
    if (hears_exactly(room)) {
        copy_exactly(card, from - ear->delay, frames, mono, samples);
        return;
    }
    gather(ear, card, from - ear->delay, frames, mono);
    for (unsigned channel = 0; channel < (mono ? 1 : 2); channel++) {
        float *heard = ear->heard[channel];
        const float *now = ear->played[channel] + ear->count - frames;
        memset(heard, 0, frames * sizeof *heard);
        for (uint32_t i = 0; i < room->taps; i++)
            add_tap(heard, now - room->tap[i].delay, room->tap[i].gain, frames);
        for (unsigned i = 0; i < frames; i++) {
            float noise = room->noise_rms == 0 ? 0 : noise_at(from + i) * room->noise_rms * FULL_SCALE;
            float talk = room->talk_gain == 0 ? 0 : talk_at(room, from + i) * room->talk_gain * FULL_SCALE;
            samples[i][channel] = sample_of((heard[i] + noise + talk) * room->mic_gain);
        }
    }
}

#include "clock.h"

#include <errno.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

/*
 * A claim in one word, so that it can be taken and dropped at once: process 22 bits (the kernel's most), plugs 10 bits,
 * value 32 bits. Device times are kept modulo 2^32, which is a day: a limit is never that far away.
 */
#define PLUGS_MASK 0x3ffu
/* How long before it starts a PCM in lockstep stops the clock, frames: 1 ms. */
#define START_AHEAD (CARD_RATE / 1000)

static uint64_t monotonic_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static double frames_per_ns(const struct card *card)
{
    return CARD_RATE * 1e-9 * (1 + card->drift_ppm * 1e-6);
}

static pid_t claim_process(uint64_t claim)
{
    return (pid_t)(claim >> 42);
}

static uint32_t claim_plugs(uint64_t claim)
{
    return (uint32_t)(claim >> 32) & PLUGS_MASK;
}

uint64_t claim_of(uint32_t plugs, uint32_t value)
{
    return (uint64_t)getpid() << 42 | (uint64_t)(plugs & PLUGS_MASK) << 32 | value;
}

bool claim_holds(const struct card *card, uint64_t claim)
{
    if (claim == 0 || claim_plugs(claim) != (atomic_load(&card->plugs) & PLUGS_MASK)) return false;
    return claim_process(claim) == getpid() || kill(claim_process(claim), 0) == 0 || errno != ESRCH;
}

/* The least time before `now` at which somebody stops the clock, or `now`. Drops what dead processes left behind. */
static uint64_t limited(struct card *card, uint64_t now, int ignored)
{
    uint64_t least = now;
    for (int slot = 0; slot < CARD_LIMITS; slot++) {
        uint64_t claim = atomic_load(&card->limits[slot]);
        if (claim == 0 || slot == ignored) continue;
        int32_t ahead = (int32_t)((uint32_t)claim - (uint32_t)now);
        if (ahead >= 0) continue;
        if (!claim_holds(card, claim)) {
            atomic_compare_exchange_strong(&card->limits[slot], &claim, 0);
            continue;
        }
        uint64_t limit = now + (int64_t)ahead;
        if (limit < least) least = limit;
    }
    return least;
}

static uint64_t time_without(struct card *card, int ignored)
{
    uint64_t held = atomic_load(&card->held);
    uint64_t now = (uint64_t)((double)(monotonic_ns() - card->epoch_ns) * frames_per_ns(card)) - held;
    uint64_t limit = limited(card, now, ignored);
    // Whoever else held it back at the same time did so by the same limits.
    if (limit < now) atomic_compare_exchange_strong(&card->held, &held, held + (now - limit));
    return limit;
}

uint64_t card_time(struct card *card)
{
    return time_without(card, NO_SLOT);
}

uint64_t card_moment(struct card *card, uint64_t frame)
{
    return card->epoch_ns + (uint64_t)((double)(frame + atomic_load(&card->held)) / frames_per_ns(card)) + 1;
}

int limit_take(struct card *card, uint32_t plugs, uint64_t *start)
{
    int slot = 0;
    for (;; slot++) {
        uint64_t nobody = 0;
        if (slot == CARD_LIMITS) return NO_SLOT;
        // A limit half a day ahead stops nothing yet.
        uint64_t claim = claim_of(plugs, (uint32_t)card_time(card) + INT32_MAX);
        if (atomic_compare_exchange_strong(&card->limits[slot], &nobody, claim)) break;
    }
    do {
        *start = card_time(card) + START_AHEAD;
        limit_move(card, slot, plugs, *start);
        // Where this thread was kept from running in between, the time is past already: a clock must not go back.
    } while (time_without(card, slot) > *start);
    return slot;
}

void limit_move(struct card *card, int slot, uint32_t plugs, uint64_t frame)
{
    if (slot != NO_SLOT) atomic_store(&card->limits[slot], claim_of(plugs, (uint32_t)frame));
}

void limit_drop(struct card *card, int slot)
{
    if (slot != NO_SLOT) atomic_store(&card->limits[slot], 0);
}

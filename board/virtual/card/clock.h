/* The card's clock: the host's monotonic clock, drifting, and held back for hosts that run in lockstep with it. */
#ifndef STENTOR_CARD_CLOCK_H
#define STENTOR_CARD_CLOCK_H

#include <stdbool.h>
#include "card.h"

/* No slot: the PCM does not hold the clock. */
#define NO_SLOT (-1)

/* The device's time, frames. It never passes a limit that a living process has set. */
uint64_t card_time(struct card *card);

/* When the device's time will be `frame`, unless it is held until then; ns of CLOCK_MONOTONIC. */
uint64_t card_moment(struct card *card, uint64_t frame);

/* Whether a process that lives, and that was there when the card was last plugged in, holds this claim. */
bool claim_holds(const struct card *card, uint64_t claim);

/* A claim of this process for the card as it is plugged in now. */
uint64_t claim_of(uint32_t plugs, uint32_t value);

/*
 * Takes a slot and stops the clock at a time not yet reached, and returns that time in `start`. The clock goes on when the
 * limit is moved. Returns the slot, or NO_SLOT where none is free.
 */
int limit_take(struct card *card, uint32_t plugs, uint64_t *start);

/* Moves the limit: the clock may run to `frame`. */
void limit_move(struct card *card, int slot, uint32_t plugs, uint64_t frame);

/* Gives the slot back. */
void limit_drop(struct card *card, int slot);

#endif

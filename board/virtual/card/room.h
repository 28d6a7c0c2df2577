/* What the microphone hears of what the speaker played. */
#ifndef STENTOR_CARD_ROOM_H
#define STENTOR_CARD_ROOM_H

#include "card.h"

/* The frames that one call of ear_listen() can give. */
#define EAR_BLOCK 512

/* Frames of the past that a reader keeps: it is read on far more often than it must be begun anew. */
#define EAR_MEMORY (2 * (CARD_MAX_DELAY + 1))

/* The side of one reader: the room as it last saw it whole, and the sound it works on. */
struct ear {
    uint32_t delay; /* frames that every sound takes longer than the room says */
    uint32_t sequence;
    struct card_room room;
    uint32_t longest; /* delay of any tap, frames */
    uint64_t until;   /* device time after the last frame in `played` */
    uint32_t count;   /* frames in `played` */
    float played[2][EAR_MEMORY];
    float heard[2][EAR_BLOCK];
};

/* Begins with the room as it is. */
void ear_open(struct ear *ear, struct card *card, uint32_t delay);

/*
 * What the microphone recorded from device time `from` on: `frames` frames, at most EAR_BLOCK, of both channels in
 * `samples`. Both differ only where the speaker's channels do; a microphone of one channel hears their mean, which
 * `mono` puts into the first.
 */
void ear_listen(struct ear *ear, struct card *card, uint64_t from, unsigned frames, int mono, int16_t (*samples)[2]);

#endif

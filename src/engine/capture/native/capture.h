/* What is done to the microphone, 10 ms at a time. Nothing here knows of JavaScript. */
#ifndef STENTOR_CAPTURE_H
#define STENTOR_CAPTURE_H

#include <stdbool.h>
#include <stdint.h>

/* 10 ms at 48 kHz. */
#define BLOCK 480

struct capture_options {
    /* 16000 or 48000 Hz: at which the work is done. */
    int32_t work_rate;
    /* How long an echo may last, ms. */
    int32_t tail_ms;
};

struct capture_switches {
    int32_t echo;
    /* dB by which steady noise is made softer; 0 is none. */
    int32_t noise_db;
    /* The greatest gain for soft voices, dB; 0 is none. */
    int32_t gain_db;
};

struct capture;

/* NULL where there is no memory. */
struct capture *capture_open(const struct capture_options *options);
void capture_close(struct capture *capture);
/* Returns whether this build of speexdsp can do all of it. */
bool capture_set(struct capture *capture, const struct capture_switches *switches);
/* Works in place on 48 kHz samples of -1..1; `reference` is what the speaker plays meanwhile. Never allocates. */
void capture_process(struct capture *capture, float *microphone, const float *reference);

#endif

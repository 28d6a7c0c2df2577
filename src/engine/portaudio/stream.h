/* PortAudio streams that move samples between a sound card and rings in shared memory. */
#ifndef STENTOR_STREAM_H
#define STENTOR_STREAM_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define OUTPUT_CHANNELS 2
#define INPUT_CHANNELS 1
/* Open at the same time, those left behind included. */
#define MAX_STREAMS 64
#define REASON_BYTES 256

/* The control words, in the order of CONTROL in src/engine/control.ts, which explains them. */
enum control {
    OUT_WRITE,
    OUT_READ,
    IN_WRITE,
    IN_READ,
    IDLE,
    CALLBACKS,
    RING_UNDERRUNS,
    RING_UNDERRUN_FRAMES,
    RING_OVERRUNS,
    RING_OVERRUN_FRAMES,
    DEVICE_UNDERRUNS,
    DEVICE_OVERRUNS,
    FINISHED,
    CALLBACK_MAX_US,
    CALLBACK_FRAMES,
    DAC_US,
    ADC_US,
    FRAMES_OUT,
    CALLBACK_US,
    CONTROL_WORDS
};

/* Memory shared with the mixer; it must outlive the stream. Capacities are powers of two. */
struct rings {
    _Atomic uint32_t *control;
    int16_t *output;
    int16_t *input;
    uint32_t output_frames;
    uint32_t input_frames;
};

#define NAME_BYTES 256

/* A device is its name in PortAudio's list; an empty one leaves that side closed. */
struct stream_request {
    char output[NAME_BYTES];
    char input[NAME_BYTES];
    unsigned long callback_frames;
    double latency_s;
    struct rings rings;
};

struct stream_facts {
    double output_latency_s;
    double input_latency_s;
    double sample_rate;
};

/*
 * Begins to use PortAudio; pair it with streams_end(). It looks for devices anew unless a stream is open, or was left
 * behind: then its list stays as it was. Returns false, with the reason.
 */
bool streams_begin(char reason[REASON_BYTES]);

void streams_end(void);

/* Returned by stream_open() in place of a number. */
#define STREAM_REFUSED (-1)
#define STREAM_LEFT_BEHIND (-2)

/*
 * Opens and starts a stream. Returns its number, or, with the reason, that it was refused, or that it failed and could not
 * be closed either. One thread at a time opens, closes and looks
 * for devices.
 */
int stream_open(const struct stream_request *request, struct stream_facts *facts, char reason[REASON_BYTES]);

/*
 * Stops and closes. A stream that does not stop within a second is left behind: its memory must stay, its thread runs only
 * where nothing else wants to, and it returns false.
 */
bool stream_close(int number);

/* Why the stream no longer moves samples, or NULL while it does. */
const char *stream_lost(int number);

/* Whether its thread runs at real-time priority; false before the first callback. */
bool stream_is_realtime(int number);

/* Waits, on any thread, until the card has turned or somebody wakes the stream; false after `ms` milliseconds. */
bool stream_wait(int number, unsigned ms);

void stream_wake(int number);

/* Puts the calling thread under the real-time scheduler (SCHED_FIFO); returns whether that is permitted. */
bool thread_make_realtime(int priority);

#endif

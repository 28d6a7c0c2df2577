/* Echo cancellation, noise suppression and gain by speexdsp, between its resamplers. */
#include "capture.h"

#include <math.h>
#include <speex/speex_echo.h>
#include <speex/speex_preprocess.h>
#include <speex/speex_resampler.h>
#include <stdlib.h>

#define RATE 48000
/* Of 0 to 10: more would delay the voice longer. */
#define RESAMPLER_QUALITY 4
/* Loudness that the gain aims at, of 32768. */
#define GAIN_TARGET 8000

struct capture {
    int work_rate, work_block;
    bool cancels, processes;
    SpeexEchoState *echo;
    SpeexPreprocessState *preprocess;
    /* NULL where the work is done at 48 kHz. */
    SpeexResamplerState *microphone_down, *reference_down, *up;
    int16_t microphone[BLOCK], reference[BLOCK], output[BLOCK];
    float samples[BLOCK];
};

static bool open_resampler(SpeexResamplerState **resampler, int from, int to)
{
    int error;
    *resampler = speex_resampler_init(1, (spx_uint32_t)from, (spx_uint32_t)to, RESAMPLER_QUALITY, &error);
    return *resampler != NULL;
}

static bool open_resamplers(struct capture *capture)
{
    int rate = capture->work_rate;
    return rate == RATE ||
           (open_resampler(&capture->microphone_down, RATE, rate) &&
            open_resampler(&capture->reference_down, RATE, rate) && open_resampler(&capture->up, rate, RATE));
}

static bool open_parts(struct capture *capture, int tail_ms)
{
    int rate = capture->work_rate, block = capture->work_block;
    capture->echo = speex_echo_state_init(block, tail_ms * (rate / 1000));
    capture->preprocess = speex_preprocess_state_init(block, rate);
    if (capture->echo == NULL || capture->preprocess == NULL || !open_resamplers(capture)) return false;
    speex_echo_ctl(capture->echo, SPEEX_ECHO_SET_SAMPLING_RATE, &rate);
    return true;
}

struct capture *capture_open(const struct capture_options *options)
{
    struct capture *capture = calloc(1, sizeof *capture);
    if (capture == NULL) return NULL;
    capture->work_rate = options->work_rate;
    capture->work_block = options->work_rate / 100;
    if (open_parts(capture, options->tail_ms)) return capture;
    capture_close(capture);
    return NULL;
}

static void close_resampler(SpeexResamplerState *resampler)
{
    if (resampler != NULL) speex_resampler_destroy(resampler);
}

void capture_close(struct capture *capture)
{
    if (capture == NULL) return;
    if (capture->echo != NULL) speex_echo_state_destroy(capture->echo);
    if (capture->preprocess != NULL) speex_preprocess_state_destroy(capture->preprocess);
    close_resampler(capture->microphone_down);
    close_resampler(capture->reference_down);
    close_resampler(capture->up);
    free(capture);
}

static bool set(struct capture *capture, int request, int32_t value)
{
    return speex_preprocess_ctl(capture->preprocess, request, &value) == 0;
}

/* A build of speexdsp for machines without floating point knows no gain. */
static bool set_gain(struct capture *capture, int32_t most_db)
{
    bool can = set(capture, SPEEX_PREPROCESS_SET_AGC, most_db > 0);
    if (most_db == 0) return true;
    return can && set(capture, SPEEX_PREPROCESS_SET_AGC_TARGET, GAIN_TARGET) &&
           set(capture, SPEEX_PREPROCESS_SET_AGC_MAX_GAIN, most_db);
}

bool capture_set(struct capture *capture, const struct capture_switches *switches)
{
    bool starts = switches->echo != 0 && !capture->cancels;
    // What it knew of the room may no longer be true.
    if (starts) speex_echo_state_reset(capture->echo);
    capture->cancels = switches->echo != 0;
    capture->processes = capture->cancels || switches->noise_db > 0 || switches->gain_db > 0;
    speex_preprocess_ctl(capture->preprocess, SPEEX_PREPROCESS_SET_ECHO_STATE, capture->cancels ? capture->echo : NULL);
    return set(capture, SPEEX_PREPROCESS_SET_DENOISE, 1) &&
           set(capture, SPEEX_PREPROCESS_SET_NOISE_SUPPRESS, -switches->noise_db) && set_gain(capture, switches->gain_db);
}

static int16_t to_int16(float sample)
{
    float scaled = sample * 32768.0f;
    if (!(scaled > -32768.0f)) return -32768; // and what is no number
    return scaled > 32767.0f ? 32767 : (int16_t)lrintf(scaled);
}

/* From 48 kHz to the samples of the work. */
static void take(struct capture *capture, SpeexResamplerState *down, const float *from, int16_t *to)
{
    spx_uint32_t in = BLOCK, out = (spx_uint32_t)capture->work_block;
    const float *samples = from;
    if (down != NULL) {
        speex_resampler_process_float(down, 0, from, &in, capture->samples, &out);
        samples = capture->samples;
    }
    for (spx_uint32_t i = 0; i < out; i++) to[i] = to_int16(samples[i]);
    for (int i = (int)out; i < capture->work_block; i++) to[i] = 0;
}

static void give(struct capture *capture, const int16_t *from, float *to)
{
    spx_uint32_t in = (spx_uint32_t)capture->work_block, out = BLOCK;
    float *samples = capture->up == NULL ? to : capture->samples;
    for (spx_uint32_t i = 0; i < in; i++) samples[i] = (float)from[i] / 32768.0f;
    if (capture->up == NULL) return;
    speex_resampler_process_float(capture->up, 0, samples, &in, to, &out);
    for (spx_uint32_t i = out; i < BLOCK; i++) to[i] = 0;
}

void capture_process(struct capture *capture, float *microphone, const float *reference)
{
    int16_t *result = capture->microphone;
    take(capture, capture->microphone_down, microphone, capture->microphone);
    if (capture->cancels) {
        take(capture, capture->reference_down, reference, capture->reference);
        speex_echo_cancellation(capture->echo, capture->microphone, capture->reference, capture->output);
        result = capture->output;
    }
    if (capture->processes) speex_preprocess_run(capture->preprocess, result);
    give(capture, result, microphone);
}

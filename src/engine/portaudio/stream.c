#include "stream.h"

#include <errno.h>
#include <pa_linux_alsa.h>
#include <portaudio.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "guard.h"

#define RATE 48000.0
/* Above the mixer, which the callback must not wait for; below the kernel's own threads. */
#define CALLBACK_PRIORITY 30
/* The longest that closing may take, s. A stream in order takes a period. */
#define CLOSE_PATIENCE_S 1
/* Set where the sound card is a virtual one that waits for its program: the program then waits for its mixer. */
#define IN_LOCKSTEP "STENTOR_IN_LOCKSTEP"
#define LOCKSTEP_LOOK_NS 500000
#define LOCKSTEP_LOOKS 4000

struct stream {
    PaStream *pa;
    struct rings rings;
    sem_t turned;
    bool taken;
    bool in_lockstep;
    bool plays_mono; /* the card has no second channel */
    _Atomic bool left_behind;
    /* Written by the callback's thread. */
    pthread_t thread;
    _Atomic bool has_thread;
    _Atomic bool realtime;
    uint64_t last_us;
};

static struct stream streams[MAX_STREAMS];
static pthread_once_t once = PTHREAD_ONCE_INIT;
static unsigned next_number;

static void set_up(void)
{
    for (int i = 0; i < MAX_STREAMS; i++) sem_init(&streams[i].turned, 0, 0);
    guard_silence_alsa();
}

static struct stream *stream_of(int number)
{
    pthread_once(&once, set_up);
    return number >= 0 && number < MAX_STREAMS ? &streams[number] : NULL;
}

/* ---- the callback: copies and counts; takes no lock, allocates nothing ---- */

static uint32_t get(const struct stream *stream, enum control word)
{
    return atomic_load_explicit(&stream->rings.control[word], memory_order_acquire);
}

static void set(struct stream *stream, enum control word, uint32_t value)
{
    atomic_store_explicit(&stream->rings.control[word], value, memory_order_release);
}

static void add(struct stream *stream, enum control word, uint32_t value)
{
    atomic_fetch_add_explicit(&stream->rings.control[word], value, memory_order_relaxed);
}

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static void play(struct stream *stream, int16_t *output, uint32_t frames)
{
    const struct rings *rings = &stream->rings;
    bool idle = get(stream, IDLE) != 0; // before the ring: it is filled before it is said to be in use
    uint32_t read = get(stream, OUT_READ), count = least(get(stream, OUT_WRITE) - read, frames);
    uint32_t at = read & (rings->output_frames - 1), straight = least(rings->output_frames - at, count);
    if (stream->plays_mono) {
        for (uint32_t i = 0; i < count; i++)
            output[i] = rings->output[((read + i) & (rings->output_frames - 1)) * OUTPUT_CHANNELS];
        memset(output + count, 0, (frames - count) * sizeof *output);
    } else {
        memcpy(output, rings->output + at * OUTPUT_CHANNELS, straight * OUTPUT_CHANNELS * sizeof *output);
        memcpy(output + straight * OUTPUT_CHANNELS, rings->output,
               (count - straight) * OUTPUT_CHANNELS * sizeof *output);
        memset(output + count * OUTPUT_CHANNELS, 0, (frames - count) * OUTPUT_CHANNELS * sizeof *output);
    }
    if (count < frames && !idle) {
        add(stream, RING_UNDERRUNS, 1);
        add(stream, RING_UNDERRUN_FRAMES, frames - count);
    }
    set(stream, OUT_READ, read + count);
    add(stream, FRAMES_OUT, frames);
}

static void record(struct stream *stream, const int16_t *input, uint32_t frames)
{
    const struct rings *rings = &stream->rings;
    uint32_t write = get(stream, IN_WRITE), space = rings->input_frames - (write - get(stream, IN_READ));
    uint32_t count = least(space, frames);
    uint32_t at = write & (rings->input_frames - 1), straight = least(rings->input_frames - at, count);
    memcpy(rings->input + at * INPUT_CHANNELS, input, straight * INPUT_CHANNELS * sizeof *input);
    memcpy(rings->input, input + straight * INPUT_CHANNELS, (count - straight) * INPUT_CHANNELS * sizeof *input);
    if (count < frames) {
        add(stream, RING_OVERRUNS, 1);
        add(stream, RING_OVERRUN_FRAMES, frames - count);
    }
    set(stream, IN_WRITE, write + count);
}

static uint64_t now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000u + (uint64_t)now.tv_nsec / 1000u;
}

static uint32_t microseconds(PaTime span)
{
    return span > 0 ? (uint32_t)(span * 1e6) : 0;
}

static void note_time(struct stream *stream, const PaStreamCallbackTimeInfo *times, uint32_t frames)
{
    uint64_t now = now_us();
    uint32_t since = stream->last_us == 0 ? 0 : (uint32_t)(now - stream->last_us);
    stream->last_us = now;
    if (since > get(stream, CALLBACK_MAX_US)) set(stream, CALLBACK_MAX_US, since);
    set(stream, CALLBACK_FRAMES, frames);
    set(stream, CALLBACK_US, (uint32_t)now);
    set(stream, DAC_US, microseconds(times->outputBufferDacTime - times->currentTime));
    set(stream, ADC_US, microseconds(times->currentTime - times->inputBufferAdcTime));
}

bool thread_make_realtime(int priority)
{
    struct sched_param wanted = {.sched_priority = priority}, present;
    // Threads that this one starts begin as others do.
    if (sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &wanted) == 0) return true;
    int policy;
    return pthread_getschedparam(pthread_self(), &policy, &present) == 0 && policy == SCHED_FIFO;
}

static void introduce(struct stream *stream)
{
    stream->thread = pthread_self();
    atomic_store(&stream->realtime, thread_make_realtime(CALLBACK_PRIORITY));
    atomic_store(&stream->has_thread, true);
}

static void signal_turn(struct stream *stream)
{
    int waiting;
    if (sem_getvalue(&stream->turned, &waiting) == 0 && waiting < 2) sem_post(&stream->turned);
}

/* No card but the virtual one bears this; tests on a busy machine lose nothing by it. */
static void wait_for_mixer(struct stream *stream, uint32_t frames)
{
    const struct timespec look = {.tv_nsec = LOCKSTEP_LOOK_NS};
    for (int looks = 0; looks < LOCKSTEP_LOOKS; looks++) {
        bool enough = get(stream, OUT_WRITE) - get(stream, OUT_READ) >= frames;
        if (enough || get(stream, IDLE) != 0 || atomic_load(&stream->left_behind)) return;
        signal_turn(stream);
        nanosleep(&look, NULL);
    }
}

static int turn(const void *input, void *output, unsigned long frames, const PaStreamCallbackTimeInfo *times,
                PaStreamCallbackFlags flags, void *data)
{
    struct stream *stream = data;
    if (atomic_load(&stream->left_behind)) return paAbort;
    if (!atomic_load(&stream->has_thread)) introduce(stream);
    if (flags & paOutputUnderflow) add(stream, DEVICE_UNDERRUNS, 1);
    if (flags & (paInputOverflow | paInputUnderflow | paOutputOverflow)) add(stream, DEVICE_OVERRUNS, 1);
    note_time(stream, times, (uint32_t)frames);
    if (output != NULL && stream->in_lockstep) wait_for_mixer(stream, (uint32_t)frames);
    if (output != NULL) play(stream, output, (uint32_t)frames);
    if (input != NULL) record(stream, input, (uint32_t)frames);
    add(stream, CALLBACKS, 1);
    signal_turn(stream);
    return paContinue;
}

static void finish(void *data)
{
    struct stream *stream = data;
    if (atomic_load(&stream->left_behind)) return;
    set(stream, FINISHED, 1);
    sem_post(&stream->turned);
}

/* ---- opening ---- */

static void explain(char reason[REASON_BYTES], PaError error)
{
    const PaHostErrorInfo *host = error == paUnanticipatedHostError ? Pa_GetLastHostErrorInfo() : NULL;
    bool told = host != NULL && host->errorText != NULL && host->errorText[0] != '\0';
    snprintf(reason, REASON_BYTES, "%s%s%s", Pa_GetErrorText(error), told ? ": " : "", told ? host->errorText : "");
}

/* PortAudio counts how often it was begun; every open stream is one of them, and so is one that was left behind. */
bool streams_begin(char reason[REASON_BYTES])
{
    pthread_once(&once, set_up);
    PaError error = Pa_Initialize();
    if (error != paNoError) explain(reason, error);
    return error == paNoError;
}

void streams_end(void)
{
    Pa_Terminate();
}

static int channels_of(const PaDeviceInfo *device, bool plays)
{
    return plays ? device->maxOutputChannels : device->maxInputChannels;
}

static PaDeviceIndex device_named(const char *name, bool plays)
{
    for (PaDeviceIndex index = 0; index < Pa_GetDeviceCount(); index++) {
        const PaDeviceInfo *device = Pa_GetDeviceInfo(index);
        if (channels_of(device, plays) > 0 && strcmp(device->name, name) == 0) return index;
    }
    return paNoDevice;
}

static struct stream *take(int *number)
{
    for (unsigned tried = 0; tried < MAX_STREAMS; tried++) {
        // Not the one that was given back last: somebody may still wait for it.
        *number = (int)(next_number++ % MAX_STREAMS);
        struct stream *stream = stream_of(*number);
        if (stream->taken) continue;
        stream->taken = true;
        stream->last_us = 0;
        stream->in_lockstep = getenv(IN_LOCKSTEP) != NULL;
        atomic_store(&stream->has_thread, false);
        atomic_store(&stream->realtime, false);
        return stream;
    }
    return NULL;
}

/*
 * As many periods as make PortAudio's buffer one callback longer than what was asked for: fewer and longer periods would
 * make the callback come in bursts.
 */
static void choose_periods(const struct stream_request *request)
{
    double wanted = request->latency_s * RATE / (double)request->callback_frames;
    int periods = 1 + (int)(wanted < 1 ? 1 : wanted + 0.5);
    PaAlsa_SetNumPeriods(periods > 16 ? 16 : periods);
}

static PaError open_and_start(struct stream *stream, const struct stream_request *request)
{
    bool plays = request->output[0] != '\0', records = request->input[0] != '\0';
    PaDeviceIndex speaker = device_named(request->output, true);
    int channels = plays && speaker != paNoDevice ? channels_of(Pa_GetDeviceInfo(speaker), true) : OUTPUT_CHANNELS;
    stream->plays_mono = channels < OUTPUT_CHANNELS;
    PaStreamParameters output = {speaker, stream->plays_mono ? 1 : OUTPUT_CHANNELS, paInt16, request->latency_s, NULL};
    PaStreamParameters input = {device_named(request->input, false), INPUT_CHANNELS, paInt16, request->latency_s, NULL};
    choose_periods(request);
    PaError error = Pa_OpenStream(&stream->pa, records ? &input : NULL, plays ? &output : NULL, RATE,
                                  request->callback_frames, paClipOff | paDitherOff, turn, stream);
    if (error != paNoError) return error;
    Pa_SetStreamFinishedCallback(stream->pa, finish);
    PaAlsa_EnableRealtimeScheduling(stream->pa, 1);
    return Pa_StartStream(stream->pa);
}

static void describe(const struct stream *stream, struct stream_facts *facts)
{
    const PaStreamInfo *info = Pa_GetStreamInfo(stream->pa);
    facts->output_latency_s = info->outputLatency;
    facts->input_latency_s = info->inputLatency;
    facts->sample_rate = info->sampleRate;
}

static int open_taken(struct stream *stream, int number, const struct stream_request *request, char *reason)
{
    if (!streams_begin(reason)) {
        stream->taken = false;
        return STREAM_REFUSED;
    }
    stream->rings = request->rings;
    stream->pa = NULL;
    PaError error = open_and_start(stream, request);
    if (error == paNoError) return number;
    explain(reason, error);
    if (stream->pa != NULL) return stream_close(number) ? STREAM_REFUSED : STREAM_LEFT_BEHIND;
    streams_end();
    stream->taken = false;
    return STREAM_REFUSED;
}

int stream_open(const struct stream_request *request, struct stream_facts *facts, char reason[REASON_BYTES])
{
    int number;
    struct stream *stream = take(&number);
    if (stream == NULL) {
        snprintf(reason, REASON_BYTES, "too many streams were left behind");
        return STREAM_REFUSED;
    }
    int result = open_taken(stream, number, request, reason);
    if (result >= 0) describe(stream, facts);
    return result;
}

/* ---- closing ---- */

/* What the thread that closes and the one that waits for it share; the last to leave frees it. */
struct closing {
    PaStream *pa;
    sem_t closed;
    _Atomic int owners;
};

static void leave(struct closing *closing)
{
    if (atomic_fetch_sub(&closing->owners, 1) > 1) return;
    sem_destroy(&closing->closed);
    free(closing);
}

static void *close_slowly(void *data)
{
    struct closing *closing = data;
    guard_spare_this_thread();
    Pa_CloseStream(closing->pa); // aborts it first
    sem_post(&closing->closed);
    leave(closing);
    return NULL;
}

static struct timespec after_ms(uint64_t ms)
{
    struct timespec end;
    clock_gettime(CLOCK_MONOTONIC, &end);
    uint64_t ns = (uint64_t)end.tv_nsec + ms * 1000000u;
    end.tv_sec += (time_t)(ns / 1000000000u);
    end.tv_nsec = (long)(ns % 1000000000u);
    return end;
}

static bool wait_for(sem_t *semaphore, uint64_t ms)
{
    struct timespec end = after_ms(ms);
    int result;
    do result = sem_clockwait(semaphore, CLOCK_MONOTONIC, &end);
    while (result != 0 && errno == EINTR);
    return result == 0;
}

static bool close_in_time(PaStream *pa)
{
    pthread_t thread;
    struct closing *closing = calloc(1, sizeof *closing);
    if (closing == NULL) return false;
    closing->pa = pa;
    atomic_store(&closing->owners, 2);
    sem_init(&closing->closed, 0, 0);
    if (pthread_create(&thread, NULL, close_slowly, closing) != 0) {
        sem_destroy(&closing->closed);
        free(closing);
        return false;
    }
    pthread_detach(thread);
    bool closed = wait_for(&closing->closed, CLOSE_PATIENCE_S * 1000);
    leave(closing);
    return closed;
}

static void leave_behind(struct stream *stream)
{
    struct sched_param idle = {0};
    atomic_store(&stream->left_behind, true);
    if (atomic_load(&stream->has_thread)) pthread_setschedparam(stream->thread, SCHED_IDLE, &idle);
}

bool stream_close(int number)
{
    struct stream *stream = stream_of(number);
    if (stream == NULL || !stream->taken || atomic_load(&stream->left_behind)) return true;
    if (close_in_time(stream->pa)) {
        streams_end();
        stream->taken = false;
        return true;
    }
    leave_behind(stream);
    return false;
}

/* ---- looking and waiting ---- */

const char *stream_lost(int number)
{
    struct stream *stream = stream_of(number);
    if (stream == NULL || !stream->taken || atomic_load(&stream->left_behind)) return "the stream is closed";
    if (get(stream, FINISHED) != 0) return "the sound card is gone";
    return Pa_IsStreamActive(stream->pa) == 1 ? NULL : "the stream has stopped";
}

bool stream_is_realtime(int number)
{
    struct stream *stream = stream_of(number);
    return stream != NULL && atomic_load(&stream->realtime);
}

bool stream_wait(int number, unsigned ms)
{
    struct stream *stream = stream_of(number);
    return stream != NULL && wait_for(&stream->turned, ms);
}

void stream_wake(int number)
{
    struct stream *stream = stream_of(number);
    if (stream != NULL) signal_turn(stream);
}

/*
 * The virtual sound card as an ALSA I/O plug-in: what one PCM plays another records, through a room, on machines that have
 * no sound card. In asound.conf:
 *
 *   pcm_type.stentor { lib "/path/libasound_module_pcm_stentor.so" }
 *   pcm.name {
 *       type stentor
 *       file "/dev/shm/card"   # laid out as in card.h; must be there already
 *       only playback          # or capture; both where it is left out
 *       lockstep true          # the card's clock waits for the program
 *       drift 30               # millionths that the card's clock runs faster
 *       delay 96               # frames more from the speaker to the microphone
 *       channels 1             # only so many, 1 or 2; either where it is left out
 *   }
 */
#include <alsa/asoundlib.h>
#include <alsa/pcm_external.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "card.h"
#include "clock.h"
#include "room.h"

#define NS_PER_S 1000000000u
#define MIN_TICK_NS 250000u
#define MAX_TICK_NS 10000000u
/* No more than a quarter of what the card remembers. */
#define MAX_BUFFER_FRAMES (CARD_CELLS / 4)

#define MAX_DRIFT_PPM 900000

/* What the configuration says. */
struct options {
    const char *file;
    const char *only;
    double drift_ppm;
    bool has_drift;
    long delay;
    long channels;
    bool lockstep;
};

struct stream {
    snd_pcm_ioplug_t io;
    struct card *card;
    int timer;
    bool lockstep;
    uint32_t plugs; /* the card as it was when this was opened; once unplugged it never works again */
    uint32_t number; /* of this open */
    int slot; /* by which it holds the clock */
    bool running;
    bool broken; /* an underrun or overrun stopped it */
    uint64_t start; /* device time of its first frame */
    uint64_t elapsed; /* frames that the hardware has passed; never goes back */
    /* Frames that the program has passed, counted on where ALSA's own count begins again. */
    uint64_t done;
    snd_pcm_uframes_t done_seen;
    snd_pcm_uframes_t boundary;
    snd_pcm_uframes_t avail_min;
    uint64_t *staged; /* playback: cells written before the start */
    struct ear *ear; /* capture */
};

static bool plays(const struct stream *stream)
{
    return stream->io.stream == SND_PCM_STREAM_PLAYBACK;
}

static bool is_gone(const struct stream *stream)
{
    return atomic_load(&stream->card->plugs) != stream->plugs;
}

static bool drains(const struct stream *stream)
{
    return stream->io.state == SND_PCM_STATE_DRAINING;
}

/* Frames that the program has written, or read. */
static uint64_t done(struct stream *stream)
{
    snd_pcm_uframes_t now = stream->io.appl_ptr, seen = stream->done_seen;
    if (now < seen && seen - now > stream->boundary / 2)
        stream->done += stream->boundary - seen + now;
    else
        stream->done += now - seen; // less where it was rewound
    stream->done_seen = now;
    return stream->done;
}

/* ---- the clock, and waking the program ---- */

/*
 * How far the clock runs while the program does not look: one that comes back late finds no more to do at once than one
 * that comes in time. What feeds that program could not keep up with a burst, and would be blamed for it.
 */
static uint64_t stride(const struct stream *stream)
{
    return stream->avail_min + stream->io.period_size;
}

/* The time at which the program must have come back, at which the clock waits for it. */
static uint64_t latest(struct stream *stream, uint64_t passed)
{
    if (!plays(stream)) return stream->start + passed + stream->io.buffer_size - 1;
    if (drains(stream)) return stream->start + passed;
    // A card that had played all of its buffer would be in underrun.
    uint64_t all = passed - 1, unseen = stream->elapsed + stride(stream);
    return stream->start + (all < unseen ? all : unseen);
}

static void hold_clock(struct stream *stream, uint64_t passed)
{
    limit_move(stream->card, stream->slot, stream->plugs, latest(stream, passed));
}

static void let_go_of_clock(struct stream *stream)
{
    limit_drop(stream->card, stream->slot);
    stream->slot = NO_SLOT;
}

/* Frames that the hardware has passed. */
static uint64_t elapsed(struct stream *stream)
{
    uint64_t now = card_time(stream->card);
    uint64_t frames = now > stream->start ? now - stream->start : 0;
    if (frames > stream->elapsed) stream->elapsed = frames;
    return stream->elapsed;
}

static uint64_t tick_ns(const struct stream *stream)
{
    uint64_t tick = (uint64_t)stream->io.period_size * NS_PER_S / CARD_RATE / 4;
    return tick < MIN_TICK_NS ? MIN_TICK_NS : tick > MAX_TICK_NS ? MAX_TICK_NS : tick;
}

static struct timespec timespec_of(uint64_t ns)
{
    return (struct timespec){.tv_sec = (time_t)(ns / NS_PER_S), .tv_nsec = (long)(ns % NS_PER_S)};
}

/* Wakes the program at `moment`, and every quarter of a period after that until it has acted. */
static void wake_at(struct stream *stream, uint64_t moment)
{
    struct itimerspec when = {.it_interval = timespec_of(tick_ns(stream)), .it_value = timespec_of(moment)};
    timerfd_settime(stream->timer, TFD_TIMER_ABSTIME, &when, NULL);
}

static void wake_now(struct stream *stream)
{
    wake_at(stream, 1);
}

static void never_wake(struct stream *stream)
{
    struct itimerspec never = {0};
    timerfd_settime(stream->timer, 0, &never, NULL);
}

static uint64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * NS_PER_S + (uint64_t)now.tv_nsec;
}

/* Wakes the program when there is as much to do as it asked to wait for. */
static void wake_when_due(struct stream *stream, uint64_t passed)
{
    uint64_t wanted = drains(stream) ? 0 : stream->avail_min;
    uint64_t due = stream->start + passed + wanted;
    if (plays(stream) && !drains(stream)) due -= due > stream->io.buffer_size ? stream->io.buffer_size : due;
    uint64_t moment = card_moment(stream->card, due), now = now_ns(), tick = tick_ns(stream);
    // In the past by rounding, or for long: while another PCM holds the clock.
    uint64_t again = now + (now > moment + tick ? tick : MIN_TICK_NS);
    wake_at(stream, moment > now + MIN_TICK_NS ? moment : again);
}

/* ---- starting and stopping ---- */

/* What was written but not played is not played. */
static void discard_unplayed(struct stream *stream)
{
    uint64_t end = stream->start + done(stream);
    for (uint64_t time = stream->start + elapsed(stream); time < end; time++) {
        uint64_t cell = atomic_load_explicit(&stream->card->cells[time % CARD_CELLS], memory_order_relaxed);
        if (cell_time(cell) != (uint32_t)time) continue;
        atomic_store_explicit(&stream->card->cells[time % CARD_CELLS], 0, memory_order_relaxed);
    }
}

static void halt(struct stream *stream)
{
    if (stream->running && plays(stream)) discard_unplayed(stream);
    let_go_of_clock(stream);
    stream->running = false;
}

static int break_down(struct stream *stream, _Atomic uint32_t *counter)
{
    atomic_fetch_add(counter, 1);
    halt(stream);
    stream->broken = true;
    wake_now(stream);
    return -EPIPE;
}

static void play_staged(struct stream *stream, uint64_t frames)
{
    for (uint64_t i = 0; i < frames; i++) {
        uint64_t cell = stream->staged[i % stream->io.buffer_size], time = stream->start + i;
        cell = cell_of(time, cell_left(cell), cell_right(cell));
        atomic_store_explicit(&stream->card->cells[time % CARD_CELLS], cell, memory_order_relaxed);
    }
}

static int stentor_start(snd_pcm_ioplug_t *io)
{
    struct stream *stream = io->private_data;
    uint64_t written = done(stream);
    if (is_gone(stream)) return -ENODEV;
    if (plays(stream) && written == 0) return -EPIPE;
    if (stream->lockstep) {
        stream->slot = limit_take(stream->card, stream->plugs, &stream->start);
        if (stream->slot == NO_SLOT) return -EBUSY;
    } else {
        stream->start = card_time(stream->card);
    }
    stream->elapsed = 0;
    stream->running = true;
    if (plays(stream)) play_staged(stream, written);
    hold_clock(stream, written);
    wake_when_due(stream, written);
    return 0;
}

static int stentor_stop(snd_pcm_ioplug_t *io)
{
    struct stream *stream = io->private_data;
    halt(stream);
    stream->broken = false;
    never_wake(stream);
    return 0;
}

static int stentor_prepare(snd_pcm_ioplug_t *io)
{
    struct stream *stream = io->private_data;
    if (is_gone(stream)) return -ENODEV;
    halt(stream);
    stream->broken = false;
    stream->done = 0;
    stream->done_seen = 0;
    stream->elapsed = 0;
    wake_now(stream); // there is room already
    return 0;
}

/* ---- moving on ---- */

static snd_pcm_sframes_t stentor_pointer(snd_pcm_ioplug_t *io)
{
    struct stream *stream = io->private_data;
    if (is_gone(stream)) {
        halt(stream);
        return -ENODEV;
    }
    if (stream->broken) return -EPIPE;
    if (!stream->running) return (snd_pcm_sframes_t)(stream->elapsed % stream->boundary);
    uint64_t passed = done(stream);
    hold_clock(stream, passed);
    uint64_t hardware = elapsed(stream);
    if (plays(stream) && hardware > passed) {
        if (!drains(stream)) return break_down(stream, &stream->card->playback_xruns);
        hardware = stream->elapsed = passed;
    }
    hold_clock(stream, passed); // it was seen: the clock may go on from here
    if (!plays(stream) && hardware > passed + io->buffer_size)
        return break_down(stream, &stream->card->capture_xruns);
    return (snd_pcm_sframes_t)(hardware % stream->boundary);
}

static int stentor_delay(snd_pcm_ioplug_t *io, snd_pcm_sframes_t *delay)
{
    struct stream *stream = io->private_data;
    uint64_t passed = done(stream), hardware = stream->running ? elapsed(stream) : stream->elapsed;
    *delay = (snd_pcm_sframes_t)(plays(stream) ? passed - hardware : hardware - passed);
    return is_gone(stream) ? -ENODEV : 0;
}

/* ---- samples ---- */

static int16_t *sample_at(const snd_pcm_channel_area_t *area, snd_pcm_uframes_t frame)
{
    return (int16_t *)((char *)area->addr + (area->first + area->step * frame) / 8);
}

static void write_cells(struct stream *stream, const snd_pcm_channel_area_t *areas, snd_pcm_uframes_t offset,
                        snd_pcm_uframes_t frames)
{
    const snd_pcm_channel_area_t *left = &areas[0], *right = &areas[stream->io.channels > 1 ? 1 : 0];
    uint64_t at = done(stream);
    for (snd_pcm_uframes_t i = 0; i < frames; i++) {
        int16_t l = *sample_at(left, offset + i), r = *sample_at(right, offset + i);
        if (!stream->running) {
            stream->staged[(at + i) % stream->io.buffer_size] = cell_of(0, l, r);
            continue;
        }
        uint64_t time = stream->start + at + i;
        atomic_store_explicit(&stream->card->cells[time % CARD_CELLS], cell_of(time, l, r), memory_order_relaxed);
    }
    if (!stream->running) return;
    atomic_thread_fence(memory_order_release);
    hold_clock(stream, at + frames);
    wake_when_due(stream, at + frames);
}

static void read_cells(struct stream *stream, const snd_pcm_channel_area_t *areas, snd_pcm_uframes_t offset,
                       snd_pcm_uframes_t frames)
{
    int16_t heard[EAR_BLOCK][2];
    uint64_t from = stream->start + done(stream);
    bool mono = stream->io.channels == 1;
    for (snd_pcm_uframes_t at = 0; at < frames; at += EAR_BLOCK) {
        unsigned count = (unsigned)(frames - at < EAR_BLOCK ? frames - at : EAR_BLOCK);
        ear_listen(stream->ear, stream->card, from + at, count, mono, heard);
        for (unsigned i = 0; i < count; i++)
            for (unsigned channel = 0; channel < stream->io.channels; channel++)
                *sample_at(&areas[channel], offset + at + i) = heard[i][channel];
    }
    wake_when_due(stream, stream->done + frames);
}

static snd_pcm_sframes_t stentor_transfer(snd_pcm_ioplug_t *io, const snd_pcm_channel_area_t *areas,
                                          snd_pcm_uframes_t offset, snd_pcm_uframes_t size)
{
    struct stream *stream = io->private_data;
    if (is_gone(stream)) return -ENODEV;
    if (stream->broken) return -EPIPE;
    if (plays(stream))
        write_cells(stream, areas, offset, size);
    else
        read_cells(stream, areas, offset, size);
    return (snd_pcm_sframes_t)size;
}

static int stentor_poll_revents(snd_pcm_ioplug_t *io, struct pollfd *pfd, unsigned int nfds, unsigned short *revents)
{
    struct stream *stream = io->private_data;
    unsigned short ready = plays(stream) ? POLLOUT : POLLIN;
    bool draining = drains(stream);
    if (nfds != 1 || pfd == NULL) return -EINVAL;
    *revents = 0;
    snd_pcm_sframes_t avail = snd_pcm_avail_update(io->pcm);
    if (is_gone(stream))
        *revents = POLLERR | POLLHUP;
    else if (avail < 0)
        *revents = POLLERR;
    else if (draining ? !drains(stream) : (snd_pcm_uframes_t)avail >= stream->avail_min)
        *revents = ready;
    if (*revents != 0) return 0;
    // Ticks are used up only while there is nothing to do.
    if (stream->running)
        wake_when_due(stream, done(stream));
    else
        wake_at(stream, now_ns() + tick_ns(stream));
    return 0;
}

/* ---- parameters ---- */

static int stentor_sw_params(snd_pcm_ioplug_t *io, snd_pcm_sw_params_t *params)
{
    struct stream *stream = io->private_data;
    int error = snd_pcm_sw_params_get_boundary(params, &stream->boundary);
    if (error == 0) error = snd_pcm_sw_params_get_avail_min(params, &stream->avail_min);
    return error;
}

static int stentor_hw_free(snd_pcm_ioplug_t *io)
{
    struct stream *stream = io->private_data;
    halt(stream);
    uint64_t mine = claim_of(stream->plugs, stream->number);
    atomic_compare_exchange_strong(&stream->card->player, &mine, 0);
    free(stream->staged);
    stream->staged = NULL;
    return 0;
}

/* One PCM plays at a time. */
static int become_player(struct stream *stream)
{
    uint64_t player = atomic_load(&stream->card->player), mine = claim_of(stream->plugs, stream->number);
    if (player == mine) return 0;
    if (claim_holds(stream->card, player)) return -EBUSY;
    return atomic_compare_exchange_strong(&stream->card->player, &player, mine) ? 0 : -EBUSY;
}

static int stentor_hw_params(snd_pcm_ioplug_t *io, snd_pcm_hw_params_t *params)
{
    struct stream *stream = io->private_data;
    (void)params;
    if (is_gone(stream)) return -ENODEV;
    if (!plays(stream)) return 0;
    int error = become_player(stream);
    if (error < 0) return error;
    uint64_t *staged = realloc(stream->staged, io->buffer_size * sizeof *staged);
    if (staged == NULL) return -ENOMEM;
    stream->staged = staged;
    return 0;
}

/* Channels: 1 or 2, 0 for either. */
static int restrict_params(snd_pcm_ioplug_t *io, unsigned int channels)
{
    static const unsigned int access[] = {SND_PCM_ACCESS_RW_INTERLEAVED, SND_PCM_ACCESS_MMAP_INTERLEAVED};
    static const unsigned int format[] = {SND_PCM_FORMAT_S16_LE};
    unsigned int least = channels == 0 ? 1 : channels, most = channels == 0 ? 2 : channels;
    int error = snd_pcm_ioplug_set_param_list(io, SND_PCM_IOPLUG_HW_ACCESS, 2, access);
    if (error == 0) error = snd_pcm_ioplug_set_param_list(io, SND_PCM_IOPLUG_HW_FORMAT, 1, format);
    if (error == 0) error = snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_CHANNELS, least, most);
    if (error == 0) error = snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_RATE, CARD_RATE, CARD_RATE);
    if (error == 0) error = snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_PERIODS, 2, 1024);
    if (error == 0) error = snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_PERIOD_BYTES, 32, MAX_BUFFER_FRAMES);
    if (error == 0) error = snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_BUFFER_BYTES, 64, MAX_BUFFER_FRAMES * 2);
    return error;
}

/* ---- opening and closing ---- */

static void forget(struct stream *stream)
{
    if (stream->timer >= 0) close(stream->timer);
    if (stream->card != NULL) munmap(stream->card, sizeof *stream->card);
    free(stream->staged);
    free(stream->ear);
    free(stream);
}

static int stentor_close(snd_pcm_ioplug_t *io)
{
    struct stream *stream = io->private_data;
    stentor_hw_free(io);
    forget(stream);
    return 0;
}

static const snd_pcm_ioplug_callback_t callbacks = {
    .start = stentor_start,
    .stop = stentor_stop,
    .pointer = stentor_pointer,
    .transfer = stentor_transfer,
    .close = stentor_close,
    .hw_params = stentor_hw_params,
    .hw_free = stentor_hw_free,
    .sw_params = stentor_sw_params,
    .prepare = stentor_prepare,
    .poll_revents = stentor_poll_revents,
    .delay = stentor_delay,
};

static int map_card(const char *file, struct card **mapped)
{
    struct stat status;
    int descriptor = open(file, O_RDWR | O_CLOEXEC);
    if (descriptor < 0) return -errno;
    // A shorter file would kill the process when it is touched.
    bool whole = fstat(descriptor, &status) == 0 && status.st_size == (off_t)sizeof(struct card);
    struct card *card = whole ? mmap(NULL, sizeof *card, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0) : MAP_FAILED;
    close(descriptor);
    if (card == MAP_FAILED) return whole ? -ENOMEM : -EINVAL;
    if (card->magic != CARD_MAGIC || card->version != CARD_VERSION || card->size != sizeof *card) {
        munmap(card, sizeof *card);
        return -EINVAL;
    }
    *mapped = card;
    return 0;
}

static int read_option(struct options *options, snd_config_t *node, const char *id)
{
    if (strcmp(id, "comment") == 0 || strcmp(id, "type") == 0 || strcmp(id, "hint") == 0) return 0;
    if (strcmp(id, "file") == 0) return snd_config_get_string(node, &options->file);
    if (strcmp(id, "only") == 0) return snd_config_get_string(node, &options->only);
    if (strcmp(id, "delay") == 0) return snd_config_get_integer(node, &options->delay);
    if (strcmp(id, "channels") == 0) return snd_config_get_integer(node, &options->channels);
    if (strcmp(id, "drift") == 0) {
        options->has_drift = true;
        return snd_config_get_ireal(node, &options->drift_ppm);
    }
    if (strcmp(id, "lockstep") == 0) {
        int value = snd_config_get_bool(node);
        options->lockstep = value > 0;
        return value < 0 ? value : 0;
    }
    return -EINVAL;
}

static int read_options(struct options *options, snd_config_t *config)
{
    snd_config_iterator_t position, next;
    snd_config_for_each(position, next, config) {
        snd_config_t *node = snd_config_iterator_entry(position);
        const char *id;
        if (snd_config_get_id(node, &id) < 0) continue;
        int error = read_option(options, node, id);
        if (error < 0) {
            SNDERR("stentor: the option %s is unknown or has no such value", id);
            return error;
        }
    }
    bool fits = options->delay >= 0 && options->delay <= MAX_BUFFER_FRAMES && fabs(options->drift_ppm) <= MAX_DRIFT_PPM &&
                options->channels >= 0 && options->channels <= 2;
    if (options->file != NULL && fits) return 0;
    SNDERR("stentor: needs a file, a delay of 0 to %u frames, a drift of at most %d", MAX_BUFFER_FRAMES, MAX_DRIFT_PPM);
    return -EINVAL;
}

static bool does_not_do(const struct options *options, snd_pcm_stream_t direction)
{
    return options->only != NULL && strcasecmp(options->only, snd_pcm_stream_name(direction)) != 0;
}

static int attach(struct stream *stream, const struct options *options, snd_pcm_stream_t direction)
{
    int error = map_card(options->file, &stream->card);
    if (error < 0) {
        SNDERR("stentor: %s is not a card of this version: %s", options->file, snd_strerror(error));
        return error;
    }
    stream->plugs = atomic_load(&stream->card->plugs);
    if (stream->plugs % 2 == 1) return -ENODEV;
    if (options->has_drift) stream->card->drift_ppm = options->drift_ppm;
    stream->number = atomic_fetch_add(&stream->card->opens, 1) + 1;
    stream->timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    if (stream->timer < 0) return -errno;
    if (direction == SND_PCM_STREAM_PLAYBACK) return 0;
    stream->ear = malloc(sizeof *stream->ear);
    if (stream->ear == NULL) return -ENOMEM;
    ear_open(stream->ear, stream->card, (uint32_t)options->delay);
    return 0;
}

SND_PCM_PLUGIN_DEFINE_FUNC(stentor)
{
    struct options options = {0};
    int error = read_options(&options, conf);
    (void)root;
    if (error < 0) return error;
    if (does_not_do(&options, stream)) return -ENXIO;
    struct stream *self = calloc(1, sizeof *self);
    if (self == NULL) return -ENOMEM;
    self->timer = -1;
    self->slot = NO_SLOT;
    self->boundary = LONG_MAX;
    self->avail_min = 1;
    self->lockstep = options.lockstep;
    error = attach(self, &options, stream);
    if (error == 0) {
        self->io.version = SND_PCM_IOPLUG_VERSION;
        self->io.name = "Stentor virtual sound card";
        self->io.flags = SND_PCM_IOPLUG_FLAG_MONOTONIC | SND_PCM_IOPLUG_FLAG_BOUNDARY_WA;
        self->io.callback = &callbacks;
        self->io.private_data = self;
        self->io.poll_fd = self->timer;
        self->io.poll_events = POLLIN;
        error = snd_pcm_ioplug_create(&self->io, name, stream, mode);
    }
    if (error < 0) {
        forget(self);
        return error;
    }
    error = restrict_params(&self->io, (unsigned)options.channels);
    if (error < 0) {
        snd_pcm_ioplug_delete(&self->io); // closes it too
        return error;
    }
    *pcmp = self->io.pcm;
    return 0;
}

SND_PCM_PLUGIN_SYMBOL(stentor);

/*
 * The functions below stand in for those of libasound and libportaudio: this add-on is the root of the libraries that are
 * loaded for it, so the dynamic linker finds its symbols first when it binds theirs.
 *
 * When an ALSA device disappears, PortAudio up to and including 19.7.0 never gives up. Its thread restarts the device, is
 * told that there is none, and jumps back to restart it (issue PortAudio/portaudio#1037); a device that answers every
 * question with "no such device" makes it ask again at once. At real-time priority that takes a whole core, and no other
 * thread can stop it, because it has switched cancellation off. So the thread is ended from inside, and in
 * snd_pcm_status(): there it holds none of its locks, so that the stream can be closed like any other.
 */
#include "guard.h"

#include <alsa/asoundlib.h>
#include <dlfcn.h>
#include <errno.h>
#include <portaudio.h>
#include <pthread.h>
#include <stdbool.h>

#define EXPORTED __attribute__((visibility("default")))
/* Answers in a row that the device is gone. */
#define PATIENCE 2

static int (*original_prepare)(snd_pcm_t *);
static int (*original_status)(snd_pcm_t *, snd_pcm_status_t *);
static _Thread_local bool spared;
static _Thread_local unsigned refused_prepares, refused_statuses;

/* Runs when the add-on is loaded. */
__attribute__((constructor)) static void find_originals(void)
{
    original_prepare = (int (*)(snd_pcm_t *))dlsym(RTLD_NEXT, "snd_pcm_prepare");
    original_status = (int (*)(snd_pcm_t *, snd_pcm_status_t *))dlsym(RTLD_NEXT, "snd_pcm_status");
}

void guard_spare_this_thread(void)
{
    spared = true;
}

static void count(unsigned *refused, int result)
{
    *refused = result == -ENODEV ? *refused + 1 : 0;
}

EXPORTED int snd_pcm_prepare(snd_pcm_t *pcm)
{
    int result = original_prepare(pcm);
    count(&refused_prepares, result);
    return result;
}

EXPORTED int snd_pcm_status(snd_pcm_t *pcm, snd_pcm_status_t *status)
{
    int result = original_status(pcm, status);
    count(&refused_statuses, result);
    if (!spared && (refused_prepares >= PATIENCE || refused_statuses >= PATIENCE)) pthread_exit(NULL);
    return result;
}

/* PortAudio's door to JACK, which the speaker does not use; looking for its server takes time and prints. */
EXPORTED PaError PaJack_Initialize(void **host_api, PaHostApiIndex index)
{
    (void)index;
    *host_api = NULL;
    return paNoError;
}

static void say_nothing(const char *file, int line, const char *function, int error, const char *format, ...)
{
    (void)file;
    (void)line;
    (void)function;
    (void)error;
    (void)format;
}

void guard_silence_alsa(void)
{
    snd_lib_error_set_handler(say_nothing);
}

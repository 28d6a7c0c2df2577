/* What JavaScript sees of the capture; native.ts describes it. */
#include <stdlib.h>

#include "capture.h"
#include "values.h"

static const napi_type_tag CAPTURE = {0x5374656e746f7243, 0x41a7c95e0d38b2f6};
#define LONGEST_TAIL_MS 1000

/* Holds a place when the capture is closed. */
struct place {
    struct capture *capture;
};

static void free_place(napi_env env, void *data, void *hint)
{
    struct place *place = data;
    (void)env;
    (void)hint;
    capture_close(place->capture);
    free(place);
}

static bool get_options(napi_env env, napi_value object, struct capture_options *options)
{
    return get_int32(env, object, "workRate", &options->work_rate) &&
           get_int32(env, object, "tailMs", &options->tail_ms) &&
           (options->work_rate == 16000 || options->work_rate == 48000) && options->tail_ms >= 10 &&
           options->tail_ms <= LONGEST_TAIL_MS;
}

static napi_value call_open(napi_env env, napi_callback_info info)
{
    napi_value value;
    struct capture_options options;
    if (!get_arguments(env, info, 1, &value) || !get_options(env, value, &options))
        return throw_error(env, "open() was not called as native.ts describes");
    struct place *place = malloc(sizeof *place);
    if (place == NULL) return throw_error(env, "no memory for the capture");
    place->capture = capture_open(&options);
    if (place->capture != NULL) return make_handle(env, &CAPTURE, place, free_place);
    free(place);
    return throw_error(env, "no memory for the capture");
}

static struct capture *capture_of(napi_env env, napi_value value)
{
    struct place *place = get_handle(env, &CAPTURE, value);
    return place == NULL ? NULL : place->capture;
}

static napi_value call_set(napi_env env, napi_callback_info info)
{
    napi_value values[2], truth;
    struct capture *capture;
    struct capture_switches switches;
    if (!get_arguments(env, info, 2, values) || (capture = capture_of(env, values[0])) == NULL ||
        !get_int32(env, values[1], "echo", &switches.echo) ||
        !get_int32(env, values[1], "noiseDb", &switches.noise_db) ||
        !get_int32(env, values[1], "gainDb", &switches.gain_db))
        return throw_error(env, "set() was not called as native.ts describes");
    napi_get_boolean(env, capture_set(capture, &switches), &truth);
    return truth;
}

static napi_value call_process(napi_env env, napi_callback_info info)
{
    napi_value values[3];
    struct capture *capture;
    float *microphone, *reference;
    size_t frames, heard;
    if (!get_arguments(env, info, 3, values) || (capture = capture_of(env, values[0])) == NULL ||
        !get_memory(env, values[1], napi_float32_array, &microphone, &frames) ||
        !get_memory(env, values[2], napi_float32_array, &reference, &heard) || frames < BLOCK || heard < BLOCK)
        return throw_error(env, "process() was not called as native.ts describes");
    capture_process(capture, microphone, reference);
    return NULL;
}

static napi_value call_close(napi_env env, napi_callback_info info)
{
    napi_value value;
    struct place *place;
    if (!get_arguments(env, info, 1, &value) || (place = get_handle(env, &CAPTURE, value)) == NULL)
        return throw_error(env, "close() wants a capture");
    capture_close(place->capture);
    place->capture = NULL;
    return NULL;
}

NAPI_MODULE_INIT()
{
    put_function(env, exports, "open", call_open);
    put_function(env, exports, "set", call_set);
    put_function(env, exports, "process", call_process);
    put_function(env, exports, "close", call_close);
    return exports;
}

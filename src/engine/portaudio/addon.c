/* What JavaScript sees of the streams; native.ts describes it. One instance for each thread that loads it. */
#include <node_api.h>
#include <portaudio.h>
#include <stdio.h>
#include <string.h>

#include "guard.h"
#include "stream.h"

/* What keeps the rings of a stream from being freed, and the thread that opened it. */
struct owner {
    napi_env env;
    napi_ref rings[3];
};

static struct owner owners[MAX_STREAMS];

static napi_value throw(napi_env env, const char *message)
{
    napi_throw_error(env, NULL, message);
    return NULL;
}

/* ---- values ---- */

static void put(napi_env env, napi_value object, const char *name, napi_value value)
{
    napi_set_named_property(env, object, name, value);
}

static napi_value number_of(napi_env env, double value)
{
    napi_value number;
    napi_create_double(env, value, &number);
    return number;
}

static napi_value text_of(napi_env env, const char *value)
{
    napi_value text;
    napi_create_string_utf8(env, value, NAPI_AUTO_LENGTH, &text);
    return text;
}

static napi_value truth_of(napi_env env, bool value)
{
    napi_value truth;
    napi_get_boolean(env, value, &truth);
    return truth;
}

static bool argument(napi_env env, napi_callback_info info, size_t count, napi_value *values)
{
    size_t got = count;
    return napi_get_cb_info(env, info, &got, values, NULL, NULL) == napi_ok && got == count;
}

/* The number of a stream; -1, which is none, where it is no number. */
static int stream_argument(napi_env env, napi_value value)
{
    int32_t number;
    return napi_get_value_int32(env, value, &number) == napi_ok ? number : -1;
}

static bool get_number(napi_env env, napi_value object, const char *name, double *number)
{
    napi_value value;
    return napi_get_named_property(env, object, name, &value) == napi_ok &&
           napi_get_value_double(env, value, number) == napi_ok;
}

static bool get_text(napi_env env, napi_value object, const char *name, char text[NAME_BYTES])
{
    napi_value value;
    size_t length;
    return napi_get_named_property(env, object, name, &value) == napi_ok &&
           napi_get_value_string_utf8(env, value, text, NAME_BYTES, &length) == napi_ok;
}

/* The memory of a typed array over shared memory; `length` in elements. */
static bool get_array(napi_env env, napi_value object, const char *name, napi_typedarray_type type, void **data,
                      size_t *length, napi_ref *keep)
{
    napi_value value;
    napi_typedarray_type found;
    return napi_get_named_property(env, object, name, &value) == napi_ok &&
           napi_get_typedarray_info(env, value, &found, length, data, NULL, NULL) == napi_ok && found == type &&
           napi_create_reference(env, value, 1, keep) == napi_ok;
}

/* ---- functions ---- */

static napi_value call_version(napi_env env, napi_callback_info info)
{
    (void)info;
    return text_of(env, Pa_GetVersionText());
}

static napi_value device_of(napi_env env, PaDeviceIndex index)
{
    const PaDeviceInfo *device = Pa_GetDeviceInfo(index);
    napi_value object;
    napi_create_object(env, &object);
    put(env, object, "name", text_of(env, device->name));
    put(env, object, "inputs", number_of(env, device->maxInputChannels));
    put(env, object, "outputs", number_of(env, device->maxOutputChannels));
    put(env, object, "isDefaultInput", truth_of(env, index == Pa_GetDefaultInputDevice()));
    put(env, object, "isDefaultOutput", truth_of(env, index == Pa_GetDefaultOutputDevice()));
    return object;
}

static napi_value call_devices(napi_env env, napi_callback_info info)
{
    char reason[REASON_BYTES];
    napi_value list;
    (void)info;
    if (!streams_begin(reason)) return throw(env, reason);
    napi_create_array(env, &list);
    int count = Pa_GetDeviceCount();
    for (int index = 0; index < count; index++) napi_set_element(env, list, (uint32_t)index, device_of(env, index));
    streams_end();
    return list;
}

static bool is_power_of_two(size_t frames)
{
    return frames > 0 && (frames & (frames - 1)) == 0;
}

static bool get_rings(napi_env env, napi_value object, struct rings *rings, napi_ref keep[3])
{
    size_t words, output, input;
    void *control, *played, *recorded;
    if (!get_array(env, object, "control", napi_int32_array, &control, &words, &keep[0]) ||
        !get_array(env, object, "output", napi_int16_array, &played, &output, &keep[1]) ||
        !get_array(env, object, "input", napi_int16_array, &recorded, &input, &keep[2]))
        return false;
    output /= OUTPUT_CHANNELS;
    input /= INPUT_CHANNELS;
    *rings = (struct rings){control, played, recorded, (uint32_t)output, (uint32_t)input};
    return words >= CONTROL_WORDS && is_power_of_two(output) && is_power_of_two(input);
}

static bool get_request(napi_env env, napi_value object, struct stream_request *request, napi_ref keep[3])
{
    double frames;
    napi_value rings;
    if (!get_text(env, object, "output", request->output) || !get_text(env, object, "input", request->input) ||
        !get_number(env, object, "callbackFrames", &frames) || !get_number(env, object, "latencyS", &request->latency_s) ||
        napi_get_named_property(env, object, "rings", &rings) != napi_ok)
        return false;
    request->callback_frames = (unsigned long)frames;
    return frames >= 1 && frames <= 65536 && get_rings(env, rings, &request->rings, keep);
}

static void release(napi_env env, napi_ref keep[3])
{
    for (int i = 0; i < 3; i++)
        if (keep[i] != NULL) napi_delete_reference(env, keep[i]);
    memset(keep, 0, 3 * sizeof *keep);
}

static napi_value call_open(napi_env env, napi_callback_info info)
{
    struct stream_request request = {0};
    struct stream_facts facts;
    char reason[REASON_BYTES];
    napi_ref keep[3] = {0};
    napi_value object, stream;
    if (!argument(env, info, 1, &object) || !get_request(env, object, &request, keep)) {
        release(env, keep);
        return throw(env, "open() was not called as native.ts describes");
    }
    int number = stream_open(&request, &facts, reason);
    if (number < 0) {
        // The thread of a stream that was left behind may still come to the rings: they stay.
        if (number != STREAM_LEFT_BEHIND) release(env, keep);
        return throw(env, reason);
    }
    owners[number].env = env;
    memcpy(owners[number].rings, keep, sizeof keep);
    napi_create_object(env, &stream);
    put(env, stream, "stream", number_of(env, number));
    put(env, stream, "outputLatencyMs", number_of(env, facts.output_latency_s * 1000));
    put(env, stream, "inputLatencyMs", number_of(env, facts.input_latency_s * 1000));
    put(env, stream, "sampleRate", number_of(env, facts.sample_rate));
    return stream;
}

static napi_value call_close(napi_env env, napi_callback_info info)
{
    napi_value value;
    if (!argument(env, info, 1, &value)) return throw(env, "close() wants a stream");
    int number = stream_argument(env, value);
    if (number < 0 || number >= MAX_STREAMS) return truth_of(env, true);
    bool closed = stream_close(number);
    if (closed && owners[number].env == env) {
        release(env, owners[number].rings);
        owners[number].env = NULL;
    }
    return truth_of(env, closed);
}

static napi_value call_lost(napi_env env, napi_callback_info info)
{
    napi_value value, nothing;
    if (!argument(env, info, 1, &value)) return throw(env, "lost() wants a stream");
    const char *why = stream_lost(stream_argument(env, value));
    if (why != NULL) return text_of(env, why);
    napi_get_undefined(env, &nothing);
    return nothing;
}

static napi_value call_is_realtime(napi_env env, napi_callback_info info)
{
    napi_value value;
    if (!argument(env, info, 1, &value)) return throw(env, "isRealtime() wants a stream");
    return truth_of(env, stream_is_realtime(stream_argument(env, value)));
}

static napi_value call_wait(napi_env env, napi_callback_info info)
{
    napi_value values[2];
    uint32_t ms = 0;
    if (!argument(env, info, 2, values) || napi_get_value_uint32(env, values[1], &ms) != napi_ok)
        return throw(env, "wait() wants a stream and milliseconds");
    return truth_of(env, stream_wait(stream_argument(env, values[0]), ms));
}

static napi_value call_wake(napi_env env, napi_callback_info info)
{
    napi_value value;
    if (!argument(env, info, 1, &value)) return throw(env, "wake() wants a stream");
    stream_wake(stream_argument(env, value));
    return NULL;
}

static napi_value call_set_realtime(napi_env env, napi_callback_info info)
{
    napi_value value;
    int32_t priority;
    if (!argument(env, info, 1, &value) || napi_get_value_int32(env, value, &priority) != napi_ok)
        return throw(env, "setRealtime() wants a priority");
    return truth_of(env, thread_make_realtime(priority));
}

/* The memory of the rings goes with the thread that opened them. */
static void close_all_of(void *env)
{
    for (int number = 0; number < MAX_STREAMS; number++) {
        if (owners[number].env != env) continue;
        owners[number].env = NULL;
        stream_close(number);
    }
}

NAPI_MODULE_INIT()
{
    static const struct {
        const char *name;
        napi_callback call;
    } functions[] = {
        {"version", call_version}, {"devices", call_devices},        {"open", call_open},
        {"close", call_close},     {"lost", call_lost},              {"isRealtime", call_is_realtime},
        {"wait", call_wait},       {"wake", call_wake},              {"setRealtime", call_set_realtime},
    };
    guard_spare_this_thread();
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        napi_value function;
        napi_create_function(env, functions[i].name, NAPI_AUTO_LENGTH, functions[i].call, NULL, &function);
        put(env, exports, functions[i].name, function);
    }
    napi_add_env_cleanup_hook(env, close_all_of, env);
    return exports;
}

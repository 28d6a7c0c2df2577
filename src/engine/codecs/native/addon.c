/* What JavaScript sees of the codecs; native.ts describes it. */
#include <stdlib.h>
#include <string.h>

#include "codec.h"
#include "values.h"

#define NAME_BYTES 32

struct codec {
    const struct codec_kind *kind;
    void *state; /* NULL when closed */
};

static const napi_type_tag CODEC = {0x5374656e746f7243, 0x8d1c02f6a9b7e354};

static const struct codec_kind *const kinds[] = {
    &opus_decoder, &opus_encoder, &g722_decoder, &g722_encoder, &g726_decoder, &g726_encoder,
};

static const struct codec_kind *kind_of(napi_env env, napi_value value)
{
    char name[NAME_BYTES];
    if (napi_get_value_string_utf8(env, value, name, sizeof name, NULL) != napi_ok) return NULL;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i]->name, name) == 0) return kinds[i];
    return NULL;
}

static void close_codec(struct codec *codec)
{
    if (codec->state != NULL) codec->kind->close(codec->state);
    codec->state = NULL;
}

static void free_codec(napi_env env, void *data, void *hint)
{
    (void)env;
    (void)hint;
    close_codec(data);
    free(data);
}

static napi_value call_open(napi_env env, napi_callback_info info)
{
    napi_value values[2];
    struct codec_options options;
    const struct codec_kind *kind;
    if (!get_arguments(env, info, 2, values) || (kind = kind_of(env, values[0])) == NULL ||
        !get_int32(env, values[1], "sampleRate", &options.sample_rate) ||
        !get_int32(env, values[1], "bitrate", &options.bitrate) || !get_int32(env, values[1], "loss", &options.loss))
        return throw_error(env, "open() was not called as native.ts describes");
    struct codec *codec = malloc(sizeof *codec);
    if (codec == NULL) return throw_error(env, "no memory for a codec");
    *codec = (struct codec){kind, kind->open(&options)};
    if (codec->state != NULL) return make_handle(env, &CODEC, codec, free_codec);
    free(codec);
    return throw_error(env, "the codec does not know this sample rate or bit rate");
}

/* The memory of both sides. */
struct work {
    uint8_t *bytes;
    int16_t *samples;
    size_t length, frames;
};

static struct codec *get_work(napi_env env, napi_value handle, napi_value bytes, napi_value samples, struct work *work)
{
    struct codec *codec = get_handle(env, &CODEC, handle);
    bool is_whole = codec != NULL && codec->state != NULL &&
                    get_memory(env, bytes, napi_uint8_array, &work->bytes, &work->length) &&
                    get_memory(env, samples, napi_int16_array, &work->samples, &work->frames);
    return is_whole && work->length <= MAX_BYTES && work->frames <= 4 * MAX_BYTES ? codec : NULL;
}

static napi_value number_of(napi_env env, int number)
{
    napi_value value;
    napi_create_int32(env, number, &value);
    return value;
}

static napi_value call_decode(napi_env env, napi_callback_info info)
{
    napi_value values[4];
    struct work work;
    bool recover;
    struct codec *codec;
    if (!get_arguments(env, info, 4, values) || napi_get_value_bool(env, values[3], &recover) != napi_ok ||
        (codec = get_work(env, values[0], values[1], values[2], &work)) == NULL || codec->kind->decode == NULL)
        return throw_error(env, "decode() was not called as native.ts describes");
    return number_of(env, codec->kind->decode(codec->state, work.bytes, (int)work.length, work.samples,
                                              (int)work.frames, recover));
}

static napi_value call_encode(napi_env env, napi_callback_info info)
{
    napi_value values[3];
    struct work work;
    struct codec *codec;
    if (!get_arguments(env, info, 3, values) ||
        (codec = get_work(env, values[0], values[2], values[1], &work)) == NULL || codec->kind->encode == NULL)
        return throw_error(env, "encode() was not called as native.ts describes");
    return number_of(env, codec->kind->encode(codec->state, work.samples, (int)work.frames, work.bytes,
                                              (int)work.length));
}

static napi_value call_close(napi_env env, napi_callback_info info)
{
    napi_value value;
    struct codec *codec;
    if (!get_arguments(env, info, 1, &value) || (codec = get_handle(env, &CODEC, value)) == NULL)
        return throw_error(env, "close() wants a codec");
    close_codec(codec);
    return NULL;
}

NAPI_MODULE_INIT()
{
    put_function(env, exports, "open", call_open);
    put_function(env, exports, "decode", call_decode);
    put_function(env, exports, "encode", call_encode);
    put_function(env, exports, "close", call_close);
    return exports;
}

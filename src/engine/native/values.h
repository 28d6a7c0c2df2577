/* What our add-ons share on their way between C and JavaScript. */
#ifndef STENTOR_VALUES_H
#define STENTOR_VALUES_H

#include <node_api.h>
#include <stdbool.h>

static inline napi_value throw_error(napi_env env, const char *message)
{
    napi_throw_error(env, NULL, message);
    return NULL;
}

static inline bool get_arguments(napi_env env, napi_callback_info info, size_t count, napi_value *values)
{
    size_t got = count;
    return napi_get_cb_info(env, info, &got, values, NULL, NULL) == napi_ok && got == count;
}

/* The memory of a typed array; `length` in elements. It stays where it is until JavaScript runs again. */
static inline bool get_memory(napi_env env, napi_value value, napi_typedarray_type type, void *data, size_t *length)
{
    napi_typedarray_type found;
    bool is = false;
    return napi_is_typedarray(env, value, &is) == napi_ok && is &&
           napi_get_typedarray_info(env, value, &found, length, (void **)data, NULL, NULL) == napi_ok && found == type;
}

static inline bool get_int32(napi_env env, napi_value object, const char *name, int32_t *number)
{
    napi_value value;
    return napi_get_named_property(env, object, name, &value) == napi_ok &&
           napi_get_value_int32(env, value, number) == napi_ok;
}

static inline void put_function(napi_env env, napi_value exports, const char *name, napi_callback call)
{
    napi_value function;
    if (napi_create_function(env, name, NAPI_AUTO_LENGTH, call, NULL, &function) == napi_ok)
        napi_set_named_property(env, exports, name, function);
}

/*
 * An object that holds something of ours: `free_it` is called when JavaScript has forgotten it. The tag keeps objects of
 * other people from being taken for one of ours.
 */
static inline napi_value make_handle(napi_env env, const napi_type_tag *tag, void *thing, napi_finalize free_it)
{
    napi_value object;
    if (napi_create_object(env, &object) == napi_ok && napi_type_tag_object(env, object, tag) == napi_ok &&
        napi_wrap(env, object, thing, free_it, NULL, NULL) == napi_ok)
        return object;
    free_it(env, thing, NULL);
    return throw_error(env, "no memory for a handle");
}

static inline void *get_handle(napi_env env, const napi_type_tag *tag, napi_value object)
{
    napi_valuetype type;
    bool ours = false;
    void *thing;
    return napi_typeof(env, object, &type) == napi_ok && type == napi_object &&
                   napi_check_object_type_tag(env, object, tag, &ours) == napi_ok && ours &&
                   napi_unwrap(env, object, &thing) == napi_ok
               ? thing
               : NULL;
}

#endif

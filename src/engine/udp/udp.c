/* What Node's datagram sockets lack: the field of IP that says how urgent they are. */
#include <errno.h>
#include <netinet/in.h>
#include <node_api.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_DSCP 63

/* The descriptor, or an errno below zero. */
static int open_udp(int dscp)
{
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) return -errno;
    int tos = dscp << 2; /* RFC 2474, 3: the upper six bits */
    if (setsockopt(fd, IPPROTO_IP, IP_TOS, &tos, sizeof tos) == 0) return fd;
    int failure = errno;
    close(fd);
    return -failure;
}

/* open(dscp: number): number, a file descriptor; throws Error with the system's words */
static napi_value open_js(napi_env env, napi_callback_info info)
{
    napi_value argument, result = NULL;
    size_t count = 1;
    int32_t dscp;
    if (napi_get_cb_info(env, info, &count, &argument, NULL, NULL) != napi_ok || count != 1 ||
        napi_get_value_int32(env, argument, &dscp) != napi_ok || dscp < 0 || dscp > MAX_DSCP) {
        napi_throw_type_error(env, NULL, "open takes a DSCP, 0 to 63");
        return NULL;
    }
    int fd = open_udp(dscp);
    if (fd < 0) napi_throw_error(env, NULL, strerror(-fd));
    else if (napi_create_int32(env, fd, &result) != napi_ok) close(fd);
    return result;
}

NAPI_MODULE_INIT()
{
    napi_value function;
    if (napi_create_function(env, "open", NAPI_AUTO_LENGTH, open_js, NULL, &function) == napi_ok)
        napi_set_named_property(env, exports, "open", function);
    return exports;
}

/* What Linux has and Node has not: datagrams to a Unix socket, the way sd_notify(3) reaches the service manager. */
#include <errno.h>
#include <node_api.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define MAX_TEXT 4096

/* 0, or an errno. Never waits: a receiver that is too slow loses the datagram. */
static int send_datagram(const char *path, size_t path_length, const char *text, size_t length)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (path_length == 0 || path_length >= sizeof address.sun_path) return ENAMETOOLONG;
    memcpy(address.sun_path, path, path_length);
    if (path[0] == '@') address.sun_path[0] = '\0'; /* the abstract namespace, unix(7) */
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return errno;
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + path_length);
    ssize_t sent = sendto(fd, text, length, MSG_DONTWAIT | MSG_NOSIGNAL, (struct sockaddr *)&address, size);
    int failure = sent < 0 ? errno : 0;
    close(fd);
    return failure;
}

/* sendDatagram(path: string, text: string): void; throws Error with the system's words */
static napi_value send_js(napi_env env, napi_callback_info info)
{
    napi_value args[2];
    size_t count = 2, path_length = 0, length = 0;
    char path[sizeof((struct sockaddr_un *)0)->sun_path + 1], text[MAX_TEXT];
    if (napi_get_cb_info(env, info, &count, args, NULL, NULL) != napi_ok || count != 2 ||
        napi_get_value_string_utf8(env, args[0], path, sizeof path, &path_length) != napi_ok ||
        napi_get_value_string_utf8(env, args[1], text, sizeof text, &length) != napi_ok) {
        napi_throw_type_error(env, NULL, "sendDatagram takes two strings");
        return NULL;
    }
    int failure = send_datagram(path, path_length, text, length);
    if (failure != 0) napi_throw_error(env, NULL, strerror(failure));
    return NULL;
}

NAPI_MODULE_INIT()
{
    napi_value function;
    if (napi_create_function(env, "sendDatagram", NAPI_AUTO_LENGTH, send_js, NULL, &function) == napi_ok)
        napi_set_named_property(env, exports, "sendDatagram", function);
    return exports;
}

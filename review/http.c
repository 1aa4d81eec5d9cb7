// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/http.h"

#include "io/file.h"

#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>
#include <ulfius.h>
#include <unistd.h>

enum { IDLE_S = 30 };

struct http {
    struct _u_instance instance;
    struct sockaddr_in address;
    http_fn *handler;
    void *context;
};

struct http_call {
    const struct _u_request *request;
    struct _u_response *response;
};

static int handle(const struct _u_request *request, struct _u_response *response, void *context) {
    struct http *http = context;
    struct http_call call = {request, response};
    http->handler(http->context, &call);
    return U_CALLBACK_COMPLETE;
}

/* A file as text; NULL and the error where it cannot be had. */
static char *read_text(const char *path, struct error *error) {
    struct file file;
    if (file_open(&file, path, error) != OK) {
        return NULL;
    }
    char *text = strndup(file.bytes, file.length);
    file_close(&file);
    if (text == NULL) {
        error_no_memory(error);
    }
    return text;
}

static enum err start_secure(struct http *http, const struct http_options *options,
                             struct error *error) {
    char *certificate = read_text(options->certificate, error);
    char *key = certificate == NULL ? NULL : read_text(options->key, error);
    enum err err = OK;
    if (key == NULL) {
        err = error->code;
    } else if (ulfius_start_secure_framework(&http->instance, key, certificate) != U_OK) {
        err = error_set(error, ERR_USAGE, options->certificate,
                        "certificate and key do not start a server: are they PEM, do they belong "
                        "together, and is port %u free?",
                        http->instance.port);
    }
    free(certificate);
    free(key);
    return err;
}

/* Port 0: one that the system says is free. */
static enum err choose_port(struct sockaddr_in *address, struct error *error) {
    socklen_t size = sizeof *address;
    int probe = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
    bool free_one = probe >= 0 &&
                    setsockopt(probe, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == 0 &&
                    bind(probe, (const struct sockaddr *)address, sizeof *address) == 0 &&
                    getsockname(probe, (struct sockaddr *)address, &size) == 0;
    if (probe >= 0) {
        close(probe);
    }
    return free_one ? OK
                    : error_set(error, ERR_USAGE, NULL,
                                "cannot listen there: is the address this machine's, and the port "
                                "free?");
}

enum err http_start(struct http **started, const struct http_options *options, http_fn *handler,
                    void *context, struct error *error) {
    struct http *http = calloc(1, sizeof *http);
    *started = NULL;
    if (http == NULL) {
        return error_no_memory(error);
    }
    http->handler = handler;
    http->context = context;
    http->address.sin_family = AF_INET;
    http->address.sin_port = htons((uint16_t)options->port);
    enum err err = OK;
    if (options->port > UINT16_MAX ||
        inet_pton(AF_INET, options->address, &http->address.sin_addr) != 1) {
        err = error_set(error, ERR_USAGE, NULL, "'%.60s', port %u, is no address to listen at",
                        options->address, options->port);
    }
    err = err == OK ? choose_port(&http->address, error) : err;
    if (err == OK && ulfius_init_instance(&http->instance, ntohs(http->address.sin_port),
                                          &http->address, NULL) != U_OK) {
        err = error_no_memory(error);
    }
    if (err != OK) {
        free(http);
        return err;
    }
    http->instance.max_post_body_size = HTTP_BODY_MOST + 1;
    http->instance.timeout = IDLE_S;
    http->instance.allowed_post_processor = U_POST_PROCESS_NONE;
    ulfius_add_endpoint_by_val(&http->instance, "*", NULL, "*", 0, handle, http);
    if (options->certificate != NULL) {
        err = start_secure(http, options, error);
    } else if (ulfius_start_framework(&http->instance) != U_OK) {
        err = error_set(error, ERR_USAGE, NULL, "cannot listen at %s, port %u: is it free?",
                        options->address, http->instance.port);
    }
    if (err != OK) {
        ulfius_clean_instance(&http->instance);
        free(http);
        return err;
    }
    *started = http;
    return OK;
}

unsigned http_port(const struct http *http) {
    return http->instance.port;
}

void http_stop(struct http *http) {
    if (http == NULL) {
        return;
    }
    ulfius_stop_framework(&http->instance);
    ulfius_clean_instance(&http->instance);
    free(http);
}

const char *http_method(const struct http_call *call) {
    return call->request->http_verb;
}

const char *http_path(const struct http_call *call) {
    return call->request->url_path;
}

const char *http_query(const struct http_call *call, const char *name) {
    return u_map_get(call->request->map_url, name);
}

const char *http_header(const struct http_call *call, const char *name) {
    return u_map_get_case(call->request->map_header, name);
}

const char *http_cookie(const struct http_call *call, const char *name) {
    return u_map_get(call->request->map_cookie, name);
}

const char *http_body(const struct http_call *call, size_t *length) {
    *length = call->request->binary_body_length;
    return call->request->binary_body == NULL ? "" : call->request->binary_body;
}

bool http_body_is_too_long(const struct http_call *call) {
    const char *said = http_header(call, "Content-Length");
    return call->request->binary_body_length > HTTP_BODY_MOST ||
           (said != NULL && strtoull(said, NULL, 10) > HTTP_BODY_MOST);
}

void http_client(const struct http_call *call, char *address, size_t size) {
    const struct sockaddr_in *from =
        (const struct sockaddr_in *)(const void *)call->request->client_address;
    if (from == NULL || from->sin_family != AF_INET ||
        inet_ntop(AF_INET, &from->sin_addr, address, (socklen_t)size) == NULL) {
        snprintf(address, size, "unknown");
    }
}

void http_set_header(struct http_call *call, const char *name, const char *value) {
    u_map_put(call->response->map_header, name, value);
}

void http_answer(struct http_call *call, unsigned status, const char *type, const void *bytes,
                 size_t length) {
    http_set_header(call, "Content-Type", type);
    int set = length == 0 ? ulfius_set_empty_body_response(call->response, status)
                          : ulfius_set_binary_body_response(call->response, status, bytes, length);
    if (set != U_OK) {
        call->response->status = 503;
    }
}

// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A web server, thinly: every request goes to one function, on a thread of its connection.
 */
#ifndef PLACERA_REVIEW_HTTP_H
#define PLACERA_REVIEW_HTTP_H

#include "solver/error.h"

#include <stddef.h>
#include <stdint.h>

struct http;
struct http_call; /* a request and its answer */

struct http_options {
    const char *address;     /* IPv4, "127.0.0.1" */
    unsigned port;           /* 0: any that is free */
    const char *certificate; /* PEM file; NULL: no TLS */
    const char *key;
};

/* A body may have so many bytes; who sends more gets 413. */
enum { HTTP_BODY_MOST = 1 << 20 };

typedef void http_fn(void *context, struct http_call *call);

/* Starts listening; handler is called from many threads until http_stop. Errors: ERR_USAGE where
 * the address, the port or a file will not do, ERR_NO_MEMORY. */
enum err http_start(struct http **http, const struct http_options *options, http_fn *handler,
                    void *context, struct error *error);

/* The port it listens at. */
unsigned http_port(const struct http *http);

/* Lets requests under way end, then stops. NULL is fine. */
void http_stop(struct http *http);

/* Of the request. Texts live as long as the call; NULL where there is none. */
const char *http_method(const struct http_call *call);
const char *http_path(const struct http_call *call);
const char *http_query(const struct http_call *call, const char *name);
const char *http_header(const struct http_call *call, const char *name);
const char *http_cookie(const struct http_call *call, const char *name);
const char *http_body(const struct http_call *call, size_t *length); /* never NULL */
bool http_body_is_too_long(const struct http_call *call);
void http_client(const struct http_call *call, char *address, size_t size);

/* Of the answer. */
void http_set_header(struct http_call *call, const char *name, const char *value);
void http_answer(struct http_call *call, unsigned status, const char *type, const void *bytes,
                 size_t length);

#endif

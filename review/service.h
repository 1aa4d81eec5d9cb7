// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The desk's service: the JSON API (docs/review-api.json) over a store, for people who are logged
 * in.
 */
#ifndef PLACERA_REVIEW_SERVICE_H
#define PLACERA_REVIEW_SERVICE_H

#include "review/http.h"

struct service;

struct service_options {
    struct http_options http;
    const char *store;
    const char *host; /* name under which browsers reach it, besides the address; NULL */
};

/* Opens the store, loads the round and listens. Errors: as store_open, round_load, http_start. */
enum err service_start(struct service **service, const struct service_options *options,
                       struct error *error);

unsigned service_port(const struct service *service);

/* Lets what is under way end. NULL is fine. */
void service_stop(struct service *service);

#endif

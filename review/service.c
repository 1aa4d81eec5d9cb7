// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * From a request to a file of the page, which needs nothing but the right Host, or to a route:
 *
 *     Host and Origin are this service's         else 421, 403: no page elsewhere talks to it
 *     a route has the path, and the method       else 404, 405
 *     a session stands behind the cookie         else 401
 *     the token of the session, on a POST        else 403: no form elsewhere changes anything
 *     the body is a JSON object of at most 1 MiB else 413, 415, 400
 *     the route answers
 *
 * Every answer has the headers that keep a browser from doing more with it than the page needs.
 */
#include "review/service.h"

#include "review/visit.h"
#include "review/web.h"

#include <string.h>

static const struct route routes[] = {
    {"POST", "/api/1/login", ACCESS_ANYBODY, STORE_NONE, api_login},
    {"POST", "/api/1/logout", ACCESS_USER, STORE_NONE, api_logout},
    {"GET", "/api/1/me", ACCESS_USER, STORE_NONE, api_me},
    {"POST", "/api/1/password", ACCESS_USER, STORE_NONE, api_password},
    {"GET", "/api/1/users", ACCESS_USER, STORE_READS, api_users},
    {"GET", "/api/1/round", ACCESS_USER, STORE_READS, api_round},
    {"GET", "/api/1/schools", ACCESS_USER, STORE_READS, api_schools},
    {"GET", "/api/1/schools/#", ACCESS_USER, STORE_READS, api_school},
    {"GET", "/api/1/children", ACCESS_USER, STORE_READS, api_children},
    {"GET", "/api/1/children/#", ACCESS_USER, STORE_READS, api_child},
    {"POST", "/api/1/changes", ACCESS_USER, STORE_WRITES, api_changes},
    {"GET", "/api/1/preview", ACCESS_USER, STORE_READS, api_preview},
    {"GET", "/api/1/log", ACCESS_USER, STORE_READS, api_log},
};
enum { N_ROUTES = sizeof routes / sizeof routes[0] };

static const char *const headers[][2] = {
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
     "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
    {"Cache-Control", "no-store"},
};

/* Does the path fit the route's? A # takes a number. */
static bool path_fits(const char *pattern, const char *path, int64_t *number) {
    while (*pattern != '\0' && *path != '\0') {
        if (*pattern == '#') {
            size_t digits = strspn(path, "0123456789");
            if (digits == 0 || digits > 18) {
                return false;
            }
            *number = strtoll(path, NULL, 10);
            path += digits;
            pattern++;
        } else if (*pattern++ != *path++) {
            return false;
        }
    }
    return *pattern == '\0' && *path == '\0';
}

static const struct route *find_route(const char *method, const char *path, int64_t *number,
                                      bool *known) {
    *known = false;
    for (int i = 0; i < N_ROUTES; i++) {
        if (path_fits(routes[i].path, path, number)) {
            *known = true;
            if (strcmp(routes[i].method, method) == 0) {
                return &routes[i];
            }
        }
    }
    return NULL;
}

/* Is it the name of this service? */
static bool is_own_host(const struct service *service, const char *host) {
    bool own = false;
    for (size_t i = 0; i < sizeof service->host / sizeof service->host[0]; i++) {
        own = own || (service->host[i][0] != '\0' && strcmp(service->host[i], host) == 0);
    }
    return own;
}

/* A page of another origin says so; a program that is no browser says nothing. */
static bool is_own_origin(const struct service *service, const char *origin) {
    const char *scheme = service->secure ? "https://" : "http://";
    return origin == NULL || (strncmp(origin, scheme, strlen(scheme)) == 0 &&
                              is_own_host(service, origin + strlen(scheme)));
}

/* Who asks; 0, or the refusal's status. */
static unsigned come_in(struct visit *visit, bool changes) {
    const char *cookie = http_cookie(visit->call, "placera");
    if (cookie == NULL || !session_find(&visit->service->sessions, cookie, &visit->session)) {
        return visit_refuse(visit, 401, "login", "log in first");
    }
    struct store *store = pool_take(&visit->service->pool, false);
    enum err err = user_find(store, visit->session.user, &visit->user, &visit->error);
    pool_give(&visit->service->pool, store);
    if (err == ERR_NO || (err == OK && !visit->user.open)) {
        session_end(&visit->service->sessions, cookie);
        return visit_refuse(visit, 401, "login", "this user may not come in any more");
    }
    if (err != OK) {
        return visit_fail(visit, err);
    }
    const char *token = http_header(visit->call, "X-Placera-Token");
    if (changes && (token == NULL || !token_is(visit->session.token, token))) {
        return visit_refuse(visit, 403, "token",
                            "the header X-Placera-Token is not this session's");
    }
    return 0;
}

/* The body of a POST; 0, or the refusal's status. */
static unsigned read_body(struct visit *visit) {
    size_t length;
    const char *body = http_body(visit->call, &length);
    const char *type = http_header(visit->call, "Content-Type");
    json_error_t found;
    bool no_memory;
    if (http_body_is_too_long(visit->call)) {
        return visit_refuse(visit, 413, "size", "the body has more than %d bytes", HTTP_BODY_MOST);
    }
    if (type == NULL || strncmp(type, "application/json", strlen("application/json")) != 0) {
        return visit_refuse(visit, 415, "type", "the body must be application/json");
    }
    visit->body = json_parse(body, length, JSON_REJECT_DUPLICATES, &no_memory, &found);
    if (visit->body == NULL) {
        return no_memory ? visit_fail(visit, error_no_memory(&visit->error))
                         : visit_refuse(visit, 400, "json", "line %d, column %d: %s", found.line,
                                        found.column, found.text);
    }
    return json_is_object(visit->body)
               ? 0
               : visit_refuse(visit, 400, "json", "the body must be an object");
}

static unsigned run_route(struct visit *visit, const struct route *route) {
    bool post = strcmp(route->method, "POST") == 0;
    unsigned status = route->access == ACCESS_ANYBODY ? 0 : come_in(visit, post);
    if (status == 0 && post) {
        status = read_body(visit);
    }
    if (status != 0) {
        return status;
    }
    if (route->store != STORE_NONE) {
        visit->store = pool_take(&visit->service->pool, route->store == STORE_WRITES);
    }
    status = route->run(visit);
    if (visit->store != NULL) {
        pool_give(&visit->service->pool, visit->store);
    }
    return status;
}

static unsigned answer_for(struct visit *visit) {
    const char *method = http_method(visit->call), *host = http_header(visit->call, "Host");
    bool known;
    if (host == NULL || !is_own_host(visit->service, host)) {
        return visit_refuse(visit, 421, "host",
                            "this service is not reached by that name; see serve --host");
    }
    if (!is_own_origin(visit->service, http_header(visit->call, "Origin"))) {
        return visit_refuse(visit, 403, "origin", "only the desk's own page may ask");
    }
    const struct route *route = find_route(method, http_path(visit->call), &visit->number, &known);
    if (route == NULL) {
        return known ? visit_refuse(visit, 405, "method", "not with %.10s", method)
                     : visit_refuse(visit, 404, "path", "there is nothing here");
    }
    return run_route(visit, route);
}

/* A file of the page; kept by the browser as long as its tag stays the same. */
static void answer_file(struct http_call *call, const struct web_file *file) {
    const char *known = http_header(call, "If-None-Match");
    bool same = known != NULL && strstr(known, file->tag) != NULL;
    http_set_header(call, "Cache-Control", "no-cache");
    http_set_header(call, "ETag", file->tag);
    http_answer(call, same ? 304 : 200, file->type, file->bytes,
                same ? 0 : (size_t)(file->end - file->bytes));
}

static const struct web_file *asked_file(const struct visit *visit) {
    const char *host = http_header(visit->call, "Host");
    return host != NULL && is_own_host(visit->service, host) &&
                   strcmp(http_method(visit->call), "GET") == 0
               ? web_find(http_path(visit->call))
               : NULL;
}

static void handle(void *context, struct http_call *call) {
    static const char none[] = "{\"error\":{\"code\":\"memory\",\"text\":\"out of memory\"}}";
    struct visit visit = {.service = context, .call = call, .answer = json_object()};
    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
        http_set_header(call, headers[i][0], headers[i][1]);
    }
    const struct web_file *file = asked_file(&visit);
    if (file != NULL) {
        answer_file(call, file);
        json_decref(visit.answer);
        return;
    }
    unsigned status = visit.answer == NULL ? 503 : answer_for(&visit);
    char *text = visit.text; /* one that is kept stands instead of the answer */
    if (text == NULL && visit.answer != NULL && !visit.failed) {
        text = json_text(visit.answer, JSON_COMPACT);
    }
    http_answer(call, text == NULL ? 503 : status, "application/json; charset=utf-8",
                text == NULL ? none : text, text == NULL ? sizeof none - 1 : strlen(text));
    free(text);
    json_decref(visit.body);
    json_decref(visit.answer);
}

/* The names by which a browser may ask for it. */
static void name_hosts(struct service *service, const struct service_options *options) {
    unsigned port = http_port(service->http);
    const char *address = options->http.address;
    snprintf(service->host[0], sizeof service->host[0], "%.60s:%u", address, port);
    if (strncmp(address, "127.", 4) == 0) {
        snprintf(service->host[1], sizeof service->host[1], "localhost:%u", port);
    }
    if (options->host != NULL) {
        snprintf(service->host[2], sizeof service->host[2], "%.79s", options->host);
    }
}

enum err service_start(struct service **started, const struct service_options *options,
                       struct error *error) {
    struct service *service = calloc(1, sizeof *service);
    *started = NULL;
    if (service == NULL) {
        return error_no_memory(error);
    }
    sessions_init(&service->sessions);
    pthread_mutex_init(&service->hashing, NULL);
    pthread_mutex_init(&service->round.lock, NULL);
    pthread_mutex_init(&service->schools.lock, NULL);
    grounds_init(&service->grounds);
    service->secure = options->http.certificate != NULL;
    enum err err = pool_open(&service->pool, options->store, error);
    if (err == OK) {
        err = round_load(&service->first, &service->pool.writer, 1, error);
    }
    if (err == OK) {
        err = http_start(&service->http, &options->http, handle, service, error);
    }
    if (err != OK) {
        service_stop(service);
        return err;
    }
    name_hosts(service, options);
    *started = service;
    return OK;
}

unsigned service_port(const struct service *service) {
    return http_port(service->http);
}

void service_stop(struct service *service) {
    if (service == NULL) {
        return;
    }
    http_stop(service->http);
    grounds_release(&service->grounds);
    round_let_go(&service->first);
    pool_close(&service->pool);
    free(service->round.text);
    free(service->schools.text);
    free(service);
}

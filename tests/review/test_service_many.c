// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Many at once, and what no honest client sends: nothing is lost or done twice, and the service
 * goes on answering.
 */
#include "tests/oracle/random.h"
#include "tests/review/client.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { WORKERS = 12, CHILDREN = 2 };

struct worker {
    struct client client;
    uint64_t seed, n_steps;
    uint64_t n_done, n_conflicts;
    pthread_t thread;
};

/* Looks at a child and changes it, as fast as it can. */
static void *work(void *argument) {
    struct worker *worker = argument;
    struct random random = {worker->seed};
    struct reply *reply = calloc(1, sizeof *reply);
    char path[64];
    for (uint64_t i = 0; i < worker->n_steps; i++) {
        uint32_t child = random_below(&random, CHILDREN);
        snprintf(path, sizeof path, "/api/1/children/%u", child);
        client_ask(&worker->client, "GET", path, NULL, reply);
        const char *state = json_string_value(json_object_get(reply->json, "state"));
        long long version = json_integer_value(json_object_get(reply->json, "version"));
        cr_assert(state != NULL, "%s", reply->text);
        bool proposed = strcmp(state, "proposed") == 0;
        reply_release(reply);
        long status = client_post(&worker->client, reply, "/api/1/changes",
                                  "{\"action\": \"%s\", \"children\": [{\"child\": %u, "
                                  "\"version\": %lld}]}",
                                  proposed ? "confirm" : "withdraw", child, version);
        cr_assert(status == 200 || status == 409, "%ld: %s", status, reply->text);
        worker->n_done += status == 200 ? 1 : 0;
        worker->n_conflicts += status == 409 ? 1 : 0;
        reply_release(reply);
    }
    free(reply);
    return NULL;
}

Test(service_many, nothing_is_lost_or_done_twice) {
    struct desk desk;
    static struct worker worker[WORKERS];
    uint64_t n_done = 0, n_conflicts = 0;
    desk_make(&desk, "house", false);
    client_user(&desk, "anna", ROLE_CASEWORKER, false);
    struct service *service = client_serve(&desk);
    for (int i = 0; i < WORKERS; i++) {
        worker[i] = (struct worker){.seed = (uint64_t)i, .n_steps = 30 + random_instances() / 2000};
        client_login(&worker[i].client, service, "anna");
        cr_assert_eq(pthread_create(&worker[i].thread, NULL, work, &worker[i]), 0);
    }
    for (int i = 0; i < WORKERS; i++) {
        pthread_join(worker[i].thread, NULL);
        n_done += worker[i].n_done;
        n_conflicts += worker[i].n_conflicts;
    }
    cr_expect_eq(desk_number(&desk, "SELECT count(*) FROM log WHERE child IS NOT NULL"),
                 (int64_t)n_done);
    cr_expect_eq(desk_number(&desk, "SELECT sum(version) FROM child"), (int64_t)n_done);
    cr_expect_gt(n_conflicts, 0, "they never met");
    service_stop(service);
    desk_audit(&desk);
    desk_remove(&desk);
}

/* Bytes to the port, and what comes back within half a second; -1: nothing connects. */
static long send_bytes(unsigned port, const char *bytes, size_t length) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    struct timeval wait = {0, 500000};
    char answer[64] = "";
    int end = socket(AF_INET, SOCK_STREAM, 0);
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    setsockopt(end, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    if (connect(end, (const struct sockaddr *)&address, sizeof address) != 0) {
        close(end);
        return -1;
    }
    ssize_t sent = send(end, bytes, length, MSG_NOSIGNAL);
    shutdown(end, SHUT_WR);
    ssize_t n = sent < 0 ? 0 : recv(end, answer, sizeof answer - 1, 0);
    close(end);
    long status = 0;
    if (n > 0) {
        sscanf(answer, "HTTP/1.%*c %ld", &status);
    }
    return status;
}

/* Requests that are right but for a few bytes that are drawn, cut off, doubled or put elsewhere. */
static size_t spoil(struct random *random, char *bytes, size_t length, size_t most) {
    static const char signs[] = "\"{}[],:0-9eE\\/%?&=\r\n\t \xC3\xFF";
    uint32_t n = 1 + random_below(random, 6);
    for (uint32_t i = 0; i < n && length > 8; i++) {
        uint32_t at = random_below(random, (uint32_t)length);
        uint32_t run = 1 + random_below(random, 8), kind = random_below(random, 4);
        run = at + run > length ? (uint32_t)length - at : run;
        if (kind == 0) {
            bytes[at] = (char)random_below(random, 256);
        } else if (kind == 1) {
            memmove(bytes + at, bytes + at + run, length - at - run);
            length -= run;
        } else if (kind == 2 && length + run < most) {
            memmove(bytes + at + run, bytes + at, length - at);
            length += run;
        } else {
            bytes[at] = signs[random_below(random, sizeof signs - 1)];
        }
    }
    return length;
}

Test(service_many, goes_on_whatever_is_sent) {
    struct desk desk;
    struct client client;
    struct random random = {99};
    static struct reply reply;
    char request[4000], body[300];
    desk_make(&desk, "guarantee", false);
    client_user(&desk, "anna", ROLE_APPROVER, true);
    struct service *service = client_serve(&desk);
    client_login(&client, service, "anna");
    uint64_t n = 100 + random_instances() / 20, n_answers = 0;
    for (uint64_t i = 0; i < n; i++) {
        snprintf(body, sizeof body,
                 "{\"action\": \"override\", \"reason\": \"\\u00e5 x\", \"children\": [{\"child\": "
                 "%u, \"version\": %u, \"offer\": %u}]}",
                 random_below(&random, 3), random_below(&random, 3), random_below(&random, 3));
        const char *path = random_chance(&random, 50)
                               ? "/api/1/changes"
                               : "/api/1/children?search=%25a&sort=name&limit=10&offset=0";
        bool post = path[7] == 'c' && path[8] == 'h' && path[9] == 'a';
        int length = snprintf(request, sizeof request,
                              "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nCookie: placera=%s\r\n"
                              "X-Placera-Token: %s\r\nContent-Type: application/json\r\n"
                              "Connection: close\r\nContent-Length: %zu\r\n\r\n%s",
                              post ? "POST" : "GET", path, client.port, client.cookie, client.token,
                              post ? strlen(body) : 0, post ? body : "");
        size_t spoiled = spoil(&random, request, (size_t)length, sizeof request);
        long status = send_bytes(client.port, request, spoiled);
        cr_assert_neq(status, -1, "request %lu: nothing listens any more", (unsigned long)i);
        n_answers += status > 0 ? 1 : 0;
        cr_expect(status < 500 || status == 505, "request %lu is answered by %ld: %.*s",
                  (unsigned long)i, status, (int)spoiled, request);
    }
    cr_expect_gt(n_answers, n / 2);
    client_ask(&client, "GET", "/api/1/round", NULL, &reply);
    cr_expect_eq(reply.status, 200);
    reply_release(&reply);
    service_stop(service);
    desk_audit(&desk);
    desk_remove(&desk);
}

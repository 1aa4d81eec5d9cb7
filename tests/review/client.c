// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/review/client.h"

#include <criterion/criterion.h>
#include <stdarg.h>
#include <string.h>
#include <ulfius.h>

struct service *client_serve(struct desk *desk) {
    struct error error = {0};
    struct service *service;
    const struct service_options options = {.http = {.address = "127.0.0.1", .port = 0},
                                            .store = desk->path};
    cr_assert_eq(service_start(&service, &options, &error), OK, "%s: %s", error.place, error.text);
    return service;
}

void client_user(struct desk *desk, const char *name, enum role role, bool sees_protected) {
    struct error error = {0};
    struct user user = desk_user(name, role);
    user.sees_protected = sees_protected;
    cr_assert_eq(user_add(&desk->store, &user, CLIENT_PASSWORD, "test", &error), OK, "%s",
                 error.text);
}

static void copy_header(const struct _u_response *response, const char *name, char *text,
                        size_t size) {
    const char *value = u_map_get_case(response->map_header, name);
    snprintf(text, size, "%s", value == NULL ? "" : value);
}

void client_ask(const struct client *client, const char *method, const char *path, const char *body,
                struct reply *reply) {
    struct _u_request request;
    struct _u_response response;
    char url[1000], host[100], cookie[120];
    ulfius_init_request(&request);
    ulfius_init_response(&response);
    snprintf(url, sizeof url, "http://127.0.0.1:%u%s", client->port, path);
    snprintf(host, sizeof host, "127.0.0.1:%u", client->port);
    snprintf(cookie, sizeof cookie, "placera=%s", client->cookie);
    request.http_url = o_strdup(url);
    request.http_verb = o_strdup(method);
    request.timeout = 60;
    u_map_put(request.map_header, "Host", client->host == NULL ? host : client->host);
    if (client->origin != NULL) {
        u_map_put(request.map_header, "Origin", client->origin);
    }
    if (client->cookie[0] != '\0') {
        u_map_put(request.map_header, "Cookie", cookie);
    }
    if (client->token[0] != '\0') {
        u_map_put(request.map_header, "X-Placera-Token", client->token);
    }
    if (body != NULL) {
        ulfius_set_binary_body_request(&request, body, strlen(body));
        u_map_put(request.map_header, "Content-Type",
                  client->type == NULL ? "application/json" : client->type);
    }
    cr_assert_eq(ulfius_send_http_request(&request, &response), U_OK, "nothing answers: %s", url);
    reply->status = response.status;
    size_t length = response.binary_body_length;
    length = length < sizeof reply->text ? length : sizeof reply->text - 1;
    memcpy(reply->text, response.binary_body == NULL ? "" : response.binary_body, length);
    reply->text[length] = '\0';
    reply->json = json_loads(reply->text, 0, NULL);
    copy_header(&response, "Set-Cookie", reply->set_cookie, sizeof reply->set_cookie);
    copy_header(&response, "Retry-After", reply->wait, sizeof reply->wait);
    if (reply->set_cookie[0] == '\0' && response.nb_cookies > 0) {
        snprintf(reply->set_cookie, sizeof reply->set_cookie, "%s=%s; ", response.map_cookie[0].key,
                 response.map_cookie[0].value);
    }
    ulfius_clean_request(&request);
    ulfius_clean_response(&response);
}

void reply_release(struct reply *reply) {
    json_decref(reply->json);
    reply->json = NULL;
}

long client_post(const struct client *client, struct reply *reply, const char *path,
                 const char *format, ...) {
    char body[4000];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(body, sizeof body, format, arguments);
    va_end(arguments);
    client_ask(client, "POST", path, body, reply);
    return reply->status;
}

const char *reply_code(const struct reply *reply) {
    const char *code =
        json_string_value(json_object_get(json_object_get(reply->json, "error"), "code"));
    return code == NULL ? "" : code;
}

void client_login(struct client *client, const struct service *service, const char *name) {
    static struct reply reply;
    *client = (struct client){.port = service_port(service)};
    client_post(client, &reply, "/api/1/login",
                "{\"name\": \"%s\", \"password\": \"" CLIENT_PASSWORD "\"}", name);
    cr_assert_eq(reply.status, 200, "%s", reply.text);
    cr_assert_eq(sscanf(reply.set_cookie, "placera=%64[0-9a-f]", client->cookie), 1, "%s",
                 reply.set_cookie);
    snprintf(client->token, sizeof client->token, "%s",
             json_string_value(json_object_get(reply.json, "token")));
    reply_release(&reply);
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/cmd.h"
#include "review/service.h"

#include <signal.h>
#include <string.h>

enum { PORT = 8470 };

/* The signals that end the service wait for it: threads that are started later inherit the mask. */
static void hold_signals(sigset_t *ends) {
    sigemptyset(ends);
    sigaddset(ends, SIGINT);
    sigaddset(ends, SIGTERM);
    sigaddset(ends, SIGHUP);
    pthread_sigmask(SIG_BLOCK, ends, NULL);
    signal(SIGPIPE, SIG_IGN);
}

static int serve(const struct cli *cli, const struct service_options *options) {
    struct service *service;
    struct error error = {0};
    sigset_t ends;
    int which;
    hold_signals(&ends);
    cli_stage("load");
    if (service_start(&service, options, &error) != OK) {
        return cli_fail(cli, &error);
    }
    cli_progress_end();
    if (!cli_has(cli, "quiet")) {
        printf("%s://%s:%u/ serves %s; Ctrl-C ends it\n",
               options->http.certificate == NULL ? "http" : "https", options->http.address,
               service_port(service), options->store);
        fflush(stdout);
    }
    sigwait(&ends, &which);
    service_stop(service);
    return 0;
}

static int run(const struct cli *cli) {
    struct service_options options = {.store = cli->argument[0], .host = cli_value(cli, "host")};
    const char *address = cli_value(cli, "address");
    uint64_t port;
    options.http.address = address == NULL ? "127.0.0.1" : address;
    options.http.certificate = cli_value(cli, "certificate");
    options.http.key = cli_value(cli, "key");
    if (!cli_number(cli, "port", 0, UINT16_MAX, PORT, &port)) {
        return 2;
    }
    options.http.port = (unsigned)port;
    if ((options.http.certificate == NULL) != (options.http.key == NULL)) {
        return cli_usage(cli, "--certificate and --key go together");
    }
    if (options.http.certificate == NULL && strncmp(options.http.address, "127.", 4) != 0) {
        return cli_usage(cli, "beyond this machine only with TLS: give --certificate and --key");
    }
    return serve(cli, &options);
}

static const struct cli_option options[] = {
    {"port", "N", "where to listen (default 8470; 0: any that is free)"},
    {"address", "A", "IPv4 address to listen at (default 127.0.0.1); others need TLS"},
    {"certificate", "FILE", "PEM certificate for TLS"},
    {"key", "FILE", "its PEM key"},
    {"host", "NAME",
     "the name by which browsers reach it, with :PORT where it is not the usual one"},
    {NULL, NULL, NULL},
};

const struct command cmd_serve = {
    .name = "serve",
    .arguments = "STORE",
    .n_min = 1,
    .n_max = 1,
    .summary = "the desk's service",
    .description =
        "Serves the store to people who log in, until Ctrl-C. It listens on this machine alone "
        "unless told otherwise, and elsewhere with TLS only. The JSON API is docs/review-api.json.",
    .options = options,
    .run = run,
};

// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * placera generate: a made-up city as an instance folder.
 */
#include "cli/cli.h"

#include "io/instance_write.h"

#include <inttypes.h>
#include <string.h>

enum { APPLICANTS_BY_DEFAULT = 3000, APPLICANTS_AN_OFFER = 75 };

static const struct cli_option options[] = {
    {"applicants", "N", "children who apply (default 3000; at most 10000000)"},
    {"offers", "M", "schools times groups (default: one for every 75 applicants)"},
    {"wishes", "K", "the longest list of wishes (default 6, at most 20)"},
    {"full", NULL, "every list as long as that, and nobody without wishes"},
    {"groups", "K", "groups at each school: F, 1, 2, ... (default 1, at most 10)"},
    {"crowding", "PERCENT", "seats for each hundred applicants (default 103, at most 1000)"},
    {"seed", "TEXT", "of the city and its lottery (default alvstaden)"},
    {"name", "TEXT", "of the city (default Älvstaden)"},
    {"mechanism", "NAME", "of the policy (default deferred-acceptance)"},
    {"fallback", "WHEN", "in-round (default), after or none"},
    {"out", "DIR", "the folder to write; one that generate made before is replaced"},
    {NULL, NULL, NULL},
};

static bool read_number(const struct cli *cli, const char *name, uint32_t max, uint32_t otherwise,
                        uint32_t *value) {
    uint64_t number = 0;
    bool ok = cli_number(cli, name, 1, max, otherwise, &number);
    *value = (uint32_t)number;
    return ok;
}

static const char *text_or(const char *text, const char *otherwise) {
    return text != NULL ? text : otherwise;
}

static bool read_city(const struct cli *cli, struct city_options *city) {
    city->seed = text_or(cli_value(cli, "seed"), "alvstaden");
    city->full = cli_has(cli, "full");
    if (!read_number(cli, "applicants", CITY_APPLICANTS_MAX, APPLICANTS_BY_DEFAULT,
                     &city->n_applicants) ||
        !read_number(cli, "groups", CITY_GROUPS_MAX, 1, &city->n_groups)) {
        return false;
    }
    uint32_t offers = city->n_applicants / APPLICANTS_AN_OFFER;
    offers = offers < 2 * city->n_groups ? 2 * city->n_groups : offers;
    offers = offers > CITY_OFFERS_MAX ? CITY_OFFERS_MAX : offers;
    return read_number(cli, "offers", CITY_OFFERS_MAX, offers, &city->n_offers) &&
           read_number(cli, "wishes", CITY_WISHES_MAX, 6, &city->n_wishes) &&
           read_number(cli, "crowding", CITY_CROWDING_MAX, 103, &city->crowding_percent);
}

static bool read_round(const struct cli *cli, struct round *round) {
    const char *when = text_or(cli_value(cli, "fallback"), "in-round");
    round->name = text_or(cli_value(cli, "name"), "Älvstaden");
    round->mechanism = text_or(cli_value(cli, "mechanism"), "deferred-acceptance");
    round->fallback = strcmp(when, "after") == 0  ? FALLBACK_AFTER
                      : strcmp(when, "none") == 0 ? FALLBACK_NONE
                                                  : FALLBACK_IN_ROUND;
    return round->fallback != FALLBACK_IN_ROUND || strcmp(when, "in-round") == 0;
}

/* What was made: for people, or as JSON of numbers. */
static void print_city(const struct city *city, const char *path, bool as_json) {
    uint64_t n_wishes = 0;
    for (uint32_t a = 0; a < city->options.n_applicants; a++) {
        n_wishes += city->n_wishes[a];
    }
    if (as_json) {
        printf("{\"applicants\": %u, \"wishes\": %" PRIu64
               ", \"schools\": %u, \"offers\": %u, \"bridges\": %u}\n",
               city->options.n_applicants, n_wishes, city->n_schools, city->options.n_offers,
               city->map.n_bridges);
        return;
    }
    printf("%s: %u applicants with %" PRIu64 " wishes, %u schools with %u offers, %u bridges\n",
           path, city->options.n_applicants, n_wishes, city->n_schools, city->options.n_offers,
           city->map.n_bridges);
}

static int run(const struct cli *cli) {
    struct city_options city_options;
    struct round round;
    struct city city;
    struct error error = {0};
    const char *path = cli_value(cli, "out");
    if (path == NULL) {
        return cli_usage(cli, "--out DIR is missing");
    }
    if (!read_round(cli, &round)) {
        return cli_usage(cli, "--fallback is in-round, after or none");
    }
    if (!read_city(cli, &city_options)) {
        return err_exit_status(ERR_USAGE);
    }
    struct progress progress = cli_progress();
    enum err err = city_generate(&city_options, &city, &error);
    if (err == OK) {
        err = city_write(&city, &round, path, &progress, &error);
    }
    cli_progress_end();
    if (err == OK && (cli_has(cli, "json") || !cli_has(cli, "quiet"))) {
        print_city(&city, path, cli_has(cli, "json"));
    }
    city_release(&city);
    return err == OK ? 0 : cli_fail(cli, &error);
}

const struct command cmd_generate = {
    .name = "generate",
    .arguments = "",
    .n_min = 0,
    .n_max = 0,
    .summary = "make a reproducible city: a river with bridges, schools, families, wishes",
    .description =
        "Writes an instance folder of a made-up city. A river with few bridges parts it, so that "
        "walking metres and straight lines differ; seats follow demand. The same options and seed "
        "give the same bytes on any machine, whatever the number of threads. city.json keeps the "
        "options and the map.",
    .options = options,
    .run = run,
};

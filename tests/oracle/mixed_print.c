// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/oracle/mixed.h"

#include <inttypes.h>

static void print_month(FILE *stream, const char *key, uint32_t month) {
    if (month == NOBODY) {
        fprintf(stream, ",\"%s\":null", key);
    } else {
        fprintf(stream, ",\"%s\":\"2027-%02u\"", key, month + 1);
    }
}

static void print_id(FILE *stream, const char *key, char letter, uint32_t number) {
    if (number == NOBODY) {
        fprintf(stream, ",\"%s\":null", key);
    } else {
        fprintf(stream, ",\"%s\":\"%c%u\"", key, letter, number);
    }
}

static void print_seats(FILE *stream, const struct mixed_seats *seats) {
    if (seats->n == 0) {
        return;
    }
    if (!seats->is_list) {
        fprintf(stream, ",\"seats\":%u", seats->seats[0]);
        return;
    }
    for (uint32_t j = 0; j < seats->n; j++) {
        fprintf(stream, "%s{\"from\":\"2027-%02u\",\"seats\":%u}", j == 0 ? ",\"seats\":[" : ",",
                seats->from[j] + 1, seats->seats[j]);
    }
    fprintf(stream, "]");
}

static void print_policy(FILE *stream, const struct mixed *mixed) {
    static const char *const words[] = {
        "\"placed\"",       "\"wishes\"",   "\"late\"", "\"together\"",
        "\"guarantee\"",    "\"distance\"", "\"near\"", "{\"column\":\"cost\"}",
        "\"rank-maximal\"", "\"follows\""};
    fprintf(stream,
            "{\"format\":\"placera-instance/1\",\"lottery\":{\"seed\":\"x\"},\n"
            "\"policy\":{\"mechanism\":\"minimum-cost\",\"straight_line\":\"allowed\",\n"
            " \"late\":{\"months\":%u},%s\"families\":{\"together\":\"%s\",\"same\":\"%s\"},\n ",
            mixed->late, mixed->guarantee_required ? "\"guarantee\":\"required\"," : "",
            mixed->families_required ? "required" : "preferred",
            mixed->same_offer ? "offer" : "school");
    if (mixed->in_round && mixed->reach == NOBODY) {
        fprintf(stream, "\"fallback\":{\"when\":\"in-round\"},");
    } else if (mixed->in_round) {
        fprintf(stream, "\"fallback\":{\"when\":\"in-round\",\"reach\":%u},", mixed->reach);
    }
    if (mixed->has_near) {
        fprintf(stream, "\"near\":{\"metres\":{\"g0\":%u,\"g1\":%u}},", mixed->near_m,
                mixed->near_m);
    }
    for (uint32_t i = 0; mixed->has_wish_cost && i <= MIXED_OFFERS; i++) {
        fprintf(stream, "%s%" PRId64, i == 0 ? "\"wish_cost\":[" : ",", mixed->wish_cost[i]);
    }
    fprintf(stream, mixed->has_wish_cost ? "],\n " : "");
    for (uint32_t i = 0; i < mixed->n_objectives; i++) {
        fprintf(stream, "%s%s", i == 0 ? "\"objective\":[" : ",", words[mixed->objective[i]]);
    }
    fprintf(stream, "]},\n");
}

static void print_offer(FILE *stream, const struct mixed *mixed, uint32_t u) {
    const struct mixed_offer *offer = &mixed->offer[u];
    fprintf(stream, " {\"id\":\"o%u\",\"school\":\"s%u\"", u, offer->school);
    if (offer->group != NOBODY) {
        print_id(stream, "group", 'g', offer->group);
    }
    print_seats(stream, &offer->seats);
    fprintf(stream, "%s%s%s", offer->counts_current ? ",\"counts_current\":true" : "",
            offer->needs_decision ? ",\"eligible\":true" : "",
            offer->wins_again ? ",\"criteria\":[\"current_place\"]" : "");
    if (offer->opens_with > 0) {
        fprintf(stream, ",\"opens_with\":%u", offer->opens_with);
    }
    if (offer->follows_school != NOBODY) {
        print_id(stream, "follows", 's', offer->follows_school);
    }
    if (offer->follows_offer != NOBODY) {
        print_id(stream, "follows", 'o', offer->follows_offer);
    }
    if (offer->moves_to != NOBODY) {
        fprintf(stream,
                ",\"moves\":{\"to\":\"o%u\",\"from\":\"2027-%02u\","
                "\"born_before\":\"2024-%02u-01\"}",
                offer->moves_to, offer->moves_from + 1, offer->moves_born + 1);
    }
    fprintf(stream, "}");
}

static void print_pool(FILE *stream, const struct mixed *mixed, uint32_t p) {
    const char *comma = "";
    fprintf(stream, " {\"id\":\"p%u\",\"members\":[", p);
    for (uint32_t u = 0; u < mixed->n_offers; u++) {
        if ((mixed->pool[p].holds >> u & 1) != 0) {
            fprintf(stream, "%s\"o%u\"", comma, u);
            comma = ",";
        }
    }
    fprintf(stream, "]");
    print_seats(stream, &mixed->pool[p].seats);
    fprintf(stream, "}");
}

static void print_applicant(FILE *stream, const struct mixed *mixed, uint32_t a) {
    const struct mixed_applicant *applicant = &mixed->applicant[a];
    bool followers = false;
    for (uint32_t b = 0; b < mixed->n_applicants; b++) {
        followers |= mixed->applicant[b].follows != NOBODY;
    }
    fprintf(stream, " {\"id\":\"a%u\"", a);
    print_id(stream, "group", 'g', applicant->group);
    if (applicant->x == NOBODY) {
        fprintf(stream, ",\"x\":null,\"y\":null");
    } else {
        fprintf(stream, ",\"x\":%u,\"y\":0", applicant->x);
    }
    print_id(stream, "current", 'o', applicant->current);
    print_id(stream, "locked", 'o', applicant->locked);
    print_id(stream, "family", 'f', applicant->family);
    if (followers) {
        print_id(stream, "follows", 'a', applicant->follows);
    }
    if (mixed->months) {
        print_month(stream, "start", applicant->start);
        print_month(stream, "guarantee", applicant->guarantee);
    }
    fprintf(stream, ",\"eligible\":%d", applicant->eligible ? 1 : 0);
    if (applicant->out) {
        fputs(",\"out\":1", stream);
    }
    if (applicant->born == NOBODY) {
        fprintf(stream, ",\"birth_date\":null}");
    } else {
        fprintf(stream, ",\"birth_date\":\"2024-%02u-01\"}", applicant->born + 1);
    }
}

static void print_wishes(FILE *stream, const struct mixed *mixed) {
    const char *comma = "";
    for (uint32_t a = 0; a < mixed->n_applicants; a++) {
        const struct mixed_applicant *applicant = &mixed->applicant[a];
        for (uint32_t i = 0; i < applicant->n_wishes; i++) {
            fprintf(stream,
                    "%s\n {\"applicant\":\"a%u\",\"rank\":%u,\"offer\":\"o%u\",\"cost\":", comma, a,
                    i + 1, applicant->wish[i]);
            comma = ",";
            if (applicant->cost[i] == INT32_MIN) {
                fprintf(stream, "null}");
            } else {
                fprintf(stream, "%d}", (int)applicant->cost[i]);
            }
        }
    }
}

void mixed_print(const struct mixed *mixed, FILE *stream) {
    print_policy(stream, mixed);
    fprintf(stream, "\"schools\":[\n");
    for (uint32_t s = 0; s < mixed->n_schools; s++) {
        fprintf(stream, "%s {\"id\":\"s%u\",\"x\":%u,\"y\":0", s == 0 ? "" : ",\n", s,
                mixed->school_x[s]);
        print_seats(stream, &mixed->school_seats[s]);
        fprintf(stream, "}");
    }
    fprintf(stream, "],\n\"offers\":[\n");
    for (uint32_t u = 0; u < mixed->n_offers; u++) {
        fprintf(stream, "%s", u == 0 ? "" : ",\n");
        print_offer(stream, mixed, u);
    }
    fprintf(stream, "],\n\"pools\":[\n");
    for (uint32_t p = 0; p < mixed->n_pools; p++) {
        fprintf(stream, "%s", p == 0 ? "" : ",\n");
        print_pool(stream, mixed, p);
    }
    fprintf(stream, "],\n\"tables\":{\"applicants\":[\n");
    for (uint32_t a = 0; a < mixed->n_applicants; a++) {
        fprintf(stream, "%s", a == 0 ? "" : ",\n");
        print_applicant(stream, mixed, a);
    }
    fprintf(stream, "],\"wishes\":[");
    print_wishes(stream, mixed);
    fprintf(stream, "]}}\n");
}

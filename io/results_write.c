// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/results_write.h"

#include "io/month_text.h"
#include "io/out.h"
#include "io/results_json_write.h"

#include <omp.h>
#include <string.h>

enum { FILES_MAX = 6 };

struct writer {
    const struct loaded *loaded;
    const struct instance *instance;
    const struct solution *solution;
    struct folder folder;
    uint32_t n_written;
    struct written written[FILES_MAX];
};

static void put_id(struct out *out, const struct strings *ids, uint32_t i) {
    if (i != NONE) {
        out_field(out, strings_get(ids, i));
    }
    out_bytes(out, ",", 1);
}

/* A number where there is one, and what follows the field. */
static void put_if(struct out *out, bool there, uint64_t number, const char *end) {
    if (there) {
        out_unsigned(out, number);
    }
    out_text(out, end);
}

static void write_proposals(const void *context, struct out *out, uint32_t first, uint32_t end) {
    const struct writer *writer = context;
    const struct instance *instance = writer->instance;
    const struct solution *solution = writer->solution;
    for (uint32_t a = first; a < end; a++) {
        uint32_t metres = solution->metres[a];
        put_id(out, &instance->applicant_id, a);
        put_id(out, &instance->offer_id, solution->offer[a]);
        out_text(out, basis_name[solution->basis[a]]);
        out_bytes(out, ",", 1);
        put_if(out, solution->wish[a] != 0, solution->wish[a], ",");
        put_if(out, metres != METRES_UNKNOWN, metres, ",");
        put_if(out, solution->rank[a] != 0, solution->rank[a],
               solution->start == NULL ? "\n" : ",");
        if (solution->start != NULL && solution->start[a] != 0) {
            char month[MONTH_TEXT_SIZE];
            month_text(solution->start[a], month);
            out_text(out, month);
        }
        out_text(out, solution->start == NULL ? "" : "\n");
    }
}

static void write_offers(const void *context, struct out *out, uint32_t first, uint32_t end) {
    const struct writer *writer = context;
    const struct instance *instance = writer->instance;
    const struct solution *solution = writer->solution;
    for (uint32_t i = first; i < end; i++) {
        uint32_t seats = instance->node_seats[instance->offer_node[i]];
        uint32_t cutoff = solution->cutoff_rank[i];
        put_id(out, &instance->offer_id, i);
        put_id(out, &instance->school_id, instance->offer_school[i]);
        put_if(out, seats != SEATS_UNLIMITED, seats, ",");
        put_if(out, true, solution->first_wishes[i], ",");
        put_if(out, true, solution->wishes[i], ",");
        put_if(out, true, solution->placed[i], ",");
        put_if(out, cutoff != NONE, cutoff, ",");
        put_if(out, true, solution->reserve_start[i + 1] - solution->reserve_start[i], ",");
        if (solution->price != NULL) {
            out_integer(out, solution->price[i]);
        }
        out_bytes(out, "\n", 1);
    }
}

static void write_reserve(const void *context, struct out *out, uint32_t first, uint32_t end) {
    const struct writer *writer = context;
    const struct instance *instance = writer->instance;
    const struct solution *solution = writer->solution;
    for (uint32_t i = first; i < end; i++) {
        uint32_t start = solution->reserve_start[i];
        for (uint32_t k = start; k < solution->reserve_start[i + 1]; k++) {
            put_id(out, &instance->offer_id, i);
            put_if(out, true, k - start + 1, ",");
            out_field(out, strings_get(&instance->applicant_id, solution->reserve[k]));
            out_bytes(out, "\n", 1);
        }
    }
}

static void write_near(const void *context, struct out *out, uint32_t first, uint32_t end) {
    const struct writer *writer = context;
    const struct instance *instance = writer->instance;
    const struct solution *solution = writer->solution;
    for (uint32_t a = first; a < end; a++) {
        uint32_t claim = solution->claim_round[a], metres = solution->metres[a];
        bool lacks = solution->lacks_near != NULL && solution->lacks_near[a] != 0;
        if (claim == 0 && !lacks) {
            continue;
        }
        put_id(out, &instance->applicant_id, a);
        put_id(out, &instance->offer_id, solution->offer[a]);
        put_if(out, metres != METRES_UNKNOWN, metres, ",");
        put_if(out, claim != 0, claim, "\n");
    }
}

/* Writes one table of n rows (of so many applicants or offers) and notes its digest. */
static enum err write_table(struct writer *writer, const char *name, const char *header, uint32_t n,
                            out_rows_fn *rows_fn, struct error *error) {
    struct out *out;
    enum err err = out_open(&out, &writer->folder, name, error);
    if (err != OK) {
        return err;
    }
    out_text(out, header);
    out_rows(out, n, rows_fn, writer);
    struct written *written = &writer->written[writer->n_written++];
    written->name = name;
    return out_close(out, written->sha256, error);
}

static enum err write_text(struct writer *writer, const char *name, const char *text,
                           struct error *error) {
    struct out *out;
    enum err err = out_open(&out, &writer->folder, name, error);
    if (err != OK) {
        return err;
    }
    out_text(out, text);
    out_text(out, text[strlen(text) - 1] == '\n' ? "" : "\n");
    struct written *written = &writer->written[writer->n_written++];
    written->name = name;
    return out_close(out, written->sha256, error);
}

static enum err write_certificate(struct writer *writer, struct error *error) {
    char *text = certificate_text(writer->instance, writer->solution);
    if (text == NULL) {
        return error_no_memory(error);
    }
    enum err err = write_text(writer, "certificate.json", text, error);
    free(text);
    return err;
}

static enum err write_all(struct writer *writer, double load_seconds, struct error *error) {
    double started = omp_get_wtime();
    uint32_t n_applicants = writer->instance->n_applicants, n_offers = writer->instance->n_offers;
    enum err err = write_table(writer, "proposals.csv",
                               writer->solution->start == NULL
                                   ? "applicant,offer,basis,wish,metres,rank\n"
                                   : "applicant,offer,basis,wish,metres,rank,start\n",
                               n_applicants, write_proposals, error);
    if (err == OK) {
        err = write_table(writer, "offers.csv",
                          "offer,school,seats,first_wishes,wishes,placed,cutoff_rank,reserve,"
                          "price\n",
                          n_offers, write_offers, error);
    }
    if (err == OK) {
        err = write_table(writer, "reserve.csv", "offer,position,applicant\n", n_offers,
                          write_reserve, error);
    }
    if (err == OK) {
        err = write_table(writer, "near.csv", "applicant,offer,metres,claim\n", n_applicants,
                          write_near, error);
    }
    if (err == OK) {
        err = write_certificate(writer, error);
    }
    if (err != OK) {
        return err;
    }
    struct run_facts facts = {writer->loaded,    writer->solution,
                              load_seconds,      omp_get_wtime() - started,
                              writer->n_written, writer->written};
    char *text;
    err = run_text(&facts, &text, error);
    if (err == OK) {
        err = write_text(writer, "run.json", text, error);
        free(text);
    }
    return err;
}

enum err results_write(const char *dir, const struct loaded *loaded,
                       const struct solution *solution, double load_seconds, struct error *error) {
    static const char *const owned[] = {"run.json", "proposals.csv",    "offers.csv", "reserve.csv",
                                        "near.csv", "certificate.json", NULL};
    struct writer writer = {.loaded = loaded, .instance = &loaded->instance, .solution = solution};
    enum err err = folder_begin(&writer.folder, dir, owned, error);
    if (err != OK) {
        return err;
    }
    err = write_all(&writer, load_seconds, error);
    if (err == OK) {
        err = folder_commit(&writer.folder, error);
    }
    folder_discard(&writer.folder);
    return err;
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/results_write.h"

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

static void write_proposals(const struct writer *writer, struct out *out) {
    const struct instance *instance = writer->instance;
    const struct solution *solution = writer->solution;
    out_text(out, "applicant,offer,basis,wish,metres,rank\n");
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        uint32_t metres = solution->metres[a];
        put_id(out, &instance->applicant_id, a);
        put_id(out, &instance->offer_id, solution->offer[a]);
        out_text(out, basis_name[solution->basis[a]]);
        out_bytes(out, ",", 1);
        put_if(out, solution->wish[a] != 0, solution->wish[a], ",");
        put_if(out, metres != METRES_UNKNOWN, metres, ",");
        put_if(out, solution->rank[a] != 0, solution->rank[a], "\n");
    }
}

static void write_offers(const struct writer *writer, struct out *out) {
    const struct instance *instance = writer->instance;
    const struct solution *solution = writer->solution;
    out_text(out, "offer,school,seats,first_wishes,wishes,placed,cutoff_rank,reserve,price\n");
    for (uint32_t i = 0; i < instance->n_offers; i++) {
        uint32_t seats = instance->node_seats[i], cutoff = solution->cutoff_rank[i];
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

static void write_reserve(const struct writer *writer, struct out *out) {
    const struct instance *instance = writer->instance;
    const struct solution *solution = writer->solution;
    out_text(out, "offer,position,applicant\n");
    for (uint32_t i = 0; i < instance->n_offers; i++) {
        uint32_t first = solution->reserve_start[i];
        for (uint32_t k = first; k < solution->reserve_start[i + 1]; k++) {
            put_id(out, &instance->offer_id, i);
            put_if(out, true, k - first + 1, ",");
            out_field(out, strings_get(&instance->applicant_id, solution->reserve[k]));
            out_bytes(out, "\n", 1);
        }
    }
}

static void write_near(const struct writer *writer, struct out *out) {
    const struct instance *instance = writer->instance;
    const struct solution *solution = writer->solution;
    out_text(out, "applicant,offer,metres,claim\n");
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
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

/* Writes one file and notes its digest. */
static enum err write_file(struct writer *writer, const char *name,
                           void (*fill)(const struct writer *, struct out *), struct error *error) {
    struct out *out;
    enum err err = out_open(&out, &writer->folder, name, error);
    if (err != OK) {
        return err;
    }
    fill(writer, out);
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
    enum err err = write_file(writer, "proposals.csv", write_proposals, error);
    if (err == OK) {
        err = write_file(writer, "offers.csv", write_offers, error);
    }
    if (err == OK) {
        err = write_file(writer, "reserve.csv", write_reserve, error);
    }
    if (err == OK) {
        err = write_file(writer, "near.csv", write_near, error);
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

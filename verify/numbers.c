// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Lottery numbers, drawn again straight from libcrypto: the first 16 hex digits of
 * SHA-256("SEED\nAPPLICANT"), or of SHA-256("SEED\nAPPLICANT\nOFFER"), unless the instance carries
 * numbers along: a wish's own first, then the applicant's.
 */
#include "verify/checker.h"

#include <omp.h>
#include <openssl/evp.h>
#include <string.h>

struct drawing {
    const struct checker *checker;
    EVP_MD *sha256;
    EVP_MD_CTX **context; /* [n threads] */
    int n_threads;
    uint8_t *failed; /* [n threads] */
    uint64_t *number;
};

static uint64_t draw(const struct drawing *drawing, uint32_t applicant, const char *offer) {
    const char *seed = drawing->checker->instance->policy.lottery_seed;
    const char *id = applicant_text(drawing->checker, applicant);
    int thread = omp_get_thread_num();
    EVP_MD_CTX *context = drawing->context[thread];
    unsigned char digest[EVP_MAX_MD_SIZE];
    bool done = EVP_DigestInit_ex(context, drawing->sha256, NULL) == 1 &&
                EVP_DigestUpdate(context, seed, strlen(seed)) == 1 &&
                EVP_DigestUpdate(context, "\n", 1) == 1 &&
                EVP_DigestUpdate(context, id, strlen(id)) == 1;
    if (offer != NULL) {
        done = done && EVP_DigestUpdate(context, "\n", 1) == 1 &&
               EVP_DigestUpdate(context, offer, strlen(offer)) == 1;
    }
    done = done && EVP_DigestFinal_ex(context, digest, NULL) == 1;
    if (!done) {
        drawing->failed[thread] = 1;
        return 0;
    }
    uint64_t number = 0;
    for (int i = 0; i < 8; i++) {
        number = number << 8 | digest[i];
    }
    return number;
}

/* The applicant's own number: carried along, else drawn. */
static uint64_t applicant_number(const struct drawing *drawing, uint32_t a) {
    const uint64_t *carried = drawing->checker->instance->applicant_lottery;
    return carried != NULL ? carried[a] : draw(drawing, a, NULL);
}

static void draw_options(const struct drawing *drawing, uint32_t a) {
    const struct checker *checker = drawing->checker;
    const struct instance *instance = checker->instance;
    const struct choices *round = &checker->round;
    uint32_t start = round->start[a], end = round->start[a + 1];
    bool per_offer = instance->policy.lottery_per_offer && instance->applicant_lottery == NULL;
    uint64_t number = start == end || per_offer ? 0 : applicant_number(drawing, a);
    for (uint32_t x = start; x < end; x++) {
        uint32_t wish = wish_of(checker, x);
        if (wish > 0 && instance->wish_lottery != NULL) {
            drawing->number[x] = instance->wish_lottery[instance->wish_start[a] + wish - 1];
        } else if (per_offer) {
            drawing->number[x] = draw(drawing, a, offer_text(checker, round->offer[x]));
        } else {
            drawing->number[x] = number;
        }
    }
}

static void drawing_close(struct drawing *drawing) {
    for (int i = 0; i < drawing->n_threads && drawing->context != NULL; i++) {
        EVP_MD_CTX_free(drawing->context[i]);
    }
    EVP_MD_free(drawing->sha256);
}

static enum err drawing_open(struct drawing *drawing, const struct checker *checker,
                             struct arena *arena, struct error *error) {
    int n = omp_get_max_threads();
    *drawing = (struct drawing){.checker = checker, .n_threads = n};
    drawing->context = ARENA_ZERO(arena, (size_t)n, EVP_MD_CTX *);
    drawing->failed = ARENA_ZERO(arena, (size_t)n, uint8_t);
    if (drawing->context == NULL || drawing->failed == NULL) {
        return error_no_memory(error);
    }
    for (int i = 0; i < n; i++) {
        drawing->context[i] = EVP_MD_CTX_new();
        if (drawing->context[i] == NULL) {
            return error_no_memory(error);
        }
    }
    drawing->sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    return drawing->sha256 == NULL ? error_set(error, ERR_SOLVER, NULL, "libcrypto has no SHA-256")
                                   : OK;
}

/* Draws for all applicants: by option, or one each. */
static enum err draw_all(const struct checker *checker, uint64_t *number, bool by_option,
                         struct error *error) {
    struct arena scratch = {0};
    struct drawing drawing;
    uint32_t n = checker->instance->n_applicants;
    enum err err = drawing_open(&drawing, checker, &scratch, error);
    if (err == OK) {
        drawing.number = number;
#pragma omp parallel for default(none) shared(drawing, number, by_option, n) schedule(static, 256)
        for (uint32_t a = 0; a < n; a++) {
            if (by_option) {
                draw_options(&drawing, a);
            } else {
                number[a] = applicant_number(&drawing, a);
            }
        }
        for (int i = 0; i < drawing.n_threads && err == OK; i++) {
            if (drawing.failed[i]) {
                err = error_set(error, ERR_SOLVER, NULL, "libcrypto could not compute a SHA-256");
            }
        }
    }
    drawing_close(&drawing);
    arena_free(&scratch);
    return err;
}

enum err numbers_draw(struct checker *checker, struct error *error) {
    checker->number = ARENA_NEW(&checker->arena, checker->round.n, uint64_t);
    return checker->number == NULL ? error_no_memory(error)
                                   : draw_all(checker, checker->number, true, error);
}

enum err numbers_draw_applicants(const struct checker *checker, uint64_t *number,
                                 struct error *error) {
    return draw_all(checker, number, false, error);
}

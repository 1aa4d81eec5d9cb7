// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/lottery.h"

#include <openssl/evp.h>
#include <string.h>

struct lottery {
    EVP_MD *sha256;
    EVP_MD_CTX *seeded; /* has taken in "SEED\n" */
    EVP_MD_CTX *work;
};

struct lottery *lottery_new(const char *seed) {
    struct lottery *lottery = calloc(1, sizeof *lottery);
    if (lottery == NULL) {
        return NULL;
    }
    lottery->sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    lottery->seeded = EVP_MD_CTX_new();
    lottery->work = EVP_MD_CTX_new();
    if (lottery->sha256 == NULL || lottery->seeded == NULL || lottery->work == NULL ||
        EVP_DigestInit_ex2(lottery->seeded, lottery->sha256, NULL) != 1 ||
        EVP_DigestUpdate(lottery->seeded, seed, strlen(seed)) != 1 ||
        EVP_DigestUpdate(lottery->seeded, "\n", 1) != 1) {
        lottery_free(lottery);
        return NULL;
    }
    return lottery;
}

enum err lottery_number(struct lottery *lottery, const char *applicant, const char *offer,
                        uint64_t *number, struct error *error) {
    unsigned char digest[32];
    bool good = EVP_MD_CTX_copy_ex(lottery->work, lottery->seeded) == 1 &&
                EVP_DigestUpdate(lottery->work, applicant, strlen(applicant)) == 1;
    if (offer != NULL) {
        good = good && EVP_DigestUpdate(lottery->work, "\n", 1) == 1 &&
               EVP_DigestUpdate(lottery->work, offer, strlen(offer)) == 1;
    }
    if (!good || EVP_DigestFinal_ex(lottery->work, digest, NULL) != 1) {
        return error_set(error, ERR_SOLVER, NULL, "libcrypto could not compute a SHA-256");
    }
    *number = 0;
    for (int i = 0; i < 8; i++) {
        *number = *number << 8 | digest[i];
    }
    return OK;
}

void lottery_free(struct lottery *lottery) {
    if (lottery != NULL) {
        EVP_MD_CTX_free(lottery->work);
        EVP_MD_CTX_free(lottery->seeded);
        EVP_MD_free(lottery->sha256);
        free(lottery);
    }
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "anonymise/secret.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum { BLOCK_NUMBERS = 512 };

struct secret {
    EVP_CIPHER_CTX *cipher;
    bool failed;
    uint32_t used;
    uint64_t number[BLOCK_NUMBERS];
};

enum err secret_key_draw(struct secret_key *key, struct error *error) {
    ssize_t got = getrandom(key->bytes, sizeof key->bytes, 0); /* whole, or not at all, at 32 */
    if (got != (ssize_t)sizeof key->bytes) {
        return error_set(error, ERR_IO, NULL, "the system gives no random numbers: %s",
                         strerror(errno));
    }
    return OK;
}

void secret_key_forget(struct secret_key *key) {
    OPENSSL_cleanse(key->bytes, sizeof key->bytes);
}

enum err secret_new(struct secret **made, const struct secret_key *key, struct error *error) {
    static const unsigned char start[16] = {0};
    struct secret *secret = calloc(1, sizeof *secret);
    *made = NULL;
    if (secret == NULL) {
        return error_no_memory(error);
    }
    secret->used = BLOCK_NUMBERS;
    secret->cipher = EVP_CIPHER_CTX_new();
    if (secret->cipher == NULL ||
        EVP_EncryptInit_ex2(secret->cipher, EVP_aes_256_ctr(), key->bytes, start, NULL) != 1) {
        secret_end(secret, NULL);
        return error_no_memory(error);
    }
    *made = secret;
    return OK;
}

static uint64_t next(struct secret *secret) {
    if (secret->used == BLOCK_NUMBERS) {
        static const unsigned char nought[sizeof secret->number] = {0};
        int length = 0;
        secret->failed |= EVP_EncryptUpdate(secret->cipher, (unsigned char *)secret->number,
                                            &length, nought, (int)sizeof nought) != 1;
        secret->used = 0;
    }
    return secret->number[secret->used++];
}

uint32_t secret_below(struct secret *secret, uint32_t n) {
    uint64_t most = UINT64_MAX - UINT64_MAX % n,
             number; /* a multiple of n: no number is favoured */
    do {
        number = next(secret);
    } while (number >= most && !secret->failed);
    return (uint32_t)(number % n);
}

void secret_shuffle(struct secret *secret, uint32_t *number, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) {
        uint32_t j = secret_below(secret, i + 1);
        number[i] = number[j];
        number[j] = i;
    }
}

enum err secret_end(struct secret *secret, struct error *error) {
    if (secret == NULL) {
        return OK;
    }
    bool failed = secret->failed;
    EVP_CIPHER_CTX_free(secret->cipher);
    OPENSSL_cleanse(secret, sizeof *secret);
    free(secret);
    return failed ? error_set(error, ERR_SOLVER, NULL, "libcrypto could not draw random numbers")
                  : OK;
}

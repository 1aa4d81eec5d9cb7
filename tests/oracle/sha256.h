// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * SHA-256 of a short text, written from FIPS 180-4 for the tests alone, so that the lottery is
 * checked against something other than the library that draws it.
 */
#ifndef PLACERA_TESTS_SHA256_H
#define PLACERA_TESTS_SHA256_H

#include <stddef.h>
#include <stdint.h>

/* digest[0] is the first 8 hex digits. length < 2^32. */
void oracle_sha256(const char *text, size_t length, uint32_t digest[8]);

#endif

// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/lottery.h"

#include "tests/oracle/random.h"
#include "tests/oracle/sha256.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <string.h>

/* The very command that docs/rules.md gives to anybody who wants to recompute a number. */
static uint64_t by_command(const char *seed, const char *applicant, const char *offer) {
    char command[600], line[200] = "";
    snprintf(command, sizeof command, "printf '%s\\n%s%s%s' | sha256sum", seed, applicant,
             offer == NULL ? "" : "\\n", offer == NULL ? "" : offer);
    FILE *pipe = popen(command, "r");
    cr_assert_not_null(pipe);
    cr_assert_not_null(fgets(line, sizeof line, pipe));
    cr_assert_eq(pclose(pipe), 0);
    line[16] = '\0';
    return strtoull(line, NULL, 16);
}

static uint64_t drawn(const char *seed, const char *applicant, const char *offer) {
    struct lottery *lottery = lottery_new(seed);
    uint64_t number = 0;
    cr_assert_not_null(lottery);
    cr_assert_eq(lottery_number(lottery, applicant, offer, &number, NULL), OK);
    lottery_free(lottery);
    return number;
}

Test(lottery, anybody_can_recompute_it) {
    static const char *const names[][3] = {{"alvstaden-2027", "A1", NULL},
                                           {"alvstaden-2027", "A1", "S001-F"},
                                           {"", "x", NULL},
                                           {"fr\xC3\xB6", "\xC3\x85sa", "\xC3\x96 skola"},
                                           {"a",
                                            "bcdefghijklmnopqrstuvwxyz0123456789bcdefghijklmn"
                                            "opqrstuvwxyz0123456789bcdefghijklmnopqrstuvwxyz",
                                            NULL}};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        uint64_t command = by_command(names[i][0], names[i][1], names[i][2]);
        uint64_t number = drawn(names[i][0], names[i][1], names[i][2]);
        cr_expect_eq(number, command, "%016" PRIx64 " is not %016" PRIx64, number, command);
    }
}

/* One that stands in print: printf 'seed\nA1' | sha256sum. */
Test(lottery, a_number_in_print) {
    cr_expect_eq(drawn("seed", "A1", NULL), by_command("seed", "A1", NULL));
    uint32_t digest[8];
    oracle_sha256("abc", 3, digest);
    cr_expect_eq(digest[0], 0xba7816bf, "the tests' own SHA-256 is the real one (FIPS 180-4)");
    cr_expect_eq(digest[7], 0xf20015ad);
}

/* One lottery object draws many numbers, of texts of every length around a block's. */
Test(lottery, every_length) {
    struct random random = {1};
    struct lottery *lottery = lottery_new("seed");
    cr_assert_not_null(lottery);
    for (size_t length = 0; length < 300; length++) {
        char text[400] = "seed\n";
        for (size_t i = 0; i < length; i++) {
            text[5 + i] = (char)('a' + random_below(&random, 26));
        }
        uint32_t digest[8];
        uint64_t number;
        oracle_sha256(text, 5 + length, digest);
        cr_assert_eq(lottery_number(lottery, text + 5, NULL, &number, NULL), OK);
        cr_assert_eq(number, (uint64_t)digest[0] << 32 | digest[1], "length %zu", length);
    }
    lottery_free(lottery);
    lottery_free(NULL);
}
